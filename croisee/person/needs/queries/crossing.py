"""The croisée of a dossier: needs down, means across, and where each crossing stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.models import Answer, Means, Need, NeedReading, Objective, Review
from croisee.person.needs.queries.parts import (
    Column,
    Crossing,
    Names,
    Reading,
    crossing_of,
    last_words,
    places_of,
)
from croisee.person.needs.queries.project import Aim, Reviews, aims_of, reviews_of
from croisee.person.needs.rules import signs


@dataclass(frozen=True)
class Row:
    """One need: the person's words, the readings beside, one place per column."""

    need: Need
    thematic: str
    serafin: str
    expectation: str
    voice: Reading
    readings: Sequence[Reading]
    cells: Sequence[Crossing | None]

    @property
    def crossings(self) -> list[Crossing]:
        return [cell for cell in self.cells if cell is not None]

    @property
    def written(self) -> list[Reading]:
        return [place for place in self.readings if place.reading]

    @property
    def has_readings(self) -> bool:
        return bool(self.written or self.voice.reading)

    @property
    def sign(self) -> signs.Sign:
        return signs.NEEDS[self.need.state]


@dataclass(frozen=True)
class Board:
    """Everything the page shows, in a number of queries that does not depend on how much there is."""

    rows: Sequence[Row]
    settled: Sequence[Row]
    columns: Sequence[Column]
    aims: Sequence[Aim]
    reviews: Reviews

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.settled

    @property
    def means_count(self) -> int:
        """Columns beside the needs: one for each means, one place kept when there is none."""
        return max(1, len(self.columns))

    @property
    def width_class(self) -> int:
        """The step of width that the stylesheet knows for this number of columns."""
        return next((step for step in (3, 4, 5, 6, 7, 8, 9, 10) if len(self.columns) <= step), 12)


@dataclass(frozen=True)
class _Material:
    needs: Sequence[Need]
    readings: Sequence[NeedReading]
    answers: Sequence[Answer]
    columns: dict[UUID, Column]
    words: dict[UUID, str]
    names: Names


def board(dossier: Dossier, mine: Membership | None) -> Board:
    needs = list(
        Need.objects.filter(dossier=dossier).select_related("expectation").order_by("noted_at", "pk")
    )
    readings = list(
        NeedReading.objects.filter(dossier=dossier)
        .select_related("author__user")
        .order_by("written_at", "pk")
    )
    answers = list(Answer.objects.filter(dossier=dossier).order_by("round", "pk"))
    means = (
        Means.objects.filter(dossier=dossier).select_related("membership__user").order_by("added_at", "pk")
    )
    columns = {each.pk: Column(each) for each in means}
    objectives = list(
        Objective.objects.filter(dossier=dossier).select_related("set_by__user").order_by("set_at", "pk")
    )
    reviews = list(
        Review.objects.filter(dossier=dossier).select_related("noted_by__user").order_by("-held_date", "pk")
    )
    preload(needs, readings, [column.means for column in columns.values()], objectives, reviews)
    material = _Material(needs, readings, answers, columns, last_words(dossier.pk, answers), Names.of(needs))
    rows, shown = _rows(material, mine)
    return Board(
        [row for row in rows if row.need.is_open],
        [row for row in rows if not row.need.is_open],
        shown,
        aims_of(objectives, {need.pk: need for need in needs}),
        reviews_of(reviews),
    )


def _rows(material: _Material, mine: Membership | None) -> tuple[list[Row], list[Column]]:
    # The last round of each need and means stands at the crossing.
    latest = {(answer.need_id, answer.means_id): answer for answer in material.answers}
    readings: dict[UUID, list[NeedReading]] = {}
    for reading in material.readings:
        readings.setdefault(reading.need_id, []).append(reading)
    columns = _columns_in_order(material, latest)
    rows = []
    for need in material.needs:
        voice, cultures = places_of(readings.get(need.pk, []), mine)
        cells = [
            crossing_of(answer, column, need, material.words.get(answer.pk, ""))
            if (answer := latest.get((need.pk, column.means.pk)))
            else None
            for column in (columns if need.is_open else material.columns.values())
        ]
        expectation = need.expectation.words if need.expectation else ""
        rows.append(
            Row(
                need, material.names.thematic(need), material.names.serafin_label(need), expectation,
                voice, cultures, cells,
            )
        )  # fmt: skip
    return rows, columns


def _columns_in_order(material: _Material, latest: dict[tuple[UUID, UUID], Answer]) -> list[Column]:
    """The means of open needs, in the order of the first need they answer: crossings gather near the diagonal."""
    ordered: dict[UUID, Column] = {}
    for need in material.needs:
        if need.is_open:
            for means_id, column in material.columns.items():
                if (need.pk, means_id) in latest:
                    ordered.setdefault(means_id, column)
    return list(ordered.values())
