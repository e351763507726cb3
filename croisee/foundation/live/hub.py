"""The hub: follows the journal's tail and hands each topic to the streams that wait for it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg
from django.db import Error as DjangoError

from croisee.foundation.live.database import CHANNEL, Connection, connect
from croisee.foundation.live.topics import Topic

_LOG = logging.getLogger(__name__)
# Even without any NOTIFY the tail is read this often: a lost one costs at most a second.
EVERY_SECONDS = 1.0
# Under a burst of commits the tail is read at most this often.
AT_LEAST_BETWEEN = 0.01
# A page older than this pulls all its sections instead of asking what it missed.
REMEMBERED_SECONDS = 600.0
MOST_REMEMBERED = 50_000

# Lines visible now that were not visible in the previous snapshot: exactly the new ones, in whatever order
# their transactions ended. `xmin` only bounds the index scan.
_NEW_LINES = """
    SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text, s::text, l.xid::text, l.topics
    FROM pg_current_snapshot() s LEFT JOIN journal_line l
    ON l.xid >= %s::xid8 AND l.topics <> '{}' AND NOT pg_visible_in_snapshot(l.xid, %s::pg_snapshot)"""

_SNAPSHOT = """
    SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text, s::text FROM pg_current_snapshot() s"""


@dataclass(eq=False)
class Stream:
    """One open page."""

    user_id: int
    session_key: str
    password: str
    topics: frozenset[Topic]
    pending: set[str] = field(default_factory=set)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    # Why the stream must end: "" while it lives.
    ended: str = ""

    def offer(self, names: Iterable[str]) -> None:
        self.pending.update(names)
        self.wake.set()

    def end(self, reason: str) -> None:
        self.ended = self.ended or reason
        self.wake.set()


@dataclass(frozen=True)
class _Position:
    xmin: int
    xmax: int
    snapshot: str


class Hub:
    """All open streams of this process and one LISTEN connection for them."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.listening = False
        self._by_topic: dict[str, set[Stream]] = defaultdict(set)
        self._position: _Position | None = None
        self._recent: deque[tuple[float, int, list[str]]] = deque()
        # Every line whose transaction is at or above this number and that was read is in `_recent`.
        self._complete_from = 0

    @property
    def position(self) -> int:
        """Every line of a transaction below this number was handed out."""
        return self._position.xmin if self._position else 0

    def add(self, stream: Stream) -> None:
        self.streams.add(stream)
        for topic in stream.topics:
            self._by_topic[topic.name].add(stream)

    def remove(self, stream: Stream) -> None:
        self.streams.discard(stream)
        for topic in stream.topics:
            waiting = self._by_topic[topic.name]
            waiting.discard(stream)
            if not waiting:
                del self._by_topic[topic.name]

    def missed(self, topics: frozenset[Topic], since: int) -> set[str]:
        """The topics with lines since a page was rendered; all of them when that is too long ago to say."""
        names = {topic.name for topic in topics}
        if not self.listening or since < self._complete_from:
            return names
        return {name for _, xid, found in self._recent if xid >= since for name in found if name in names}

    async def run(self) -> None:
        """Follow the tail for ever; a database that went away is tried again, more and more slowly."""
        wait = 0.2
        while True:
            try:
                async with await connect("croisee-live-tail") as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await self._read(connection)
                    self.listening, wait = True, 0.2
                    await self._follow(connection)
            except (psycopg.Error, DjangoError, OSError) as error:
                _LOG.warning("The journal's tail is out of reach (%s)", type(error).__name__)
            finally:
                self.listening = False
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5.0)

    async def _follow(self, connection: Connection) -> None:
        while True:
            started = time.monotonic()
            async for _ in connection.notifies(timeout=EVERY_SECONDS, stop_after=1):
                pass
            await asyncio.sleep(max(0.0, started + AT_LEAST_BETWEEN - time.monotonic()))
            await self._read(connection)

    async def _read(self, connection: Connection) -> None:
        before = self._position
        if before is None:
            await self._start(connection)
            return
        cursor = await connection.execute(_NEW_LINES, [str(before.xmin), before.snapshot])
        rows = await cursor.fetchall()
        xmin, xmax, snapshot = rows[0][:3]
        if int(xmax) < before.xmax:
            # Transaction numbers went backwards: another database was restored under us.
            await self._start(connection)
            return
        self._position = _Position(int(xmin), int(xmax), snapshot)
        self._deliver((int(row[3]), row[4]) for row in rows if row[3] is not None)

    async def _start(self, connection: Connection) -> None:
        cursor = await connection.execute(_SNAPSHOT)
        row = await cursor.fetchone()
        if row is None:
            return
        self._position = _Position(int(row[0]), int(row[1]), row[2])
        self._recent.clear()
        self._complete_from = self._position.xmax
        for stream in self.streams:
            stream.offer(topic.name for topic in stream.topics)

    def _deliver(self, lines: Iterable[tuple[int, list[str]]]) -> None:
        now, names = time.monotonic(), set()
        for xid, topics in lines:
            self._recent.append((now, xid, topics))
            names.update(topics)
        for name in names:
            for stream in self._by_topic.get(name, ()):
                stream.offer((name,))
        self._forget(now)

    def _forget(self, now: float) -> None:
        while self._recent and (
            self._recent[0][0] < now - REMEMBERED_SECONDS or len(self._recent) > MOST_REMEMBERED
        ):
            _, xid, _ = self._recent.popleft()
            self._complete_from = max(self._complete_from, xid + 1)
