"""First contact."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.culture import Profession
from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Role
from croisee.foundation.accounts.tests import factories as accounts
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import CircleMember, Dossier, Note, Person
from croisee.person.dossiers.operations.opening import Identity, MayBeKnown, record_first_contact
from croisee.person.dossiers.tests import factories
from tests.support.cast import Enter
from tests.support.journal import assert_journaled

URL = "/dossiers/premier-contact/"


def sent(keeper: Membership, /, **values: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"last_name": "Morel", "referent": keeper.pk, "first_contact_date": today, **values}


@pytest.fixture
def marc(nadia: Membership) -> Membership:
    """He answers the door and keeps no dossier."""
    return accounts.membership(
        accounts.user("Marc", "Petit", Profession.RECEPTIONIST), nadia.team, Role.RECEPTION
    )


class TestAFirstContact:
    def test_needs_only_a_last_name(self, nadia: Membership, enter: Enter) -> None:
        with assert_journaled(Event.DOSSIER_CREATED):
            answer = enter(nadia).post(URL, sent(nadia))
        with wall.acting_as(nadia.user_id):
            dossier = Dossier.objects.get()
        assert answer.status_code == 303
        assert answer["Location"] == reverse("dossiers:detail", args=[dossier.pk])
        assert dossier.referent == nadia

    def test_keeps_the_first_words(self, nadia: Membership, enter: Enter) -> None:
        enter(nadia).post(URL, sent(nadia, words="Elle cherche un logement."))
        with wall.acting_as(nadia.user_id):
            assert Note.objects.get().text == "Elle cherche un logement."

    def test_may_be_recorded_for_a_colleague(self, nadia: Membership, marc: Membership, enter: Enter) -> None:
        client = enter(marc)
        answer = client.post(URL, sent(nadia, words="Elle reviendra lundi."), follow=True)
        assert answer.redirect_chain == [("/dossiers/", 303)]
        assert "confié à Nadia Benali" in answer.content.decode()
        with wall.acting_as(marc.user_id):
            assert not Dossier.objects.exists()
        with wall.acting_as(nadia.user_id):
            assert CircleMember.objects.get().membership == nadia
            assert Note.objects.get().author == marc

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("last_name", "", "obligatoire"),
            ("last_name", "???", "lettres"),
            ("last_name", "Mo\x00rel", "illisible"),
            ("last_name", "x" * 1_000_000, "trop long"),
            ("words", "x" * 1_000_000, "trop long"),
            ("birth_date", "2080-01-01", "futur"),
            ("birth_date", "31/02/1990", "n'existe pas"),
            ("birth_date", "1899-12-31", "trop ancienne"),
            ("birth_date", "1900-01-01", "125 ans"),
            ("first_contact_date", "2080-01-01", "futur"),
            ("phone", "12", "complet"),
            ("email", "ana", "adresse"),
            ("commune", "Nullepart-sur-Rien", "commune"),
            ("referent", "0", "choix"),
        ],
    )
    def test_says_what_is_wrong_at_the_field(
        self, nadia: Membership, enter: Enter, field: str, value: str, sentence: str
    ) -> None:
        answer = enter(nadia).post(URL, sent(nadia, **{field: value}))
        assert answer.status_code == 422
        assert sentence in " ".join(answer.context["form"].errors[field])
        with wall.acting_as(nadia.user_id):
            assert not Dossier.objects.exists()

    def test_sent_twice_is_done_once(self, nadia: Membership, enter: Enter) -> None:
        client, values = enter(nadia), sent(nadia, idempotency_token="a1b2")
        first, second = client.post(URL, values), client.post(URL, values)
        assert first["Location"] == second["Location"]
        with wall.acting_as(nadia.user_id):
            assert Dossier.objects.count() == 1

    def test_refuses_a_referent_of_another_organisation(
        self, nadia: Membership, paul: Membership, enter: Enter
    ) -> None:
        assert enter(nadia).post(URL, sent(paul)).status_code == 422


class TestSomebodyPerhapsKnown:
    def test_is_a_question_before_anything_is_written(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        answer = enter(nadia).post(URL, sent(nadia, first_name="JEANNE", birth_date="1956-03-02"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "peut-être déjà connue" in page
        assert "jour et mois de naissance inversés" in page
        with wall.acting_as(nadia.user_id):
            assert Dossier.objects.count() == 1

    def test_is_somebody_else_when_one_says_so(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        values = sent(nadia, first_name="Jeanne", birth_date="1956-02-03", someone_else=str(dossier.pk))
        with assert_journaled(Event.DUPLICATE_DISMISSED):
            assert enter(nadia).post(URL, values).status_code == 303

    def test_keeps_what_was_typed_when_one_corrects(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        values = sent(nadia, first_name="Jeanne", words="Deux\nlignes", correct="1")
        answer = enter(nadia).post(URL, values)
        assert answer.status_code == 422
        assert "Deux\nlignes" in answer.content.decode()

    def test_behind_the_wall_says_only_who_to_ask(
        self, dossier: Dossier, omar: Membership, enter: Enter
    ) -> None:
        with wall.acting_as(dossier.referent.user_id):
            number = Dossier.objects.get().number
        values = sent(omar, first_name="Jeanne", birth_date="1956-02-03")
        answer = enter(omar).post(URL, values)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Nadia Benali" in page
        assert number not in page
        assert "1956" not in page.split("<form")[0]

    def test_behind_the_wall_a_name_alone_tells_nothing(
        self, dossier: Dossier, omar: Membership, enter: Enter
    ) -> None:
        assert enter(omar).post(URL, sent(omar)).status_code == 303

    def test_in_another_organisation_is_nobody(
        self, dossier: Dossier, paul: Membership, enter: Enter
    ) -> None:
        values = sent(paul, first_name="Jeanne", birth_date="1956-02-03")
        assert enter(paul).post(URL, values).status_code == 303

    def test_is_refused_by_the_operation_itself(self, dossier: Dossier, nadia: Membership) -> None:
        with wall.acting_as(nadia.user_id), pytest.raises(MayBeKnown) as refusal:
            record_first_contact(
                identity=Identity("Morel", "Jeanne"),
                referent=nadia,
                by=nadia,
                at=timezone.now(),
                first_contact_date=dt.date(2026, 1, 1),
            )
        assert [one.dossier_id for one in refusal.value.look_alikes] == [dossier.pk]


class TestTokens:
    def test_follow_the_names_and_keep_what_a_merge_brought(self, nadia: Membership, enter: Enter) -> None:
        opened = factories.dossier(nadia, birth_date=None)
        client = enter(nadia)
        with wall.acting_as(nadia.user_id):
            person = Person.objects.get()
        url = reverse("dossiers:identity", args=[opened.pk])
        client.post(url, {"last_name": "Durand", "first_name": "Jeanne", "version": person.version})
        search = reverse("dossiers:search")
        assert len(client.post(search, {"text": "durand"}).context["rows"]) == 1
        assert len(client.post(search, {"text": "morel"}).context["rows"]) == 0
