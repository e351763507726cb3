"""Searching services, candidates for a need, communes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from croisee.foundation.directory import queries
from croisee.foundation.directory.models import Commune
from croisee.foundation.directory.queries import SearchCriteria
from croisee.foundation.directory.tests.factories import AT, HEALTH, HOUSING, service, structure
from tests.support.queries import assert_queries

pytestmark = pytest.mark.django_db


def found(**criteria: object) -> list[str]:
    return [each.nom for each in queries.search_services(SearchCriteria(**criteria))]  # type: ignore[arg-type]


@pytest.fixture
def grenoble() -> Commune:
    return Commune.objects.get(code="38185")


class TestASearch:
    def test_leaves_out_retired_services(self) -> None:
        service("Ouvert")
        service("Fermé", retired_at=AT)
        assert found() == ["Ouvert"]

    @pytest.mark.parametrize("words", ["etudiants", "ÉTUDIANT", "oeuvre", "ccas bourses", "bours"])
    def test_finds_words_without_accents_in_the_service_and_its_structure(self, words: str) -> None:
        service("Bourses de l’Œuvre des étudiants")
        service("Autre chose")
        assert found(words=words) == ["Bourses de l’Œuvre des étudiants"]

    @pytest.mark.parametrize("words", ["'", "a & | !", ":*", "\\", "()"])
    def test_takes_any_words(self, words: str) -> None:
        assert found(words=words) == []

    def test_filters_by_thematic_public_fee_and_mode(self) -> None:
        service("Un")
        service(
            "Deux", thematiques=[HEALTH], publics=["jeunes"], frais="payant", modes_accueil=["a-distance"]
        )
        assert found(thematics=[HEALTH]) == ["Deux"]
        assert sorted(found(publics=["jeunes"])) == ["Deux", "Un"]
        assert found(publics=["femmes"]) == ["Un"]
        assert found(fee="payant") == ["Deux"]
        assert found(mode="a-distance") == ["Deux"]

    def test_gives_the_nearest_first_within_the_distance(self, grenoble: Commune) -> None:
        service("Lyon", code_insee="69123")
        service("Grenoble")
        service("Meylan", code_insee="38229")
        assert found(commune=grenoble, distance_km=20.0) == ["Grenoble", "Meylan"]
        assert found(commune=grenoble) == ["Grenoble", "Meylan", "Lyon"]

    def test_adds_what_is_given_at_a_distance_to_those_who_live_there(self, grenoble: Commune) -> None:
        far: dict[str, Any] = {"code_insee": "69123", "modes_accueil": ["a-distance"]}
        service("Pour l’Isère", zone_eligibilite=["38"], **far)
        service("Pour le Rhône", zone_eligibilite=["69"], **far)
        assert found(commune=grenoble, distance_km=20.0) == ["Pour l’Isère"]

    def test_a_place_without_coordinates_is_searched_by_name(self) -> None:
        papeete = Commune.objects.get(code="98735")
        service("Grenoble")
        service("Papeete", code_insee="98735")
        assert found(commune=papeete, distance_km=20.0) == ["Papeete"]


class TestCandidates:
    def near(self, commune: Commune, **changes: object) -> list[queries.ServiceCandidate]:
        point = {"lat": commune.latitude, "lon": commune.longitude, "zone_codes": commune.zone_codes}
        return queries.services_near([HOUSING], **(point | changes))  # type: ignore[arg-type]

    def test_are_near_on_the_thematic_and_open_to_the_commune(self, grenoble: Commune) -> None:
        kept = service("Proche", zone_eligibilite=["38"])
        service("Fermé à l’Isère", zone_eligibilite=["69"])
        service("Autre thème", thematiques=[HEALTH])
        service("Loin", code_insee="75056")
        service("À distance", code_insee="75056", modes_accueil=["a-distance"])
        assert [each.name for each in self.near(grenoble)] == ["Proche", "À distance"]
        assert [each.name for each in self.near(grenoble, excluding=[kept.pk])] == ["À distance"]

    def test_say_what_a_score_needs(self, grenoble: Commune) -> None:
        service("Proche", zone_eligibilite=["38"])
        [candidate] = self.near(grenoble)
        assert candidate.distance_km == pytest.approx(0, abs=0.01)
        assert (candidate.thematics, candidate.publics, candidate.zones) == (
            (HOUSING,),
            ("tous-publics",),
            ("38",),
        )
        assert (candidate.updated_date, candidate.fee, candidate.place_is_exact) == (
            dt.date(2026, 2, 1),
            "gratuit",
            False,
        )

    def test_without_a_point_the_freshest_come_first(self) -> None:
        service("Ancien", date_maj=dt.date(2024, 1, 1))
        service("Récent")
        named = [each.name for each in queries.services_near([HOUSING], lat=None, lon=None)]
        assert named == ["Récent", "Ancien"]

    def test_are_one_query(self, grenoble: Commune) -> None:
        owner = structure()
        for number in range(5):
            service(f"Service {number}", of=owner)
        with assert_queries(1):
            assert len(self.near(grenoble)) == 5


class TestCommunes:
    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("grenob", "Grenoble (38000)"),
            ("38000", "Grenoble (38000)"),
            ("38100", "Grenoble (38000)"),
            ("Grenoble (38000)", "Grenoble (38000)"),
            ("st etienne", "Saint-Étienne (42000)"),
            ("69380 lissieu", "Lissieu (69380)"),
            ("2a004", "Ajaccio (20000)"),
        ],
    )
    def test_are_found_as_people_type_them(self, typed: str, first: str) -> None:
        assert queries.commune_typed(typed)[0].label == first

    @pytest.mark.parametrize("typed", ["", "x", "zzzzzz", "99999", "%", "_" * 30, "123456789"])
    def test_nothing_is_found_for_nothing(self, typed: str) -> None:
        assert queries.commune_typed(typed) == []

    def test_say_by_which_codes_a_zone_may_hold_them(self, grenoble: Commune) -> None:
        assert grenoble.zone_codes == ["38185", "38", "200040715", "france", "99100"]


class TestReference:
    def test_tables_are_there_with_their_version(self) -> None:
        words = queries.vocabulary()
        assert len(words.choices("thematic")) > 50
        assert words.label("public", "familles") == "Familles"
        assert Commune.objects.count() > 36_000

    def test_an_unknown_value_is_shown_as_it_is(self) -> None:
        assert queries.vocabulary("public").labels("public", ["jeunes", "autre-chose"]) == [
            "Jeunes",
            "autre-chose",
        ]
