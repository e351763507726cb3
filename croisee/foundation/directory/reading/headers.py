"""Finds the line of column names in a sheet, and says which required columns are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from croisee.foundation.directory.reading.source import UnreadableFile
from croisee.foundation.directory.validation import REQUIRED, SCHEMA, Kind

IGNORE = "__ignore__"
# The producers' template has its names on the first line; titles above them are tolerated.
MOST_LINES_ABOVE = 20
_KNOWN = {name for model in SCHEMA.values() for name in model.model_fields} | {"score_qualite"}
_ENOUGH = 3
_NO_MARK = {"", "0", "false", "faux", "non", "none"}


def names_of(cells: Sequence[Any]) -> list[str]:
    """Column names of a line, without the asterisk that marks required ones."""
    return [str(cell).strip().rstrip("*").strip().lower() if cell is not None else "" for cell in cells]


def is_header(cells: Sequence[Any]) -> bool:
    return len(_KNOWN.intersection(names_of(cells))) >= _ENOUGH


def kind_of(names: Sequence[str]) -> Kind:
    return Kind.SERVICE if "structure_id" in names else Kind.STRUCTURE


def check_columns(names: Sequence[str], kind: Kind, sheet: str) -> None:
    missing = sorted(REQUIRED[kind].difference(names))
    if missing:
        found = ", ".join(name for name in names if name and name != IGNORE)[:300]
        columns = "la colonne obligatoire" if len(missing) == 1 else "les colonnes obligatoires"
        raise UnreadableFile(
            f"Il manque {columns} {', '.join(missing)} ({sheet}). Colonnes trouvées : {found}."
        )


def no_header(sheet: str) -> UnreadableFile:
    return UnreadableFile(
        f"Les noms de colonnes de data.inclusion (id, source, nom, date_maj…) n’ont pas été trouvés ({sheet})."
    )


def is_ignored(names: Sequence[str], cells: Sequence[Any]) -> bool:
    """Help and example rows of the template: a mark in the `__ignore__` column, or the word itself."""
    for index, cell in enumerate(cells):
        if cell is None:
            continue
        text = str(cell).strip().lower()
        if text == IGNORE:
            return True
        if index < len(names) and names[index] == IGNORE and text not in _NO_MARK:
            return True
    return False
