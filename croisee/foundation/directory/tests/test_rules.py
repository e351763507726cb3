"""Rules without a database: words, distance, freshness, hours."""

from __future__ import annotations

import datetime as dt

import pytest

from croisee.foundation.directory import hours, rules

GRENOBLE, LYON, SAINT_DENIS = (45.1866, 5.7363), (45.7676, 4.8351), (-20.8790, 55.4486)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("St Étienne", "saint etienne"),
        ("Ste-Foy-lès-Lyon", "sainte foy les lyon"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("  ", ""),
    ],
)
def test_a_name_becomes_a_key(name: str, key: str) -> None:
    assert rules.plain(name) == key


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Aide au logement", "aide:* & au:* & logement:*"),
        ("l'œil & 'x' | !", "l:* & oeil:* & x:*"),
        ("!!!", ""),
    ],
)
def test_typed_words_become_a_query_without_operators(typed: str, query: str) -> None:
    assert rules.tsquery(typed) == query


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [(GRENOBLE, GRENOBLE, 0), (GRENOBLE, LYON, 95.3), (GRENOBLE, SAINT_DENIS, 8834)],
)
def test_distance(one: tuple[float, float], other: tuple[float, float], km: float) -> None:
    assert rules.distance_km(*one, *other) == pytest.approx(km, rel=0.02)
    assert rules.distance_km(*one, *other) == pytest.approx(rules.distance_km(*other, *one))


@pytest.mark.parametrize("km", [1, 20, 95])
def test_the_box_holds_every_point_that_near(km: float) -> None:
    box = rules.box_around(*GRENOBLE, km)
    for lat, lon in ((box.north, GRENOBLE[1]), (box.south, GRENOBLE[1]), (GRENOBLE[0], box.east)):
        assert rules.distance_km(*GRENOBLE, lat, lon) >= km * 0.999


@pytest.mark.parametrize(
    ("km", "is_exact", "text"),
    [
        (0.04, True, "à 100 m"),
        (0.84, True, "à 800 m"),
        (3.42, True, "à 3,4 km"),
        (12.4, True, "à 12 km"),
        (12.4, False, "à environ 12 km"),
        (0.2, False, "dans la commune"),
    ],
)
def test_distance_in_words(km: float, is_exact: bool, text: str) -> None:
    assert rules.distance_text(km, is_exact=is_exact) == text


@pytest.mark.parametrize(
    ("updated", "level", "text"),
    [
        ("2026-03-02", "recent", "mis à jour aujourd’hui"),
        ("2026-03-01", "recent", "mis à jour hier"),
        ("2026-02-10", "recent", "mis à jour il y a 20 jours"),
        ("2025-12-02", "recent", "mis à jour il y a 3 mois"),
        ("2025-09-02", "older", "mis à jour il y a 6 mois"),
        ("2024-03-03", "older", "mis à jour il y a 23 mois"),
        ("2024-03-02", "stale", "mis à jour il y a 2 ans"),
        ("2021-01-01", "stale", "mis à jour il y a 5 ans"),
    ],
)
def test_freshness(updated: str, level: str, text: str) -> None:
    found = rules.freshness(dt.date.fromisoformat(updated), dt.date(2026, 3, 2))
    assert (found.level, found.text) == (level, text)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Mo-Fr 08:30-12:30; PH off", ["lundi à vendredi : 8 h 30 – 12 h 30", "jours fériés : fermé"]),
        ("Mo,We 09:00-12:00,14:00-17:00", ["lundi, mercredi : 9 h – 12 h, 14 h – 17 h"]),
        ("24/7", ["tous les jours, jour et nuit"]),
        ("sur rendez-vous", ["sur rendez-vous"]),
        ("Mo-Fr 08:30-12:30; Sa sunrise-sunset", ["Mo-Fr 08:30-12:30; Sa sunrise-sunset"]),
        ("", []),
    ],
)
def test_opening_hours(written: str, spoken: list[str]) -> None:
    assert [line.replace("\u00a0", " ") for line in hours.in_french(written)] == spoken
