"""Rules as tables: steps, moves, views that differ, reviews."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from croisee.person.needs.models import AnswerState, MeansKind, ObjectiveState, Opinion, Side
from croisee.person.needs.rules import moves, reviews, signs, steps


class TestSteps:
    def test_every_state_has_its_line(self) -> None:
        assert set(steps.NEXT) == set(AnswerState.values)

    @pytest.mark.parametrize(
        ("before", "after", "allowed"),
        [
            ("proposed", "agreed", True),
            ("proposed", "thinking", True),
            ("proposed", "refused", True),
            ("proposed", "under_way", False),
            ("proposed", "worked", False),
            ("thinking", "agreed", True),
            ("thinking", "under_way", False),
            ("agreed", "under_way", True),
            ("agreed", "refused", True),
            ("agreed", "worked", False),
            ("under_way", "worked", True),
            ("under_way", "failed", True),
            ("under_way", "refused", False),
            ("worked", "failed", False),
            ("refused", "agreed", False),
        ],
    )
    def test_nothing_starts_without_the_persons_agreement(
        self, before: str, after: str, allowed: bool
    ) -> None:
        assert steps.may_follow(before, after) is allowed

    @pytest.mark.parametrize("state", AnswerState.values)
    def test_ends_where_nothing_follows(self, state: str) -> None:
        assert steps.is_ended(state) == (state in {"refused", "worked", "partly", "failed", "abandoned"})

    @pytest.mark.parametrize(
        ("state", "opinion", "declared", "differ"),
        [
            ("worked", "fine", False, False),
            ("worked", "mixed", False, True),
            ("worked", "poor", False, True),
            ("partly", "mixed", False, False),
            ("partly", "fine", False, True),
            ("failed", "poor", False, False),
            ("failed", "fine", False, True),
            ("worked", "", False, False),
            ("worked", "unsaid", False, False),
            ("under_way", "poor", False, False),
            ("under_way", "fine", True, True),
            ("agreed", "", True, True),
        ],
    )
    def test_views_differ(self, state: str, opinion: str, declared: bool, differ: bool) -> None:
        assert steps.views_differ(state, opinion, declared=declared) is differ


class TestMoves:
    @pytest.mark.parametrize(
        ("standing", "turn", "text"),
        [
            (("proposed", "service"), "person", "À la personne de répondre"),
            (("thinking", "right"), "person", "La personne y pense"),
            (("agreed", "service"), "team", "À nous de lancer la démarche"),
            (("agreed", "own"), "person", "À la personne, quand elle le souhaite"),
            (("agreed", "relative"), "other", "Au proche de commencer"),
            (("agreed", "professional"), "team", "À nous de commencer"),
            (("under_way", "service"), "other", "Le service s'en occupe"),
            (("under_way", "right"), "other", "L'organisme étudie la demande"),
            (("refused", "service", "service"), "team", "À nous de chercher ailleurs"),
            (("refused", "service", "person"), "together", "Chercher autre chose, si elle le souhaite"),
            (("worked", "service"), "nobody", ""),
            (("partly", "service"), "team", "À nous de compléter"),
            (("failed", "service"), "team", "À nous de chercher autre chose"),
            (("abandoned", "service"), "together", "À reprendre ensemble si besoin"),
            (("worked", "service", "", True), "together", "En reparler ensemble"),
            (("proposed", "service", "", True), "person", "À la personne de répondre"),
            (("failed", "service", "", True, False), "nobody", ""),
            (("agreed", "professional", "", False, True, "Nadia"), "team", "À Nadia de commencer"),
            (("under_way", "professional", "", False, True, "Nadia"), "team", "Nadia s'en occupe"),
        ],
    )
    def test_whose_move(self, standing: tuple[str, ...], turn: str, text: str) -> None:
        assert moves.whose_move(moves.Standing(*standing)) == moves.Move(moves.Turn(turn), text)  # type: ignore[arg-type]

    def test_every_standing_has_a_move(self) -> None:
        for state, kind, side in itertools.product(AnswerState.values, MeansKind.values, Side.values):
            refused_by = side if state == "refused" else ""
            assert moves.whose_move(moves.Standing(state, kind, refused_by)).turn in moves.Turn

    def test_every_value_has_its_sign(self) -> None:
        assert set(signs.STATES) == set(AnswerState.values)
        assert set(signs.KINDS) == set(MeansKind.values)
        assert set(signs.OPINIONS) == set(Opinion.values)
        assert set(signs.REFUSALS) == set(Side.values)
        assert set(signs.OBJECTIVES) == set(ObjectiveState.values)
        assert set(signs.TURNS) | {"nobody"} == {turn.value for turn in moves.Turn}

    def test_no_failure_is_an_alarm(self) -> None:
        assert "trouble" not in {sign.tone for sign in [*signs.STATES.values(), *signs.REFUSALS.values()]}


class TestReviews:
    @pytest.mark.parametrize(
        ("held", "latest"),
        [
            (dt.date(2026, 3, 10), dt.date(2027, 3, 10)),
            (dt.date(2028, 2, 29), dt.date(2029, 2, 28)),
        ],
    )
    def test_come_back_within_a_year(self, held: dt.date, latest: dt.date) -> None:
        assert reviews.latest_next(held) == latest
        assert not reviews.is_too_late(held, latest)
        assert reviews.is_too_late(held, latest + dt.timedelta(days=1))
