"""Lists cut into pages without counting: one row more than shown says whether a next page exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

Row = TypeVar("Row")

SIZE = 25
LAST_PAGE = 400  # further than anyone reads; an offset costs the database what it skips


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list, its place and its sort; iterating gives the rows."""

    rows: Sequence[Row]
    number: int
    has_next: bool
    sort: str = ""
    descending: bool = False
    form: str = ""

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        rows: QuerySet[Any, Row] | Sequence[Row],
        *,
        sorts: Mapping[str, Sequence[str]] | None = None,
        default: str = "",
        size: int = SIZE,
        form: str = "",
    ) -> Page[Row]:
        """Cuts `rows` as the request asks. `sorts` gives the order_by fields of each sort a visitor may name.

        `form` is the id of a POST search form: its pages are buttons, because a name never stands in a URL.
        """
        asked = asked_of(request)
        sort, descending = sort_of(asked, sorts or {}, default)
        if sort and sorts is not None and isinstance(rows, QuerySet):
            rows = rows.order_by(*directed(sorts[sort], descending))
        number = number_of(asked)
        start = (number - 1) * size
        found = list(rows[start : start + size + 1])
        return cls(found[:size], number, len(found) > size and number < LAST_PAGE, sort, descending, form)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_others(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def previous_number(self) -> int:
        return max(1, self.number - 1)

    @property
    def sort_value(self) -> str:
        """The sort as the URL says it: « nom », or « -nom » from the last to the first."""
        return f"-{self.sort}" if self.sort and self.descending else self.sort


def asked_of(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def number_of(asked: Mapping[str, Any]) -> int:
    value = str(asked.get("page", "1"))
    if not (value.isascii() and value.isdigit()) or len(value) > 6:
        return 1
    return min(max(1, int(value)), LAST_PAGE)


def sort_of(asked: Mapping[str, Any], sorts: Mapping[str, Sequence[str]], default: str) -> tuple[str, bool]:
    """The sort asked for and whether it runs backwards; anything unknown gives the default."""
    value = str(asked.get("sort", ""))
    name = value.removeprefix("-")
    if name not in sorts:
        value, name = default, default.removeprefix("-")
    return name, value.startswith("-")


def directed(fields: Sequence[str], descending: bool) -> list[str]:
    if not descending:
        return list(fields)
    return [field[1:] if field.startswith("-") else f"-{field}" for field in fields]
