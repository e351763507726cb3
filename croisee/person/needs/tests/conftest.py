"""What the tests of this slice start from: Mme Morel's dossier with one need, one answer, one objective."""

from __future__ import annotations

from typing import Any

import pytest

from croisee.person.dossiers.models import Dossier
from croisee.person.needs.models import Answer, Need, Objective
from croisee.person.needs.tests import factories


@pytest.fixture
def need(dossier: Dossier) -> Need:
    return factories.need(dossier)


@pytest.fixture
def answer(need: Need) -> Answer:
    return factories.answer(need)


@pytest.fixture
def objective(need: Need) -> Objective:
    return factories.objective(need)


@pytest.fixture
def url_arguments(dossier: Dossier, need: Need, answer: Answer, objective: Objective) -> dict[str, Any]:
    return {
        "dossier_id": dossier.pk,
        "need_id": need.pk,
        "answer_id": answer.pk,
        "objective_id": objective.pk,
    }
