"""What the person expects, in their own words."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.forms.outlooks import EndExpectationForm, ExpectationForm
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier, Expectation
from croisee.person.dossiers.operations import expectations as operations
from croisee.person.dossiers.queries import outlooks as queries
from croisee.person.dossiers.views.answers import fragment_of, page, see_other, sent

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_http_methods(["GET", "HEAD"])
@dossier_view(Permission.NEED_VIEW)
def expectations(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    context = {
        "dossier": dossier,
        "expectations": queries.expectations(dossier),
        "can_edit": dossier.is_open and request.membership.may(Permission.NEED_EDIT),
    }
    return page(request, fragment_of(request, "dossiers/expectations.html", "expectation-list"), context)


@get_or_post
@dossier_view(Permission.NEED_EDIT)
def add(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    now = timezone.now()
    form = ExpectationForm(sent(request), initial={"said_date": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            operations.express(dossier=dossier, by=request.membership, at=now, **form.cleaned_data)
            messages.success(request, "L'attente est notée, avec les mots de la personne.")
            return see_other("dossiers:expectations", dossier.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return page(request, "dossiers/expectation_form.html", {"dossier": dossier, "form": form, "row": None})


@get_or_post
@dossier_view(Permission.NEED_EDIT)
def say_again(request: HttpRequest, dossier: Dossier, expectation_id: UUID) -> HttpResponse:
    """The person says it otherwise; the former words stay in the list of what was expected."""
    now = timezone.now()
    row = get_object_or_404(Expectation, pk=expectation_id, dossier=dossier)
    form = ExpectationForm(sent(request), initial={"words": row.words, "said_date": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            operations.say_again(
                expectation_id=row.pk, dossier=dossier, by=request.membership, at=now, **form.cleaned_data
            )
            messages.success(request, "L'attente est reformulée ; les mots d'avant restent lisibles.")
            return see_other("dossiers:expectations", dossier.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return page(request, "dossiers/expectation_form.html", {"dossier": dossier, "form": form, "row": row})


@get_or_post
@dossier_view(Permission.NEED_EDIT)
def end(request: HttpRequest, dossier: Dossier, expectation_id: UUID) -> HttpResponse:
    now = timezone.now()
    row = get_object_or_404(Expectation, pk=expectation_id, dossier=dossier)
    form = EndExpectationForm(sent(request), initial={"ended_date": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            operations.end(
                expectation_id=row.pk, dossier=dossier, by=request.membership, at=now, **form.cleaned_data
            )
            messages.success(request, "L'attente est close.")
            return see_other("dossiers:expectations", dossier.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return page(request, "dossiers/expectation_end.html", {"dossier": dossier, "form": form, "row": row})
