"""« Montrer »: the screen turned to the person; « Imprimer »: the same on one page of paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.queries.paper import pdf_of
from croisee.person.dossiers.queries.sheet import Sheet, sheet


def _sheet(request: HttpRequest, dossier: Dossier, event: Event) -> Sheet:
    now = timezone.now()
    journal.record(
        event, by=request.membership, at=now, dossier_id=dossier.pk, topics=[f"dossier-{dossier.pk}-access"]
    )
    return sheet(dossier, dossier.verdict.shared, now)


@require_GET
@dossier_view(Permission.DOSSIER_PRINT)
def show(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Large, in plain words, without what the person should not face unprepared."""
    context = {"dossier": dossier, "sheet": _sheet(request, dossier, Event.SHEET_SHOWN)}
    return render(request, "dossiers/show.html", context)


@require_GET
@dossier_view(Permission.DOSSIER_PRINT)
def paper(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """A PDF/UA of one page; its file name holds the number, never the name."""
    pdf = pdf_of(_sheet(request, dossier, Event.SHEET_PRINTED))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="fiche-{dossier.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
