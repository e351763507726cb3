"""The wall against the gate: in every state, PostgreSQL returns exactly the parts that the verdict opens.

One probe row stands in each part of the dossier; what someone reads of them by plain SQL is compared with the rules.
"""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Permission
from croisee.person.dossiers.models import (
    CircleMember,
    Compartment,
    ConsentPart,
    Dossier,
    Note,
)
from croisee.person.dossiers.operations import circle, consents, emergency, notes
from croisee.person.dossiers.queries.consents import agreement
from croisee.person.dossiers.queries.keys import around
from croisee.person.dossiers.queries.situation import standing
from croisee.person.dossiers.rules import keys
from croisee.person.dossiers.tests import factories
from croisee.person.dossiers.tests.states import (
    STATES,
    Cast,
    State,
    account_closed,
    all_agreed,
    emergency_given_back,
    emergency_run_out,
    expired,
    in_emergency,
    last_day,
    left_the_circle,
    membership_ended,
    nothing_agreed,
    one_withdrawn,
    partner_agreed,
    two_cultures,
    withdrawn,
)

pytestmark = pytest.mark.django_db

PARTS = ["minimal", "common", "medical", "psychological", "educational", "social"]


def _probe(dossier: Dossier, cast: Cast) -> None:
    """One note in each part, written by somebody who may."""
    writers = {"medical": "ines", "psychological": "yasmine", "educational": "karim", "social": "nadia"}
    for part in PARTS:
        author = cast[writers.get(part, "nadia")]
        with wall.acting_as(author.user_id):
            Note.objects.create(
                dossier=dossier,
                compartment=part,
                author=author,
                happened_at=timezone.now(),
                written_at=timezone.now(),
                text=part,
            )


def _seen(member: Membership, dossier: Dossier) -> set[str]:
    """The parts that plain SQL returns to this person: no ORM filter, no gate."""
    with wall.acting_as(member.user_id), connection.cursor() as cursor:
        cursor.execute("SELECT compartment FROM dossiers_note WHERE dossier_id = %s", [dossier.pk])
        return {row[0] for row in cursor.fetchall()}


def _opened(member: Membership, dossier: Dossier) -> set[str]:
    """The parts that the gate's verdict opens."""
    with wall.acting_as(member.user_id):
        active = wall.active_memberships(member.user)
        place = standing(dossier.pk, active, Permission.DOSSIER_VIEW, timezone.now())
        if place is None or place.dossier is None or place.membership is None:
            return set()
        return set(keys.opened_by(place.verdict, place.membership.culture))


@pytest.fixture
def guarded(cast: Cast) -> Dossier:
    """A dossier without agreement; Karim coordinates the team and stands in the circle, Paul is a partner in it."""
    opened = factories.dossier(cast["nadia"])
    factories.in_circle(opened, *(cast[name] for name in ("karim", "lea", "yasmine", "ines", "paul")))
    _probe(opened, cast)
    return opened


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_wall_says_what_the_gate_says(state: State, guarded: Dossier, cast: Cast) -> None:
    state(guarded, cast)
    for name, member in cast.items():
        member.user.refresh_from_db()
        assert _seen(member, guarded) == _opened(member, guarded), f"{name}, {state.__name__}"


@pytest.mark.parametrize(
    ("state", "who", "parts"),
    [
        (nothing_agreed, "nadia", {"minimal", "common", "social"}),
        (nothing_agreed, "ines", {"minimal", "medical"}),
        (nothing_agreed, "paul", set()),
        (nothing_agreed, "omar", set()),
        (nothing_agreed, "claire", set()),
        (all_agreed, "ines", {"minimal", "common", "medical"}),
        (two_cultures, "yasmine", {"minimal", "psychological"}),
        (partner_agreed, "paul", {"minimal", "common"}),
        (partner_agreed, "ines", {"minimal", "medical"}),
        (withdrawn, "ines", {"minimal", "medical"}),
        (withdrawn, "nadia", {"minimal", "common", "social"}),
        (one_withdrawn, "ines", {"minimal", "medical"}),
        (one_withdrawn, "yasmine", {"minimal", "common", "psychological"}),
        (expired, "lea", {"minimal", "social"}),
        (last_day, "lea", {"minimal", "common", "social"}),
        (left_the_circle, "ines", set()),
        (in_emergency, "omar", {"minimal", "common", "social"}),
        (emergency_given_back, "omar", set()),
        (emergency_run_out, "omar", set()),
        (membership_ended, "yasmine", set()),
        (account_closed, "ines", set()),
    ],
    ids=lambda value: (
        "+".join(sorted(value)) or "none" if isinstance(value, set) else getattr(value, "__name__", value)
    ),
)
def test_who_reads_what(state: State, who: str, parts: set[str], guarded: Dossier, cast: Cast) -> None:
    state(guarded, cast)
    assert _seen(cast[who], guarded) == parts


@pytest.mark.parametrize("state", [nothing_agreed, all_agreed, two_cultures, left_the_circle, in_emergency])
def test_the_page_of_keys_tells_the_truth(state: State, guarded: Dossier, cast: Cast) -> None:
    """What « Qui a la clé ? » says of each one is what they really read."""
    state(guarded, cast)
    with wall.acting_as(cast["nadia"].user_id):
        said = {
            holder.membership.pk: set(holder.reads)
            for holder in around(guarded, agreement(guarded, timezone.now()))
        }
    for name, member in cast.items():
        assert said.get(member.pk, set()) == _seen(member, guarded), name


def test_a_coordinator_outside_the_circle_reads_no_compartment(guarded: Dossier, cast: Cast) -> None:
    karim, nadia = cast["karim"], cast["nadia"]
    with wall.acting_as(nadia.user_id):
        entry = CircleMember.objects.get(dossier=guarded, membership=karim)
        circle.leave(member_id=entry.pk, dossier=guarded, by=nadia, at=timezone.now())
    assert _seen(karim, guarded) == {"minimal"} == _opened(karim, guarded)
    factories.agreed(guarded, "educational")
    assert _seen(karim, guarded) == {"minimal", "common"} == _opened(karim, guarded)


def test_no_actor_no_row(guarded: Dossier) -> None:
    with wall.acting_as(None), connection.cursor() as cursor:
        for table in (
            "dossier",
            "note",
            "consent",
            "consentpart",
            "circlemember",
            "person",
            "emergencyaccess",
        ):
            cursor.execute(f"SELECT count(*) FROM dossiers_{table}")
            assert cursor.fetchone() == (0,), table


def test_a_psychological_note_is_closed_to_nadia_even_in_raw_sql(guarded: Dossier, cast: Cast) -> None:
    factories.agreed(guarded)
    with wall.acting_as(cast["nadia"].user_id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dossiers_note WHERE compartment = 'psychological'")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE dossiers_note SET kind = 'call' WHERE compartment = 'psychological'")
        assert cursor.rowcount == 0
        # Written rows are deleted by nobody.
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM dossiers_note WHERE compartment = 'psychological'")


def test_a_note_in_another_cultures_compartment_is_refused_by_the_database(
    guarded: Dossier, cast: Cast
) -> None:
    factories.agreed(guarded)
    nadia = cast["nadia"]
    with wall.acting_as(nadia.user_id):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Note.objects.create(
                dossier=guarded,
                compartment=Compartment.PSYCHOLOGICAL,
                author=nadia,
                happened_at=timezone.now(),
                written_at=timezone.now(),
                text="Ne doit pas entrer",
            )
        with pytest.raises(notes.CannotWrite):
            notes.write_note(
                dossier=guarded,
                by=nadia,
                at=timezone.now(),
                kind="note",
                happened_at=timezone.now(),
                text="Non plus",
                compartment="psychological",
            )


def test_nobody_opens_a_door_by_writing_the_arrays(guarded: Dossier, cast: Cast) -> None:
    with wall.acting_as(cast["nadia"].user_id), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_dossier SET acl = acl || %s, acl_common = acl_common || %s WHERE id = %s",
            [[cast["omar"].pk], [cast["omar"].pk], guarded.pk],
        )
        cursor.execute("UPDATE dossiers_note SET acl = acl || %s", [[cast["omar"].pk]])
    assert _seen(cast["omar"], guarded) == set()


def test_a_withdrawal_acts_in_its_own_transaction(guarded: Dossier, cast: Cast) -> None:
    factories.agreed(guarded)
    nadia, ines = cast["nadia"], cast["ines"]
    assert "common" in _seen(ines, guarded)
    with wall.acting_as(nadia.user_id):
        part = ConsentPart.objects.get(dossier=guarded, culture="medical")
        consents.withdraw(dossier=guarded, by=nadia, at=timezone.now(), parts=[part.pk])
        # Before any commit: the arrays are already those of the new agreement.
        assert ines.pk not in Dossier.objects.get(pk=guarded.pk).acl_common
    assert "common" not in _seen(ines, guarded)


def test_an_emergency_is_for_colleagues_and_for_oneself(guarded: Dossier, cast: Cast) -> None:
    paul, omar = cast["paul"], cast["omar"]
    for actor, key in ((paul, paul), (paul, omar)):
        with pytest.raises(Exception, match="same organisation"), wall.acting_as(actor.user_id):
            emergency.open_emergency(
                dossier_id=guarded.pk,
                referent=guarded.referent,
                by=key,
                at=timezone.now(),
                reason="La personne ne répond plus du tout",
            )
