"""With the gate taken away, the wall still returns nothing of another's dossier."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from croisee.person.needs import models
from croisee.person.needs.models import Answer, Need, Objective
from croisee.person.needs.queries.crossing import board
from croisee.person.needs.views import crossing
from tests.support import html

WALLED: list[Any] = [
    models.Need,
    models.NeedReading,
    models.Means,
    models.Answer,
    models.AnswerStep,
    models.Objective,
    models.Review,
    models.Dismissal,
]


def naked(view: Any) -> Any:
    """The view itself, without any of its decorators."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


@pytest.fixture
def _one_of_each(need: Need, answer: Answer, objective: Objective) -> None:
    """One row at least behind each page."""


@pytest.mark.usefixtures("_one_of_each")
class TestWithoutTheGate:
    @pytest.mark.parametrize("who", ["omar", "paul", "claire"])
    def test_the_page_shows_no_need(self, who: str, cast: dict[str, Membership], dossier: Dossier) -> None:
        request = RequestFactory().get("/", headers={"HX-Request": "true"})
        member = cast[who]
        request.membership, request.session, request.user = member, {}, member.user  # type: ignore[assignment]
        with wall.acting_as(member.user_id):
            page = naked(crossing.crossing)(request, dossier)
        assert html.one(page, ".empty-title")
        assert "le matin" not in page.content.decode()

    @pytest.mark.parametrize("model", WALLED, ids=lambda model: model.__name__)
    def test_no_row_is_read_by_those_outside(self, model: Any, cast: dict[str, Membership]) -> None:
        for who in ("omar", "paul", "claire"):
            with wall.acting_as(cast[who].user_id):
                assert model.objects.count() == 0

    def test_no_row_without_an_actor(self) -> None:
        assert [model.objects.count() for model in WALLED] == [0] * len(WALLED)

    def test_those_inside_read_it(self, dossier: Dossier, yasmine: Membership) -> None:
        with wall.acting_as(yasmine.user_id):
            assert len(board(dossier, yasmine).rows) == 1
