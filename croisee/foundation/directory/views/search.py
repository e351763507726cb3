"""Searching the directory and reading what it holds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from croisee.foundation.accounts.access import require
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.directory import forms, presenters, queries
from croisee.foundation.directory.hours import in_french
from croisee.foundation.directory.models import Commune, Service, Structure
from croisee.foundation.directory.models.reference import ReferenceKind
from croisee.foundation.directory.rules import freshness
from croisee.foundation.ui.pages import Page

LIST_WORDS = (
    ReferenceKind.THEMATIC_CATEGORY,
    ReferenceKind.THEMATIC,
    ReferenceKind.PUBLIC,
    ReferenceKind.FEE,
    ReferenceKind.RECEPTION_MODE,
)
CRUMB = ("Annuaire", "/annuaire/")


@require_safe
@require(Permission.DIRECTORY_VIEW)
def search(request: HttpRequest) -> HttpResponse:
    words = queries.vocabulary(*LIST_WORDS)
    form = forms.Search(request.GET, words=words)
    is_valid = form.is_valid()
    criteria = form.criteria if is_valid else None
    found = queries.search_services(criteria) if criteria else Service.objects.none()
    page = Page.of(request, found)
    today = timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "lines": [presenters.service_line(service, words, today) for service in page],
        "criteria": criteria,
        "is_filtered": bool(criteria and criteria.is_given),
        "may_import": request.membership.may(Permission.DIRECTORY_IMPORT),
    }
    return render(request, "directory/search.html", context, status=200 if is_valid else 422)


@require_safe
@require(Permission.DIRECTORY_VIEW)
def communes(request: HttpRequest) -> HttpResponse:
    """Options of the type-ahead of communes."""
    found = queries.communes_named(request.GET.get("q", "")[:80].replace("\x00", ""))
    return render(request, "directory/_communes.html", {"communes": found})


@require_safe
@require(Permission.DIRECTORY_VIEW)
def service(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Service.objects.select_related("structure"), pk=pk)
    words = queries.vocabulary()
    zone = Commune.objects.filter(code__in=[code for code in found.zone_eligibilite if len(code) == 5])
    context = {
        "line": presenters.service_line(found, words, timezone.localdate()),
        "service": found,
        "contact": presenters.contact_of(found),
        "zone": presenters.zone_of(found.zone_eligibilite, zone),
        "type": words.label(ReferenceKind.SERVICE_TYPE, found.type),
        "mobilisation": words.labels(ReferenceKind.MOBILISATION_MODE, found.modes_mobilisation),
        "mobilised_by": words.labels(ReferenceKind.MOBILISING_PERSON, found.mobilisable_par),
        "steps": [CRUMB, (found.nom, "")],
    }
    return render(request, "directory/service.html", context)


@require_safe
@require(Permission.DIRECTORY_VIEW)
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Structure, pk=pk)
    words = queries.vocabulary(*LIST_WORDS, ReferenceKind.NETWORK)
    today = timezone.localdate()
    page = Page.of(request, queries.services_of(found))
    context = {
        "structure": found,
        "telephone_text": presenters.phone_text(found.telephone),
        "address": presenters.address_of(found),
        "hours": in_french(found.horaires_accueil),
        "networks": words.labels(ReferenceKind.NETWORK, found.reseaux_porteurs),
        "freshness": freshness(found.date_maj, today),
        "page": page,
        "lines": [presenters.service_line(each, words, today) for each in page],
        "steps": [CRUMB, (found.nom, "")],
    }
    return render(request, "directory/structure.html", context)
