"""Sealing: everything settled is sealed once, nothing is lost, the copy follows."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from croisee.foundation.journal.models import Seal
from croisee.foundation.journal.operations import make_partitions
from croisee.foundation.journal.seals import sealing
from croisee.foundation.journal.seals.chain import Link
from croisee.foundation.journal.seals.erasing import erase_expired, months_before
from croisee.foundation.journal.seals.report import Report
from croisee.foundation.journal.seals.sealing import CopyMismatch, seal
from croisee.foundation.journal.tests.conftest import REHASH, seal_all, write

pytestmark = pytest.mark.django_db(transaction=True)
Verify = Callable[[], Report]


def seal_at(*, xmin: int, cluster: str = "") -> Link:
    """Seal as a database that stands there would."""
    original = sealing._now

    def elsewhere(cursor: CursorWrapper) -> sealing._Now:
        now = original(cursor)
        return sealing._Now(now.at, cluster or now.cluster, xmin)

    with patch.object(sealing, "_now", elsewhere):
        made = seal()
    assert made is not None
    return made


class TestASeal:
    def test_binds_the_lines_since_the_one_before(self, seal_copy: Path, verify: Verify) -> None:
        write(3)
        first = seal_all()
        write(2)
        second = seal_all()
        assert first is not None
        assert second is not None
        assert (first.number, first.line_count, second.number, second.line_count) == (1, 3, 2, 2)
        assert second.previous == first.hash()
        assert second.from_xid == first.to_xid
        assert verify().found == 0

    def test_is_not_made_for_nothing(self, sealed: Path) -> None:
        assert seal() is None
        assert Seal.objects.count() == 3

    def test_is_made_from_time_to_time_to_show_that_sealing_goes_on(
        self, sealed: Path, monkeypatch: pytest.MonkeyPatch, verify: Verify
    ) -> None:
        monkeypatch.setattr(sealing, "HEARTBEAT_MICROS", 0)
        made = seal()
        assert made is not None
        assert (made.kind, made.line_count) == ("heartbeat", 0)
        assert verify().found == 0

    def test_takes_a_long_transaction_when_it_ends_and_the_others_meanwhile_wait_for_it(
        self, seal_copy: Path, verify: Verify
    ) -> None:
        opened, finish = threading.Event(), threading.Event()

        def slow() -> None:
            with transaction.atomic():
                write(2)
                opened.set()
                finish.wait(10)
            connection.close()

        thread = threading.Thread(target=slow)
        thread.start()
        assert opened.wait(10)
        write(3)
        assert seal() is None or Seal.objects.get().line_count == 0
        finish.set()
        thread.join()
        made = seal_all()
        assert made is not None
        assert made.line_count == 5
        assert verify().found == 0

    def test_loses_nothing_while_others_write(self, seal_copy: Path, verify: Verify) -> None:
        def writer() -> None:
            write(40)
            connection.close()

        threads = [threading.Thread(target=writer) for _ in range(4)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            seal()
        seal_all()
        report = verify()
        assert (report.lines, report.unsealed, report.found) == (160, 0, 0)

    def test_of_a_long_stop_is_made_in_several_parts(
        self, seal_copy: Path, monkeypatch: pytest.MonkeyPatch, verify: Verify
    ) -> None:
        monkeypatch.setattr(sealing, "MOST_LINES", 4)
        write(10)
        with transaction.atomic():
            write(9)
        while seal_all():
            pass
        assert list(Seal.objects.order_by("number").values_list("line_count", flat=True)) == [4, 4, 2, 9]
        assert verify().found == 0

    def test_follows_transactions_by_their_value_not_by_their_digits(
        self, seal_copy: Path, administrator: psycopg.Connection, verify: Verify
    ) -> None:
        write(4)
        administrator.execute("UPDATE journal_line SET xid = (997 + id)::text::xid8")
        administrator.execute(REHASH)
        assert [seal_at(xmin=xmin).line_count for xmin in (1000, 1001, 1002)] == [2, 1, 1]
        assert verify().findings == []


class TestTheCopy:
    def test_holds_each_seal_as_one_line(self, sealed: Path) -> None:
        lines = [json.loads(line) for line in sealed.read_text().splitlines()]
        assert [line["number"] for line in lines] == [1, 2, 3]
        assert lines[-1]["hash"] == bytes(Seal.objects.get(number=3).hash).hex()
        assert sealed.stat().st_mode & 0o777 == 0o600

    def test_gets_what_a_crash_kept_from_it(self, sealed: Path, verify: Verify) -> None:
        whole = sealed.read_text()
        sealed.write_text(whole[: len(whole) - 40])
        write()
        seal_all()
        assert sealed.read_text().startswith(whole)
        assert len(sealed.read_text().splitlines()) == 4
        assert verify().found == 0

    def test_that_knows_more_than_the_database_stops_the_sealing(
        self, sealed: Path, administrator: psycopg.Connection
    ) -> None:
        administrator.execute("DELETE FROM journal_seal WHERE number = 3")
        write()
        with pytest.raises(CopyMismatch):
            seal()

    def test_is_put_aside_once_a_restoration_is_acknowledged(
        self, sealed: Path, administrator: psycopg.Connection, verify: Verify
    ) -> None:
        # A backup from before the third seal is restored.
        administrator.execute("DELETE FROM journal_line WHERE id > 12")
        administrator.execute("DELETE FROM journal_seal WHERE number = 3")
        call_command("journal_restored", stdout=StringIO())
        write(2)
        seal_all()
        report = verify()
        assert (report.findings, report.lines) == ([], 14)
        assert len(list(sealed.parent.iterdir())) == 2


class TestARestorationIntoAnotherCluster:
    def test_opens_a_new_era_where_transactions_count_from_the_start(
        self, seal_copy: Path, administrator: psycopg.Connection, verify: Verify
    ) -> None:
        write(4)
        # As if written and sealed by a cluster whose numbers were much higher.
        administrator.execute("UPDATE journal_line SET xid = (xid::text::bigint + 1000000)::text::xid8")
        administrator.execute(REHASH)
        seal_at(cluster="other", xmin=2_000_000)
        write(3)
        made = seal_all()
        assert made is not None
        assert (made.kind, made.line_count) == ("era", 3)
        write(2)
        following = seal_all()
        assert following is not None
        assert (following.kind, following.line_count) == ("lines", 2)
        report = verify()
        assert (report.findings, report.lines, report.unsealed) == ([], 9, 0)


class TestTheEndOfTheRetention:
    def test_erases_whole_months_with_a_signed_note_and_the_chain_still_verifies(
        self, seal_copy: Path, verify: Verify
    ) -> None:
        now = datetime.now(UTC)
        old = now.replace(year=now.year - 2, day=10)
        make_partitions(since=old.date())
        write(3, at=old)
        write(2, at=now)
        seal_all()
        erased = erase_expired(at=now)
        assert f"{old:%Y-%m}" in erased
        report = verify()
        assert (report.findings, report.lines) == ([], 2)
        assert f"{old:%Y-%m}" in report.erased_months
        assert erase_expired(at=now) == []

    def test_is_six_months_at_least(self, seal_copy: Path) -> None:
        with pytest.raises(Exception, match="six months"), connection.cursor() as cursor:
            cursor.execute("SELECT journal_drop_partitions(current_date)")

    def test_goes_by_whole_months(self) -> None:
        assert months_before(date(2026, 3, 31), 12) == date(2025, 3, 1)
        assert months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)
