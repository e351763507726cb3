"""What is in force, in which state the agreement stands, when one may speak of it again."""

from __future__ import annotations

import datetime as dt

import pytest

from croisee.person.dossiers.rules import consent
from croisee.person.dossiers.rules.consent import Exchange, InForce, Part, State

TODAY = dt.date(2026, 3, 10)
DAY = dt.timedelta(days=1)


def at(days: int) -> dt.datetime:
    """Some days before today, at noon."""
    return dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC) - days * DAY


def shared(
    culture: str, agreed: bool = True, ago: int = 10, until: dt.date | None = None, gone: bool = False
) -> Part:
    return Part("shared_file", culture, None, agreed, at(ago), until, gone)


def partner(organisation: int, agreed: bool = True, ago: int = 10) -> Part:
    return Part("partner", "", organisation, agreed, at(ago))


@pytest.mark.parametrize(
    ("parts", "cultures", "organisations"),
    [
        ([], set(), set()),
        ([shared("social")], {"social"}, set()),
        ([shared("social"), shared("medical", agreed=False)], {"social"}, set()),
        ([shared("social", until=TODAY)], {"social"}, set()),
        ([shared("social", until=TODAY - DAY)], set(), set()),
        ([shared("social", gone=True)], set(), set()),
        # The last word counts, whichever way it goes, and in whatever order it comes.
        ([shared("social", ago=9), shared("social", agreed=False, ago=2)], set(), set()),
        ([shared("social", agreed=False, ago=2), shared("social", ago=9)], set(), set()),
        ([shared("social", agreed=False, ago=9), shared("social", ago=2)], {"social"}, set()),
        # A renewal that ends earlier replaces a longer agreement.
        (
            [shared("social", until=TODAY + 90 * DAY), shared("social", ago=2, until=TODAY - DAY)],
            set(),
            set(),
        ),
        # A withdrawn part does not wake up the one it replaced.
        ([shared("social", ago=9), shared("social", ago=2, gone=True)], set(), set()),
        ([partner(7)], set(), {7}),
        ([partner(7), partner(8, agreed=False)], set(), {7}),
        ([partner(7, ago=9), partner(7, agreed=False, ago=1)], set(), set()),
    ],
)
def test_in_force(parts: list[Part], cultures: set[str], organisations: set[int]) -> None:
    assert consent.in_force(parts, TODAY) == InForce(frozenset(cultures), frozenset(organisations))


NOTHING = InForce(frozenset(), frozenset())
ALL = InForce(consent.ALL_CULTURES, frozenset())
SOME = InForce(frozenset({"social"}), frozenset())


def answered(answer: str, ago: int = 5, **more: object) -> Exchange:
    return Exchange(answer, at(ago + 1), at(ago), **more)  # type: ignore[arg-type]


PENDING = Exchange("pending", at(1))


@pytest.mark.parametrize(
    ("exchanges", "open_today", "state"),
    [
        ([], NOTHING, State.NEVER),
        ([PENDING], NOTHING, State.PENDING),
        ([answered("yes")], ALL, State.YES),
        ([answered("partly")], SOME, State.PARTLY),
        ([answered("yes"), PENDING], ALL, State.YES),
        ([answered("no")], NOTHING, State.NO),
        ([answered("no"), PENDING], NOTHING, State.NO),
        ([answered("not_now")], NOTHING, State.NOT_NOW),
        # « Pas maintenant » to a renewal leaves what holds.
        ([answered("yes", 90), answered("not_now")], ALL, State.YES),
        ([answered("yes", withdrawn_at=at(1))], NOTHING, State.WITHDRAWN),
        ([answered("yes")], NOTHING, State.EXPIRED),
        ([answered("no", 90), answered("yes")], ALL, State.YES),
        ([answered("yes")], InForce(frozenset(), frozenset({7})), State.PARTLY),
    ],
)
def test_state(exchanges: list[Exchange], open_today: InForce, state: State) -> None:
    assert consent.state(exchanges, open_today) == state


@pytest.mark.parametrize(
    ("exchanges", "open_today", "proposes"),
    [
        ([], NOTHING, True),
        ([PENDING], NOTHING, False),
        # Nobody is asked again after a no, nor after taking back.
        ([answered("no", 900)], NOTHING, False),
        ([answered("yes", withdrawn_at=at(1))], NOTHING, False),
        ([answered("not_now", ask_again_date=TODAY + DAY)], NOTHING, False),
        ([answered("not_now", ask_again_date=TODAY)], NOTHING, True),
        ([answered("yes", until=TODAY + 200 * DAY)], ALL, False),
        ([answered("yes", until=TODAY + 20 * DAY)], ALL, True),
        ([answered("yes", until=TODAY - DAY)], NOTHING, True),
    ],
)
def test_when_the_software_proposes_asking(
    exchanges: list[Exchange], open_today: InForce, proposes: bool
) -> None:
    assert consent.may_propose_asking(exchanges, open_today, TODAY) is proposes


@pytest.mark.parametrize(
    ("date", "months", "result"),
    [
        (dt.date(2026, 3, 10), 12, dt.date(2027, 3, 10)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 31), -1, dt.date(2025, 12, 31)),
        (dt.date(2026, 3, 31), -1, dt.date(2026, 2, 28)),
    ],
)
def test_add_months(date: dt.date, months: int, result: dt.date) -> None:
    assert consent.add_months(date, months) == result


@pytest.mark.parametrize(
    ("until", "due"),
    [
        (None, False),
        (dt.date(2026, 4, 11), False),
        (dt.date(2026, 4, 10), True),
        (TODAY, True),
        (TODAY - DAY, False),
    ],
)
def test_renewal_due(until: dt.date | None, due: bool) -> None:
    assert consent.renewal_due(until, TODAY) is due
