"""The worker process: it seals, takes up interrupted jobs, and stops when told to."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from croisee.config import tasks
from croisee.config.sealing import Sealer
from croisee.foundation import journal
from croisee.foundation.journal.models import Seal
from croisee.foundation.journal.seals import keys
from tests.support.databases import Databases

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seal_key(settings: Any, tmp_path: Path) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    settings.JOURNAL_SEAL_COPY = tmp_path / "journal" / "seals.jsonl"
    keys.create(settings.KEYS_DIR / "seal.key")
    return tmp_path


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "too late"
        time.sleep(0.05)


def until_turned(sealer: Sealer, condition: Callable[[], bool]) -> None:
    """Other suites' transactions in the same cluster may hold a seal up for a moment."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "too late"
        sealer.turn()
        time.sleep(0.05)


def _line() -> None:
    journal.record(journal.Event.NEED_MET, by=None, at=datetime.now(UTC))


class TestTheProcess:
    @pytest.mark.slow
    def test_seals_and_stops_when_told_to(self, suite_databases: Databases, seal_key: Path) -> None:
        environment = {**os.environ, **suite_databases.environment()}
        environment |= {"CROISEE_DATA_DIR": str(seal_key), "CROISEE_KEYS_DIR": str(seal_key / "keys")}
        worker = subprocess.Popen([sys.executable, "-m", "croisee.config.worker"], env=environment)
        try:
            _line()
            until(lambda: Seal.objects.filter(line_count__gt=0).exists())
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=20) == 0
        finally:
            worker.kill()
            worker.wait()


class TestTheSealer:
    def test_says_a_lasting_trouble_once(
        self, settings: Any, tmp_path: Path, seal_key: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.KEYS_DIR = tmp_path / "nowhere"
        _line()
        sealer = Sealer()
        until_turned(sealer, lambda: bool(caplog.records))
        sealer.turn()
        assert [record.getMessage() for record in caplog.records] == [
            "The journal could not be sealed (NoSealKey)"
        ]

    def test_goes_on_when_the_trouble_is_over(self, settings: Any, tmp_path: Path, seal_key: Path) -> None:
        sealer = Sealer()
        _line()
        until_turned(sealer, Seal.objects.exists)


class TestAnInterruptedJob:
    def test_is_taken_up_again(self) -> None:
        assert self._after_a_sweep(attempts=1) == ["todo"]

    def test_that_always_kills_its_worker_is_given_up(self) -> None:
        assert self._after_a_sweep(attempts=tasks.MOST_ATTEMPTS) == ["doing"]

    def _after_a_sweep(self, attempts: int) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
            )
            (worker,) = cursor.fetchone()
            cursor.execute(
                """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)
                   VALUES ('default', 'ui.nothing', '{}', 'doing', %s, %s) RETURNING id""",
                [attempts, worker],
            )
            (job,) = cursor.fetchone()
        asyncio.run(self._sweep())
        with connection.cursor() as cursor:
            cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
            return [status for (status,) in cursor.fetchall()]

    async def _sweep(self) -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
            async with worker_app.open_async():
                await tasks.retry_stalled(worker_app)


class TestTheDailyJobs:
    def test_run(self) -> None:
        tasks.refresh_wall(timestamp=0)
        tasks.tidy(timestamp=0)
