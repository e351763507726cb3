"""Recording: one line and one live signal, in the caller's transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from croisee.foundation import journal
from croisee.foundation.journal import Event, queries
from croisee.foundation.journal.models import Line
from tests.support.databases import Databases

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Someone:
    pk: int = 3
    user_id: int = 4


def _read(
    dossier_id: UUID, *, event: Event = Event.DOSSIER_REFRESHED, at: datetime = NOW, session: str = "s"
) -> None:
    journal.record_access(
        event, by=Someone(), at=at, dossier_id=dossier_id, section="needs", session_key=session
    )


@pytest.mark.django_db
class TestALine:
    def test_says_who_what_when_and_on_what(self) -> None:
        dossier, need = uuid4(), uuid4()
        journal.record(
            Event.NEED_MET,
            by=Someone(),
            at=NOW,
            dossier_id=dossier,
            subject=f"need:{need}",
            topics=[f"dossier-{dossier}-needs"],
            labels={"culture": "social"},
        )
        line = Line.objects.get()
        assert (line.at, line.user_id, line.membership_id, line.event) == (NOW, 4, 3, "need.met")
        assert (line.dossier_id, line.subject) == (dossier, f"need:{need}")
        assert (line.topics, line.labels) == ([f"dossier-{dossier}-needs"], {"culture": "social"})
        assert len(line.hash) == 32

    def test_may_come_from_the_software_or_from_someone_without_membership(self) -> None:
        journal.record(Event.USER_LOGGED_IN, by=None, user_id=9, at=NOW)
        line = Line.objects.get()
        assert (line.user_id, line.membership_id) == (9, None)

    def test_carries_a_time_zone(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            journal.record(Event.NEED_MET, by=None, at=NOW.replace(tzinfo=None))

    def test_outside_the_months_made_ahead_is_kept_and_moves_when_its_month_is_made(self) -> None:
        past = datetime(2019, 5, 4, tzinfo=UTC)
        journal.record(Event.DOSSIER_CREATED, by=None, at=past)
        before = bytes(Line.objects.get().hash)
        assert journal.make_partitions(since=past.date()) > 12
        assert bytes(Line.objects.get(at=past).hash) == before

    def test_disappears_with_a_transaction_that_fails(self) -> None:
        with transaction.atomic():
            journal.record(Event.NEED_MET, by=None, at=NOW)
            transaction.set_rollback(True)
        assert not Line.objects.exists()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE journal_line SET event = 'need.created'",
            "DELETE FROM journal_line",
            "TRUNCATE journal_line",
            "UPDATE journal_seal SET kind = 'lines'",
            "DELETE FROM journal_seal",
            "INSERT INTO journal_line_other SELECT * FROM journal_line",
            "ALTER TABLE journal_line DISABLE TRIGGER ALL",
            "SELECT setval('journal_line_id_seq', 1)",
            "SELECT journal_protect('journal_line')",
        ],
    )
    def test_cannot_be_changed_by_the_application(self, statement: str) -> None:
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_is_stamped_by_the_database_whatever_the_writer_says(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO journal_line (id, at, xid, event, hash)
                   VALUES (-5, now(), '1', 'need.met', 'forged') RETURNING id, xid::text, length(hash)"""
            )
            number, xid, length = cursor.fetchone() or (0, "", 0)
        assert number > 0
        assert int(xid) > 1
        assert length == 32


@pytest.fixture
def notices(suite_databases: Databases) -> Iterator[Callable[[], int]]:
    """How many notices another connection received."""
    with suite_databases.superuser("main", suite_databases.name) as listener:
        listener.execute("LISTEN croisee_live")
        yield lambda: len(list(listener.notifies(timeout=0.3)))


@pytest.mark.django_db(transaction=True)
class TestTheLiveSignal:
    def test_is_one_notice_for_the_whole_transaction_after_its_commit(
        self, notices: Callable[[], int]
    ) -> None:
        with transaction.atomic():
            for _ in range(3):
                with transaction.atomic():
                    journal.record(Event.NEED_MET, by=None, at=NOW, topics=["user-1"])
            assert notices() == 0
        assert notices() == 1

    def test_is_sent_without_a_transaction_too(self, notices: Callable[[], int]) -> None:
        journal.record(Event.NEED_MET, by=None, at=NOW, topics=["user-1"])
        assert notices() == 1

    def test_survives_a_savepoint_rolled_back_before_it(self, notices: Callable[[], int]) -> None:
        with transaction.atomic():
            with transaction.atomic():
                journal.record(Event.NEED_MET, by=None, at=NOW, topics=["user-1"])
                transaction.set_rollback(True)
            journal.record(Event.NEED_MET, by=None, at=NOW, topics=["user-1"])
        assert notices() == 1

    def test_is_not_sent_for_a_line_that_no_page_waits_for(self, notices: Callable[[], int]) -> None:
        journal.record(Event.NEED_MET, by=None, at=NOW)
        assert notices() == 0


@pytest.mark.django_db
class TestAnAutomaticRefresh:
    def test_is_written_once_an_hour_for_a_session_a_dossier_and_a_section(self) -> None:
        dossier, other = uuid4(), uuid4()
        for opened, session in ((dossier, "s"), (dossier, "another"), (other, "s")):
            _read(opened, event=Event.DOSSIER_OPENED, session=session)
        refreshed = Line.objects.filter(event=Event.DOSSIER_REFRESHED)
        for minutes in (0, 1, 59):
            _read(dossier, at=NOW + timedelta(minutes=minutes))
        assert refreshed.count() == 1
        _read(dossier, at=NOW + timedelta(minutes=61))
        _read(dossier, session="another")
        _read(other)
        assert refreshed.count() == 4

    def test_is_an_opening_in_a_session_that_opened_nothing_of_the_dossier_today(self) -> None:
        dossier = uuid4()
        _read(dossier)
        _read(dossier, session="another")
        _read(dossier, at=NOW + timedelta(hours=13))
        assert set(Line.objects.values_list("event", flat=True)) == {Event.DOSSIER_OPENED}

    def test_is_not_an_opening(self) -> None:
        dossier = uuid4()
        for _ in range(3):
            _read(dossier, event=Event.DOSSIER_OPENED)
        assert Line.objects.count() == 3


@pytest.mark.django_db
class TestTheAccessesOfADossier:
    def test_are_collapsed_by_hour_and_the_latest_comes_first(self) -> None:
        dossier = uuid4()
        for minutes in (0, 5, 10):
            _read(dossier, event=Event.DOSSIER_OPENED, at=NOW + timedelta(minutes=minutes))
        journal.record(Event.NEED_MET, by=Someone(), at=NOW + timedelta(minutes=20), dossier_id=dossier)
        _read(dossier)
        found = queries.accesses_of(dossier)
        assert [(access.event, access.count) for access in found] == [("need.met", 1), ("dossier.opened", 3)]
        assert found[1].sections == ("needs",)
        assert found[1].label == "Consultation du dossier"
        assert found[1].is_reading
        assert not found[0].is_reading

    def test_can_be_readings_only_with_refreshes_and_by_page(self) -> None:
        dossier = uuid4()
        _read(dossier, event=Event.DOSSIER_OPENED, at=NOW - timedelta(hours=2))
        _read(dossier)
        _read(dossier, event=Event.DOSSIER_OPENED, at=NOW + timedelta(hours=2))
        journal.record(Event.NEED_MET, by=Someone(), at=NOW, dossier_id=dossier)
        found = queries.accesses_of(dossier, events=journal.READINGS, with_refreshes=True, limit=1)
        assert [access.event for access in found] == ["dossier.opened"]
        found = queries.accesses_of(dossier, events=journal.READINGS, with_refreshes=True, offset=1, limit=1)
        assert [access.event for access in found] == ["dossier.refreshed"]

    def test_of_a_merged_dossier_are_those_of_both(self) -> None:
        one, other = uuid4(), uuid4()
        _read(one, event=Event.DOSSIER_OPENED)
        _read(other, event=Event.DOSSIER_OPENED, at=NOW + timedelta(hours=1))
        assert len(queries.accesses_of(one, other)) == 2
