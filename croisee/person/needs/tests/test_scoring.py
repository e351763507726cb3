"""What suits a person, and why: the scoring as tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from croisee.foundation.directory.queries import ServiceCandidate
from croisee.person.needs.rules import scoring
from croisee.person.needs.rules.profile import Known, Profile, profile_of
from croisee.person.needs.rules.scoring import Sought, Suggestion, rank, score

TODAY = dt.date(2026, 3, 10)
CARE = "sante--acces-aux-soins"
MIND = "sante--sante-mentale"
BEST = ServiceCandidate(
    id=1,
    name="Centre de santé",
    structure_name="Mutualité",
    thematics=(CARE,),
    publics=("seniors",),
    fee="gratuit",
    modes=("en-presentiel",),
    zones=("38185",),
    commune="Grenoble",
    updated_date=dt.date(2026, 2, 10),
    distance_km=0.0,
    place_is_exact=True,
)
SOUGHT = Sought(
    thematic=CARE,
    today=TODAY,
    profile=Profile(frozenset({"seniors", "femmes"}), frozenset({"jeunes"})),
    place_name="Grenoble",
    zone_codes=frozenset({"38185", "38", "84", "france"}),
    labels={CARE: "Accès aux soins", MIND: "Santé mentale", "etudiants": "Étudiants", "seniors": "Séniors"},
)


def scored(**changes: Any) -> Suggestion:
    found = score(replace(BEST, **changes), SOUGHT)
    assert found is not None
    return found


def reason(about: str, **changes: Any) -> scoring.Reason:
    return next(each for each in scored(**changes).reasons if each.about == about)


class TestScore:
    def test_best_case_is_a_hundred(self) -> None:
        assert scored().points == 100

    @pytest.mark.parametrize(
        ("changes", "points"),
        [
            ({"thematics": (MIND,)}, 75),
            ({"distance_km": 10.0}, 90),
            ({"distance_km": 30.0}, 85),
            ({"distance_km": None}, 80),
            ({"modes": ("a-distance",)}, 83),
            ({"publics": ("tous-publics",)}, 96),
            ({"publics": ()}, 96),
            ({"publics": ("etudiants",)}, 88),
            ({"fee": ""}, 95),
            ({"fee": "payant"}, 92),
            ({"updated_date": dt.date(2025, 6, 1)}, 95),
            ({"updated_date": dt.date(2023, 6, 1)}, 90),
            ({"zones": ()}, 95),
            ({"zones": ("france",)}, 95),
        ],
    )
    def test_each_weight(self, changes: dict[str, Any], points: float) -> None:
        assert scored(**changes).points == points

    @pytest.mark.parametrize(
        "changes",
        [
            {"thematics": ("mobilite--preparer-un-permis",)},
            {"zones": ("69",)},
            {"publics": ("jeunes",)},
        ],
        ids=["another subject", "another zone", "a public one cannot belong to"],
    )
    def test_never_suggested(self, changes: dict[str, Any]) -> None:
        assert score(replace(BEST, **changes), SOUGHT) is None

    @pytest.mark.parametrize(
        ("about", "changes", "text"),
        [
            ("thematic", {}, "Sur « Accès aux soins »"),
            ("thematic", {"thematics": (MIND,)}, "Sujet voisin : « Santé mentale »"),
            ("distance", {"distance_km": 2.4}, "À 2,4 km"),
            ("distance", {"distance_km": 12.2, "place_is_exact": False}, "À environ 12 km"),
            ("distance", {"modes": ("a-distance",)}, "À distance"),
            ("distance", {"distance_km": None}, "Lieu non précisé"),
            ("public", {}, "Pour : séniors"),
            ("public", {"publics": ("tous-publics",)}, "Ouvert à tous"),
            ("public", {"publics": ("etudiants",)}, "À vérifier : réservé à étudiants"),
            ("fee", {}, "Gratuit"),
            ("fee", {"fee": "payant"}, "Payant"),
            ("fresh", {"updated_date": dt.date(2025, 12, 10)}, "Fiche mise à jour il y a 3 mois"),
            ("zone", {}, "Accueille les habitants de Grenoble"),
        ],
    )
    def test_each_reason_in_words(self, about: str, changes: dict[str, Any], text: str) -> None:
        assert reason(about, **changes).text == text

    def test_what_may_not_fit_is_said_to_be_checked(self) -> None:
        old = reason("fresh", updated_date=dt.date(2023, 1, 1))
        assert old.to_check
        assert old.text.startswith("Fiche à vérifier par téléphone")
        assert reason("public", publics=("etudiants",)).to_check

    def test_without_a_commune_no_zone_is_left_out(self) -> None:
        assert score(replace(BEST, zones=("69",)), replace(SOUGHT, zone_codes=frozenset())) is not None


class TestRank:
    def test_nearest_first_when_equal(self) -> None:
        near, far = (
            replace(BEST, id=2, structure_name="A"),
            replace(BEST, id=1, distance_km=1.0, structure_name="B"),
        )
        assert [each.candidate.id for each in rank([far, near], SOUGHT)] == [2, 1]

    def test_exact_subject_comes_before_a_close_one(self) -> None:
        exact = replace(BEST, id=1, distance_km=40.0, fee="", publics=(), zones=())
        close = replace(BEST, id=2, thematics=(MIND,), structure_name="B")
        assert [each.candidate.id for each in rank([close, exact], SOUGHT)] == [1, 2]
        assert scored(thematics=(MIND,)).points > 70 >= (score(exact, SOUGHT) or scored()).points

    def test_two_services_of_one_structure_at_most(self) -> None:
        candidates = [replace(BEST, id=number) for number in range(5)]
        assert len(rank(candidates, SOUGHT)) == 2

    def test_no_more_than_asked(self) -> None:
        candidates = [replace(BEST, id=number, structure_name=str(number)) for number in range(30)]
        assert len(rank(candidates, SOUGHT, most=8)) == 8


class TestProfile:
    @pytest.mark.parametrize(
        ("known", "belongs", "cannot"),
        [
            (Known(), set(), set()),
            (Known(age=20), {"jeunes"}, {"seniors"}),
            (Known(age=28), set(), {"seniors"}),
            (Known(age=45), set(), {"jeunes", "seniors"}),
            (Known(age=55), set(), {"jeunes"}),
            (Known(age=70), {"seniors"}, {"jeunes"}),
            (Known(has_children_at_home=True), {"familles"}, set()),
            (Known(has_children_at_home=False), set(), set()),
            (Known(civility="mme"), {"femmes"}, set()),
            (Known(civility="m"), set(), {"femmes"}),
        ],
    )
    def test_from_what_is_known(self, known: Known, belongs: set[str], cannot: set[str]) -> None:
        assert profile_of(known) == Profile(frozenset(belongs), frozenset(cannot))
