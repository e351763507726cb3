"""Imports a directory file: read and check everything, then change the directory once."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from croisee.foundation.directory.models import ImportChunk, ImportIssue, ImportRun
from croisee.foundation.directory.models.imports import ImportState
from croisee.foundation.directory.operations import merging
from croisee.foundation.directory.operations.runs import Stopped, advance, finish, forget, open_run
from croisee.foundation.directory.operations.staging import MOST_ISSUES, OnProgress, Staged, stage
from croisee.foundation.directory.reading import UnreadableFile, open_file
from croisee.foundation.directory.validation import Kind
from croisee.foundation.journal.operations import Actor

UNKNOWN_STRUCTURE = (
    "Sa structure n’est ni dans l’annuaire ni dans ce fichier (ou sa ligne a été écartée) : "
    "importez d’abord les structures."
)
INTERRUPTED = "L’import a été interrompu et rien n’a changé : lancez-le à nouveau."


def most_bytes() -> int:
    return int(getattr(settings, "DIRECTORY_IMPORT_MAX_BYTES", 400 * 1024 * 1024))


def import_file(
    path: Path,
    *,
    at: datetime,
    by: Actor | None = None,
    is_complete: bool = True,
    on_progress: OnProgress = lambda run: None,
) -> ImportRun:
    """Import a file of this machine. Raises UnreadableFile (and keeps the refused run) when it is none of ours."""
    run = open_run(file_name=path.name, size=path.stat().st_size, is_complete=is_complete, by=by, at=at)
    with path.open("rb") as file:
        run.file_sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    _import(run, path, at=at, on_progress=on_progress)
    if run.state == ImportState.FAILED:
        raise UnreadableFile(run.failure)
    return run


def run_import(*, run: ImportRun, at: datetime) -> ImportRun:
    """Import an uploaded file; begins again from the start after a crash, since nothing has changed yet."""
    if run.is_finished:
        return run
    with tempfile.NamedTemporaryFile(prefix="croisee-import-") as file:
        for chunk in ImportChunk.objects.filter(run=run).order_by("position").iterator(chunk_size=8):
            file.write(chunk.content)
        file.flush()
        _import(run, Path(file.name), at=at, on_progress=lambda run: None)
    return run


def _import(run: ImportRun, path: Path, *, at: datetime, on_progress: OnProgress) -> None:
    _begin(run)
    try:
        source = open_file(path, most_bytes=most_bytes())
        staged = stage(run, source, at=at, on_progress=on_progress)
        if not staged.rows:
            raise UnreadableFile("Le fichier ne contient aucune structure ni aucun service.")
        _merge(run, staged, at=at, on_progress=on_progress)
    except UnreadableFile as error:
        ImportIssue.objects.filter(run=run).delete()
        finish(run, ImportState.FAILED, at=at, failure=error.sentence)
    except Stopped:
        ImportIssue.objects.filter(run=run).delete()
        finish(run, ImportState.STOPPED, at=at)
    except BaseException:
        # Ctrl-C, a lost database: said on the run when the database can still be told
        with contextlib.suppress(DatabaseError):
            finish(run, ImportState.FAILED, at=at, failure=INTERRUPTED)
        raise
    on_progress(run)


def _begin(run: ImportRun) -> None:
    forget(run)
    ImportIssue.objects.filter(run=run).delete()
    run.state, run.progress, run.rows_read = ImportState.READING, 0, 0
    run.save(update_fields=["state", "progress", "rows_read", "file_sha256"])
    ImportRun.objects.filter(pk=run.pk).update(started_at=Now())
    run.refresh_from_db(fields=["started_at"])


def _merge(run: ImportRun, staged: Staged, *, at: datetime, on_progress: OnProgress) -> None:
    run.state = ImportState.LOADING
    advance(run, rows_read=staged.rows, progress=75, at=at)
    on_progress(run)
    with transaction.atomic():
        merging.prepare()
        if merging.staged_count(run) != sum(staged.good.values()):
            raise UnreadableFile(INTERRUPTED)
        structures = merging.upsert(run, Kind.STRUCTURE, at=at)
        orphans = merging.orphans(run)
        services = merging.upsert(run, Kind.SERVICE, at=at)
        if run.is_complete:
            run.services_retired = merging.retire(run, Kind.SERVICE, at=at)
            run.structures_retired = merging.retire(run, Kind.STRUCTURE, at=at)
        merging.follow_structures()
        _report_orphans(run, orphans, staged)
        _count(run, staged, structures, services, len(orphans))
        finish(run, ImportState.DONE, at=at)


def _report_orphans(run: ImportRun, orphans: list[merging.Orphan], staged: Staged) -> None:
    room = max(0, MOST_ISSUES - staged.kept_issues)
    ImportIssue.objects.bulk_create(
        ImportIssue(
            run=run,
            severity=ImportIssue.Severity.REFUSED,
            sheet=orphan.sheet,
            line=orphan.line,
            field="structure_id",
            reason=UNKNOWN_STRUCTURE,
            row_id=orphan.external_id[:200],
        )
        for orphan in orphans[:room]
    )


def _count(
    run: ImportRun, staged: Staged, structures: merging.Changes, services: merging.Changes, orphans: int
) -> None:
    run.structures_created, run.structures_updated = structures.created, structures.updated
    run.services_created, run.services_updated = services.created, services.updated
    run.structures_unchanged = staged.good[Kind.STRUCTURE] - structures.created - structures.updated
    run.services_unchanged = staged.good[Kind.SERVICE] - orphans - services.created - services.updated
    run.rows_refused, run.warnings = staged.refused + orphans, staged.warnings
