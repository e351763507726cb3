"""A small right is not turned into a larger one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership, PerimeterGrant
from croisee.foundation.accounts.permissions import Role
from croisee.foundation.accounts.tests import factories as made
from croisee.person.dossiers.models import CircleKind, CircleMember, ConsentPart, Dossier, Note
from croisee.person.dossiers.operations import closing, consents, merging
from croisee.person.dossiers.operations.emergency import open_emergency
from croisee.person.dossiers.operations.notes import write_note
from croisee.person.dossiers.tests import factories
from tests.support.cast import Enter

pytestmark = pytest.mark.django_db
REASON = "La personne appelle et dit qu'elle va mal"
GOVERNING = ("circle", "consent-ask", "consent-withdraw", "close", "hand-over", "merge-choice", "erase")
ROUTES = {"circle": ("circle-add", {"kind": "collegue"})}


def _url(name: str, dossier: Dossier, **more: object) -> str:
    route, extra = ROUTES.get(name, (name, {}))
    return reverse(f"dossiers:{route}", kwargs={"dossier_id": dossier.pk, **extra, **more})


def _emergency(dossier: Dossier, by: Membership) -> None:
    with wall.acting_as(by.user_id):
        open_emergency(
            dossier_id=dossier.pk, referent=dossier.referent, by=by, at=timezone.now(), reason=REASON
        )


def _write(dossier: Dossier, by: Membership, text: str, compartment: str = "common") -> Note:
    now = timezone.now()
    return write_note(
        dossier=dossier, by=by, at=now, kind="note", happened_at=now, text=text, compartment=compartment
    )


def _promote(member: Membership, role: Role) -> None:
    Membership.objects.filter(pk=member.pk).update(role=role)


class TestAKeyForOneHour:
    """Omar opens in emergency: he reads and writes what helps now; he makes no key for himself or others."""

    def test_reads_for_its_hour(self, dossier: Dossier, omar: Membership, enter: Enter) -> None:
        _emergency(dossier, omar)
        assert enter(omar).get(_url("detail", dossier)).status_code == 200
        assert enter(omar).get(_url("note-write", dossier)).status_code == 200

    @pytest.mark.parametrize("name", GOVERNING)
    def test_does_not_decide_for_the_file(
        self, dossier: Dossier, omar: Membership, enter: Enter, name: str
    ) -> None:
        _promote(omar, Role.COORDINATOR)
        Membership.objects.filter(pk=omar.pk).update(team=_other_team(omar))
        _emergency(dossier, omar)
        assert enter(omar).get(_url(name, dossier)).status_code == 403
        assert enter(omar).post(_url(name, dossier), {"membership": omar.pk}).status_code == 403

    def test_shows_no_door_that_it_does_not_open(
        self, dossier: Dossier, omar: Membership, enter: Enter
    ) -> None:
        _emergency(dossier, omar)
        page = enter(omar).get(_url("detail", dossier)).content.decode()
        assert "/clore/" not in page
        assert "/confier/" not in page


def _other_team(member: Membership) -> int:
    return made.team(member.organisation).pk


class TestAPartner:
    """Paul shares a purpose with the person's agreement: the file stays its organisation's."""

    @pytest.fixture
    def shared(self, dossier: Dossier, paul: Membership) -> Dossier:
        factories.in_circle(dossier, paul)
        factories.agreed(dossier, partners=(paul.organisation_id,))
        return dossier

    def test_reads_and_writes(self, shared: Dossier, paul: Membership, enter: Enter) -> None:
        assert enter(paul).get(_url("detail", shared)).status_code == 200
        assert enter(paul).get(reverse("needs:crossing", args=[shared.pk])).status_code == 200

    @pytest.mark.parametrize("name", GOVERNING)
    def test_does_not_decide_for_the_file(
        self, shared: Dossier, paul: Membership, enter: Enter, name: str
    ) -> None:
        _promote(paul, Role.COORDINATOR)
        assert enter(paul).get(_url(name, shared)).status_code == 403
        assert enter(paul).post(_url(name, shared), {}).status_code == 403


class TestHandingOver:
    """Whoever becomes the referent reads what the person shared with nobody: only the referent gives that."""

    @pytest.fixture
    def refused(self, nadia: Membership, ines: Membership, karim: Membership) -> Dossier:
        dossier = factories.dossier(nadia)
        factories.in_circle(dossier, ines)
        return dossier

    def test_nobody_of_the_circle_takes_it(self, refused: Dossier, ines: Membership, enter: Enter) -> None:
        answer = enter(ines).post(_url("hand-over", refused), {"to": ines.pk, "reason": "Je reprends"})
        assert answer.status_code == 403
        assert enter(ines).get(reverse("needs:crossing", args=[refused.pk])).status_code == 403

    def test_the_coordination_does_not_take_it_from_who_is_here(
        self, refused: Dossier, karim: Membership
    ) -> None:
        with wall.acting_as(karim.user_id), pytest.raises(closing.CannotHandOver):
            closing.hand_over(dossier=refused, to=karim, reason="x", by=karim, at=timezone.now())

    def test_the_coordination_takes_it_from_who_is_gone(
        self, refused: Dossier, nadia: Membership, karim: Membership
    ) -> None:
        Membership.objects.filter(pk=nadia.pk).update(ended_date=timezone.localdate())
        with wall.acting_as(karim.user_id):
            closing.hand_over(dossier=refused, to=karim, reason="Départ", by=karim, at=timezone.now())
            assert Dossier.objects.get(pk=refused.pk).referent_id == karim.pk


class TestAReception:
    """Rose was a social worker in the circle and answers the door since: her role reads no content any more."""

    @pytest.fixture
    def rose(self, dossier: Dossier, omar: Membership) -> Membership:
        factories.in_circle(dossier, omar)
        with wall.acting_as(dossier.referent.user_id):
            for compartment in ("common", "social"):
                _write(dossier, dossier.referent, f"Secret {compartment}", compartment)
        _promote(omar, Role.RECEPTION)
        return omar

    @pytest.mark.parametrize("name", ["detail", "timeline"])
    def test_reads_no_content(self, dossier: Dossier, rose: Membership, enter: Enter, name: str) -> None:
        answer = enter(rose).get(_url(name, dossier))
        assert answer.status_code == 200
        for content in ("Secret", "Oui, si ça évite de répéter", "Accompagnement commun"):
            assert content not in answer.content.decode()

    @pytest.mark.parametrize("name", ["notes", "outlooks", "consents", "circle", "keys", "show", "sheet"])
    def test_has_no_page_of_it(self, dossier: Dossier, rose: Membership, enter: Enter, name: str) -> None:
        assert enter(rose).get(_url(name, dossier)).status_code == 403


class TestTwoMemberships:
    """Somebody who works in two teams is, before a dossier, the one that stands around the person."""

    def test_the_timeline_does_not_join_their_cultures(
        self, dossier: Dossier, nadia: Membership, ines: Membership, enter: Enter
    ) -> None:
        other = Membership.objects.create(
            user=nadia.user, team_id=_other_team(nadia), organisation=nadia.organisation,
            role=Role.PROFESSIONAL, culture="medical", started_date=timezone.localdate(),
        )  # fmt: skip
        factories.in_circle(dossier, other, started_date=timezone.localdate())
        with wall.acting_as(ines.user_id):
            _write(dossier, ines, "Secret médical", "medical")
        assert "Secret médical" not in enter(nadia).get(_url("timeline", dossier)).content.decode()


class TestWithdrawing:
    def test_stays_possible_on_a_closed_dossier(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        with wall.acting_as(nadia.user_id):
            closing.close(
                dossier=dossier, reason="moved", text="", closed_date=timezone.localdate(), by=nadia,
                at=timezone.now(),
            )  # fmt: skip
            parts = [str(part.pk) for part in ConsentPart.objects.filter(dossier=dossier)]
        client = enter(nadia)
        assert "/accords/retirer/" in client.get(_url("consents", dossier)).content.decode()
        sent = {"parts": parts, "words": "Je ne veux plus", "confirmed": "1"}
        assert client.post(_url("consent-withdraw", dossier), sent).status_code == 303
        with wall.acting_as(nadia.user_id):
            assert Dossier.objects.get(pk=dossier.pk).acl_common == [nadia.pk]
        assert client.get(_url("consent-ask", dossier)).status_code == 403

    def test_a_partner_is_not_asked_for_in_the_name_of_the_house(self, dossier: Dossier) -> None:
        with pytest.raises(consents.CannotAsk), wall.acting_as(dossier.referent.user_id):
            consents.ask(
                dossier=dossier, by=dossier.referent, at=timezone.now(),
                request=consents.Request("in_person", "Expliqué", (), (dossier.organisation_id,)),
            )  # fmt: skip


class TestADossierThatMoved:
    """What is written in a dossier while it is merged into another is refused, never acknowledged and lost."""

    @pytest.fixture
    def merged(self, dossier: Dossier, nadia: Membership, karim: Membership) -> Dossier:
        other = factories.dossier(nadia, first_name="Jeannette")
        with wall.acting_as(karim.user_id):
            merging.merge(kept=dossier, absorbed=other, by=karim, at=timezone.now())
        return other

    def test_refuses_what_is_sent(
        self, dossier: Dossier, merged: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        sent = {
            "text": "Un appel",
            "kind": "note",
            "happened_at": "2026-01-05T10:00",
            "compartment": "common",
        }
        answer = enter(nadia).post(_url("note-write", merged), sent)
        assert answer.status_code == 409
        with wall.acting_as(nadia.user_id):
            assert not Note.objects.filter(dossier=merged).exists()

    def test_the_wall_refuses_it_too(self, merged: Dossier, nadia: Membership) -> None:
        with (
            wall.acting_as(nadia.user_id),
            pytest.raises(DatabaseError, match="merged or erased"),
            transaction.atomic(),
        ):
            _write(merged, nadia, "x")

    def test_the_old_address_leads_to_the_new_one(
        self, dossier: Dossier, merged: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        assert enter(nadia).get(_url("notes", merged))["Location"] == _url("detail", dossier)


def test_whoever_left_and_their_emergency_are_past(dossier: Dossier, lea: Membership, enter: Enter) -> None:
    """An emergency key ends by the clock, in the wall and at the gate."""
    with wall.acting_as(dossier.referent.user_id):
        CircleMember.objects.filter(membership=lea, kind=CircleKind.PROFESSIONAL).update(
            ended_date=timezone.localdate()
        )
    assert enter(lea).get(_url("notes", dossier)).status_code == 403
    _emergency(dossier, lea)
    assert enter(lea).get(_url("notes", dossier)).status_code == 200
    past = timezone.now() - dt.timedelta(minutes=1)
    PerimeterGrant.objects.update(until=past)
    assert enter(lea).get(_url("notes", dossier)).status_code == 403
    with wall.acting_as(lea.user_id):
        assert not Dossier.objects.exists()
