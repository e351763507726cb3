"""The pages that are measured, each as somebody who may open it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.bench import PageFigures, processes
from tests.bench.installation import HOST, Installation
from tests.bench.visitor import Answer, Visitor

PASSWORD = "croisee-demo"
PROFESSIONAL, COORDINATOR = "nadia@ccas.demo.example", "karim@ccas.demo.example"
WARM_UP = 5
REQUESTS = 25
SECONDS, CLIENTS = 2.0, 8

Ask = Callable[[Visitor], Answer]


@dataclass(frozen=True)
class Page:
    """One page: its name, who opens it, the most it may cost (CPU ms, application and database)."""

    name: str
    who: str
    target: float
    path: str
    fields: dict[str, str] | None = None
    # The page that holds the form, for those that write.
    form: str = ""

    def ask(self, visitor: Visitor) -> Answer:
        if self.fields is None:
            return visitor.get(self.path)
        return visitor.ask(
            "POST", self.path, {**visitor.form(self.form or self.path, self.path), **self.fields}
        )


def pages(dossier: str, need: str) -> list[Page]:
    """The reading pages of the dossier of Mme Morel, the same at every size, and the lists."""
    own = f"/dossiers/{dossier}"
    return [
        Page("list", PROFESSIONAL, 25, "/dossiers/"),
        Page("list, second page", PROFESSIONAL, 25, "/dossiers/?page=2"),
        Page("list", COORDINATOR, 25, "/dossiers/"),
        Page(
            "search by name", PROFESSIONAL, 15, "/dossiers/chercher/", {"text": "morel jeanne"}, "/dossiers/"
        ),
        Page("search by letters", COORDINATOR, 15, "/dossiers/chercher/", {"text": "mar"}, "/dossiers/"),
        Page("dossier", PROFESSIONAL, 30, f"{own}/"),
        Page("dossier", COORDINATOR, 30, f"{own}/"),
        Page("croisée", PROFESSIONAL, 60, f"{own}/croisee/"),
        Page("need", PROFESSIONAL, 60, f"{own}/besoins/{need}/"),
        Page("suggestions", PROFESSIONAL, 60, f"{own}/besoins/{need}/moyens/"),
        Page("notes", PROFESSIONAL, 60, f"{own}/notes/"),
        Page("keys", PROFESSIONAL, 60, f"{own}/cles/"),
        Page("timeline", PROFESSIONAL, 60, f"{own}/parcours/"),
        Page("services near", PROFESSIONAL, 60, "/annuaire/"),
    ]


def note(dossier: str) -> Page:
    path = f"/dossiers/{dossier}/notes/ecrire/"
    return Page("add a note", PROFESSIONAL, 60, path, {"text": "Passée ce matin, tout va bien."})


def visit(installation: Installation, email: str) -> Visitor:
    visitor = Visitor(HOST, installation.port)
    visitor.log_in(email, PASSWORD)
    return visitor


def measure(installation: Installation, page: Page, visitor: Visitor, queries: dict[str, int]) -> PageFigures:
    """One visitor for the CPU and the waiting times, then several at once for the rate."""
    prepared = _prepared(page, visitor)
    for _ in range(WARM_UP):
        answer = prepared(visitor)
    if answer.status not in {200, 302, 303}:
        raise LookupError(f"{page.name}: {answer.status} for {page.path}")
    app, database, times = _alone(installation, page, visitor, prepared)
    return PageFigures(
        page=page.name,
        who="coordinator" if page.who == COORDINATOR else "professional",
        app_ms=app,
        database_ms=database,
        queries=queries.get(f"{page.name} {page.who}", 0),
        p50_ms=statistics.median(times),
        p95_ms=sorted(times)[int(len(times) * 0.95)],
        per_second=_together(visitor, prepared),
        kilobytes=answer.size / 1024,
        target=page.target,
    )


def _prepared(page: Page, visitor: Visitor) -> Ask:
    """The request alone: the form is fetched beforehand and sent again with a new token each time."""
    if page.fields is None:
        return page.ask
    fields = {**visitor.form(page.form or page.path, page.path), **page.fields}

    def post(somebody: Visitor) -> Answer:
        return somebody.ask("POST", page.path, _once(fields))

    return post


def _once(fields: dict[str, str]) -> dict[str, str]:
    import uuid

    # A token that was used would be answered without doing anything.
    return {
        name: str(uuid.uuid4()) if "idempot" in name or name == "token" else value
        for name, value in fields.items()
    }


def _alone(
    installation: Installation, page: Page, visitor: Visitor, prepared: Ask
) -> tuple[float, float, list[float]]:
    found = processes.of(installation.data)
    idle_app, idle_database = _idle(found)
    app, database, began = found.app_ms(), found.database_ms(), time.monotonic()
    times = []
    for _ in range(REQUESTS):
        started = time.monotonic()
        prepared(visitor)
        times.append((time.monotonic() - started) * 1000)
    seconds = time.monotonic() - began
    app = found.app_ms() - app - idle_app * seconds
    database = found.database_ms() - database - idle_database * seconds
    return max(0.0, app) / REQUESTS, max(0.0, database) / REQUESTS, times


def _idle(found: processes.Processes, seconds: float = 1.0) -> tuple[float, float]:
    """What the installation consumes in a second when nobody asks for anything."""
    app, database = found.app_ms(), found.database_ms()
    time.sleep(seconds)
    return (found.app_ms() - app) / seconds, (found.database_ms() - database) / seconds


def _together(visitor: Visitor, prepared: Ask) -> float:
    end = time.monotonic() + SECONDS

    def work(somebody: Visitor) -> int:
        done = 0
        while time.monotonic() < end:
            prepared(somebody)
            done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(work, [visitor.again() for _ in range(CLIENTS)])) / SECONDS
