"""Reads and checks a file row by row into the waiting table; the directory itself does not move yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import connection

from croisee.foundation.directory.models import ImportIssue, ImportRun
from croisee.foundation.directory.operations.runs import advance
from croisee.foundation.directory.reading import Row, Source
from croisee.foundation.directory.reasons import Reason
from croisee.foundation.directory.validation import Checked, Kind, check

BATCH = 2_000
# Enough to correct a file; the counts go on.
MOST_ISSUES = 5_000
# What remains of the bar is for the merge.
READING_PERCENT = 70
_COPY = "COPY directory_stagedrow (run_id, kind, external_id, sheet, line, data) FROM STDIN"
OnProgress = Callable[[ImportRun], None]


@dataclass
class Staged:
    """What the reading found."""

    rows: int = 0
    good: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    seen: dict[Kind, dict[str, int]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    kept_issues: int = 0
    refused: int = 0
    warnings: int = 0


def stage(run: ImportRun, source: Source, *, at: datetime, on_progress: OnProgress) -> Staged:
    staged = Staged()
    rows = source.rows()
    while batch := list(islice(rows, BATCH)):
        _copy(run, batch, source.from_cells, staged)
        staged.rows += len(batch)
        advance(run, rows_read=staged.rows, progress=int(source.fraction * READING_PERCENT), at=at)
        on_progress(run)
    return staged


def _copy(run: ImportRun, batch: list[Row], from_cells: bool, staged: Staged) -> None:
    issues: list[ImportIssue] = []
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in batch:
            checked = check(row.kind, row.values, from_cells=from_cells)
            identifier = str(row.values.get("id") or "").strip()
            data = _unless_twice(row, identifier, checked, staged)
            issues += _issues(run, row, identifier, checked)
            if data or identifier:
                text = json.dumps(data, ensure_ascii=False) if data else None
                copy.write_row((run.pk, row.kind.value, _storable(identifier), row.sheet, row.line, text))
            staged.good[row.kind] += data is not None
            staged.refused += data is None
            staged.warnings += bool(checked.warnings)
    _keep(issues, staged)


def _unless_twice(row: Row, identifier: str, checked: Checked, staged: Staged) -> dict[str, object] | None:
    """The row's data, or None when refused or when a good row of this file already has its identifier."""
    if checked.data is None:
        return None
    lines = staged.seen[row.kind]
    if identifier in lines:
        checked.refusals.append(
            Reason("id", f"Cet identifiant est déjà celui de la ligne {lines[identifier]}.")
        )
        return None
    lines[identifier] = row.line
    return checked.data


def _issues(run: ImportRun, row: Row, identifier: str, checked: Checked) -> Iterator[ImportIssue]:
    for severity, reasons in (
        (ImportIssue.Severity.REFUSED, checked.refusals),
        (ImportIssue.Severity.WARNING, checked.warnings if not checked.refusals else []),
    ):
        for reason in reasons:
            yield ImportIssue(
                run=run,
                severity=severity,
                sheet=row.sheet[:40],
                line=row.line,
                field=reason.field[:60],
                reason=_storable(reason.text),
                row_id=_storable(identifier)[:200],
            )


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "�")


def _keep(issues: list[ImportIssue], staged: Staged) -> None:
    room = MOST_ISSUES - staged.kept_issues
    staged.kept_issues += len(ImportIssue.objects.bulk_create(issues[:room])) if room > 0 else 0
