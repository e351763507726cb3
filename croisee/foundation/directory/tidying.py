"""Cells as people type them, turned into what the schema expects: blanks, lists, dates, lost zeros."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

# A spreadsheet that takes these for numbers drops their leading zeros.
DIGITS = {"code_postal": 5, "code_insee": 5, "siret": 14}
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_SEPARATORS = re.compile(r"[,;|\n]")


def tidied(
    values: Mapping[str, Any], *, lists: Collection[str], numbers: Collection[str], from_cells: bool
) -> dict[str, Any]:
    """A copy of the row where blank is None and, for cells, each text has become what its field holds."""
    row: dict[str, Any] = {}
    for name, value in values.items():
        if name in lists:
            value = _listed(value, from_cells)
        elif from_cells:
            value = _from_cell(name, value, name in numbers)
        elif isinstance(value, datetime):
            value = value.date()
        if isinstance(value, str):
            value = value.strip()
        elif isinstance(value, float) and math.isnan(value):
            value = None
        row[name] = None if value in ("", []) else value
    return row


def _from_cell(name: str, value: Any, is_number: bool) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | date) or value is None:
        return value
    if name in DIGITS:
        return _digits(value, DIGITS[name])
    if isinstance(value, int | float):
        return value if is_number else _written(value)
    text = str(value).strip()
    if is_number:
        return text.replace("\u202f", "").replace("\xa0", "").replace(",", ".")
    if name == "date_maj":
        return _iso_date(text)
    return text


def _written(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _digits(value: Any, length: int) -> str:
    text = _written(value) if isinstance(value, int | float) else re.sub(r"\s", "", str(value))
    # « 38000.0 » is what a CSV made from a spreadsheet column of numbers says
    digits = text.removesuffix(".0")
    if not digits.isdigit():
        return text
    # one zero may have been lost; more missing digits are a mistake to report
    return f"0{digits}" if len(digits) == length - 1 else digits


def _iso_date(text: str) -> str:
    """« 14/02/2025 » as the standard writes it; a time after the date is dropped."""
    if match := _FRENCH_DATE.fullmatch(text):
        day, month, year = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text[:10] if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", text) else text


def _listed(value: Any, from_cells: bool) -> Any:
    """A list from a cell: commas (the producers' template), JSON, PostgreSQL braces or Python brackets."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and from_cells:
        return _split(value.strip())
    if isinstance(value, list | tuple | set | frozenset):
        return [item.strip() if isinstance(item, str) else item for item in value]
    return value


def _split(text: str) -> list[str]:
    if text.startswith("["):
        try:
            items = json.loads(text)
            return [str(item).strip() for item in items]
        except ValueError:
            return [one or other for one, other in _QUOTED.findall(text)]
    inner = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    return [item for part in _SEPARATORS.split(inner) if (item := part.strip().strip("\"'").strip())]
