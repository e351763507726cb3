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


# Open to everyone, or to every member: each with its reason.
OPEN = {
    "croisee.foundation.accounts.views.switch": "a member chooses which of their memberships to act in",
    "croisee.foundation.accounts.views.session_close": "a member ends a session of their own",
    "croisee.config.views.home": "sends each member to their first page",
    "croisee.config.views.health": "tells the supervisor that pages answer",
}


def without_rule(patterns: list[URLPattern | URLResolver]) -> list[str]:
    found = {
        f"{view.__module__}.{view.__qualname__}"
        for _, view in routes(patterns)
        if view.__module__.startswith("croisee.")
        and not isinstance(getattr(view, "dossier_permission", None), Permission)
        and not isinstance(getattr(view, "permission", None), Permission)
    }
    return sorted(found - set(OPEN))


def test_every_other_route_asks_for_a_permission() -> None:
    complain(without_rule(get_resolver().url_patterns), "Routes of ours open to anyone (see `require`):")


def test_a_route_open_to_anyone_is_found() -> None:
    def naked(request: object) -> HttpResponse:
        return HttpResponse()

    naked.__module__ = "croisee.somewhere"
    assert len(without_rule([path("somewhere/", naked)])) == 1


def test_no_route_carries_a_name() -> None:
    carried = ("name", "nom", "prenom", "email", "phone", "telephone", "birth")
    found = [
        route
        for route, _ in routes(get_resolver().url_patterns)
        if any(f":{word}>" in route for word in carried)
    ]
    assert found == []
