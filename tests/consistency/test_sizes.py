"""Files, functions and templates that one can read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.consistency.code import Place, complain, functions, is_demo, is_migration, python_files, templates

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 150


def too_long(paths: list[Path], limit: int) -> list[Place]:
    counted = [(path, len(path.read_text().splitlines())) for path in paths]
    return [Place(path, 1, f"{count} lines") for path, count in counted if count > limit]


def sources() -> list[Path]:
    """All but migrations, and the demo territory: a story, as long as what it tells."""
    found = python_files("croisee", "tests", "tools")
    return [path for path in found if not is_migration(path) and not is_demo(path)]


def test_files() -> None:
    complain(
        too_long(sources(), LONGEST_FILE),
        f"Over {LONGEST_FILE} lines, a file becomes a package split by noun:",
    )


def test_templates() -> None:
    complain(too_long(templates(), LONGEST_TEMPLATE), f"Over {LONGEST_TEMPLATE} lines, a template is cut:")


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what it does: neither its signature nor its docstring."""
    first, *others = function.body
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = others[0] if is_docstring and others else first
    return (function.end_lineno or start.lineno) - start.lineno + 1


def test_functions() -> None:
    found = [
        Place(path, function.lineno, f"{function.name}: {length} lines")
        for path in sources()
        for function in functions(path)
        if (length := body_length(function)) > LONGEST_FUNCTION
    ]
    complain(found, f"Over {LONGEST_FUNCTION} lines, a function does more than one thing:")


def test_a_long_file_is_found(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("\n" * 301)
    assert len(too_long([long], LONGEST_FILE)) == 1
