"""Sealing: binds what was written since the last seal, signs it, copies it out. One sealer at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from croisee.foundation.journal.seals import copy
from croisee.foundation.journal.seals.chain import GENESIS, INSERT, SELECT, Link, from_row, to_row
from croisee.foundation.journal.seals.keys import private_key
from croisee.foundation.journal.seals.merkle import Forest, root_of_months

_LOCK = 7_021_849
# A long stop of the worker is caught up in several seals: memory stays small, at sealing and at verification.
MOST_LINES = 100_000
HEARTBEAT_MICROS = 600 * 1_000_000
_SETTLING_SECONDS = 5.0


class CopyMismatch(RuntimeError):
    """The copy outside the database knows seals that the database no longer has, or has otherwise.

    Either somebody cut the journal, or a backup was restored and nobody said so (`journal_restored`).
    """


@dataclass(frozen=True)
class _Now:
    """Where the database stands: its clock, its identity, the first transaction still open."""

    at: int
    cluster: str
    xmin: int


def seal(*, restored: dict[str, Any] | None = None) -> Link | None:
    """Seal what is settled, and bring the copy up to date; None when there is nothing to say.

    `restored` is what an operator acknowledges after a restoration: the chain then opens a new era.
    """
    with copy.held() as outside:
        made = None
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not _one(cursor)[0]:
                return None
            cursor.execute("SET LOCAL enable_seqscan = off")
            last = last_link(cursor)
            _compare(outside.last(), last, cursor)
            draft = _draft(cursor, last, restored)
            if draft is not None:
                made = draft.signed(private_key())
                cursor.execute(INSERT, to_row(made))
        # Only now, committed: the copy never says more than the database does.
        _bring_up_to_date(outside)
    return made


def note_erasure(months: list[str], *, at: datetime) -> Link:
    """Sign into the chain that these months are erased at the end of their retention, before they are."""
    with copy.held() as outside:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            last = last_link(cursor)
            _compare(outside.last(), last, cursor)
            detail = {
                "erased": {month: _lines_in(cursor, month) for month in months},
                "asked": at.isoformat(),
            }
            made = _link(_now(cursor), last, kind="retention", detail=detail).signed(private_key())
            cursor.execute(INSERT, to_row(made))
        _bring_up_to_date(outside)
    return made


def last_link(cursor: CursorWrapper) -> Link | None:
    cursor.execute(f"{SELECT} ORDER BY number DESC LIMIT 1")
    row = cursor.fetchone()
    return from_row(row)[0] if row else None


def _draft(cursor: CursorWrapper, last: Link | None, restored: dict[str, Any] | None) -> Link | None:
    now = _now(cursor)
    if last is not None and (restored is not None or last.cluster != now.cluster):
        return _new_era(cursor, last, restored or {})
    return _of_lines(cursor, now, last)


def _of_lines(cursor: CursorWrapper, now: _Now, last: Link | None) -> Link | None:
    """The seal of the transactions between the last seal and the first one still open."""
    since, floor = (last.to_xid, last.era_floor) if last else (0, 0)
    until = _until(cursor, since, now.xmin, floor)
    cursor.execute(
        f"{_SELECT_LEAVES} WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8 AND id > %s ORDER BY id",
        [since, until, floor],
    )
    lines = _Leaves(cursor)
    if not lines.forest.count:
        if last is not None and now.at - last.at < HEARTBEAT_MICROS:
            return None
        return _link(now, last, kind="heartbeat", to_xid=until)
    return _link(now, last, kind="lines", to_xid=until, lines=lines)


def _new_era(cursor: CursorWrapper, last: Link, detail: dict[str, Any]) -> Link | None:
    """Close the numbers of the old cluster: seal its last lines, and start counting transactions afresh."""
    cursor.execute("SELECT nextval('journal_line_id_seq'), pg_current_xact_id()::text::bigint")
    floor, mine = _one(cursor)
    if not _older_transactions_ended(cursor, mine):
        return None
    highest = highest_sealed_id(cursor, last.era_floor)
    cursor.execute(
        f"{_SELECT_LEAVES} WHERE id > %s AND id <= %s AND (xid >= %s::text::xid8 OR id > %s) ORDER BY id",
        [last.era_floor, floor, last.to_xid, highest],
    )
    lines = _Leaves(cursor)
    return _link(_now(cursor), last, kind="era", floor=floor, to_xid=0, lines=lines, detail=detail)


def _older_transactions_ended(cursor: CursorWrapper, mine: int) -> bool:
    """Wait until every transaction older than this one is settled (this one is open itself)."""
    end = time.monotonic() + _SETTLING_SECONDS
    while time.monotonic() < end:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        if _one(cursor)[0] >= mine:
            return True
        time.sleep(0.05)
    return False


def highest_sealed_id(cursor: CursorWrapper, floor: int) -> int:
    """The highest line number that the seals of an era speak of."""
    cursor.execute("SELECT max(last_id) FROM journal_seal WHERE era_floor = %s AND kind = 'lines'", [floor])
    return int(_one(cursor)[0] or floor)


_SELECT_LEAVES = """SELECT id, (extract(epoch FROM at) * 1000000)::bigint,
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM'), hash FROM journal_line"""


class _Leaves:
    """The lines of a seal: their trees, and the first and last of them."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self.forest = Forest()
        self.ids: list[int] = []
        self.times: list[int] = []
        for line_id, at, month, digest in cursor:
            self.forest.add(month, bytes(digest))
            self.ids = [self.ids[0] if self.ids else line_id, line_id]
            self.times = [min([at, *self.times]), max([at, *self.times])]


def _link(
    now: _Now,
    last: Link | None,
    *,
    kind: str,
    to_xid: int | None = None,
    floor: int | None = None,
    lines: _Leaves | None = None,
    detail: dict[str, Any] | None = None,
) -> Link:
    since = last.to_xid if last and kind != "era" else 0
    months = lines.forest.months() if lines else {}
    return Link(
        number=last.number + 1 if last else 1,
        kind=kind,
        at=now.at,
        cluster=now.cluster,
        era_floor=floor if floor is not None else (last.era_floor if last else 0),
        from_xid=since,
        to_xid=since if to_xid is None else to_xid,
        line_count=lines.forest.count if lines else 0,
        first_id=lines.ids[0] if lines and lines.ids else None,
        last_id=lines.ids[1] if lines and lines.ids else None,
        first_at=lines.times[0] if lines and lines.times else None,
        last_at=lines.times[1] if lines and lines.times else None,
        months=months,
        root=root_of_months(months).hex(),
        previous=last.hash() if last else GENESIS,
        detail=detail or {},
    )


def _until(cursor: CursorWrapper, since: int, xmin: int, floor: int) -> int:
    cursor.execute(
        """SELECT xid::text::bigint FROM journal_line
           WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8 AND id > %s
           ORDER BY journal_line.xid OFFSET %s LIMIT 1""",
        [since, xmin, floor, MOST_LINES],
    )
    row = cursor.fetchone()
    # At least one transaction, even one that wrote more lines than this by itself.
    return min(xmin, max(int(row[0]), since + 1)) if row else xmin


def _now(cursor: CursorWrapper) -> _Now:
    cursor.execute(
        """SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
                  (SELECT system_identifier::text FROM pg_control_system()),
                  pg_snapshot_xmin(pg_current_snapshot())::text::bigint"""
    )
    return _Now(*_one(cursor))


def _lines_in(cursor: CursorWrapper, month: str) -> int:
    cursor.execute(
        """SELECT count(*) FROM journal_line WHERE at >= (%s || '-01')::timestamp AT TIME ZONE 'UTC'
           AND at < ((%s || '-01')::timestamp + interval '1 month') AT TIME ZONE 'UTC'""",
        [month, month],
    )
    return int(_one(cursor)[0])


def _compare(outside: Link | None, last: Link | None, cursor: CursorWrapper) -> None:
    if outside is None:
        return
    cursor.execute(f"{SELECT} WHERE number = %s", [outside.number])
    row = cursor.fetchone()
    if row is None or last is None or row[-1] != outside.hash():
        raise CopyMismatch(f"The database does not have seal {outside.number} as the copy has it")


def _bring_up_to_date(outside: copy.Copy) -> None:
    """Append what the copy lacks: the seal just made, and those of a crash between commit and append."""
    known = outside.last()
    with connection.cursor() as cursor:
        cursor.execute(f"{SELECT} WHERE number > %s ORDER BY number", [known.number if known else 0])
        while rows := cursor.fetchmany(1_000):
            outside.append(from_row(row)[0] for row in rows)


def _one(cursor: CursorWrapper) -> Any:
    row = cursor.fetchone()
    if row is None:
        raise RuntimeError("a query that always answers did not")
    return row
