"""Writes happen in operations, and domain code is told the time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consistency.code import ROOT, Place, complain, is_demo, is_migration, is_test, python_files

ALWAYS_A_WRITE = {
    "abulk_create", "acreate", "adelete", "aget_or_create", "asave", "aupdate", "aupdate_or_create",
    "bulk_create", "bulk_update", "get_or_create", "update_or_create",
}  # fmt: skip
QUERYSET_WORDS = {"all", "exclude", "filter", "objects", "order_by", "select_for_update"}
NOT_MODELS = {"cache", "digest", "form", "request", "session", "workbook"}
# Each with its reason.
EXCEPTIONS = {
    "croisee/foundation/accounts/models.py": "allauth creates a user by its manager",
}
CLOCK = {
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"),
    ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"),
}  # fmt: skip
DOMAIN = {"access", "forms", "models", "operations", "queries", "rules"}


def role(path: Path) -> set[str]:
    """What a file is by its name or by its folder's: {"operations"} for operations/notes.py."""
    return {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}


def names(node: ast.AST) -> list[str]:
    """`Need.objects.filter(x).update` → ["Need", "objects", "filter", "update"]."""
    found: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            found.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        found.append(node.id)
    return found[::-1]


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    *receiver, verb = names(call.func)
    if verb in ALWAYS_A_WRITE:
        return True
    if NOT_MODELS & set(receiver):
        return False
    on_rows = bool(QUERYSET_WORDS & set(receiver))
    match verb:
        case "create":
            return on_rows
        case "update":
            return on_rows and not call.args
        case "save":
            return not call.args
        case "delete":
            return not call.args and not call.keywords
    return False


def writes(source: ast.AST, path: Path) -> Iterator[Place]:
    for node in ast.walk(source):
        if isinstance(node, ast.Call) and is_write(node):
            yield Place(path, node.lineno, ast.unparse(node.func))


def may_write(path: Path) -> bool:
    is_factory = path.name == "factories.py"
    is_excused = str(path.relative_to(ROOT)) in EXCEPTIONS
    return (
        "operations" in role(path)
        or is_factory
        or is_test(path)
        or is_migration(path)
        or is_demo(path)
        or is_excused
    )


def readings(source: ast.AST, path: Path) -> Iterator[Place]:
    # `localdate(at)` only changes the time zone of a time that was given.
    nodes = list(ast.walk(source))
    conversions = {
        id(node.func)
        for node in nodes
        if isinstance(node, ast.Call) and node.args and "now" not in names(node)
    }
    for node in nodes:
        if id(node) in conversions:
            continue
        if isinstance(node, ast.Attribute) and tuple(names(node)[-2:]) in CLOCK:
            yield Place(path, node.lineno, ast.unparse(node))


def test_writes_are_in_operations() -> None:
    source = [path for path in python_files() if not may_write(path)]
    found = [place for path in source for place in writes(ast.parse(path.read_text()), path)]
    complain(found, "A write outside operations, factories, migrations and the demo:")


def test_domain_code_is_told_the_time() -> None:
    source = [
        path
        for path in python_files()
        if DOMAIN & role(path) and not is_test(path) and not is_migration(path)
    ]
    found = [place for path in source for place in readings(ast.parse(path.read_text()), path)]
    complain(found, "The clock is read in domain code, which receives the time as `at=` or `on=`:")


def test_exceptions_still_exist() -> None:
    assert [path for path in EXCEPTIONS if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    "line",
    [
        "need.save()",
        "need.save(update_fields=['state'])",
        "Need.objects.create(title='')",
        "Need.objects.filter(a=1).update(b=2)",
        "need.delete()",
        "Need.objects.update_or_create(a=1)",
        "self.answers.all().delete()",
    ],
)
def test_a_write_is_recognised(line: str) -> None:
    assert list(writes(ast.parse(line), ROOT))


@pytest.mark.parametrize(
    "line",
    [
        "labels.update(other)",
        "digest.update(b'')",
        "book.save(path)",
        "request.session.save()",
        "cache.delete('a')",
    ],
)
def test_other_verbs_are_left_alone(line: str) -> None:
    assert not list(writes(ast.parse(line), ROOT))


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "timezone.localdate()",
        "default=timezone.now",
        "dt.date.today()",
        "dt.datetime.now(dt.UTC)",
    ],
)
def test_reading_the_clock_is_recognised(line: str) -> None:
    assert list(readings(ast.parse(line), ROOT))


def test_converting_a_given_time_is_not_reading_the_clock() -> None:
    assert not list(readings(ast.parse("timezone.localdate(at)"), ROOT))
