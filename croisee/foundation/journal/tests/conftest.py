"""What the tests of the seals share: a key, a copy of their own, and the powers of a database administrator."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from croisee.foundation import journal
from croisee.foundation.journal import queries
from croisee.foundation.journal.seals import keys, verification
from croisee.foundation.journal.seals.chain import Link
from croisee.foundation.journal.seals.report import Report
from croisee.foundation.journal.seals.sealing import seal
from tests.support.databases import Databases

REHASH = """UPDATE journal_line SET hash = sha256(convert_to(concat_ws(E'\\x1f',
    id, (extract(epoch FROM at) * 1000000)::bigint, xid,
    coalesce(user_id::text, ''), coalesce(membership_id::text, ''), event,
    coalesce(dossier_id::text, ''), subject, array_to_string(topics, ' '), labels::text), 'UTF8')) WHERE true"""


@pytest.fixture
def seal_copy(settings: Any, tmp_path: Path) -> Path:
    """An installation with a seal key and nothing sealed yet."""
    settings.KEYS_DIR = tmp_path / "keys"
    settings.JOURNAL_SEAL_COPY = tmp_path / "journal" / "seals.jsonl"
    keys.create(settings.KEYS_DIR / "seal.key")
    return tmp_path / "journal" / "seals.jsonl"


@pytest.fixture
def administrator(suite_databases: Databases) -> Iterator[psycopg.Connection]:
    """Someone who may do anything to the database, triggers included."""
    with suite_databases.superuser("main", suite_databases.name) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def write(count: int = 1, *, at: datetime | None = None) -> None:
    for _ in range(count):
        journal.record(
            journal.Event.NEED_MET, by=None, at=at or datetime.now(UTC), labels={"culture": "social"}
        )


def seal_all() -> Link | None:
    """Seal every line written so far.

    Transaction numbers are those of the whole cluster: those of the suites running beside this one hold the seal up.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (mine,) = cursor.fetchone() or (0,)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if queries.position() >= mine:
            return seal()
        time.sleep(0.02)
    raise TimeoutError


@pytest.fixture
def sealed(transactional_db: None, seal_copy: Path) -> Path:
    """Fifteen lines under three seals."""
    for _ in range(3):
        write(5)
        assert seal_all() is not None
    return seal_copy


@pytest.fixture
def verify() -> Callable[[], Report]:
    return lambda: verification.verify(keys.public_key())
