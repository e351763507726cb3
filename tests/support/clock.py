"""A clock that tests move by hand."""

from __future__ import annotations

import datetime as dt

# A working Tuesday, far from a change of hour, month or year.
START = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)


class Clock:
    """Stands in for `timezone.now`; SQL's own `now()` keeps telling the real time."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def set(self, moment: dt.datetime) -> None:
        self.now = moment

    def advance(self, **duration: float) -> dt.datetime:
        """`clock.advance(days=3, hours=1)`."""
        self.now += dt.timedelta(**duration)
        return self.now
