"""The dossier's overview, its timeline, and the line of its header that live events refresh."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.pages import Page, number_of
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations.closing import may_hand_over
from croisee.person.dossiers.queries.detail import overview
from croisee.person.dossiers.queries.timeline import SIZE, Ask, timeline
from croisee.person.dossiers.views.answers import fragment_of, page

TIMELINE_CULTURES = {"": "Tout", "common": "Partagé", **dict(Culture.choices), "minimal": "Fiche et accords"}


@require_GET
@dossier_view(Permission.DOSSIER_VIEW)
def detail(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What one needs to remember before the person comes in."""
    governs = dossier.verdict.may_govern
    context = {
        "dossier": dossier,
        "overview": overview(dossier, request.membership, dossier.verdict.shared, timezone.now()),
        "can_edit": dossier.is_open and request.membership.may(Permission.DOSSIER_EDIT),
        "can_close": governs and request.membership.may(Permission.DOSSIER_CLOSE),
        "can_hand_over": dossier.is_open and may_hand_over(dossier, request.membership),
        "can_merge": governs and request.membership.may(Permission.DOSSIER_MERGE),
        "can_erase": governs and request.membership.may(Permission.DOSSIER_ERASE),
        "cultures": Culture.choices,
    }
    return page(request, fragment_of(request, "dossiers/detail.html", "overview"), context)


@require_GET
@dossier_view(Permission.DOSSIER_VIEW)
def head(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The line of names and keys that stays at the top of every page of the dossier."""
    return render(request, "dossiers/_line.html", {"dossier": dossier})


@require_GET
@dossier_view(Permission.DOSSIER_VIEW)
def events(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Parcours: everything that happened, as far as one's key opens."""
    culture = request.GET.get("culture", "")
    culture = culture if culture in TIMELINE_CULTURES else ""
    number = number_of(request.GET)
    ask = Ask(dossier, request.membership, dossier.verdict.shared, number * SIZE + 1, culture)
    context = {
        "dossier": dossier,
        "page": Page.of(request, timeline(ask), size=SIZE),
        "culture": culture,
        "cultures": TIMELINE_CULTURES,
    }
    return page(request, fragment_of(request, "dossiers/timeline.html", "timeline"), context)
