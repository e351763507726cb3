"""Lists cut into pages without counting."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory

from croisee.foundation.ui.pages import LAST_PAGE, Page

SORTS = {"nom": ["last_name", "pk"], "date": ["-opened_at", "pk"]}


def page(query: dict[str, str], count: int = 60, **options: Any) -> Page[int]:
    return Page.of(RequestFactory().get("/", query), range(count), sorts=SORTS, default="nom", **options)


class TestPage:
    def test_one_row_more_tells_that_there_is_a_next_one(self) -> None:
        first = page({})
        assert (list(first), first.has_next, first.has_previous) == (list(range(25)), True, False)
        last = page({"page": "3"})
        assert (list(last), last.has_next, last.has_previous) == (list(range(50, 60)), False, True)

    @pytest.mark.parametrize("bad", ["0", "-1", "x", "", "\x00", "1e9", "9" * 400, "²"])
    def test_a_meaningless_number_is_the_first_page(self, bad: str) -> None:
        assert page({"page": bad}).number == 1

    def test_nobody_skips_a_million_rows(self) -> None:
        assert page({"page": "999999"}).number == LAST_PAGE

    @pytest.mark.parametrize(
        ("asked", "name", "descending"),
        [("", "nom", False), ("-nom", "nom", True), ("date", "date", False), ("password", "nom", False)],
    )
    def test_only_named_sorts_are_taken(self, asked: str, name: str, descending: bool) -> None:
        found = page({"sort": asked})
        assert (found.sort, found.descending) == (name, descending)


def render(source: str, **context: Any) -> str:
    request = RequestFactory().get("/", {"sort": "nom", "words": "logement"})
    return Template("{% load ui %}" + source).render(RequestContext(request, context))


class TestPagination:
    def test_keeps_the_filters_of_the_address(self) -> None:
        html = render('{% include "ui/_pagination.html" %}', page=page({}))
        assert "words=logement" in html
        assert "page=2" in html

    def test_of_a_search_on_people_is_made_of_buttons(self) -> None:
        html = render('{% include "ui/_pagination.html" %}', page=page({}, form="search"))
        assert 'form="search"' in html
        assert "<a" not in html

    def test_of_one_page_shows_nothing(self) -> None:
        assert not render('{% include "ui/_pagination.html" %}', page=page({}, count=3)).strip()

    def test_a_second_click_on_a_header_turns_the_sort_round(self) -> None:
        html = render(
            '<th {% sort_state page "nom" %}>{% sort_header page "nom" "Nom" %}</th>', page=page({})
        )
        assert 'aria-sort="ascending"' in html
        assert "sort=-nom" in html
