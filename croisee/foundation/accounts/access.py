"""The check of a page that is about no dossier: logged in, and allowed by the role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from croisee.foundation.accounts.permissions import ROLES, Permission
from croisee.foundation.ui.errors import Denied

View = Callable[..., HttpResponse]


class NotAllowed(Denied):
    """The role does not give this permission."""


def explain(permission: Permission) -> str:
    """Why this is refused, and who can do it."""
    holders = [role.label for role, permissions in ROLES.items() if permission in permissions]
    return (
        f"Votre rôle ne permet pas de : {permission.label.lower()}. "
        f"Rôles qui le peuvent : {', '.join(holders)}. Adressez-vous à la coordination de votre équipe."
    )


def require(permission: Permission) -> Callable[[View], View]:
    """Let the view run for members whose role allows it; others get the reason."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.membership is None:
                raise NotAllowed(
                    "Votre compte n'appartient à aucune équipe aujourd'hui. "
                    "La personne qui gère les comptes de votre organisation peut vous y inscrire."
                )
            if not request.membership.may(permission):
                raise NotAllowed(explain(permission))
            return view(request, *args, **kwargs)

        checked = login_required(guarded)
        checked.permission = permission  # type: ignore[attr-defined]
        return checked

    return decorate
