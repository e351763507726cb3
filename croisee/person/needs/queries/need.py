"""One need with all that was said and tried for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.models import Answer, Dismissal, Need, NeedReading, Objective
from croisee.person.needs.queries.parts import (
    Column,
    Crossing,
    Names,
    Reading,
    crossing_of,
    last_words,
    places_of,
)
from croisee.person.needs.queries.project import Aim, aims_of
from croisee.person.needs.rules import signs


@dataclass(frozen=True)
class NeedPage:
    need: Need
    thematic: str
    serafin: str
    voice: Reading
    readings: Sequence[Reading]
    answers: Sequence[Crossing]
    aims: Sequence[Aim]
    dismissals: Sequence[Dismissal]

    @property
    def sign(self) -> signs.Sign:
        return signs.NEEDS[self.need.state]


def need_page(dossier: Dossier, need: Need, mine: Membership | None) -> NeedPage:
    readings = list(
        NeedReading.objects.filter(need=need).select_related("author__user").order_by("written_at", "pk")
    )
    answers = list(
        Answer.objects.filter(need=need)
        .select_related("means__membership__user")
        .order_by("-touched_at", "pk")
    )
    objectives = list(
        Objective.objects.filter(need=need).select_related("set_by__user").order_by("set_at", "pk")
    )
    dismissals = list(Dismissal.objects.filter(need=need).order_by("-dismissed_at", "pk"))
    preload([need], readings, [answer.means for answer in answers], objectives, dismissals)
    names, words = Names.of([need]), last_words(dossier.pk, answers)
    voice, places = places_of(readings, mine)
    crossings = [
        crossing_of(answer, Column(answer.means), need, words.get(answer.pk, "")) for answer in answers
    ]
    return NeedPage(
        need, names.thematic(need), names.serafin_label(need), voice, places, crossings,
        aims_of(objectives, {need.pk: need}), dismissals,
    )  # fmt: skip
