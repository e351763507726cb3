"""The streams, over the real protocol, on a real database."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
from django.db import connection, transaction

from croisee.foundation.live.tests.conftest import World, open_session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


class TestAStream:
    def test_says_which_section_changed_and_nothing_else(self, world: World) -> None:
        stream = world.client().follow(world.needs, f"dossier-{world.dossier}-notes")
        world.write(world.needs)
        assert stream.wait_for(world.needs) < 1.0
        assert stream.hears_nothing()
        assert stream.events == [world.needs]
        data = [line for line in stream.received.splitlines() if line.startswith("data:")]
        assert data == ["data:"]

    def test_is_never_kept_by_a_cache_or_a_proxy(self, world: World) -> None:
        headers = world.client().follow(world.needs).received.lower()
        assert "content-type: text/event-stream" in headers
        assert "cache-control: no-store" in headers
        assert "x-accel-buffering: no" in headers

    def test_reaches_every_page_of_everyone(self, world: World) -> None:
        streams = [world.client().follow(world.needs) for _ in range(5)]
        world.write(world.needs)
        for stream in streams:
            stream.wait_for(world.needs)

    def test_needs_no_notice_to_hear_within_about_a_second(self, world: World) -> None:
        stream = world.client().follow(world.needs)
        world.write(world.needs, notify=False)
        assert stream.wait_for(world.needs) < 1.6

    def test_hears_a_transaction_that_ends_after_later_ones(self, world: World) -> None:
        stream = world.client().follow(world.needs, f"user-{world.user.pk}")
        with transaction.atomic():
            world.write(world.needs, notify=False)
            world.administrator.execute(
                "INSERT INTO journal_line (at, event, topics) VALUES (now(), 'need.met', %s)",
                [[f"user-{world.user.pk}"]],
            )
            stream.wait_for(f"user-{world.user.pk}")
        stream.wait_for(world.needs)
        assert stream.hears_nothing()

    def test_says_several_changes_of_one_moment_once(self, world: World) -> None:
        stream = world.client().follow(world.needs)
        with transaction.atomic():
            for _ in range(20):
                world.write(world.needs)
        stream.wait_for(world.needs)
        assert stream.hears_nothing()
        assert stream.events == [world.needs]

    def test_hears_nothing_of_a_transaction_that_failed(self, world: World) -> None:
        stream = world.client().follow(world.needs)
        with transaction.atomic():
            world.write(world.needs)
            transaction.set_rollback(True)
        assert stream.hears_nothing()


class TestAPageRenderedBeforeItsStreamOpens:
    def test_hears_what_happened_meanwhile(self, world: World) -> None:
        world.client().follow(world.needs).hears_nothing()
        position = world.position()
        world.write(world.needs)
        stream = world.client().follow(world.needs, since=position)
        stream.wait_for(world.needs)

    def test_hears_what_a_transaction_still_open_at_its_rendering_wrote(self, world: World) -> None:
        with transaction.atomic():
            world.write(world.needs)
            world.administrator.execute("SELECT pg_current_xact_id()")
            position = world.administrator.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
            ).fetchone()
        assert position is not None
        stream = world.client().follow(world.needs, since=position[0])
        stream.wait_for(world.needs)

    def test_is_told_everything_when_it_is_too_old(self, world: World) -> None:
        stream = world.client().follow(world.needs, f"user-{world.user.pk}", since=3)
        stream.wait_for(world.needs)
        stream.wait_for(f"user-{world.user.pk}")

    def test_gives_back_the_position_of_its_last_event(self, world: World) -> None:
        first = world.client().follow(world.needs)
        world.write(world.needs)
        first.wait_for(world.needs)
        given = [line for line in first.received.splitlines() if line.startswith("id: ")][-1]
        position = given.removeprefix("id: ")
        world.write(world.needs)
        again = world.client().follow(world.needs, since=3, headers=f"Last-Event-ID: {position}\r\n")
        again.wait_for(world.needs)


class TestARight:
    def test_withdrawn_cuts_the_stream_within_two_seconds(self, world: World) -> None:
        stream = world.client().follow(world.needs)
        world.withdraw(world.dossier)
        assert stream.wait_for("closed") < 2.0
        stream.read_until(lambda _: not stream.is_open or "\r\n0\r\n" in stream.received)
        assert world.client().get(f"/live/?t={world.needs}").status == 403

    def test_withdrawn_on_one_dossier_leaves_the_others_alone(self, world: World) -> None:
        other = uuid4()
        world.allow(other)
        cut, kept = world.client().follow(world.needs), world.client().follow(f"dossier-{other}-needs")
        world.withdraw(world.dossier)
        cut.wait_for("closed")
        world.write(f"dossier-{other}-needs")
        kept.wait_for(f"dossier-{other}-needs")

    def test_ends_with_the_session(self, world: World) -> None:
        stream = world.client().follow(world.needs)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_session WHERE session_key = %s", [world.session_key])
        assert stream.wait_for("closed") < 2.0

    def test_ends_with_the_account(self, world: World) -> None:
        stream = world.client().follow(world.needs)
        type(world.user)._default_manager.filter(pk=world.user.pk).update(is_active=False)
        assert stream.wait_for("closed") < 2.0
        assert world.client().get(f"/live/?t={world.needs}").status == 401

    def test_ends_with_the_password(self, world: World) -> None:
        stream = world.client().follow(world.needs)
        type(world.user)._default_manager.filter(pk=world.user.pk).update(password="!other")
        assert stream.wait_for("closed") < 2.0


class TestARefusal:
    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("", 400),
            ("t=needs", 400),
            ("t=dossier-12-needs", 400),
            ("t=dossier-{other}-needs", 403),
            ("t=user-{user}&t=dossier-{other}-needs", 403),
            ("t=user-999999", 403),
            ("t=team-3", 403),
            ("&".join(f"t=import-{number}" for number in range(41)), 400),
        ],
    )
    def test_is_given_to_whoever_asks_too_much(self, world: World, query: str, status: int) -> None:
        address = f"/live/?{query.format(other=uuid4(), user=world.user.pk)}"
        assert world.client().get(address).status == status

    def test_is_given_to_whoever_is_not_logged_in(self, world: World) -> None:
        assert world.client("").get(f"/live/?t={world.needs}").status == 401
        assert world.client("0" * 32).get(f"/live/?t={world.needs}").status == 401

    def test_is_given_to_whoever_opens_too_many(self, world: World) -> None:
        session = open_session(
            type(world.user)._default_manager.create(email="karim@ccas.example", password="!")
        )
        client = world.client(session)
        for _ in range(30):
            client.follow("import-1")
        assert client.get("/live/?t=import-1").status == 429
        client.close()
        end = time.monotonic() + 5
        while client.get("/live/?t=import-1").status == 429:
            assert time.monotonic() < end, "streams that were closed still count"
            time.sleep(0.1)

    def test_is_given_at_any_other_address(self, world: World) -> None:
        assert world.client().get("/live/elsewhere").status == 404


class TestADatabaseThatGoesAway:
    def test_is_followed_again_when_it_is_back_and_nothing_is_missed(self, world: World) -> None:
        stream = world.client().follow(world.needs)
        world.administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'croisee-live%'"
        )
        world.write(world.needs)
        assert stream.wait_for(world.needs) < 3.0
        world.withdraw(world.dossier)
        assert stream.wait_for("closed") < 4.0
