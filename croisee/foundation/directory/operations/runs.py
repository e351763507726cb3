"""The life of an import: asked for, followed, stopped, finished."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from croisee.foundation.directory.models import ImportChunk, ImportRun, StagedRow
from croisee.foundation.directory.models.imports import ImportState
from croisee.foundation.journal.events import Event
from croisee.foundation.journal.operations import Actor, record
from croisee.foundation.ui.errors import Refused

CHUNK_BYTES = 1 << 20


class NotStoppable(Refused):
    message = "Cet import est déjà terminé."


class Stopped(Exception):
    """Raised between two batches once someone asked to stop: nothing of the file is kept."""


def open_run(*, file_name: str, size: int, is_complete: bool, by: Actor | None, at: datetime) -> ImportRun:
    run = ImportRun.objects.create(
        file_name=file_name[:250],
        file_size=size,
        is_complete=is_complete,
        requested_by_id=by.pk if by else None,
        requested_at=at,
    )
    tell(run, Event.DIRECTORY_IMPORT_STARTED, by=by, at=at)
    return run


@transaction.atomic
def request_import(
    *, content: Iterable[bytes], file_name: str, size: int, is_complete: bool, by: Actor, at: datetime
) -> ImportRun:
    """Keep an uploaded file in the database until the worker has imported it, wherever the worker runs."""
    run = open_run(file_name=file_name, size=size, is_complete=is_complete, by=by, at=at)
    digest = hashlib.sha256()
    for position, piece in enumerate(content):
        digest.update(piece)
        ImportChunk.objects.create(run=run, position=position, content=piece)
    run.file_sha256 = digest.hexdigest()
    run.save(update_fields=["file_sha256"])
    return run


@transaction.atomic
def stop_import(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    """Ask a running import to stop at its next batch.

    One that has not begun stops at once; asked twice, a run whose process died is closed.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.is_finished:
        raise NotStoppable
    was_asked = run.stop_requested_at is not None
    run.stop_requested_at = at
    run.save(update_fields=["stop_requested_at"])
    if was_asked or run.state == ImportState.WAITING:
        finish(run, ImportState.STOPPED, at=at, by=by)
    return run


def finish(
    run: ImportRun, state: ImportState, *, at: datetime, failure: str = "", by: Actor | None = None
) -> None:
    """Close a run, drop what was waiting for it, tell the page that follows it."""
    run.state, run.failure = state, failure
    if state == ImportState.DONE:
        run.progress = 100
    run.save()
    ImportRun.objects.filter(pk=run.pk).update(finished_at=Now())
    run.refresh_from_db(fields=["finished_at"])
    forget(run)
    done = state == ImportState.DONE
    tell(run, Event.DIRECTORY_IMPORTED if done else Event.DIRECTORY_IMPORT_FAILED, by=by, at=at)


def forget(run: ImportRun) -> None:
    """Empty what a run leaves between its beginning and its end."""
    StagedRow.objects.filter(run_id=run.pk).delete()
    if run.is_finished:
        ImportChunk.objects.filter(run=run).delete()


def advance(run: ImportRun, *, rows_read: int, progress: int, at: datetime) -> None:
    """Write how far the run is; raises Stopped when someone asked for it meanwhile."""
    tenth = progress // 10 > run.progress // 10
    run.rows_read, run.progress = rows_read, progress
    ImportRun.objects.filter(pk=run.pk).update(state=run.state, rows_read=rows_read, progress=progress)
    if tenth:
        tell(run, Event.DIRECTORY_IMPORT_PROGRESSED, by=None, at=at)
    stopped = ImportRun.objects.filter(pk=run.pk).values_list("stop_requested_at", flat=True).first()
    if stopped:
        raise Stopped


def tell(run: ImportRun, event: Event, *, by: Actor | None, at: datetime) -> None:
    record(event, by=by, at=at, subject=f"import:{run.pk}", topics=[run.topic])
