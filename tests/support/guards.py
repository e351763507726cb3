"""What no test may do: talk to the network, rely on an order nobody asked for, show a variable that does not exist."""

from __future__ import annotations

import inspect
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.query import QuerySet
from django.template.base import Node

# Templates of others: we do not own their variables.
FOREIGN_TEMPLATES = ("account/", "allauth/", "django/", "mfa/", "socialaccount/", "usersessions/")


class UndefinedVariable(AssertionError):
    """A template used a variable that its view did not give."""


class Undefined(str):
    """Django's `string_if_invalid`: instead of being shown, it stops the test."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered()
        if template.startswith(FOREIGN_TEMPLATES):
            return ""
        raise UndefinedVariable(f"« {variable} » is not defined in {template}")


def _template_being_rendered() -> str:
    for frame in inspect.stack()[1:]:
        node = frame.frame.f_locals.get("self")
        if isinstance(node, Node) and (origin := getattr(node, "origin", None)):
            return str(getattr(origin, "template_name", None) or origin.name)
    return "an unknown template"


@contextmanager
def shuffled_querysets(seed: str) -> Iterator[None]:
    """A queryset without order comes in another order in each test, the same one each time the test runs."""
    fetch, dice = QuerySet._fetch_all, random.Random(seed)

    def fetch_and_shuffle(self: QuerySet[Any]) -> None:
        is_new = self._result_cache is None
        fetch(self)
        if is_new and self._result_cache and not self.ordered:
            dice.shuffle(self._result_cache)

    QuerySet._fetch_all = fetch_and_shuffle  # type: ignore[method-assign]
    try:
        yield
    finally:
        QuerySet._fetch_all = fetch  # type: ignore[method-assign]


class NetworkRefused(AssertionError):
    """A test tried to leave the machine."""


@contextmanager
def no_network() -> Iterator[None]:
    """Unix sockets and loopback only."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_UNIX or str(address[0]) in {"127.0.0.1", "::1", "localhost"}:
            return
        raise NetworkRefused(f"a test tried to reach {address}")

    def guarded(self: socket.socket, address: Any) -> None:
        check(self, address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        check(self, address)
        return connect_ex(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = guarded_ex  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]
        socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]
