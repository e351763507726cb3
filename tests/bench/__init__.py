"""Measurements: each module has a `run() -> list[Figure]`; `make bench` runs them all, `make bench ARGS=name` one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    unit: str
    target: str = ""
