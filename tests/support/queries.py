"""How many queries, and which: `assert_queries(5)`, and snapshots of the shapes of SQL of list pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from django.test.utils import CaptureQueriesContext

ALIASES = ("default", "vault")
HOUSEKEEPING = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK TO|BEGIN|COMMIT)|set_config\('croisee\.actor'")


@contextmanager
def captured_queries() -> Iterator[list[str]]:
    """The shapes of the queries made inside the block, savepoints left out; filled when it ends."""
    shapes: list[str] = []
    with ExitStack() as stack:
        captures = [
            (alias, stack.enter_context(CaptureQueriesContext(connections[alias]))) for alias in ALIASES
        ]
        yield shapes
    for alias, capture in captures:
        prefix = "" if alias == "default" else f"[{alias}] "
        shapes += [prefix + shape(query["sql"]) for query in capture if not HOUSEKEEPING.search(query["sql"])]


def shape(sql: str) -> str:
    """The query without its values, so that a snapshot holds no data and changes only with the code."""
    sql = re.sub(r"'(?:[^']|'')*'(::\w+(\[\])?)?", "?", sql)
    sql = re.sub(r"\b\d+(\.\d+)?\b", "?", sql)
    sql = re.sub(r"(\bARRAY)?[\[(]\s*\?(\s*,\s*\?)+\s*[\])]", "(?…)", sql)
    return re.sub(r"\s+", " ", sql).strip()


@contextmanager
def assert_queries(count: int) -> Iterator[None]:
    with captured_queries() as shapes:
        yield
    listed = "\n".join(f"  {number}. {query}" for number, query in enumerate(shapes, start=1))
    assert len(shapes) == count, f"{len(shapes)} queries instead of {count}:\n{listed}"


@dataclass(frozen=True)
class QuerySnapshot:
    """`with query_snapshot("list"):` compares with the file beside the tests; --update-snapshots writes it."""

    path: Path
    test: str
    update: bool

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        with captured_queries() as shapes:
            yield
        stored: dict[str, list[str]] = json.loads(self.path.read_text()) if self.path.exists() else {}
        key = f"{self.test}: {name}"
        if self.update:
            stored[key] = shapes
            self.path.parent.mkdir(exist_ok=True)
            self.path.write_text(json.dumps(stored, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
        assert key in stored, (
            f"no snapshot « {key} »: run again with --update-snapshots and read what it wrote"
        )
        assert shapes == stored[key], self._difference(stored[key], shapes)

    def _difference(self, before: list[str], after: list[str]) -> str:
        gone = [f"- {query}" for query in before if query not in after]
        new = [f"+ {query}" for query in after if query not in before]
        return "\n".join([f"{len(before)} queries became {len(after)} ({self.path.name})", *gone, *new])
