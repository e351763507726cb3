"""The agreement: where it stands, asking, answering, taking back, the printed attestation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Organisation
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.forms.consents import AnswerForm, AskForm, WithdrawForm
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Consent, Dossier
from croisee.person.dossiers.operations import consents as operations
from croisee.person.dossiers.queries import consents as queries
from croisee.person.dossiers.queries import keys
from croisee.person.dossiers.rules.explanation import ready_made
from croisee.person.dossiers.views.answers import fragment_of, page, see_other, sent

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _may_record(request: HttpRequest, dossier: Dossier) -> bool:
    return dossier.verdict.may_govern and request.membership.may(Permission.CONSENT_RECORD)


@require_GET
@dossier_view(Permission.CONSENT_VIEW)
def consents(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Where the agreement stands today, and everything that was said about it."""
    agreed = queries.agreement(dossier, timezone.now())
    context = {
        "dossier": dossier,
        "agreed": agreed,
        "exchanges": [(one, agreed.parts_of.get(one.pk, [])) for one in agreed.consents],
        "holders": keys.holders(dossier, agreed),
        "can_record": dossier.is_open and _may_record(request, dossier),
        "can_withdraw": dossier.closed_date is not None and _may_record(request, dossier),
    }
    return page(request, fragment_of(request, "dossiers/consents.html", "agreement"), context)


@get_or_post
@dossier_view(Permission.CONSENT_RECORD)
def ask(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What is asked of the person, with the words that explain it."""
    now = timezone.now()
    agreed = queries.agreement(dossier, now)
    others = Organisation.objects.exclude(pk=dossier.organisation_id).order_by("name", "pk")
    initial = {
        "cultures": sorted(agreed.in_force.cultures) or list(Culture.values),
        "organisations": [str(one) for one in agreed.in_force.organisations],
        "explained": ready_made(dossier.organisation.name),
        "manner": "in_person",
    }
    form = AskForm(sent(request), organisations=others, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            renews = agreed.last if agreed.parts_in_force else None
            asked = operations.ask(
                dossier=dossier, by=request.membership, at=now, request=form.request(), renews=renews
            )
            return see_other("dossiers:consent-answer", dossier.pk, asked.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return page(request, "dossiers/consent_ask.html", {"dossier": dossier, "form": form, "agreed": agreed})


@get_or_post
@dossier_view(Permission.CONSENT_RECORD)
def answer(request: HttpRequest, dossier: Dossier, consent_id: UUID) -> HttpResponse:
    """The person's answer; it may come long after the question."""
    now = timezone.now()
    agreed = queries.agreement(dossier, now)
    consent = next((one for one in agreed.consents if one.pk == consent_id), None)
    if consent is None:
        raise Http404
    if consent.answered_at and request.method == "GET":
        return see_other("dossiers:consents", dossier.pk)
    asked = agreed.parts_of.get(consent.pk, [])
    form = AnswerForm(sent(request), asked=asked, on=agreed.on)
    if request.method == "POST" and form.is_valid():
        before = keys.around(dossier, agreed)
        try:
            operations.answer(
                consent_id=consent.pk, dossier=dossier, by=request.membership, at=now, answer=form.reply()
            )
            _tell(
                request,
                keys.changes(before, queries.agreement(dossier, now).in_force),
                "La réponse est notée.",
            )
            return see_other("dossiers:consents", dossier.pk)
        except Refused as refusal:
            form.refuse(refusal)
    context = {"dossier": dossier, "form": form, "consent": consent, "asked": asked, "agreed": agreed}
    return page(request, "dossiers/consent_answer.html", context)


@get_or_post
@dossier_view(Permission.CONSENT_RECORD, on_closed=True)
def withdraw(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The person takes something back: who loses which key is shown before, and said after.

    At any time, on a closed dossier too: it is still read.
    """
    now = timezone.now()
    agreed = queries.agreement(dossier, now)
    in_force = agreed.parts_in_force
    form = WithdrawForm(sent(request), in_force=in_force, initial={"parts": [str(p.pk) for p in in_force]})
    context: dict[str, Any] = {"dossier": dossier, "form": form, "agreed": agreed}
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        losses = keys.changes(keys.around(dossier, agreed), queries.after(agreed, closed=chosen))
        if "confirmed" not in request.POST:
            taken = [part for part in in_force if part.pk in chosen]
            context |= {"losses": losses, "taken": taken, "words": form.cleaned_data["words"]}
            return page(request, "dossiers/consent_withdraw_check.html", context)
        try:
            operations.withdraw(
                dossier=dossier,
                by=request.membership,
                at=now,
                parts=chosen,
                words=form.cleaned_data["words"],
            )
            _tell(request, losses, "Le retrait est noté ; il agit dès maintenant.")
            return see_other("dossiers:consents", dossier.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return page(request, "dossiers/consent_withdraw.html", context)


@require_GET
@dossier_view(Permission.CONSENT_VIEW)
def attestation(request: HttpRequest, dossier: Dossier, consent_id: UUID) -> HttpResponse:
    """One exchange on paper, for the person and for the file."""
    consent = get_object_or_404(
        Consent.objects.select_related("asked_by__user", "answered_by__user", "withdrawn_by__user"),
        pk=consent_id,
        dossier=dossier,
    )
    parts = consent.parts.select_related("organisation").order_by("purpose", "culture", "pk")
    return page(
        request, "dossiers/consent_print.html", {"dossier": dossier, "consent": consent, "parts": list(parts)}
    )


def _tell(request: HttpRequest, changes: list[keys.Loss], done: str) -> None:
    """What was done, and whose key opens less or more by it."""
    sentences = [done]
    for verb, names in (
        ("Lisent moins qu'avant", [str(one.membership.user) for one in changes if one.lost]),
        ("Lisent davantage", [str(one.membership.user) for one in changes if one.gained]),
    ):
        if names:
            sentences.append(f"{verb} : {', '.join(names)}.")
    messages.success(request, " ".join(sentences))
