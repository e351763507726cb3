"""Measurements on the real installation: `make bench`, or `make bench ARGS="--sizes 1000,100000"`.

CPU time per request is what is compared: on a machine shared with others it hardly moves, while waiting times do.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PageFigures:
    """What one page costs."""

    page: str
    who: str
    app_ms: float
    database_ms: float
    queries: int
    p50_ms: float
    p95_ms: float
    per_second: float
    kilobytes: float
    # CPU milliseconds in all, application and database.
    target: float

    @property
    def cpu_ms(self) -> float:
        return self.app_ms + self.database_ms

    @property
    def is_met(self) -> bool:
        return self.cpu_ms <= self.target


@dataclass(frozen=True)
class Figure:
    """One other measurement."""

    what: str
    value: float
    unit: str
    target: str = ""


@dataclass
class Run:
    """Everything measured at one size."""

    dossiers: int
    pages: list[PageFigures] = field(default_factory=list)
    others: list[Figure] = field(default_factory=list)
