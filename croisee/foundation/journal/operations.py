"""The only writer of lines: `record` is the trace and the live signal in one call, one transaction."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import Error, connection, transaction
from psycopg.types.json import Jsonb

from croisee.foundation.journal.events import Event
from croisee.foundation.journal.labels import checked_labels, checked_subject, checked_topics

CHANNEL = "croisee_live"
_LOG = logging.getLogger(__name__)
_COLUMNS = "(at, user_id, membership_id, event, dossier_id, subject, topics, labels)"
_INSERT = f"INSERT INTO journal_line {_COLUMNS} VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
# A page left open refreshes by itself all day: one line an hour for each session, dossier and section is
# enough to know it was open, and keeps the person's access page readable. The browser says which of its requests are
# such refreshes: one of a session that opened nothing of this dossier today is an opening, whatever it says.
_INSERT_ONCE_AN_HOUR = f"""
    INSERT INTO journal_line {_COLUMNS} SELECT %s, %s, %s, CASE WHEN EXISTS (
        SELECT FROM journal_line WHERE dossier_id = %s AND at > %s - interval '12 hours' AND at <= %s
        AND event = '{Event.DOSSIER_OPENED.value}' AND labels @> %s
    ) THEN %s ELSE '{Event.DOSSIER_OPENED.value}' END, %s, %s, %s, %s
    WHERE NOT EXISTS (
        SELECT FROM journal_line WHERE dossier_id = %s AND at > %s - interval '1 hour' AND at <= %s
        AND event = %s AND labels @> %s
    )"""  # noqa: S608


class Actor(Protocol):
    """Who acts: a membership (the journal stands below accounts and does not import it)."""

    @property
    def pk(self) -> int: ...

    @property
    def user_id(self) -> int: ...


def record(
    event: Event,
    *,
    by: Actor | None,
    at: datetime,
    dossier_id: UUID | None = None,
    subject: str = "",
    topics: Sequence[str] = (),
    labels: Mapping[str, str | int] | None = None,
    user_id: int | None = None,
) -> None:
    """Write one line and wake the pages that wait for its topics once the transaction is committed.

    `by=None` is the software itself, or someone without membership: then `user_id` may say who (a log-in).
    """
    values = _values(event, by, user_id, at, dossier_id, subject, topics, labels)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
    if topics:
        _wake_after_commit()


def record_access(
    event: Event,
    *,
    by: Actor | None,
    at: datetime,
    dossier_id: UUID,
    section: str,
    session_key: str = "",
    user_id: int | None = None,
    labels: Mapping[str, str | int] | None = None,
) -> None:
    """Write that someone read, refreshed or was refused a dossier; automatic refreshes are collapsed."""
    kept: dict[str, str | int] = {**(labels or {}), "section": section}
    if session_key:
        kept["session"] = session_code(session_key)
    values = _values(event, by, user_id, at, dossier_id, "", (), kept)
    with connection.cursor() as cursor:
        if event is Event.DOSSIER_REFRESHED:
            here: list[Any] = [dossier_id, at, at]
            session = Jsonb({name: kept[name] for name in ("session",) if name in kept})
            parameters = [*values[:3], *here, session, *values[3:], *here, event.value, Jsonb(kept)]
            cursor.execute(_INSERT_ONCE_AN_HOUR, parameters)
        else:
            cursor.execute(_INSERT, values)


def session_code(session_key: str) -> str:
    """A session in twelve letters: enough to tell two apart, of no use to take one over.

    Letters only, so that no run of digits looks like a phone number.
    """
    digest = hashlib.sha256(f"journal:{session_key}".encode()).hexdigest()[:12]
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))


def make_partitions(*, since: date | None = None) -> int:
    """Make the monthly partitions, from `since` (a demo's past) or this month to two months ahead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_make_partitions(%s)", [since])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _values(
    event: Event,
    by: Actor | None,
    user_id: int | None,
    at: datetime,
    dossier_id: UUID | None,
    subject: str,
    topics: Sequence[str],
    labels: Mapping[str, str | int] | None,
) -> list[Any]:
    if at.tzinfo is None:
        raise ValueError("The journal's time carries its time zone")
    return [
        at,
        by.user_id if by else user_id,
        by.pk if by else None,
        Event(event).value,
        dossier_id,
        checked_subject(subject),
        checked_topics(topics),
        Jsonb(checked_labels(labels)),
    ]


def _wake_after_commit() -> None:
    """Ask for one NOTIFY for the whole transaction: inside it, it would cost seven commits of eight."""
    if any(hook[1] is _wake for hook in connection.run_on_commit):
        return
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
    except Error:
        # The lines are committed; the streams look every second anyway.
        _LOG.warning("The live streams could not be woken")
