"""Objectives and reviews: what each operation does, the line it writes, what it refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.models import Need, Objective, Review
from croisee.person.needs.operations import project
from croisee.person.needs.operations.noting import CannotNote
from tests.support.journal import assert_journaled

AT = timezone.now()
TODAY = timezone.localdate()
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _as_nadia(nadia: Membership, dossier: Dossier) -> Iterator[None]:
    with wall.acting_as(nadia.user_id):
        yield


class TestProject:
    def test_an_objective_from_set_to_reached(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        common: dict[str, Any] = {"dossier": dossier, "by": nadia, "at": AT}
        with assert_journaled(Event.OBJECTIVE_SET):
            objective = project.set_objective(need_id=need.pk, aim=project.Aim("Sortir seule"), **common)
        one: dict[str, Any] = {"objective_id": objective.pk, **common}
        with assert_journaled(Event.OBJECTIVE_CHANGED):
            project.change_objective(aim=project.Aim("Sortir le dimanche"), version=1, **one)
        with pytest.raises(project.StaleObjective) as refusal:
            project.change_objective(aim=project.Aim("Autre"), version=1, **one)
        assert refusal.value.current.text == "Sortir le dimanche"
        with assert_journaled(Event.OBJECTIVE_REACHED):
            project.end_objective(state="reached", ended_date=TODAY, words="", **one)
        with pytest.raises(project.ObjectiveEnded):
            project.end_objective(state="dropped", ended_date=TODAY, words="", **one)
        assert Objective.objects.get(pk=objective.pk).ended_date == TODAY

    def test_a_review_plans_the_next(self, dossier: Dossier, nadia: Membership) -> None:
        with assert_journaled(Event.REVIEW_PLANNED):
            project.plan_review(dossier=dossier, planned_date=TOMORROW, on_request=True, by=nadia, at=AT)
        back = project.LookingBack(TODAY, TODAY + dt.timedelta(days=180), "On avance", "Je suis contente")
        with assert_journaled(Event.REVIEW_HELD), assert_journaled(Event.REVIEW_PLANNED):
            held = project.hold_review(dossier=dossier, looking_back=back, by=nadia, at=AT)
        assert (held.held_date, held.planned_date, held.on_request) == (TODAY, TOMORROW, True)
        assert Review.objects.get(dossier=dossier, held_date=None).planned_date == back.next_date

    @pytest.mark.parametrize(
        ("held", "following", "text"),
        [(0, 500, "x"), (0, 0, "x"), (1, 30, "x"), (0, 30, "  ")],
        ids=["more than a year", "not after", "in the future", "empty"],
    )
    def test_a_review_is_refused(
        self, dossier: Dossier, nadia: Membership, held: int, following: int, text: str
    ) -> None:
        back = project.LookingBack(
            TODAY + dt.timedelta(days=held), TODAY + dt.timedelta(days=following), text
        )
        with assert_journaled(Event.REVIEW_HELD, 0), pytest.raises(CannotNote):
            project.hold_review(dossier=dossier, looking_back=back, by=nadia, at=AT)

    @pytest.mark.parametrize("days", [-1, 400])
    def test_a_plan_is_refused(self, dossier: Dossier, nadia: Membership, days: int) -> None:
        with pytest.raises(CannotNote):
            project.plan_review(
                dossier=dossier, planned_date=TODAY + dt.timedelta(days=days), by=nadia, at=AT
            )
