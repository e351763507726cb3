"""The circle and emergency access: entering, leaving, one hour, told and shown."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import CircleMember, Dossier, EmergencyAccess
from croisee.person.dossiers.operations import circle, emergency
from croisee.person.dossiers.operations.circle import Entry
from croisee.person.dossiers.queries import accesses, keys
from croisee.person.dossiers.queries.circle import what_it_opens
from croisee.person.dossiers.queries.consents import agreement
from croisee.person.dossiers.tests import factories
from tests.support.journal import assert_journaled

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
REASON = "Les pompiers appellent, la personne est tombée"


def join(dossier: Dossier, by: Membership, entry: Entry) -> CircleMember:
    with wall.acting_as(by.user_id):
        return circle.join(dossier=dossier, by=by, at=timezone.now(), entry=entry)


@pytest.fixture
def alone(nadia: Membership) -> Dossier:
    return factories.dossier(nadia)


def test_a_colleague_enters_with_a_reason(alone: Dossier, nadia: Membership, ines: Membership) -> None:
    with assert_journaled(Event.CIRCLE_JOINED, dossier=alone) as lines:
        member = join(alone, nadia, Entry("professional", "Soins à domicile", TODAY, membership=ines))
    assert f"user-{ines.user_id}" in lines[0].topics
    with wall.acting_as(nadia.user_id):
        sentence = what_it_opens(alone, member, agreement(alone, timezone.now()))
    assert "n'a pas accepté" in sentence
    with wall.acting_as(ines.user_id):
        assert Dossier.objects.filter(pk=alone.pk).exists()


def test_a_partner_without_agreement_reads_nothing_and_the_page_says_so(
    alone: Dossier, nadia: Membership, paul: Membership
) -> None:
    member = join(alone, nadia, Entry("partner", "Aide éducative", TODAY, membership=paul))
    with wall.acting_as(nadia.user_id):
        agreed = agreement(alone, timezone.now())
        assert "ne lit rien" in what_it_opens(alone, member, agreed)
        holder = next(one for one in keys.around(alone, agreed) if one.membership.pk == paul.pk)
        assert not holder.has_key
        assert holder.why_not
    with wall.acting_as(paul.user_id):
        assert not Dossier.objects.filter(pk=alone.pk).exists()


def test_a_relative_is_known_and_reads_nothing(alone: Dossier, nadia: Membership) -> None:
    entry = Entry("trusted", "Désignée par écrit", TODAY, name="Anne Morel", relation="Sa fille")
    member = join(alone, nadia, entry)
    with wall.acting_as(nadia.user_id):
        assert CircleMember.objects.get(pk=member.pk).name == "Anne Morel"
        assert len(keys.holders(alone, agreement(alone, timezone.now()))) == 1


def test_who_cannot_enter(alone: Dossier, nadia: Membership, ines: Membership, paul: Membership) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    for entry in (
        Entry("professional", " ", TODAY, membership=ines),
        Entry("professional", "Pas la bonne qualité", TODAY, membership=paul),
        Entry("partner", "Pas la bonne qualité", TODAY, membership=ines),
        Entry("relative", "Sans nom", TODAY),
        Entry("relative", "Fin avant le début", TODAY, yesterday, name="Anne"),
        Entry("professional", "Déjà là", TODAY, membership=nadia),
    ):
        with pytest.raises(circle.CannotJoin):
            join(alone, nadia, entry)


def test_leaving_closes_the_key_at_once(dossier: Dossier, nadia: Membership, ines: Membership) -> None:
    with wall.acting_as(nadia.user_id):
        entry = CircleMember.objects.get(dossier=dossier, membership=ines)
        with assert_journaled(Event.CIRCLE_LEFT, dossier=dossier) as lines:
            circle.leave(member_id=entry.pk, dossier=dossier, by=nadia, at=timezone.now())
    assert f"dossier-{dossier.pk}-access" in lines[0].topics
    with wall.acting_as(ines.user_id):
        assert not Dossier.objects.filter(pk=dossier.pk).exists()


def test_one_leaves_by_oneself_and_may_come_back(
    dossier: Dossier, nadia: Membership, ines: Membership
) -> None:
    with wall.acting_as(ines.user_id):
        entry = CircleMember.objects.get(dossier=dossier, membership=ines)
        circle.leave(member_id=entry.pk, dossier=dossier, by=ines, at=timezone.now())
    join(dossier, nadia, Entry("professional", "Reprise des soins", TODAY, membership=ines))
    with wall.acting_as(ines.user_id):
        assert Dossier.objects.filter(pk=dossier.pk).exists()


def test_the_referent_does_not_leave(dossier: Dossier, nadia: Membership) -> None:
    with wall.acting_as(nadia.user_id):
        entry = CircleMember.objects.get(dossier=dossier, membership=nadia)
        with pytest.raises(circle.CannotLeave):
            circle.leave(member_id=entry.pk, dossier=dossier, by=nadia, at=timezone.now())


# --- Emergency ------------------------------------------------------------------------------------


def open_(dossier: Dossier, by: Membership, reason: str = REASON, ago: int = 0) -> UUID:
    with wall.acting_as(by.user_id):
        return emergency.open_emergency(
            dossier_id=dossier.pk,
            referent=dossier.referent,
            by=by,
            at=timezone.now() - dt.timedelta(minutes=ago),
            reason=reason,
        )


def test_an_emergency_tells_the_referent_and_says_why(
    dossier: Dossier, nadia: Membership, omar: Membership
) -> None:
    with assert_journaled(Event.EMERGENCY_OPENED, dossier=dossier) as lines:
        access_id = open_(dossier, omar)
    assert f"user-{nadia.user_id}" in lines[0].topics
    with wall.acting_as(nadia.user_id):
        (notice,) = accesses.unread_emergencies([nadia])
        assert (notice.pk, notice.reason) == (access_id, REASON)
        with assert_journaled(Event.EMERGENCY_ACKNOWLEDGED, dossier=dossier):
            emergency.acknowledge(access_id=access_id, dossier=dossier, by=nadia, at=timezone.now())
        assert accesses.unread_emergencies([nadia]) == []
        with assert_journaled(Event.EMERGENCY_SHOWN, dossier=dossier):
            emergency.show_to_person(access_id=access_id, dossier=dossier, by=nadia, at=timezone.now())
        assert EmergencyAccess.objects.get(pk=access_id).shown_to_person_at is not None


def test_a_word_is_not_a_reason(dossier: Dossier, omar: Membership) -> None:
    with pytest.raises(emergency.ReasonMissing):
        open_(dossier, omar, reason="  urgent   ")


def test_giving_the_key_back(dossier: Dossier, nadia: Membership, omar: Membership) -> None:
    access_id = open_(dossier, omar, ago=20)
    earlier = timezone.now() - dt.timedelta(minutes=5)
    with wall.acting_as(omar.user_id), assert_journaled(Event.EMERGENCY_CLOSED, dossier=dossier):
        emergency.give_back(access_id=access_id, dossier=dossier, by=omar, at=earlier)
    with wall.acting_as(omar.user_id):
        assert not Dossier.objects.filter(pk=dossier.pk).exists()
    with wall.acting_as(nadia.user_id):
        assert EmergencyAccess.objects.get(pk=access_id).until == earlier


def test_only_ones_own_key_and_notice(
    dossier: Dossier, nadia: Membership, karim: Membership, omar: Membership
) -> None:
    access_id = open_(dossier, omar)
    with wall.acting_as(karim.user_id):
        with pytest.raises(emergency.NotYours):
            emergency.give_back(access_id=access_id, dossier=dossier, by=karim, at=timezone.now())
        with pytest.raises(emergency.NotYours):
            emergency.acknowledge(access_id=access_id, dossier=dossier, by=karim, at=timezone.now())
