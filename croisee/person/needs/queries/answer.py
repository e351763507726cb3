"""One answer and its history: every step, the person's view and the professional's side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from croisee.foundation.vault.queries import preload
from croisee.person.needs.models import Answer, AnswerStep
from croisee.person.needs.queries.parts import Column, Crossing, crossing_of, last_words
from croisee.person.needs.rules import signs


@dataclass(frozen=True)
class Step:
    """One step, and whether it changed where the answer stands or only gave an opinion."""

    row: AnswerStep
    is_opinion: bool

    @property
    def sign(self) -> signs.Sign:
        return signs.sign_of(self.row.state, self.row.refused_by)

    @property
    def opinion(self) -> signs.Sign | None:
        return signs.OPINIONS.get(self.row.opinion)

    @property
    def author(self) -> str:
        return self.row.by.user.full_name

    @property
    def person_spoke(self) -> bool:
        return bool(self.opinion or self.row.person_words)

    @property
    def has_words(self) -> bool:
        return bool(self.person_spoke or self.row.professional_words)


@dataclass(frozen=True)
class AnswerPage:
    crossing: Crossing
    steps: Sequence[Step]
    # Other rounds of the same means for the same need, the latest first.
    others: Sequence[Crossing]

    @property
    def answer(self) -> Answer:
        return self.crossing.answer

    @property
    def last_number(self) -> int:
        return max((step.row.number for step in self.steps), default=0)


def answer_page(answer: Answer) -> AnswerPage:
    rows = list(AnswerStep.objects.filter(answer=answer).select_related("by__user").order_by("number"))
    rounds = list(
        Answer.objects.filter(need=answer.need_id, means=answer.means_id)
        .exclude(pk=answer.pk)
        .order_by("-round", "pk")
    )
    preload([answer, answer.need, answer.means], rows)
    column = Column(answer.means)
    words = last_words(answer.dossier_id, [answer, *rounds])
    before = ["", *(row.state for row in rows)]
    steps = [Step(row, row.state == state) for row, state in zip(rows, before, strict=False)]
    return AnswerPage(
        crossing_of(answer, column, answer.need, words.get(answer.pk, "")),
        steps[::-1],
        [crossing_of(other, column, answer.need, words.get(other.pk, "")) for other in rounds],
    )
