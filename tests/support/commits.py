"""Makes the inside of a test's rolled-back transaction behave as if each outermost block were committed.

A test runs inside a transaction that is never committed. Without this, `on_commit` callbacks would never run, and the
actor of the wall, which is set for one transaction, would stay set for the rest of the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ALIASES = ("default", "vault")


@contextmanager
def as_if_committed() -> Iterator[None]:
    """Active for one test, whose own savepoints are already open."""
    depths = {
        alias: len(connections[alias].savepoint_ids)
        for alias in ALIASES
        if connections[alias].in_atomic_block
    }
    leave, later = transaction.Atomic.__exit__, BaseDatabaseWrapper.on_commit

    def is_outermost(connection: BaseDatabaseWrapper) -> bool:
        depth = depths.get(connection.alias)
        return depth is not None and connection.in_atomic_block and len(connection.savepoint_ids) == depth

    def leave_and_settle(self: transaction.Atomic, *error: Any) -> None:
        leave(self, *error)
        connection = connections[self.using or "default"]
        if is_outermost(connection) and not connection.needs_rollback:
            _settle(connection)

    def now_or_later(self: BaseDatabaseWrapper, func: Callable[[], Any], robust: bool = False) -> None:
        if is_outermost(self):
            func()
        else:
            later(self, func, robust)

    transaction.Atomic.__exit__ = leave_and_settle  # type: ignore[method-assign]
    BaseDatabaseWrapper.on_commit = now_or_later  # type: ignore[method-assign]
    try:
        yield
    finally:
        transaction.Atomic.__exit__ = leave  # type: ignore[method-assign]
        BaseDatabaseWrapper.on_commit = later  # type: ignore[method-assign]


def _settle(connection: BaseDatabaseWrapper) -> None:
    callbacks, connection.run_on_commit = connection.run_on_commit, []
    if connection.alias == "default":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('croisee.actor', '', true)")
    for hook in callbacks:
        hook[1]()
