"""The live process itself, on the suite's databases, and a client that speaks its protocol."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from tests.support.databases import Databases

# Rights as this slice sees them: a function of the database. Those of dossiers are tested with the dossiers.
RIGHTS = """
    ALTER FUNCTION may_see(integer, uuid) RENAME TO may_see_kept;
    CREATE TABLE live_right (user_id integer, key uuid);
    CREATE FUNCTION may_see(integer, uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        AS 'SELECT EXISTS (SELECT FROM live_right WHERE user_id = $1 AND key = $2)';
    """
RIGHTS_BACK = """
    DROP FUNCTION may_see(integer, uuid);
    DROP TABLE live_right;
    ALTER FUNCTION may_see_kept(integer, uuid) RENAME TO may_see;
    """


@pytest.fixture(scope="module")
def administrator(suite_databases: Databases, django_db_setup: None) -> Iterator[psycopg.Connection]:
    with suite_databases.superuser("main", suite_databases.name) as superuser:
        superuser.execute(RIGHTS)
        yield superuser
        superuser.execute(RIGHTS_BACK)


@pytest.fixture(scope="module")
def live_socket(
    administrator: psycopg.Connection, suite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The address of a live process served as in production."""
    path = tmp_path_factory.mktemp("live") / "live.sock"
    command = [sys.executable, "-m", "granian", "croisee.foundation.live.app:application"]
    command += ["--interface=asgi", f"--uds={path}", "--workers=1", "--log-level=warning"]
    environment = {**os.environ, **suite_databases.environment(), "CROISEE_SECRET_KEY": settings.SECRET_KEY}
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_until_listening(path)
        yield path
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_listening(path: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        client = Client(path, "")
        try:
            if path.exists() and client.get("/live/health").status == 200:
                return
        except OSError:
            pass
        finally:
            client.close()
        time.sleep(0.1)
    raise TimeoutError("the live process did not start")


@dataclass
class Stream:
    """What one connection received; nothing is read before it is asked for."""

    connection: socket.socket
    received: str = ""
    is_open: bool = True

    def read_until(self, wanted: Callable[[str], bool], seconds: float = 5.0) -> float:
        """Seconds until what was received is as wanted; the test fails when that does not come."""
        start = time.monotonic()
        while not wanted(self.received) and self.is_open:
            left = start + seconds - time.monotonic()
            if left <= 0 or not select.select([self.connection], [], [], left)[0]:
                break
            data = self.connection.recv(65_536)
            self.is_open = bool(data)
            self.received += data.decode()
        assert wanted(self.received), f"not received in {seconds} s: {self.received!r}"
        return time.monotonic() - start

    @property
    def status(self) -> int:
        return int(self.received.split(" ", 2)[1])

    @property
    def events(self) -> list[str]:
        return [
            line.removeprefix("event: ") for line in self.received.splitlines() if line.startswith("event:")
        ]

    def wait_for(self, event: str, seconds: float = 5.0, times: int = 1) -> float:
        return self.read_until(lambda text: text.count(f"event: {event}\n") >= times, seconds)

    def hears_nothing(self, seconds: float = 1.3) -> bool:
        known = len(self.events)
        with suppress(AssertionError):
            self.read_until(lambda _: len(self.events) > known, seconds)
        return len(self.events) == known


@dataclass
class Client:
    """A browser with its session cookie."""

    path: Path
    session_key: str
    streams: list[Stream] = field(default_factory=list)

    def get(self, address: str, headers: str = "") -> Stream:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        stream = Stream(connection)
        self.streams.append(stream)
        connection.connect(str(self.path))
        cookie = (
            f"Cookie: a=b; {settings.SESSION_COOKIE_NAME}={self.session_key}\r\n" if self.session_key else ""
        )
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: x\r\n{cookie}{headers}\r\n".encode())
        stream.read_until(lambda text: "\r\n\r\n" in text)
        return stream

    def close(self) -> None:
        for stream in self.streams:
            stream.connection.close()

    def follow(self, *topics: str, since: int | None = None, headers: str = "") -> Stream:
        query = "&".join(f"t={topic}" for topic in topics)
        stream = self.get(f"/live/?{query}{f'&since={since}' if since is not None else ''}", headers)
        assert stream.status == 200
        stream.read_until(lambda text: "retry:" in text)
        return stream


@dataclass
class World:
    """Nadia, her session, and one dossier she may see."""

    path: Path
    administrator: psycopg.Connection
    user: Any
    session_key: str
    dossier: UUID = field(default_factory=uuid4)
    clients: list[Client] = field(default_factory=list)

    @property
    def needs(self) -> str:
        return f"dossier-{self.dossier}-needs"

    def client(self, session_key: str | None = None) -> Client:
        client = Client(self.path, self.session_key if session_key is None else session_key)
        self.clients.append(client)
        return client

    def allow(self, dossier: UUID) -> None:
        self.administrator.execute("INSERT INTO live_right VALUES (%s, %s)", [self.user.pk, dossier])

    def withdraw(self, dossier: UUID) -> None:
        self.administrator.execute("DELETE FROM live_right WHERE key = %s", [dossier])

    def write(self, *topics: str, notify: bool = True) -> None:
        """A line of the journal, in raw SQL: this slice stands below none that writes one."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_line (at, event, dossier_id, topics) VALUES (%s, 'need.met', %s, %s)",
                [datetime.now(UTC), self.dossier, list(topics)],
            )
            if notify:
                cursor.execute("NOTIFY croisee_live")

    def position(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            (position,) = cursor.fetchone() or (0,)
        return int(position)


def open_session(user: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def world(live_socket: Path, administrator: psycopg.Connection, transactional_db: None) -> Iterator[World]:
    user = get_user_model()._default_manager.create(email="nadia@ccas.example", password="!")
    made = World(live_socket, administrator, user, open_session(user))
    made.allow(made.dossier)
    yield made
    for client in made.clients:
        client.close()
