"""The four outlooks: one's own to write, the others' shared extracts to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Denied, Refused
from croisee.person.dossiers.forms.notes import DraftForm
from croisee.person.dossiers.forms.outlooks import ExtractForm, OutlookForm
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations import drafts
from croisee.person.dossiers.operations import outlooks as operations
from croisee.person.dossiers.queries import outlooks as queries
from croisee.person.dossiers.queries.notes import draft as draft_of
from croisee.person.dossiers.views.answers import fragment_of, page, see_other, sent


class NotYourCompartment(Denied):
    """Coordinators and partners read what is shared; an outlook belongs to the professionals of its culture."""

    message = "Le regard d'un métier s'écrit par les professionnels de ce métier qui sont dans le cercle."


def _mine(request: HttpRequest, dossier: Dossier) -> queries.Look:
    look = queries.looks(dossier, dossier.verdict, request.membership)[0]
    if not look.is_open:
        raise NotYourCompartment
    return look


@require_GET
@dossier_view(Permission.OUTLOOK_VIEW)
def outlooks(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    can_write = dossier.is_open and request.membership.may(Permission.OUTLOOK_WRITE)
    context = {
        "dossier": dossier,
        "looks": queries.looks(dossier, dossier.verdict, request.membership),
        "shared": dossier.verdict.shared,
        "can_write": can_write,
    }
    return page(request, fragment_of(request, "dossiers/outlooks.html", "outlook-list"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.OUTLOOK_WRITE)
def edit(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Write or change the outlook of one's own culture."""
    now, look = timezone.now(), _mine(request, dossier)
    kept = draft_of(dossier, request.membership, drafts.of_outlook(look.culture))
    url = reverse("dossiers:outlook-draft", args=[dossier.pk])
    text = kept.text if kept else (look.outlook.text if look.outlook else "")
    version = look.outlook.version if look.outlook else 0
    form = OutlookForm(sent(request), draft_url=url, initial={"text": text, "version": version})
    context: dict[str, Any] = {"dossier": dossier, "look": look, "form": form, "draft": kept, "conflict": ""}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.write_outlook(
                dossier=dossier, by=request.membership, at=now, text=data["text"], version=data["version"]
            )
            messages.success(request, "Votre regard est enregistré.")
            return see_other("dossiers:outlooks", dossier.pk)
        except operations.StaleOutlook as stale:
            place = drafts.of_outlook(look.culture)
            drafts.save_draft(dossier=dossier, by=request.membership, at=now, place=place, text=data["text"])
            again = {"text": data["text"], "version": stale.current.version}
            context |= {
                "form": OutlookForm(None, draft_url=url, initial=again),
                "conflict": data["text"],
                "draft": None,
            }
            context |= {"current": stale.current, "sentence": stale.sentence}
            answer = page(request, "dossiers/outlook_edit.html", context)
            answer.status_code = stale.status
            return answer
        except Refused as refusal:
            form.refuse(refusal)
    return page(request, "dossiers/outlook_edit.html", context)


@require_POST
@dossier_view(Permission.OUTLOOK_WRITE)
def draft(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What is being typed, kept for its author alone."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    by = request.membership
    place = drafts.of_outlook(by.culture)
    drafts.save_draft(dossier=dossier, by=by, at=timezone.now(), place=place, text=form.cleaned_data["text"])
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.OUTLOOK_WRITE)
def share(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Put an extract on the common page; only with the person's agreement to this culture."""
    look = _mine(request, dossier)
    form = ExtractForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.share_extract(
                dossier=dossier, by=request.membership, at=timezone.now(), text=form.cleaned_data["text"]
            )
            messages.success(
                request, "L'extrait est sur la page commune. Vous pouvez le reprendre à tout moment."
            )
            return see_other("dossiers:outlooks", dossier.pk)
        except Refused as refusal:
            form.refuse(refusal)
    context = {"dossier": dossier, "form": form, "look": look, "shared": dossier.verdict.shared}
    return page(request, "dossiers/outlook_share.html", context)


@require_POST
@dossier_view(Permission.OUTLOOK_WRITE)
def unshare(request: HttpRequest, dossier: Dossier, extract_id: UUID) -> HttpResponse:
    operations.withdraw_extract(
        extract_id=extract_id, dossier=dossier, by=request.membership, at=timezone.now()
    )
    messages.success(request, "L'extrait est repris : la page commune ne le montre plus.")
    return see_other("dossiers:outlooks", dossier.pk)
