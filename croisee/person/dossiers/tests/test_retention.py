"""Two years after the last contact coming from the person."""

from __future__ import annotations

import datetime as dt

import pytest

from croisee.person.dossiers.rules.retention import keeping

CONTACT = dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("closed", "on", "months", "may_erase", "until"),
    [
        (dt.date(2024, 6, 1), dt.date(2026, 2, 28), 24, False, dt.date(2026, 2, 28)),
        (dt.date(2024, 6, 1), dt.date(2026, 3, 1), 24, True, dt.date(2026, 2, 28)),
        (None, dt.date(2030, 1, 1), 24, False, dt.date(2026, 2, 28)),
        (dt.date(2024, 6, 1), dt.date(2024, 9, 1), 6, True, dt.date(2024, 8, 29)),
    ],
)
def test_keeping(closed: dt.date | None, on: dt.date, months: int, may_erase: bool, until: dt.date) -> None:
    answer = keeping(last_contact=CONTACT, closed=closed, on=on, months=months)
    assert (answer.may_erase, answer.until) == (may_erase, until)
    assert answer.reason
