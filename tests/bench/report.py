"""The table on the screen and docs/performance.md."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import Figure, PageFigures, Run
from tests.bench.installation import ROOT, folder

DOCUMENT = ROOT / "docs" / "performance.md"
MOST_GROWTH = 1.2
# Lino Welfare 26.7 (Django, PostgreSQL, 63 people), CPU of application + database.
PEERS = {"list": "486 + 144", "dossier": "178 + 57", "search by name": "53 + 30"}


def keep(run: Run) -> None:
    """So that sizes measured on different days stand in one table."""
    path = folder() / f"run-{run.dossiers}.json"
    path.write_text(json.dumps(asdict(run), indent=1), encoding="utf-8")


def kept() -> list[Run]:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder().glob("run-*.json")]
    runs = [
        Run(
            run["dossiers"],
            [PageFigures(**page) for page in run["pages"]],
            [Figure(**figure) for figure in run["others"]],
        )
        for run in found
    ]
    return sorted(runs, key=lambda run: run.dossiers)


def show(run: Run) -> None:
    console = Console(width=140)
    table = Table(title=f"{run.dossiers:,} dossiers")
    for name in ("page", "who"):
        table.add_column(name)
    for name in ("app ms", "db ms", "CPU ms", "target", "queries", "p50 ms", "p95 ms", "req/s", "kB"):
        table.add_column(name, justify="right")
    for page in run.pages:
        table.add_row(*_cells(page), style=None if page.is_met else "yellow")
    console.print(table)
    for figure in run.others:
        console.print(f"{figure.what}: {figure.value:,.1f} {figure.unit}  {figure.target}")


def _cells(page: PageFigures) -> list[str]:
    return [
        page.page,
        page.who,
        f"{page.app_ms:.1f}",
        f"{page.database_ms:.1f}",
        f"{page.cpu_ms:.1f}",
        f"≤ {page.target:.0f}",
        str(page.queries or "–"),
        f"{page.p50_ms:.0f}",
        f"{page.p95_ms:.0f}",
        f"{page.per_second:.0f}",
        f"{page.kilobytes:.0f}",
    ]


def write(runs: list[Run]) -> None:
    """The document, with every size that was measured."""
    lines = [HEAD.format(machine=_machine(), day=dt.date.today().isoformat())]  # noqa: DTZ011
    for run in runs:
        lines += [f"\n## {run.dossiers:,} dossiers\n", *_page_table(run), "", *_other_table(run)]
    if len(runs) > 1:
        lines += ["\n## Growth\n", *_growth(runs[0], runs[-1])]
    DOCUMENT.write_text("\n".join(lines) + "\n", encoding="utf-8")


HEAD = """# Performance

Written by `make bench` (`make bench ARGS="--sizes 1000,100000"` for both sizes). Machine: {machine}. Date: {day}.

The real stack (`croisee serve`: Caddy, two web processes of four threads, live, worker, embedded PostgreSQL), the
demo territory, the same encryption and policies as in real use. *App* and *database* are CPU milliseconds per request
of the web processes and of the application's PostgreSQL connections, for one visitor; p50 and p95 are waiting times
of the same requests; requests per second with 8 visitors at once, who share the cores with the server. Waiting times
and rates depend on what else the machine does; CPU times much less. The *professional* and the *coordinator* belong
to the team of the demo CCAS; Mme Morel's dossier is the same at every size.

Lino Welfare 26.7 (Django and PostgreSQL, 63 people, measured on the same kind of machine): list of 25 people 486 + 144
CPU ms (application + database), one person's file 178 + 57, search by name 53 + 30, about 95 MB per worker."""


def _page_table(run: Run) -> list[str]:
    lines = [
        "| page | who | app ms | database ms | CPU ms | target | queries "
        "| p50 ms | p95 ms | req/s | kB | Lino, CPU ms |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for page in run.pages:
        cells = _cells(page)
        if not page.is_met:
            cells[4] = f"**{cells[4]}**"
        lines.append("| " + " | ".join([*cells, PEERS.get(page.page, "")]) + " |")
    return lines


def _other_table(run: Run) -> list[str]:
    lines = ["| measured | value | target |", "|---|--:|--:|"]
    return lines + [
        f"| {figure.what} | {figure.value:,.1f} {figure.unit} | {figure.target} |" for figure in run.others
    ]


def _growth(small: Run, large: Run) -> list[str]:
    """No page may cost a fifth more in the large territory."""
    lines = [
        f"| page | who | {small.dossiers:,} dossiers | {large.dossiers:,} dossiers | growth |",
        "|---|---|--:|--:|--:|",
    ]
    before = {(page.page, page.who): page.cpu_ms for page in small.pages}
    for page in large.pages:
        if base := before.get((page.page, page.who)):
            growth = page.cpu_ms / base
            shown = f"{(growth - 1) * 100:+.0f} %"
            shown = f"**{shown}**" if growth > MOST_GROWTH else shown
            lines.append(f"| {page.page} | {page.who} | {base:.1f} | {page.cpu_ms:.1f} | {shown} |")
    return lines


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, Python {platform.python_version()}, load {load:.1f}"
