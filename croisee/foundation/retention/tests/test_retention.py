"""The vocabulary of retention."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from croisee.foundation.retention.declarations import Undeclared, declaration, faults
from croisee.foundation.retention.periods import ACCESS_JOURNAL, ACTIVE_FILE, PERIODS, POSITIONS, Basis


@pytest.fixture(autouse=True)
def _forgotten_models() -> Iterator[None]:
    yield
    apps.all_models.pop("tests", None)


def _model(**retention: Any) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "tests", "managed": False})
    content: dict[str, Any] = {
        "__module__": __name__,
        "Meta": meta,
        "text": models.TextField(),
        "kind": models.CharField(max_length=10),
    }
    if retention:
        content["Retention"] = type("Retention", (), retention)
    return type("Page", (models.Model,), content)


class TestADeclaration:
    def test_says_what_is_erased_what_is_kept_and_why(self) -> None:
        said = declaration(_model(erased=["text"], kept={"kind": "statistique"}, basis=Basis.CONSENT))
        assert said.erased == ("text",)
        assert said.kept == {"kind": "statistique"}
        assert (said.basis, said.period) == (Basis.CONSENT, ACTIVE_FILE)

    def test_is_never_silence(self) -> None:
        model = _model()
        with pytest.raises(Undeclared):
            declaration(model)
        assert faults(model, ["text"]) == ["tests.Page has no inner class Retention"]

    def test_leaves_out_no_field_and_invents_none(self) -> None:
        model = _model(erased=["kind", "gone"], kept={"kind": ""})
        assert faults(model, ["text", "kind"]) == [
            "tests.Page.text is neither erased nor kept",
            "tests.Page.gone is declared and does not exist",
            "tests.Page.kind is both erased and kept",
            "tests.Page.kind is kept without a reason",
        ]


class TestAPeriod:
    def test_has_a_source(self) -> None:
        assert all(period.source and period.starts for period in PERIODS.values())

    def test_is_the_organisation_s_within_what_the_source_allows(self, settings: Any) -> None:
        settings.RETENTION_MONTHS = {"active_file": 18, "access_journal": 1, "positions": 12}
        assert (ACTIVE_FILE.length(), ACCESS_JOURNAL.length(), POSITIONS.length()) == (18, 6, 2)

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (date(2024, 3, 15), date(2026, 3, 15)),
            (date(2024, 2, 29), date(2026, 2, 28)),
            (date(2023, 12, 31), date(2025, 12, 31)),
        ],
    )
    def test_ends_on_a_day_that_exists(self, start: date, end: date) -> None:
        assert ACTIVE_FILE.end(start) == end
