"""`python -m tests.bench --sizes 1000,100000`: loads what is missing, measures, prints, writes docs/performance.md."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import Figure, Run, installation, live, pages, processes, report
from tests.bench.installation import Installation

SECONDS_TO_START = "≤ 15"


def facts(data: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.counting"]
    done = subprocess.run(
        command, cwd=installation.ROOT, env=installation.environment(data), check=True, stdout=subprocess.PIPE
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def memory(where: Installation) -> list[Figure]:
    found = processes.of(where.data)
    figures = []
    for kind, label in (
        ("web", "web"),
        ("live", "live"),
        ("worker", "worker"),
        ("front", "front"),
        ("supervisor", "supervisor"),
    ):
        sizes = [size for size in found.memory_mb(kind) if size]
        if sizes:
            target = "≤ 95 each" if kind == "web" else ""
            figures.append(
                Figure(f"memory (PSS) of {label}, {len(sizes)} process(es)", sum(sizes), "MB", target)
            )
    return figures


def run(dossiers: int) -> Run:
    data, seconds, cpu = installation.load(dossiers)
    result = Run(dossiers)
    if seconds:
        target = "≤ 600" if dossiers >= 100_000 else ""
        result.others.append(Figure("load of the demo territory", seconds, "s", target))
        result.others.append(Figure("CPU of the load outside PostgreSQL", cpu, "s"))
    with installation.serving(data) as where:
        result.others.append(
            Figure("cold start, databases included", where.seconds_to_start, "s", SECONDS_TO_START)
        )
        known = facts(data)
        for email, count in known["visible"].items():
            who = "coordinator" if email == pages.COORDINATOR else "professional"
            result.others.append(Figure(f"dossiers open to the {who}", count, ""))
        visitors = {email: pages.visit(where, email) for email in (pages.PROFESSIONAL, pages.COORDINATOR)}
        # The background work of the start (seals, due refreshes) is not part of a page.
        time.sleep(3)
        for page in [*pages.pages(known["dossier"], known["need"]), pages.note(known["dossier"])]:
            figures = pages.measure(where, page, visitors[page.who], known["queries"])
            print(f"{figures.page}: {figures.app_ms:.1f} + {figures.database_ms:.1f} ms", flush=True)
            result.pages.append(figures)
        result.others += live.measure(where, known["dossier"])
        result.others += memory(where)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="1000", help="numbers of dossiers, separated by commas")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    for size in sizes:
        result = run(size)
        report.keep(result)
        report.show(result)
    report.write(report.kept())
    print(f"\nWritten: {report.DOCUMENT.relative_to(installation.ROOT)}")


if __name__ == "__main__":
    main()
