"""One row against the data.inclusion schema: what to store, or why not, in French."""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data_inclusion.schema import v1
from pydantic import BaseModel, ValidationError

from croisee.foundation.directory.reasons import Reason, reasons_of
from croisee.foundation.directory.tidying import tidied


class Kind(enum.StrEnum):
    STRUCTURE = "structure"
    SERVICE = "service"


SCHEMA: dict[Kind, type[BaseModel]] = {Kind.STRUCTURE: v1.Structure, Kind.SERVICE: v1.Service}
REQUIRED = {
    kind: frozenset(name for name, info in model.model_fields.items() if info.is_required())
    for kind, model in SCHEMA.items()
}
LISTS = frozenset(
    {
        "thematiques",
        "publics",
        "modes_accueil",
        "modes_mobilisation",
        "mobilisable_par",
        "zone_eligibilite",
        "reseaux_porteurs",
    }
)
NUMBERS = frozenset(
    {"latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines", "score_qualite"}
)
# The schema gives no limit to these; a sheet of paper is far less.
LONGEST_TEXT = 10_000
# NUL and halves of surrogate pairs: PostgreSQL stores neither.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
FORBIDDEN = "Le texte contient un caractère interdit."
BOUNDS = {"latitude": 90.0, "longitude": 180.0}


@dataclass(frozen=True)
class Checked:
    """A row after its check: `data` (ready for the table) unless refused, and what to tell its author."""

    data: dict[str, Any] | None
    refusals: list[Reason] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)


def check(kind: Kind, values: Mapping[str, Any], *, from_cells: bool) -> Checked:
    """Validate one row; `from_cells` says it comes from a spreadsheet or a CSV, where all is text."""
    row = tidied(values, lists=LISTS, numbers=NUMBERS, from_cells=from_cells)
    refusals = _beyond_the_schema(row)
    warnings: list[Reason] = []
    model = SCHEMA[kind]
    try:
        valid = model.model_validate(row, context={"ignore_warnings": False})
    except ValidationError as error:
        reasons = reasons_of(error, SCHEMA[kind])
        warnings = [reason for reason in reasons if reason.is_warning]
        refusals += [reason for reason in reasons if not reason.is_warning]
        if refusals:
            return Checked(None, refusals, warnings)
        valid = model.model_validate(row)
    if refusals:
        return Checked(None, refusals, warnings)
    return Checked(_stored(valid, row), [], warnings)


def _beyond_the_schema(row: Mapping[str, Any]) -> list[Reason]:
    """What the database or common sense refuses and the schema lets through."""
    found = []
    for name, value in row.items():
        if isinstance(value, str):
            if UNSTORABLE.search(value):
                found.append(Reason(name, FORBIDDEN))
            elif len(value) > LONGEST_TEXT:
                found.append(Reason(name, f"Le texte dépasse {LONGEST_TEXT} caractères."))
        elif isinstance(value, list) and any(
            UNSTORABLE.search(item) for item in value if isinstance(item, str)
        ):
            found.append(Reason(name, FORBIDDEN))
    for name, bound in BOUNDS.items():
        if (number := _number(row.get(name))) is not None and not -bound <= number <= bound:
            found.append(Reason(name, f"La valeur doit être comprise entre −{bound:.0f} et {bound:.0f}."))
    return found


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    # NaN compares false with everything: give it a value that no bound accepts.
    return math.inf if math.isnan(number) else number


def _stored(valid: BaseModel, row: Mapping[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in valid.__dict__.items():
        data[name] = _plain(value, is_list=name in LISTS, is_number=name in NUMBERS)
    score = _number(row.get("score_qualite"))
    data["score_qualite"] = score if score is not None and 0 <= score <= 1 else None
    data["external_id"] = data.pop("id")
    if "structure_id" in data:
        data["structure_key"] = data.pop("structure_id")
    return data


def _plain(value: Any, *, is_list: bool, is_number: bool) -> Any:
    """A value as JSON holds it; nothing is "" for a text, [] for a list, null for a number."""
    if is_list:
        return sorted({str(getattr(item, "value", item)) for item in value or ()})
    if is_number:
        return value if value is not None and math.isfinite(value) else None
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "value", value))
