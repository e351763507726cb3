"""What the person's answers open today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """An answered part of a request: one recipient (a culture or an organisation), what was said, until when."""

    purpose: str
    culture: str
    organisation_id: int | None
    agreed: bool
    answered_at: dt.datetime
    until: dt.date | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class InForce:
    """The recipients that the person agrees to on a day."""

    cultures: frozenset[str]
    organisations: frozenset[int]

    @property
    def shares_file(self) -> bool:
        return bool(self.cultures)


def in_force(parts: Iterable[Part], on: dt.date) -> InForce:
    """For each recipient the last word counts; a withdrawal or a past end date closes it.

    An end date is the last day on which the agreement holds.
    """
    latest: dict[tuple[str, str, int | None], Part] = {}
    for part in sorted(parts, key=lambda part: part.answered_at):
        latest[part.purpose, part.culture, part.organisation_id] = part
    open_parts = [
        part
        for part in latest.values()
        if part.agreed and not part.withdrawn and (part.until is None or part.until >= on)
    ]
    return InForce(
        frozenset(part.culture for part in open_parts if part.purpose == "shared_file"),
        frozenset(
            part.organisation_id for part in open_parts if part.purpose == "partner" and part.organisation_id is not None
        ),
    )
