"""Who may open a stream, and who may keep it: sessions and rights are asked again for all streams at once."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import Error as DjangoError
from django.db import connections
from django.http import HttpRequest
from psycopg import sql

from croisee.foundation.live.database import Connection, connect
from croisee.foundation.live.hub import Hub, Stream
from croisee.foundation.live.topics import Topic, allowed_without_asking, keys_to_check, rights

_LOG = logging.getLogger(__name__)
# A withdrawn right cuts the stream within two seconds: this, plus the time of one query.
EVERY_SECONDS = 1.5
_Key = tuple[int, str, UUID]


@dataclass(frozen=True)
class Viewer:
    """The user behind a session, and a fingerprint of the password that it was opened with."""

    user_id: int
    session_key: str
    password: str


class Guard:
    """Answers for the rights of all streams of this process, on one connection of its own."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._lock = asyncio.Lock()
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live-session")

    async def identify(self, session_key: str) -> Viewer | None:
        """The active user of a session; Django's own code decides, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _viewer_of, session_key)

    async def allows(self, user_id: int, topics: Iterable[Topic]) -> bool:
        """Whether a user may follow every one of these topics."""
        wanted = set(topics)
        asked = {(user_id, kind, key) for kind, key in keys_to_check(wanted)}
        async with self._lock:
            granted = await self._granted(await self._open(), asked)
        return all(_may(topic, user_id, granted) for topic in wanted)

    async def run(self, hub: Hub) -> None:
        """Sweep for ever; a sweep that fails is tried again at the next turn."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            if not hub.streams:
                continue
            try:
                await self.sweep(hub)
            except (psycopg.Error, DjangoError, OSError) as error:
                _LOG.warning("Rights of the open streams could not be asked (%s)", type(error).__name__)

    async def sweep(self, hub: Hub) -> None:
        """End every stream whose session, account or right is gone: three queries, however many streams."""
        streams = list(hub.streams)
        asked = {(s.user_id, kind, key) for s in streams for kind, key in keys_to_check(s.topics)}
        async with self._lock:
            connection = await self._open()
            sessions = await _living_sessions(connection, {s.session_key for s in streams})
            passwords = await _passwords(connection, {s.user_id for s in streams})
            granted = await self._granted(connection, asked)
        for stream in streams:
            if stream.session_key not in sessions or passwords.get(stream.user_id) != stream.password:
                stream.end("session")
            elif not all(_may(topic, stream.user_id, granted) for topic in stream.topics):
                stream.end("right")

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._connection is not None:
            await self._connection.close()

    async def _open(self) -> Connection:
        if self._connection is None or self._connection.closed or self._connection.broken:
            self._connection = await connect("croisee-live-rights")
        return self._connection

    async def _granted(self, connection: Connection, asked: set[_Key]) -> set[_Key]:
        granted: set[_Key] = set()
        for kind, function in rights().items():
            pairs = [(user_id, key) for user_id, found, key in asked if found == kind]
            if not pairs:
                continue
            query = sql.SQL(
                "SELECT u, k FROM unnest(%s::integer[], %s::uuid[]) AS asked (u, k) WHERE {}(u, k)"
            ).format(sql.Identifier(function))
            cursor = await connection.execute(query, [[u for u, _ in pairs], [k for _, k in pairs]])
            granted |= {(row[0], kind, row[1]) for row in await cursor.fetchall()}
        return granted


def _may(topic: Topic, user_id: int, granted: set[_Key]) -> bool:
    if topic.kind in rights():
        return (user_id, topic.kind, UUID(topic.key)) in granted
    return allowed_without_asking(topic, user_id)


async def _living_sessions(connection: Connection, keys: set[str]) -> set[str]:
    query = sql.SQL("SELECT session_key FROM {} WHERE session_key = ANY(%s) AND expire_date > now()").format(
        sql.Identifier(Session._meta.db_table)
    )
    cursor = await connection.execute(query, [list(keys)])
    return {row[0] for row in await cursor.fetchall()}


async def _passwords(connection: Connection, user_ids: set[int]) -> dict[int, str]:
    """A fingerprint of each active user's password: a change of password ends the sessions opened before."""
    query = sql.SQL(
        "SELECT id, encode(sha256(convert_to(password, 'UTF8')), 'hex') "
        "FROM {} WHERE id = ANY(%s) AND is_active"
    ).format(sql.Identifier(auth.get_user_model()._meta.db_table))
    cursor = await connection.execute(query, [list(user_ids)])
    return {row[0]: row[1] for row in await cursor.fetchall()}


def _viewer_of(session_key: str) -> Viewer | None:
    """Each thread keeps its connection: after a night of the database, a dead one is replaced once."""
    try:
        return _viewer(session_key)
    except (psycopg.Error, DjangoError):
        connections.close_all()
        return _viewer(session_key)


def _viewer(session_key: str) -> Viewer | None:
    request: Any = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user: Any = auth.get_user(request)
    if not user.is_authenticated or not user.is_active:
        return None
    return Viewer(user.pk, session_key, hashlib.sha256(user.password.encode()).hexdigest())


def stream_for(viewer: Viewer, topics: frozenset[Topic]) -> Stream:
    """A stream not yet in the hub."""
    return Stream(viewer.user_id, viewer.session_key, viewer.password, topics)
