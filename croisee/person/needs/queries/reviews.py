"""Reviews held, the next one, and what changed between two of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.models import Answer, Objective, Review
from croisee.person.needs.queries.parts import Column, Crossing, crossing_of, last_words
from croisee.person.needs.queries.project import Aim, Reviews, aims_of, reviews_of


@dataclass(frozen=True)
class Span:
    """What is looked back at: objectives and answers touched since a date, and until another."""

    since: dt.date | None
    aims: Sequence[Aim]
    crossings: Sequence[Crossing]

    @property
    def is_empty(self) -> bool:
        return not self.aims and not self.crossings


@dataclass(frozen=True)
class Held:
    review: Review
    span: Span


@dataclass(frozen=True)
class ReviewsPage:
    reviews: Reviews
    held: Sequence[Held]
    since: Span


def _all(dossier: Dossier) -> tuple[Reviews, list[Aim], list[Crossing]]:
    rows = list(
        Review.objects.filter(dossier=dossier).select_related("noted_by__user").order_by("-held_date", "pk")
    )
    objectives = list(
        Objective.objects.filter(dossier=dossier).select_related("need").order_by("set_at", "pk")
    )
    answers = list(
        Answer.objects.filter(dossier=dossier)
        .select_related("need", "means__membership__user")
        .order_by("-touched_at", "pk")
    )
    needs = {row.need_id: row.need for row in objectives} | {row.need_id: row.need for row in answers}
    preload(rows, objectives, answers, needs.values(), [answer.means for answer in answers])
    words = last_words(dossier.pk, answers)
    crossings = [crossing_of(each, Column(each.means), each.need, words.get(each.pk, "")) for each in answers]
    return reviews_of(rows), aims_of(objectives, needs), crossings


def _span(
    since: dt.date | None, until: dt.date | None, aims: Sequence[Aim], crossings: Sequence[Crossing]
) -> Span:
    """After the day of one review, up to the day of the next. Objectives still hoped for are always looked at."""

    def inside(moment: dt.datetime) -> bool:
        day = moment.date()
        return (since is None or day > since) and (until is None or day <= until)

    kept = [aim for aim in aims if inside(aim.objective.touched_at) or (until is None and aim.is_open)]
    return Span(since, kept, [crossing for crossing in crossings if inside(crossing.answer.touched_at)])


def reviews_page(dossier: Dossier) -> ReviewsPage:
    reviews, aims, crossings = _all(dossier)
    last = reviews.last.held_date if reviews.last else None
    dates = [review.held_date for review in reviews.held]
    held = [
        Held(review, _span(before, review.held_date, aims, crossings))
        for review, before in zip(reviews.held, [*dates, None][1:], strict=True)
    ]
    return ReviewsPage(reviews, held, _span(last, None, aims, crossings))


def since_last(dossier: Dossier) -> Span:
    return reviews_page(dossier).since
