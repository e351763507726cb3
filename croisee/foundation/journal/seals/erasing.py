"""The end of the journal's retention: whole months go, and the chain keeps the signed note of it."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import connection

from croisee.foundation.journal.seals.sealing import note_erasure


def erase_expired(*, at: datetime) -> list[str]:
    """Erase the months whose retention is over (twelve months by default), after noting it in the chain."""
    before = months_before(at.date(), settings.JOURNAL_RETENTION_MONTHS)
    months = _present_months(before)
    noted = _noted_months()
    if fresh := [month for month in months if month not in noted]:
        note_erasure(fresh, at=at)
    if months:
        with connection.cursor() as cursor:
            cursor.execute("SELECT journal_drop_partitions(%s)", [before])
    return months


def months_before(day: date, months: int) -> date:
    """The first day of the month that many months before this one."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _present_months(before: date) -> list[str]:
    """The expired months that still have lines or a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT replace(substring(c.relname FROM 14), '_', '-') FROM pg_inherits i
               JOIN pg_class c ON c.oid = i.inhrelid
               WHERE i.inhparent = 'journal_line'::regclass AND c.relname ~ '^journal_line_[0-9]{4}_[0-9]{2}$'
               UNION SELECT DISTINCT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') FROM journal_line
               WHERE at < %s::timestamp AT TIME ZONE 'UTC'""",
            [before],
        )
        return sorted(month for (month,) in cursor.fetchall() if month < f"{before:%Y-%m}")


def _noted_months() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT jsonb_object_keys(detail -> 'erased') FROM journal_seal WHERE kind = 'retention'"
        )
        return {month for (month,) in cursor.fetchall()}
