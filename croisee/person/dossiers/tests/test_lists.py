"""The list of one's dossiers, and the search of a person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.foundation.journal.models import Line
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.tests import factories
from tests.support.cast import Enter
from tests.support.journal import assert_journaled
from tests.support.queries import captured_queries

LIST, SEARCH = "/dossiers/", "/dossiers/chercher/"


def names(answer: object) -> list[str]:
    return [row.dossier.person.last_name for row in answer.context["rows"]]  # type: ignore[attr-defined]


class TestTheList:
    def test_shows_the_dossiers_one_holds_a_key_to(
        self, dossier: Dossier, lea: Membership, omar: Membership, enter: Enter
    ) -> None:
        assert names(enter(lea).get(LIST)) == ["Morel"]
        assert names(enter(omar).get(LIST)) == []

    def test_filters_by_place_and_state(
        self, dossier: Dossier, nadia: Membership, lea: Membership, enter: Enter
    ) -> None:
        assert names(enter(nadia).get(LIST, {"qui": "referent"})) == ["Morel"]
        assert names(enter(nadia).get(LIST, {"qui": "cercle"})) == []
        assert names(enter(lea).get(LIST, {"qui": "cercle"})) == ["Morel"]
        assert names(enter(lea).get(LIST, {"qui": "referent"})) == []
        assert names(enter(lea).get(LIST, {"qui": "equipe"})) == ["Morel"]
        assert names(enter(nadia).get(LIST, {"etat": "clos"})) == []
        assert names(enter(nadia).get(LIST, {"qui": "n'importe", "etat": "\x00"})) == ["Morel"]

    def test_sorts_by_name_without_accents(self, nadia: Membership, enter: Enter) -> None:
        for name in ("Zola", "Éluard", "Eco"):
            factories.dossier(nadia, last_name=name)
        assert names(enter(nadia).get(LIST, {"sort": "nom"})) == ["Eco", "Éluard", "Zola"]
        assert names(enter(nadia).get(LIST, {"sort": "-nom"})) == ["Zola", "Éluard", "Eco"]

    def test_asks_as_many_queries_for_one_as_for_many(self, nadia: Membership, enter: Enter) -> None:
        client = enter(nadia)
        counts = []
        for _ in range(2):
            factories.agreed(factories.dossier(nadia))
            factories.agreed(factories.dossier(nadia))
            with captured_queries() as shapes:
                client.get(LIST)
            counts.append(len(shapes))
        assert counts[0] == counts[1]
        assert counts[0] <= 12

    def test_says_how_to_begin_when_empty(self, nadia: Membership, enter: Enter) -> None:
        assert "Enregistrer un premier contact" in enter(nadia).get(LIST).content.decode()


class TestASearch:
    @pytest.mark.parametrize(
        "text",
        ["morel", "MOREL jeanne", "jeanne morel", "jea mor", "Moreł jeanne"[:0] + "morel", "03/02/1956",
         "jeanne 1956-02-03", "06 12 34 56 78", "+33612345678", "2026-1"],
    )  # fmt: skip
    def test_finds_by_what_one_knows(self, nadia: Membership, enter: Enter, text: str) -> None:
        factories.dossier(nadia, phone="06 12 34 56 78")
        factories.dossier(nadia, last_name="Durand", first_name="Paul", birth_date=dt.date(1980, 1, 1))
        with wall.acting_as(nadia.user_id):
            number = Dossier.objects.order_by("number").first()
        assert number is not None
        text = text.replace("2026-1", f"{number.number[:4]}-1")
        assert names(enter(nadia).post(SEARCH, {"text": text})) == ["Morel"]

    @pytest.mark.parametrize(
        "text", ["", "morel durand", "orel", "04/02/1956", "06 99 99 99 99", "%", "a" * 150]
    )
    def test_finds_nobody_else(self, dossier: Dossier, nadia: Membership, enter: Enter, text: str) -> None:
        answer = enter(nadia).post(SEARCH, {"text": text})
        assert names(answer) == []
        assert answer.status_code == 200

    def test_refuses_a_pasted_book(self, nadia: Membership, enter: Enter) -> None:
        assert enter(nadia).post(SEARCH, {"text": "é" * 1_000_000}).status_code == 422
        assert enter(nadia).post(SEARCH, {"text": "mo\x00rel"}).status_code == 422

    def test_is_journaled_without_its_words(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        with assert_journaled(Event.DOSSIER_SEARCHED) as lines:
            enter(nadia).post(SEARCH, {"text": "morel"})
        assert lines[0].labels == {"found": 1}
        assert "morel" not in str(Line.objects.values_list("labels", "subject", "topics")).lower()

    def test_never_stands_in_an_address(self, nadia: Membership, enter: Enter) -> None:
        assert enter(nadia).get(SEARCH, {"text": "morel"})["Location"] == LIST

    def test_proposes_a_first_contact_when_nobody_answers(self, nadia: Membership, enter: Enter) -> None:
        page = enter(nadia).post(SEARCH, {"text": "inconnue"}).content.decode()
        assert reverse("dossiers:open") in page

    def test_tells_of_a_dossier_outside_the_circle_for_a_whole_identity(
        self, dossier: Dossier, omar: Membership, paul: Membership, enter: Enter
    ) -> None:
        def elsewhere(who: Membership, text: str) -> list[object]:
            found: list[object] = enter(who).post(SEARCH, {"text": text}).context["elsewhere"]
            return found

        assert len(elsewhere(omar, "morel jeanne 03/02/1956")) == 1
        assert elsewhere(omar, "morel jeanne") == []
        assert elsewhere(omar, "mor jeanne 03/02/1956") == []
        assert elsewhere(omar, "morel 03/02/1956") == []
        assert elsewhere(paul, "morel jeanne 03/02/1956") == []
        assert elsewhere(dossier.referent, "morel jeanne 03/02/1956") == []

    def test_finds_what_a_partner_holds_a_key_to(
        self, dossier: Dossier, paul: Membership, enter: Enter
    ) -> None:
        factories.in_circle(dossier, paul)
        factories.agreed(dossier, partners=(paul.organisation_id,))
        assert names(enter(paul).post(SEARCH, {"text": "morel"})) == ["Morel"]
