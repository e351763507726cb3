"""No route to a dossier without the gate, no route without a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from croisee.foundation.accounts.permissions import Permission
from tests.consistency.code import complain


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        else:
            yield route, entry.callback


def without_gate(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return [
        f"{route} → {view.__module__}.{view.__qualname__}"
        for route, view in routes(patterns)
        if "dossier_id" in route and not isinstance(getattr(view, "dossier_permission", None), Permission)
    ]


def test_every_route_to_a_dossier_passes_the_gate() -> None:
    complain(without_gate(get_resolver().url_patterns), "Routes to a dossier that avoid the gate:")


def test_a_route_without_the_gate_is_found() -> None:
    def naked(request: object, dossier_id: object) -> HttpResponse:
        return HttpResponse()

    assert len(without_gate([path("dossiers/<uuid:dossier_id>/", naked)])) == 1


def test_no_route_carries_a_name() -> None:
    carried = ("name", "nom", "prenom", "email", "phone", "telephone", "birth")
    found = [
        route
        for route, _ in routes(get_resolver().url_patterns)
        if any(f":{word}>" in route for word in carried)
    ]
    assert found == []
