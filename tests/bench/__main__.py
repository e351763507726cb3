"""Runs the measurements and prints them as the table that docs/performance.md holds."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from pathlib import Path

from tests.bench import Figure

HERE = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def print_table(figures: list[Figure]) -> None:
    print("| measured | value | target |\n|---|---|---|")
    for figure in figures:
        print(f"| {figure.what} | {figure.value:,.1f} {figure.unit} | {figure.target} |")


def main(wanted: list[str]) -> None:
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        sys.exit(f"No measurement called {', '.join(unknown)}; there are: {', '.join(names()) or 'none'}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    for name in wanted or names():
        print(f"## {name}\n")
        print_table(importlib.import_module(f"tests.bench.{name}").run())
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
