"""Suggestions from the directory: what is found, what is left out, what a click does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory.models import Service
from croisee.foundation.directory.tests import factories as directory
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import Dossier, Person
from croisee.person.needs.models import Answer, Dismissal, Need
from croisee.person.needs.queries.suggestions import Reach, Suggestions, suggestions
from croisee.person.needs.tests import factories
from tests.support import html
from tests.support.cast import Enter
from tests.support.journal import assert_journaled
from tests.support.queries import captured_queries

TODAY = timezone.localdate()
FRESH: dict[str, Any] = {"date_maj": TODAY - dt.timedelta(days=30)}


@pytest.fixture
def service(db: None) -> Service:
    return directory.service("Permanence logement", thematiques=[directory.HOUSING], **FRESH)


@pytest.fixture
def need(dossier: Dossier, nadia: Membership) -> Need:
    """A need about housing, of somebody who lives in Grenoble."""
    with wall.acting_as(nadia.user_id):
        person = Person.objects.get(dossier=dossier)
        person.commune_code = "38185"
        person.save(update_fields=["commune_code"])
    return factories.need(dossier, "Garder mon logement", thematic=directory.HOUSING)


def found(need: Need, reach: Reach | None = None) -> Suggestions:
    dossier = Dossier.objects.select_related("person").get(pk=need.dossier_id)
    return suggestions(dossier, need, reach or Reach(), TODAY)


def names(need: Need, reach: Reach | None = None) -> list[str]:
    with wall.acting_as(need.dossier.referent.user_id):
        return [shown.service.nom for shown in found(need, reach).shown]


class TestFound:
    def test_with_its_reasons(self, need: Need, service: Service) -> None:
        with wall.acting_as(need.dossier.referent.user_id):
            (shown,) = found(need).shown
        texts = [reason.text for reason in shown.reasons]
        assert "Gratuit" in texts
        assert "Fiche mise à jour il y a 30 jours" in texts or "Fiche mise à jour il y a 1 mois" in texts
        assert any(text.startswith("Sur « ") for text in texts)

    def test_not_further_than_asked(self, need: Need) -> None:
        directory.service("À Paris", code_insee="75056", thematiques=[directory.HOUSING], **FRESH)
        assert names(need) == []

    def test_at_a_distance_when_wished(self, need: Need, service: Service) -> None:
        directory.service("En ligne", thematiques=[directory.HOUSING], modes_accueil=["a-distance"], **FRESH)
        assert set(names(need)) == {"Permanence logement", "En ligne"}
        assert names(need, Reach(at_a_distance=False)) == ["Permanence logement"]
        assert names(need, Reach(in_person=False)) == ["En ligne"]

    def test_nothing_without_a_thematic(self, dossier: Dossier, service: Service) -> None:
        assert names(factories.need(dossier)) == []


class TestLeftOut:
    @pytest.mark.parametrize(
        ("state", "refused_by", "same_need", "shown"),
        [
            ("failed", "", True, False),
            ("failed", "", False, False),
            ("refused", "person", True, False),
            ("refused", "service", True, False),
            ("refused", "person", False, True),
            ("under_way", "", True, False),
            ("under_way", "", False, True),
            ("worked", "", True, True),
            ("abandoned", "", True, True),
        ],
    )
    def test_what_was_tried(
        self, need: Need, service: Service, state: str, refused_by: str, same_need: bool, shown: bool
    ) -> None:
        tried_for = need if same_need else factories.need(need.dossier, "Autre chose")
        factories.answer(tried_for, state, service_id=service.external_id, refused_by=refused_by or "person")
        assert (names(need) == ["Permanence logement"]) is shown

    def test_what_was_dismissed_is_kept_in_sight(
        self, need: Need, service: Service, nadia: Membership, enter: Enter
    ) -> None:
        client, url = enter(nadia), reverse("needs:suggestion_dismiss", args=[need.dossier_id, need.pk])
        with assert_journaled(Event.MEANS_DISMISSED):
            sent = {"service": service.pk, "reason": "too_far", "words": "Pas de bus"}
            assert client.post(url, sent).status_code == 303
        page = client.get(reverse("needs:suggestions", args=[need.dossier_id, need.pk]))
        assert "Rien trouvé dans ces limites" in html.text(html.one(page, ".empty"))
        assert "Pas de bus" in html.text(html.one(page, ".set-aside"))


class TestPage:
    def test_proposing_keeps_the_reasons(
        self, need: Need, service: Service, nadia: Membership, enter: Enter
    ) -> None:
        client, url = enter(nadia), reverse("needs:suggestion_propose", args=[need.dossier_id, need.pk])
        token: dict[str, Any] = {
            "service": service.pk,
            "idempotency_token": "0b8e8f3e-1c55-4d53-9a43-9b3a2a5d7d12",
        }
        first, second = client.post(url, token), client.post(url, token)
        assert first["Location"] == second["Location"]
        with wall.acting_as(nadia.user_id):
            answer = Answer.objects.select_related("means").get()
            assert (answer.means.label, answer.means.service_id) == (service.nom, service.external_id)
            assert "Gratuit" in answer.suggested_for

    def test_dismissing_asks_why(self, need: Need, service: Service, nadia: Membership, enter: Enter) -> None:
        url = reverse("needs:suggestion_dismiss", args=[need.dossier_id, need.pk])
        page = enter(nadia).post(url, {"service": service.pk})
        assert page.status_code == 422
        assert html.one(page, "details.offer-dismiss[open]")
        with wall.acting_as(nadia.user_id):
            assert not Dismissal.objects.exists()

    def test_the_first_ones_stand_under_the_need(
        self, need: Need, service: Service, nadia: Membership, enter: Enter
    ) -> None:
        url = reverse("needs:suggestions", args=[need.dossier_id, need.pk])
        page = enter(nadia).get(url, headers={"HX-Request": "true"})
        assert "Permanence logement" in html.text(html.one(page, "#suggested"))

    def test_queries_do_not_grow(self, need: Need, nadia: Membership, enter: Enter) -> None:
        client, url = enter(nadia), reverse("needs:suggestions", args=[need.dossier_id, need.pk])
        for number in range(9):
            of = directory.structure(f"Structure {number}")
            directory.service(f"Service {number}", of=of, thematiques=[directory.HOUSING], **FRESH)
        client.get(url)
        with captured_queries() as few:
            client.get(url)
        for number in range(9, 40):
            of = directory.structure(f"Structure {number}")
            directory.service(f"Service {number}", of=of, thematiques=[directory.HOUSING], **FRESH)
        with captured_queries() as many:
            client.get(url)
        assert len(many) == len(few)
