"""« Qui a la clé ? »: who holds one, why, since when, what it opens, who used it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from croisee.foundation.accounts.permissions import Permission
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.queries import accesses, keys
from croisee.person.dossiers.queries.consents import agreement_on_page
from croisee.person.dossiers.views.answers import fragment_of, page


@require_GET
@dossier_view(Permission.CIRCLE_VIEW)
def keys_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    agreed = agreement_on_page(dossier, timezone.now())
    context = {
        "dossier": dossier,
        "agreed": agreed,
        "holders": keys.holders_on_page(dossier, agreed),
        "emergencies": accesses.emergencies(dossier),
        "page": accesses.page_of(request, dossier),
        "choices": accesses.CHOICES,
        "chosen": accesses.chosen(request.GET),
        "now": agreed.at,
    }
    return page(request, fragment_of(request, "dossiers/keys.html", "key-list"), context)


@require_GET
@dossier_view(Permission.CIRCLE_VIEW)
def keys_for_person(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The same in plain words, to show or to print for the person."""
    agreed = agreement_on_page(dossier, timezone.now())
    context = {
        "dossier": dossier,
        "agreed": agreed,
        "holders": keys.holders_on_page(dossier, agreed),
        "emergencies": accesses.emergencies(dossier),
        "readings": accesses.last_readings(dossier),
        "now": agreed.at,
    }
    return page(request, "dossiers/keys_person.html", context)
