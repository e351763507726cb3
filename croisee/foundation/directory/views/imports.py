"""Importing directory files from a browser, and following what becomes of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from croisee.foundation.accounts.access import require
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.directory import forms, operations
from croisee.foundation.directory.models import ImportIssue, ImportRun
from croisee.foundation.directory.operations.runs import CHUNK_BYTES
from croisee.foundation.directory.tasks import import_uploaded
from croisee.foundation.directory.views.search import CRUMB
from croisee.foundation.ui.pages import Page

IMPORTS = ("Imports", "/annuaire/imports/")
COLUMNS = ("gravité", "feuille", "ligne", "champ", "raison", "identifiant")


@require_http_methods(["GET", "HEAD", "POST"])
@require(Permission.DIRECTORY_IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    form = forms.ImportFile(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = forms.ImportFile(request.POST, request.FILES)
        if form.is_valid():
            return _requested(request, form)
    page = Page.of(request, ImportRun.objects.order_by("-id"))
    context = {"form": form, "page": page, "steps": [CRUMB, ("Imports", "")]}
    return render(request, "directory/imports.html", context, status=422 if form.errors else 200)


def _requested(request: HttpRequest, form: forms.ImportFile) -> HttpResponse:
    file = form.cleaned_data["file"]
    run = operations.request_import(
        content=file.chunks(CHUNK_BYTES),
        file_name=file.name,
        size=file.size,
        is_complete=form.cleaned_data["is_complete"],
        by=request.membership,
        at=timezone.now(),
    )
    # In the transaction of the request: the job exists if and only if the file was kept.
    import_uploaded.defer(run_id=run.pk)
    return _see(run)


def _see(run: ImportRun) -> HttpResponse:
    response = redirect("directory:import_run", run_id=run.pk)
    response.status_code = 303
    return response


@require_safe
@require(Permission.DIRECTORY_IMPORT)
def import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(ImportRun, pk=run_id)
    page = Page.of(request, ImportIssue.objects.filter(run=run).order_by("id"), size=50)
    title = f"Import de {run.file_name}"
    context = {"run": run, "page": page, "title": title, "steps": [CRUMB, IMPORTS, (run.file_name, "")]}
    return render(request, "directory/import_run.html", context)


@require_safe
@require(Permission.DIRECTORY_IMPORT)
def import_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """The moving part of the page; once finished, the whole page is asked again."""
    run = get_object_or_404(ImportRun, pk=run_id)
    response = render(request, "directory/_import_progress.html", {"run": run})
    if run.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@require(Permission.DIRECTORY_IMPORT)
def import_stop(request: HttpRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(ImportRun, pk=run_id)
    operations.stop_import(run=run, by=request.membership, at=timezone.now())
    messages.info(request, "L’arrêt est demandé : l’annuaire ne changera pas.")
    return _see(run)


@require_safe
@require(Permission.DIRECTORY_IMPORT)
def import_issues(request: HttpRequest, run_id: int) -> HttpResponse:
    """The rows left out as a CSV that a spreadsheet opens, to send back to whoever wrote the file."""
    run = get_object_or_404(ImportRun, pk=run_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-lignes-ecartees.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(run))
    return response


def _rows(run: ImportRun) -> Iterator[list[str]]:
    for issue in ImportIssue.objects.filter(run=run).order_by("id").iterator():
        cells = [
            issue.get_severity_display(), issue.sheet, str(issue.line), issue.field, issue.reason, issue.row_id,
        ]  # fmt: skip
        # a cell that begins like a formula would run in the reader's spreadsheet
        yield [f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells]
