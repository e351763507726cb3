"""The dossier's overview, and the line of its header that live events refresh."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from croisee.foundation.accounts.permissions import Permission
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier


@require_GET
@dossier_view(Permission.DOSSIER_VIEW)
def detail(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return render(request, "dossiers/detail.html", {"dossier": dossier})


@require_GET
@dossier_view(Permission.DOSSIER_VIEW)
def head(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The line of names and keys that stays at the top of every page of the dossier."""
    return render(request, "dossiers/_line.html", {"dossier": dossier})
