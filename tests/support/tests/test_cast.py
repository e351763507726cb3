"""The cast is on stage, and the assertions of the harness bite."""

import pytest

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import Dossier, Person
from tests.support.cast import Enter
from tests.support.clock import START, Clock
from tests.support.journal import assert_journaled


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("nadia", 1),
        ("karim", 1),
        ("lea", 1),
        ("yasmine", 1),
        ("ines", 1),
        ("omar", 0),
        ("paul", 0),
        ("claire", 0),
    ],
)
def test_the_wall_shows_the_dossier_to_the_circle_only(
    dossier: Dossier, cast: dict[str, Membership], who: str, seen: int
) -> None:
    with wall.acting_as(cast[who].user_id):
        assert Dossier.objects.count() == seen
        assert Person.objects.count() == seen


def test_without_an_actor_there_is_no_dossier(dossier: Dossier) -> None:
    assert Dossier.objects.count() == 0


def test_mme_morel_is_mme_morel(mme_morel: Person) -> None:
    assert mme_morel.full_name == "Jeanne Morel"


def test_a_member_enters(nadia: Membership, enter: Enter) -> None:
    assert enter(nadia).get("/", follow=True).status_code == 200


def test_a_line_of_the_journal_is_seen(dossier: Dossier, nadia: Membership) -> None:
    with assert_journaled(Event.NEED_MET, dossier=dossier) as lines:
        journal.record(Event.NEED_MET, by=nadia, at=START, dossier_id=dossier.pk)
    assert lines[0].user_id == nadia.user_id


def test_a_missing_line_is_said(dossier: Dossier) -> None:
    with (
        pytest.raises(AssertionError, match="journaled 0 times instead of 1"),
        assert_journaled(Event.NEED_MET),
    ):
        pass


def test_the_clock_moves_by_hand(clock: Clock) -> None:
    from django.utils import timezone

    assert timezone.now() == START
    clock.advance(days=1)
    assert timezone.localdate().isoformat() == "2026-03-11"
