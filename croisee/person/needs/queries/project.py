"""Objectives and reviews as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from croisee.person.needs.models import Need, Objective, Review
from croisee.person.needs.rules import signs


@dataclass(frozen=True)
class Aim:
    """An objective with the need it stands under."""

    objective: Objective
    need: Need

    @property
    def sign(self) -> signs.Sign:
        return signs.OBJECTIVES[self.objective.state]

    @property
    def opinion(self) -> signs.Sign | None:
        return signs.OPINIONS.get(self.objective.opinion)

    @property
    def is_open(self) -> bool:
        return self.objective.ended_date is None


@dataclass(frozen=True)
class Reviews:
    """The next one planned, and those held, the latest first."""

    planned: Review | None
    held: Sequence[Review]

    @property
    def last(self) -> Review | None:
        return self.held[0] if self.held else None


def aims_of(objectives: Iterable[Objective], needs: Mapping[UUID, Need]) -> list[Aim]:
    """Those still hoped for first, the nearest date first; then what was reached or dropped, the latest first."""
    aims = [
        Aim(objective, needs[objective.need_id]) for objective in objectives if objective.need_id in needs
    ]
    hoped = [aim for aim in aims if aim.is_open]
    hoped.sort(key=lambda aim: (aim.objective.due_date is None, aim.objective.due_date, aim.objective.set_at))
    ended = [aim for aim in aims if not aim.is_open]
    ended.sort(key=lambda aim: aim.objective.touched_at, reverse=True)
    return hoped + ended


def reviews_of(reviews: Iterable[Review]) -> Reviews:
    rows = list(reviews)
    planned = sorted((row for row in rows if row.held_date is None), key=lambda row: str(row.planned_date))
    held = sorted(
        (row for row in rows if row.held_date), key=lambda row: (row.held_date, row.noted_at), reverse=True
    )
    return Reviews(planned[0] if planned else None, held)
