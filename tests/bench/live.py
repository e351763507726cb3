"""From one browser's change to the open pages of others."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from tests.bench import Figure
from tests.bench.installation import HOST, Installation
from tests.bench.pages import PASSWORD, PROFESSIONAL, _prepared, note
from tests.bench.visitor import Visitor

PAGES = 100
CHANGES = 10
READERS = ["nadia", "karim", "yasmine", "ines", "lea"]


@dataclass
class Streams:
    """Open pages, waiting."""

    arrived: list[float] = field(default_factory=list)
    opened: int = 0

    async def listen(self, port: int, cookie: str, path: str, topic: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: {cookie}\r\n"
            "Accept: text/event-stream\r\n\r\n".encode()
        )
        await writer.drain()
        status = await reader.readline()
        if b" 200 " not in status:
            raise LookupError(f"stream refused: {status!r}")
        self.opened += 1
        wanted = f"event: {topic}".encode()
        while line := await reader.readline():
            if line.strip() == wanted:
                self.arrived.append(time.monotonic())


def measure(installation: Installation, dossier: str) -> list[Figure]:
    visitors = []
    for name in READERS:
        visitor = Visitor(HOST, installation.port)
        visitor.log_in(f"{name}@ccas.demo.example", PASSWORD)
        visitors.append((visitor, visitor.stream(f"/dossiers/{dossier}/notes/")))
    writer = visitors[0][0].again()
    assert READERS[0] in PROFESSIONAL
    acknowledged, arrived, lost = asyncio.run(_measure(installation.port, dossier, visitors, writer))
    ordered = sorted(arrived)
    return [
        Figure(
            f"note written, answer received (p50, {PAGES} pages open)", _at(sorted(acknowledged), 0.5), "ms"
        ),
        Figure(f"change seen by {PAGES} open pages, p50", _at(ordered, 0.5), "ms", "≤ 40"),
        Figure(f"change seen by {PAGES} open pages, p95", _at(ordered, 0.95), "ms", "≤ 80"),
        Figure(f"change seen by {PAGES} open pages, p99", _at(ordered, 0.99), "ms", "≤ 150"),
        Figure(f"signals lost of {PAGES * CHANGES}", lost, "", "0"),
    ]


def _at(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("nan")


async def _measure(
    port: int, dossier: str, visitors: list[tuple[Visitor, str]], writer: Visitor
) -> tuple[list[float], list[float], int]:
    streams, topic = Streams(), f"dossier-{dossier}-notes"
    tasks = []
    for number in range(PAGES):
        visitor, path = visitors[number % len(visitors)]
        tasks.append(asyncio.create_task(streams.listen(port, visitor.cookie, path, topic)))
    while streams.opened < PAGES:
        await asyncio.sleep(0.1)
        for task in tasks:
            if task.done() and (error := task.exception()):
                raise error
    write = await asyncio.to_thread(_prepared, note(dossier), writer)
    # The streams first say what changed since their pages were made.
    await asyncio.sleep(3)
    acknowledged, arrived, lost = [], [], 0
    for _ in range(CHANGES):
        streams.arrived.clear()
        started = time.monotonic()
        await asyncio.to_thread(write, writer)
        done = time.monotonic()
        acknowledged.append((done - started) * 1000)
        await asyncio.sleep(1.5)
        # From the moment the writer's browser knows: the signal leaves after the same commit.
        arrived += [max(0.0, (moment - done) * 1000) for moment in streams.arrived[:PAGES]]
        lost += max(0, PAGES - len(streams.arrived))
    for task in tasks:
        task.cancel()
    return acknowledged, arrived, lost
