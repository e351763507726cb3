"""What the journal can tell: who opened a dossier and when, and the lines since a position."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from croisee.foundation.journal.events import READINGS, Event, label_of
from croisee.foundation.journal.models import Line


@dataclass(frozen=True)
class Access:
    """What one person did of one kind on a dossier within an hour of the clock."""

    user_id: int | None
    membership_id: int | None
    event: str
    first_at: datetime
    last_at: datetime
    count: int
    sections: tuple[str, ...]

    @property
    def label(self) -> str:
        return label_of(self.event)

    @property
    def is_reading(self) -> bool:
        return self.event in READINGS


_ACCESSES = """
    SELECT user_id, membership_id, event, min(at), max(at), count(*),
           coalesce(array_agg(DISTINCT labels ->> 'section') FILTER (WHERE labels ? 'section'), '{}')
    FROM journal_line
    WHERE dossier_id = ANY(%s) AND event = ANY(%s)
    GROUP BY user_id, membership_id, event, date_trunc('hour', at)
    ORDER BY max(at) DESC, min(id) DESC
    OFFSET %s LIMIT %s"""


def accesses_of(
    *dossier_ids: UUID,
    events: Collection[Event] | None = None,
    with_refreshes: bool = False,
    offset: int = 0,
    limit: int = 51,
) -> list[Access]:
    """Who did what on a dossier (several after a merge), the latest first, collapsed by hour.

    Ask for one more than the page shows: that is how the page knows there is a next one.
    """
    kinds = {event.value for event in (Event if events is None else events)}
    if not with_refreshes:
        kinds.discard(Event.DOSSIER_REFRESHED.value)
    with connection.cursor() as cursor:
        cursor.execute(_ACCESSES, [list(dossier_ids), sorted(kinds), offset, limit])
        return [
            Access(user, membership, event, first, last, count, tuple(sections))
            for user, membership, event, first, last, count, sections in cursor.fetchall()
        ]


def lines_of(dossier_ids: Sequence[UUID]) -> QuerySet[Line]:
    """Every line of a dossier, the latest first."""
    return Line.objects.filter(dossier_id__in=dossier_ids).order_by("-at", "-id")


def lines_since(xid: int) -> QuerySet[Line]:
    """Lines of the transactions that were not settled at `xid`, see `position`."""
    return Line.objects.filter(xid__gte=xid).order_by("id")


def position() -> int:
    """Every transaction below this number is settled: what a page keeps to ask for what came since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
