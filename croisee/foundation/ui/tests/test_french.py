"""Dates, hours, numbers and spaces the French way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from croisee.foundation.ui import french

NOW = dt.datetime(2026, 3, 3, 13, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (dt.date(2026, 3, 3), "mardi 3\u00a0mars 2026"),
        (dt.date(2026, 5, 1), "vendredi 1er\u00a0mai 2026"),
        (dt.date(2024, 2, 29), "jeudi 29\u00a0février 2024"),
    ],
)
def test_a_day_is_said_in_full(date: dt.date, said: str) -> None:
    assert french.day(date) == said


def test_an_hour_is_that_of_paris() -> None:
    assert french.hour(NOW) == "14\u00a0h\u00a030"
    assert french.hour(dt.time(9, 0)) == "9\u00a0h"
    assert french.moment(NOW) == "mardi 3\u00a0mars 2026 à 14\u00a0h\u00a030"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (dt.timedelta(seconds=20), "à l'instant"),
        (dt.timedelta(minutes=1), "il y a 1\u00a0minute"),
        (dt.timedelta(minutes=10), "il y a 10\u00a0minutes"),
        (dt.timedelta(hours=3), "il y a 3\u00a0heures"),
        (dt.timedelta(days=1), "hier"),
        (dt.timedelta(days=-1), "demain"),
        (dt.timedelta(days=3), "il y a 3\u00a0jours"),
        (dt.timedelta(days=21), "il y a 3\u00a0semaines"),
        (dt.timedelta(days=90), "il y a 3\u00a0mois"),
        (dt.timedelta(days=365 * 5 + 2), "il y a 5\u00a0ans"),
        (dt.timedelta(days=-20), "dans 2\u00a0semaines"),
    ],
)
def test_a_distance_in_time_has_one_unit(ago: dt.timedelta, said: str) -> None:
    assert french.since(NOW - ago, NOW) == said


def test_a_date_alone_has_no_minutes() -> None:
    assert french.since(timezone.localtime(NOW).date(), NOW) == "aujourd'hui"


def test_punctuation_never_begins_a_line() -> None:
    assert french.typography("Qui a la clé ?") == "Qui a la clé\u202f?"
    assert french.typography("Motif : « oui »") == "Motif\u00a0: «\u00a0oui\u00a0»"
    assert french.typography("à 14:30, https://exemple.fr") == "à 14:30, https://exemple.fr"


def test_numbers_are_grouped_by_three() -> None:
    assert french.number(100000) == "100\u202f000"
    assert french.number(1234.5) == "1\u202f234,5"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nadia Benali", "NB"), ("Marie-Antoinette de la Tour", "MT"), ("Léa", "L"), ("", "?"), ("· 12", "?")],
)
def test_initials_take_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert french.initials(name) == letters


def test_a_device_is_named_as_its_owner_would() -> None:
    edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
    assert french.device(edge) == "Edge sur Windows"
    assert french.device("curl/8.0") == "Navigateur inconnu"
