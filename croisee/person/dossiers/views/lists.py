"""The list of dossiers one holds a key to, and the search of a person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from croisee.foundation.accounts.access import require
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.pages import Page, sort_of
from croisee.person.dossiers.forms.opening import Wanted
from croisee.person.dossiers.models.dossier import DossierQuerySet
from croisee.person.dossiers.queries import lists, search

SORTS = {"activite": ["-touched_at", "pk"], "nom": ["-touched_at", "pk"]}


def _choice(request: HttpRequest, name: str, choices: dict[str, str], default: str) -> str:
    asked = request.GET.get(name, default)
    return asked if asked in choices else default


@require_GET
@require(Permission.DOSSIER_LIST)
def listing(request: HttpRequest) -> HttpResponse:
    """The dossiers I hold a key to, the last touched first."""
    whose = _choice(request, "qui", lists.WHOSE, "tous")
    state = _choice(request, "etat", lists.STATES, "ouverts")
    mine = lists.my_dossiers(request.memberships, whose=whose, state=state, on=timezone.localdate())
    page, by_name = _page(request, mine)
    context = {
        "page": page,
        "rows": lists.rows_of(lists.people_of(page.rows), timezone.now()),
        "whose": whose,
        "whose_choices": lists.WHOSE,
        "whose_label": lists.WHOSE[whose],
        "state": state,
        "state_label": lists.STATES[state],
        "state_choices": lists.STATES,
        "too_many": page.sort == "nom" and not by_name,
        "filtered": (whose, state) != ("tous", "ouverts"),
    }
    return render(request, "dossiers/list.html", context)


def _page(request: HttpRequest, mine: DossierQuerySet) -> tuple[Page[UUID], bool]:
    """Sorted by last activity in the database, or by name once opened when they are few; and whether by name."""
    sort, descending = sort_of(request.GET, SORTS, "activite")
    people = lists.sorted_by_name(mine) if sort == "nom" else None
    if people is None:
        return Page.of(request, mine.values_list("pk", flat=True), sorts=SORTS, default="activite"), False
    ids = [dossier.pk for dossier in people]
    return Page.of(request, ids[::-1] if descending else ids, sorts=SORTS, default="activite"), True


@require_http_methods(["GET", "HEAD", "POST"])
@require(Permission.DOSSIER_LIST)
def find(request: HttpRequest) -> HttpResponse:
    """By name without accents and in any order, birth date, phone or number; never in the address."""
    if request.method != "POST":
        return redirect("dossiers:list")
    form = Wanted(request.POST)
    text = form.cleaned_data["text"].strip() if form.is_valid() else ""
    found = search.people_found(text, request.memberships).order_by("-touched_at", "pk")
    page = Page.of(request, found.values_list("pk", flat=True), form="search-again")
    elsewhere = search.known_elsewhere(text, request.membership) if page.number == 1 else []
    journal.record(
        Event.DOSSIER_SEARCHED, by=request.membership, at=timezone.now(), labels={"found": len(page.rows)}
    )
    context = {
        "text": text,
        "form": form,
        "page": page,
        "rows": lists.rows_of(lists.people_of(page.rows), timezone.now()),
        "elsewhere": elsewhere,
    }
    return render(request, "dossiers/search.html", context, status=200 if form.is_valid() else 422)
