"""The person's homes: who lives there, since when, and the dossiers of the others for whoever holds their key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.forms import household as forms
from croisee.person.dossiers.gate import dossier_view, other_dossier
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations import household as operations
from croisee.person.dossiers.queries.household import candidates, homes_of
from croisee.person.dossiers.views.answers import fragment_of, page, see_other


def _shown(request: HttpRequest, dossier: Dossier, **context: Any) -> HttpResponse:
    today = timezone.localdate()
    can_edit = dossier.is_open and request.membership.may(Permission.DOSSIER_EDIT)
    homes = homes_of(dossier, today)
    context = {
        "dossier": dossier,
        "homes": homes,
        "today": today,
        "can_edit": can_edit,
        "candidates": candidates(homes, dossier) if can_edit else {},
        **context,
    }
    return page(request, fragment_of(request, "dossiers/household.html", "homes"), context)


@require_GET
@dossier_view(Permission.DOSSIER_VIEW)
def household(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return _shown(request, dossier)


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.DOSSIER_EDIT)
def add(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Somebody lives with the person."""
    today = timezone.localdate()
    asked = request.GET.get("menage", "")
    initial = {
        "started_date": today,
        "household": int(asked) if asked.isdecimal() and len(asked) < 10 else None,
    }
    form = forms.Member(request.POST if request.method == "POST" else None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_member(
                dossier=dossier,
                living=form.living(),
                household_id=form.cleaned_data["household"],
                by=request.membership,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Cette personne est notée dans le ménage.")
            return see_other("dossiers:household", dossier.pk)
    title = "Qui vit avec la personne ?"
    return page(request, "dossiers/household_form.html", {"dossier": dossier, "form": form, "what": title})


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.DOSSIER_EDIT)
def settle(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """One more home: some live half the week elsewhere."""
    form = forms.Stay(
        request.POST if request.method == "POST" else None, initial={"started_date": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        started = form.cleaned_data["started_date"]
        operations.settle(dossier=dossier, started_date=started, by=request.membership, at=timezone.now())
        messages.success(request, "Ce foyer est noté.")
        return see_other("dossiers:household", dossier.pk)
    title = "Un autre foyer de la personne"
    return page(request, "dossiers/household_form.html", {"dossier": dossier, "form": form, "what": title})


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.DOSSIER_EDIT)
def leave(request: HttpRequest, dossier: Dossier, member_id: UUID) -> HttpResponse:
    """Somebody does not live there any more; the line stays, with its dates."""
    form = forms.Leaving(
        request.POST if request.method == "POST" else None, initial={"ended_date": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            ended = form.cleaned_data["ended_date"]
            operations.move_out(
                member_id=member_id,
                dossier=dossier,
                ended_date=ended,
                by=request.membership,
                at=timezone.now(),
            )
        except operations.CannotLive as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Le départ est noté.")
            return see_other("dossiers:household", dossier.pk)
    title = "Noter un départ"
    return page(request, "dossiers/household_form.html", {"dossier": dossier, "form": form, "what": title})


@require_POST
@dossier_view(Permission.DOSSIER_EDIT)
def link(request: HttpRequest, dossier: Dossier, member_id: UUID) -> HttpResponse:
    """The dossier of a member of the household, when both keys are held, shares this home."""
    other = _other(request)
    operations.link(
        member_id=member_id, dossier=dossier, other=other, by=request.membership, at=timezone.now()
    )
    messages.success(request, "Les deux dossiers partagent ce foyer.")
    return see_other("dossiers:household", dossier.pk)


def _other(request: HttpRequest) -> Dossier:
    """The second dossier passes the same gate as the first."""
    try:
        asked = UUID(request.POST.get("other", ""))
    except ValueError:
        raise operations.NotThere from None
    place = other_dossier(request, asked, Permission.DOSSIER_EDIT)
    if place is None or place.dossier is None:
        raise operations.NotThere
    if not place.verdict.allowed:
        raise operations.CannotLive(place.verdict.reason)
    return place.dossier
