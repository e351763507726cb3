"""The gate: the only way for a view to get a dossier.

It asks the wall for the row, forms a verdict of its own from role, circle and agreement, writes the access to the
journal, and explains a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.queries.situation import Standing, standing
from croisee.person.dossiers.rules.access import Verdict

View = Callable[..., HttpResponse]


class Moved(Refused):
    """The dossier was merged into another while somebody was writing in it."""

    message = (
        "Ce dossier vient d'être réuni à un autre de la même personne : rien n'a été enregistré ici. "
        "Rouvrez-le depuis la liste, puis recommencez."
    )


def dossier_view(permission: Permission, *, on_closed: bool = False) -> Callable[[View], View]:
    """Wraps `view(request, dossier, …)` on a route with `dossier_id`; `on_closed` for what a closing does not stop.

    The dossier given has `verdict` (why the door opened, whether the shared part does), and `request.membership` is
    the membership through which it did. Invisible is 404; visible but not allowed is 403 with the reason.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, dossier_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            place = _place(request, dossier_id, permission, on_closed=on_closed)
            if place is None:
                raise Http404
            if place.dossier and place.dossier.merged_into_id:
                if request.method not in {"GET", "HEAD"}:
                    # Written here, it would be acknowledged and read by nobody.
                    raise Moved
                return redirect("dossiers:detail", place.dossier.merged_into_id)
            if place.membership is not None:
                request.membership = place.membership
            if not place.verdict.allowed or place.dossier is None:
                return _refuse(request, dossier_id, place, permission)
            _note_access(request, place.dossier)
            place.dossier.verdict = place.verdict
            return view(request, place.dossier, *args, **kwargs)

        checked = login_required(guarded)
        checked.dossier_permission = permission  # type: ignore[attr-defined]
        return checked

    return decorate


def outsider_view(permission: Permission) -> Callable[[View], View]:
    """Wraps `view(request, dossier_id, referent)`: the door of those who hold no key to an existing dossier.

    Only colleagues of the organisation stand before it; who already has a key goes in by the usual door.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, dossier_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            place = _place(request, dossier_id, permission)
            if place is None or place.referent is None:
                raise Http404
            if place.membership is not None:
                request.membership = place.membership
            if place.verdict.via is not None:
                return redirect("dossiers:detail", dossier_id)
            if place.erased or not (place.membership and place.membership.may(permission)):
                return _refuse(request, dossier_id, place, permission)
            return view(request, dossier_id, place.referent, *args, **kwargs)

        checked = login_required(guarded)
        checked.dossier_permission = permission  # type: ignore[attr-defined]
        return checked

    return decorate


def other_dossier(request: HttpRequest, dossier_id: UUID, permission: Permission) -> Standing | None:
    """A second dossier that a page compares or joins with its own: it passes the same gate, and leaves its trace."""
    place = _place(request, dossier_id, permission)
    if place and place.dossier and place.verdict.allowed:
        _note_access(request, place.dossier)
    return place


def _place(
    request: HttpRequest, dossier_id: UUID, permission: Permission, *, on_closed: bool = False
) -> Standing | None:
    return standing(
        dossier_id, request.memberships, permission, timezone.now(), request.membership, on_closed=on_closed
    )


def _section(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"{match.app_name}.{match.url_name}" if match else "unknown"


def _note_access(request: HttpRequest, dossier: Dossier) -> None:
    """A reading is a line; a change writes its own in the operation; what refreshes by itself is collapsed."""
    if request.method not in {"GET", "HEAD"}:
        return
    refreshed = request.headers.get("X-Croisee-Refresh") == "1"
    journal.record_access(
        Event.DOSSIER_REFRESHED if refreshed else Event.DOSSIER_OPENED,
        by=request.membership,
        at=timezone.now(),
        dossier_id=dossier.pk,
        section=_section(request),
        session_key=request.session.session_key or "",
    )


def _refuse(request: HttpRequest, dossier_id: UUID, place: Standing, permission: Permission) -> HttpResponse:
    journal.record_access(
        Event.DOSSIER_REFUSED,
        by=request.membership,
        at=timezone.now(),
        dossier_id=dossier_id,
        section=_section(request),
        session_key=request.session.session_key or "",
    )
    return render(request, "dossiers/refused.html", _reasons(dossier_id, place, permission), status=403)


def _reasons(dossier_id: UUID, place: Standing, permission: Permission) -> dict[str, Any]:
    """What the page of a refusal says: why, who can help, and whether an emergency door exists."""
    outside = place.verdict.via is None
    may_open = bool(place.membership and place.membership.may(Permission.EMERGENCY_OPEN))
    return {
        "reason": place.verdict.reason,
        "referent": place.referent,
        "dossier_id": dossier_id,
        "can_open_in_emergency": outside and may_open and not place.erased,
        "is_visible_minimal": place.verdict.via is not None and not place.erased,
    }


__all__ = ["Verdict", "dossier_view", "outsider_view"]
