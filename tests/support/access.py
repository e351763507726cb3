"""One access table per slice: the cast × the routes → the answer.

    ACCESS = {
        "needs:crossing": {"nadia": 200, "karim": 200, "omar": 404, "claire": 404, "visitor": 302},
        "POST needs:meet": {"nadia": 422, "lea": 403},
    }

    @each(ACCESS)
    def test_access(route: str, who: str, status: int, knock: Knock) -> None:
        assert knock(route, who) == status

tests/consistency checks that every route of the slice is in its table.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from croisee.foundation.accounts.models import Membership
from tests.support.cast import Enter

Table = Mapping[str, Mapping[str, int]]
Knock = Callable[[str, str], int]
VISITOR = "visitor"


def each(table: Table) -> pytest.MarkDecorator:
    """One test per route and person."""
    cases = [(route, who, status) for route, answers in table.items() for who, status in answers.items()]
    names = [f"{route}-{who}" for route, who, _ in cases]
    return pytest.mark.parametrize(("route", "who", "status"), cases, ids=names)


@pytest.fixture
def knock(cast: dict[str, Membership], enter: Enter, url_arguments: dict[str, Any]) -> Knock:
    """Asks for a route as someone, and tells the status of the answer."""

    def ask(route: str, who: str) -> int:
        method, _, name = route.rpartition(" ")
        client = enter(None if who == VISITOR else cast[who])
        address = reverse(name, kwargs=arguments_for(name, url_arguments))
        answer = client.post(address) if method == "POST" else client.get(address)
        return int(answer.status_code)

    return ask


def arguments_for(name: str, known: dict[str, Any]) -> dict[str, Any]:
    """Of all that is known, what this route asks for."""
    resolver: Any = get_resolver()
    *namespaces, short = name.split(":")
    asked: set[str] = set()
    for namespace in namespaces:
        prefix, resolver = resolver.namespace_dict[namespace]
        asked |= {argument for argument in known if f":{argument}>" in prefix or f"<{argument}>" in prefix}
    for possibilities, *_ in resolver.reverse_dict.getlist(short):
        asked |= {argument for _, arguments in possibilities for argument in arguments}
    missing = asked - set(known)
    assert not missing, f"{name} asks for {sorted(missing)}: give them by the fixture url_arguments"
    return {argument: known[argument] for argument in asked}


def routes_of(urls: str) -> set[str]:
    """The names of a slice's own routes."""
    module = importlib.import_module(urls)
    prefix = f"{module.app_name}:" if getattr(module, "app_name", "") else ""
    return {prefix + name for name in _names(module.urlpatterns)}


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            if str(getattr(entry.urlconf_module, "__name__", "croisee")).startswith("croisee"):
                yield from _names(entry.url_patterns)
        elif entry.callback.__module__.startswith("croisee.") and entry.name:
            yield entry.name
