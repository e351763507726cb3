"""The croisée: the page, and the section of it that live events refresh."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import is_fragment
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.queries.crossing import board
from croisee.person.needs.rules import signs


def may_edit(request: HttpRequest, dossier: Dossier) -> bool:
    """Whether the page shows what changes things; the gate decides again when they are sent."""
    return bool(request.membership and request.membership.may(Permission.NEED_EDIT) and dossier.is_open)


def page(
    request: HttpRequest, dossier: Dossier, whole: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """The whole page, or its live section alone when HTMX asks: one view, one context."""
    context = {**context, "dossier": dossier, "may_edit": may_edit(request, dossier)}
    response = render(request, part if is_fragment(request) else whole, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _as_list(request: HttpRequest) -> bool:
    """A table, or a list where nothing is out of sight; the last choice holds until the log-out."""
    asked = request.GET.get("vue")
    if asked in {"tableau", "liste"} and not is_fragment(request):
        request.session["needs_view"] = asked
    return (asked or request.session.get("needs_view")) == "liste"


@require_GET
@dossier_view(Permission.NEED_VIEW)
def crossing(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    context = {
        "board": board(dossier, request.membership),
        "states": signs.STATES.values(),
        "turns": signs.TURNS.values(),
        "as_list": _as_list(request),
    }
    return page(request, dossier, "needs/crossing.html", "needs/_board.html", context)
