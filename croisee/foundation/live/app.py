"""The live process: one server-sent-event stream per open page, as plain ASGI.

An event is the name of a topic and nothing else; the page then asks the web process for its fragment, where
the gate decides with the rights of that moment.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import Error as DjangoError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croisee.config.settings")
if not apps.ready:
    django.setup(set_prefix=False)

from croisee.foundation.live.guard import Guard, Viewer, stream_for  # noqa: E402
from croisee.foundation.live.hub import Hub, Stream  # noqa: E402
from croisee.foundation.live.topics import BadTopic, Topic, parse_all  # noqa: E402

_LOG = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 15.0
# A client that does not take a few bytes in this time has left without saying so.
SLOWEST_SECONDS = 10.0
MOST_STREAMS = 5_000
MOST_STREAMS_OF_A_USER = 30
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # Proxies must not hold events back.
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Refusal(Exception):
    """An answer without a stream: any status but 200 tells EventSource not to insist."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Live:
    """The ASGI application: its hub and its guard start with the process or with the first request."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.guard: Guard | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    def start(self) -> Guard:
        if self.guard is None:
            self.guard = Guard()
            self._tasks = [
                asyncio.create_task(self.hub.run()),
                asyncio.create_task(self.guard.run(self.hub)),
            ]
        return self.guard

    async def stop(self) -> None:
        for stream in list(self.hub.streams):
            stream.end("stop")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.guard is not None:
            await self.guard.close()
        self.guard, self._tasks = None, []

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        guard = self.start()
        if scope["path"] == "/live/health":
            await _answer(send, 200 if self.hub.listening else 503, self._health())
            return
        try:
            if scope["path"] != "/live/" or scope["method"] != "GET":
                raise Refusal(404)
            query = parse_qs(scope["query_string"].decode("ascii", "replace"))
            topics = parse_all(query.get("t", []))
            viewer = await self._viewer(guard, scope, topics)
            await self._stream(viewer, topics, _since(scope, query), receive, send)
        except BadTopic:
            await _answer(send, 400)
        except Refusal as refusal:
            await _answer(send, refusal.status)
        except (psycopg.Error, DjangoError) as error:
            _LOG.warning("A stream could not be opened (%s)", type(error).__name__)
            await _answer(send, 503)

    def _health(self) -> dict[str, Any]:
        return {"listening": self.hub.listening, "streams": len(self.hub.streams)}

    async def _viewer(self, guard: Guard, scope: Message, topics: frozenset[Topic]) -> Viewer:
        session_key = _session_key(scope)
        viewer = await guard.identify(session_key) if session_key else None
        if viewer is None:
            raise Refusal(401)
        if len(self.hub.streams) >= MOST_STREAMS:
            raise Refusal(503)
        if sum(s.user_id == viewer.user_id for s in self.hub.streams) >= MOST_STREAMS_OF_A_USER:
            raise Refusal(429)
        if not await guard.allows(viewer.user_id, topics):
            raise Refusal(403)
        return viewer

    async def _stream(
        self, viewer: Viewer, topics: frozenset[Topic], since: int | None, receive: Receive, send: Send
    ) -> None:
        stream = stream_for(viewer, topics)
        # First in the hub, then what was missed: nothing falls between the two.
        self.hub.add(stream)
        if since is not None:
            stream.offer(self.hub.missed(topics, since))
        watch = asyncio.create_task(_watch(stream, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await _write(send, b"retry: 1000\n\n")
            await _feed(stream, self.hub, send)
        except (TimeoutError, OSError, RuntimeError):
            # The client is gone or too slow; its page will come back and ask what it missed.
            return
        finally:
            self.hub.remove(stream)
            watch.cancel()


async def _feed(stream: Stream, hub: Hub, send: Send) -> None:
    """Send what is pending, all of it in one piece, until the stream ends.

    The id of an event is the journal's position: what a browser gives back when it connects again.
    """
    while not stream.ended:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await stream.wake.wait()
        except TimeoutError:
            await _write(send, f"id: {hub.position}\n\n".encode())
            continue
        stream.wake.clear()
        if stream.ended:
            break
        names, stream.pending = sorted(stream.pending), set()
        if names:
            await _write(send, "".join(_event(name, hub.position) for name in names).encode())
    if stream.ended != "gone":
        # A process that stops is not a withdrawn right: then the page simply connects again.
        last = b"" if stream.ended == "stop" else b"event: closed\ndata:\n\n"
        await _write(send, last, more=False)


def _event(name: str, position: int) -> str:
    return f"id: {position}\nevent: {name}\ndata:\n\n"


async def _write(send: Send, body: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(SLOWEST_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _watch(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end("gone")


async def _answer(send: Send, status: int, content: dict[str, Any] | None = None) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    if status == 503:
        headers.append((b"retry-after", b"2"))
    body = json.dumps(content or {}).encode()
    with suppress(OSError, RuntimeError):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _session_key(scope: Message) -> str:
    raw = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookie = SimpleCookie(raw.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie is not None else ""


def _since(scope: Message, query: dict[str, list[str]]) -> int | None:
    """Where the page stands: what it says itself, or what the browser remembers of the stream it lost."""
    value = query.get("since", [""])[0]
    for name, content in scope["headers"]:
        if name == b"last-event-id":
            value = content.decode("latin-1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else None


application = Live()
