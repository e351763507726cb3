"""Who may be the same person."""

from __future__ import annotations

import datetime as dt

import pytest

from croisee.person.dossiers.rules.duplicates import Known, Likeness, likeness, swapped

BORN = dt.date(1956, 2, 3)


def known(*names: str, born: dt.date | None = BORN) -> Known:
    return Known.of(*names, birth_date=born)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (known("Éloïse", "N'Diaye-Roux"), known("ROUX NDIAYE", "eloise"), Likeness.SAME),
        (known("Jeanne", "Morel"), known("Jeanne", "Morel", born=None), Likeness.UNDATED),
        (known("Jeanne", "Morel", born=None), known("Morel", "Jeanne", born=None), Likeness.UNDATED),
        (known("Jeanne", "Morel"), known("Jeanne", "Morel", born=dt.date(1956, 3, 2)), Likeness.SWAPPED),
        (known("Jeanne", "Morel"), known("Jeanne", "Morel", born=dt.date(1957, 2, 3)), None),
        (known("Jeanne", "Morel"), known("Jeanne Marie", "Morel"), Likeness.SAME),
        (known("Jeanne", "Morel"), known("Jeanne", "Petit", "Morel"), Likeness.SAME),
        (known("Jeanne", "Morel"), known("Anne", "Morel"), Likeness.CLOSE),
        (known("Jeanne", "Morel", born=None), known("Anne", "Morel", born=None), None),
        (known("Morel", born=None), known("Morel", born=None), Likeness.UNDATED),
        (known("Morel", born=None), known("Jeanne", "Morel"), None),
        (known("Morel"), known("Jeanne", "Morel"), Likeness.CLOSE),
        (known("Jeanne", "Morel"), known("Paul", "Durand"), None),
        (known(""), known(""), None),
    ],
)
def test_likeness(one: Known, other: Known, expected: Likeness | None) -> None:
    assert likeness(one, other) is expected
    assert likeness(other, one) is expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (dt.date(1956, 2, 3), dt.date(1956, 3, 2)),
        (dt.date(1956, 2, 13), None),
        (dt.date(1956, 2, 2), None),
        (dt.date(1956, 12, 1), dt.date(1956, 1, 12)),
    ],
)
def test_swapped(date: dt.date, expected: dt.date | None) -> None:
    assert swapped(date) == expected


def test_a_likeness_says_itself_in_french() -> None:
    assert all(one.label for one in Likeness)
