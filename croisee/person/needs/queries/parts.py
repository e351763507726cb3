"""What pages show of a need, an answer and a means: small read-only views, so that templates stay plain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory.models import ReferenceValue, SerafinCode
from croisee.foundation.directory.models.reference import ReferenceKind, SerafinFamily
from croisee.foundation.vault.queries import preload
from croisee.person.needs.models import Answer, AnswerStep, Means, Need, NeedReading
from croisee.person.needs.rules import moves, signs


@dataclass(frozen=True)
class Names:
    """Words of the codes that needs carry; a code no longer known is shown as it is."""

    thematics: Mapping[str, str]
    serafin: Mapping[str, str]

    @classmethod
    def of(cls, needs: Iterable[Need]) -> Names:
        """In one query for each nomenclature in use."""
        rows = list(needs)
        thematics = {need.thematic for need in rows if need.thematic}
        codes = {need.serafin_code for need in rows if need.serafin_code}
        values = ReferenceValue.objects.of(ReferenceKind.THEMATIC).filter(value__in=thematics).order_by()
        lines = SerafinCode.objects.filter(family=SerafinFamily.NEED, code__in=codes).order_by()
        return cls(
            dict(values.values_list("value", "label")) if thematics else {},
            dict(lines.values_list("code", "label")) if codes else {},
        )

    def thematic(self, need: Need) -> str:
        return self.thematics.get(need.thematic, need.thematic)

    def serafin_label(self, need: Need) -> str:
        return self.serafin.get(need.serafin_code, "")


@dataclass(frozen=True)
class Reading:
    """One place for a reading: the person's, or a culture's, written or not."""

    culture: str
    reading: NeedReading | None
    is_mine: bool = False

    @property
    def is_of_the_person(self) -> bool:
        return not self.culture

    @property
    def author(self) -> str:
        return self.reading.author.user.full_name if self.reading else ""


@dataclass(frozen=True)
class Column:
    """A means, at the head of its column."""

    means: Means

    @property
    def kind(self) -> signs.Sign:
        return signs.KINDS[self.means.kind]

    @property
    def who(self) -> str:
        return self.means.membership.user.full_name if self.means.membership else ""


@dataclass(frozen=True)
class Crossing:
    """Where a need meets a means: the last round, in a word and an icon, whose move it is, what the person thinks."""

    answer: Answer
    column: Column
    sign: signs.Sign
    move: moves.Move
    words: str = ""

    @property
    def turn(self) -> signs.Sign | None:
        return signs.TURNS.get(self.move.turn)

    @property
    def opinion(self) -> signs.Sign:
        return signs.opinion_sign(self.answer.opinion)

    @property
    def has_opinion(self) -> bool:
        return bool(self.answer.opinion or self.words)

    @property
    def differ(self) -> signs.Sign | None:
        return signs.DIFFER if self.answer.has_disagreement else None


def crossing_of(answer: Answer, column: Column, need: Need, words: str = "") -> Crossing:
    standing = moves.Standing(
        state=answer.state,
        kind=column.means.kind,
        refused_by=answer.refused_by,
        has_disagreement=answer.has_disagreement,
        need_is_open=need.is_open,
        who=column.means.membership.user.first_name if column.means.membership else "",
    )
    return Crossing(
        answer, column, signs.sign_of(answer.state, answer.refused_by), moves.whose_move(standing), words
    )


def places_of(readings: Sequence[NeedReading], mine: Membership | None) -> tuple[Reading, list[Reading]]:
    """The person's place, and the four cultures' in a constant order."""
    by_culture = {reading.culture: reading for reading in readings}
    own = mine.culture if mine else ""
    cultures = [Reading(each.value, by_culture.get(each.value), each.value == own) for each in Culture]
    return Reading("", by_culture.get("")), cultures


def last_words(dossier_id: UUID, answers: Iterable[Answer]) -> dict[UUID, str]:
    """What the person last said about each of these answers, in one query."""
    ids = [answer.pk for answer in answers]
    if not ids:
        return {}
    steps = AnswerStep.objects.filter(dossier=dossier_id, answer__in=ids, person_words__isnull=False)
    spoken = list(
        steps.order_by("answer", "-number")
        .distinct("answer")
        .only("answer_id", "person_words", "dossier_id", "key_id")
    )
    preload(spoken)
    return {step.answer_id: step.person_words for step in spoken}
