"""When the next review is due: at least every year (CASF L311-4, D311), sooner when the person asks."""

from __future__ import annotations

import datetime as dt

MONTHS_AT_MOST = 12


def latest_next(held: dt.date) -> dt.date:
    """The same day one year later; 28 February for a 29."""
    try:
        return held.replace(year=held.year + 1)
    except ValueError:
        return held.replace(year=held.year + 1, day=28)


def is_too_late(held: dt.date, planned: dt.date) -> bool:
    return planned > latest_next(held)
