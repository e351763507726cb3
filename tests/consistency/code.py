"""The source code as data: its files, its slices, its map."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "croisee"
GROUPS = ("foundation", "person", "teamwork", "casework", "across")


@dataclass(frozen=True)
class Place:
    """A line of code, as an editor opens it."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.what}"


def complain(places: Sequence[Place | str], rule: str) -> None:
    """Fails with one clickable line per place."""
    if places:
        raise AssertionError("\n".join([rule, *sorted(map(str, places))]))


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders or ("croisee",) for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "node_modules" not in path.parts)


def templates() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.html") if "templates" in path.parts)


def slices() -> list[Path]:
    """The folders of the slices: croisee/<group>/<slice>."""
    found = [path.parent for group in GROUPS for path in (PACKAGE / group).glob("*/__init__.py")]
    return sorted(path for path in found if path.name not in {"tests", "templates"})


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts


def is_migration(path: Path) -> bool:
    return "migrations" in path.relative_to(ROOT).parts


def is_demo(path: Path) -> bool:
    """The loader of the demo territory writes history: it is no operation of anyone's."""
    return any(part.removesuffix(".py") == "demo" for part in path.relative_to(ROOT).parts)


# --- The map --------------------------------------------------------------------------------------


def layers(container: str) -> list[set[str]]:
    """The layers of a package, highest first, as import-linter reads them."""
    contracts = project()["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["type"] == "layers" and container in contract["containers"]:
            return [
                {name.strip("() ") for name in layer.replace(":", "|").split("|")}
                for layer in contract["layers"]
            ]
    return []


def may_stand_on(upper: str, lower: str) -> bool:
    """Whether the package `croisee.person.needs` may know `croisee.foundation.vault`."""
    if upper == lower:
        return True
    container, ours, theirs = _where_they_part(upper.split("."), lower.split("."))
    rows = layers(container)
    ranks = [next((rank for rank, row in enumerate(rows) if name in row), None) for name in (ours, theirs)]
    if ranks[0] is None or ranks[1] is None:
        return False
    return ranks[0] < ranks[1] or (ranks[0] == ranks[1] and _stand_side_by_side(container, ours, theirs))


def _stand_side_by_side(container: str, ours: str, theirs: str) -> bool:
    """`a : b` in a layer lets them know each other, except where a contract forbids it."""
    contracts = project()["tool"]["importlinter"]["contracts"]
    forbidden = any(
        contract["type"] == "forbidden"
        and f"{container}.{ours}" in contract["source_modules"]
        and f"{container}.{theirs}" in contract["forbidden_modules"]
        for contract in contracts
    )
    joined = any(
        {ours, theirs} <= {name.strip() for name in layer.split(":")}
        for contract in contracts
        if contract["type"] == "layers" and container in contract["containers"]
        for layer in contract["layers"]
    )
    return joined and not forbidden


def _where_they_part(upper: list[str], lower: list[str]) -> tuple[str, str, str]:
    depth = next(
        (rank for rank, (ours, theirs) in enumerate(zip(upper, lower, strict=False)) if ours != theirs),
        min(len(upper), len(lower)) - 1,
    )
    return ".".join(upper[:depth]), upper[depth], lower[depth]
