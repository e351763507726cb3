"""Start both clusters of a data folder, share them between programs, stop them with the last one."""

import contextlib
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import psycopg

from croisee.config.embedded import roles
from croisee.config.embedded.cluster import SECONDS_BETWEEN_MESSAGES, Say, Server
from croisee.config.embedded.endpoints import (
    CLUSTERS,
    DATABASES,
    FILE_NAME,
    ROLES,
    SUPERUSER,
    Cluster,
    Endpoints,
    endpoints,
)
from croisee.config.embedded.errors import EmbeddedError
from croisee.config.embedded.places import Places, places


def _silent(_message: str) -> None:
    """Say nothing: the default for programs that nobody watches."""


def ensure_started(data_dir: Path | str, *, say: Say = _silent, durable: bool = True) -> Endpoints:
    """Start what does not run yet and return the addresses; the servers stay until `stop`.

    `durable=False` gives up safety for speed: throw-away test folders only.
    """
    here = places(data_dir)
    try:
        here.create()
        with _locked(here.index / "start.lock", fcntl.LOCK_EX, say, "Un autre programme démarre la base"):
            found = _addresses(here)
            with ThreadPoolExecutor(len(CLUSTERS)) as pool:
                list(pool.map(lambda name: _bring_up(name, here, found, say, durable), CLUSTERS))
    except PermissionError as error:
        raise EmbeddedError(
            f"Le dossier {error.filename or here.data_dir} appartient à un autre compte : lancez Croisée "
            "avec le compte qui l’a installée."
        ) from error
    return found


def stop(data_dir: Path | str, *, say: Say = _silent) -> None:
    """Stop both clusters cleanly."""
    here = places(data_dir)
    if not here.index.exists():
        return
    with ThreadPoolExecutor(len(CLUSTERS)) as pool:
        list(pool.map(lambda name: Server(name, here, say).stop(), CLUSTERS))


def is_running(data_dir: Path | str) -> bool:
    """Say whether both servers live: a few reads, no connection."""
    here = places(data_dir)
    return all(Server(name, here, _silent).pid() is not None for name in CLUSTERS)


@contextlib.contextmanager
def running(data_dir: Path | str, *, say: Say = _silent, durable: bool = True) -> Iterator[Endpoints]:
    """Hold the clusters up for a block; the last program that leaves stops them."""
    here = places(data_dir)
    here.create()
    users = here.index / "users.lock"
    try:
        with _locked(users, fcntl.LOCK_SH, say, "La base s’arrête"):
            yield ensure_started(data_dir, say=say, durable=durable)
    finally:
        with contextlib.suppress(BlockingIOError), _locked(users, fcntl.LOCK_EX | fcntl.LOCK_NB, say, ""):
            stop(data_dir, say=say)


def create_database(found: Endpoints, cluster: Cluster, name: str) -> None:
    """Create one more database with the rights of the software's own: for tests and restores."""
    with psycopg.connect(found.superuser_url(cluster), autocommit=True) as connection:
        roles.create_database(connection, name)


def _bring_up(name: Cluster, here: Places, found: Endpoints, say: Say, durable: bool) -> None:
    server = Server(name, here, say, durable)
    server.create(found.passwords[name][SUPERUSER])
    server.check_version()
    if not server.start(found.superuser_url(name)):
        return
    with psycopg.connect(found.superuser_url(name, "template1"), autocommit=True) as connection:
        roles.prepare_roles(connection, found.passwords[name])
        roles.prepare_database(connection)
    with psycopg.connect(found.superuser_url(name), autocommit=True) as connection:
        roles.create_database(connection, DATABASES[name])


def _addresses(here: Places) -> Endpoints:
    """Return the recorded addresses, or write them for the first time."""
    found = endpoints(here.data_dir)
    if found is not None and (found.home, found.socket_dir) == (here.home, here.socket_dir):
        return found
    if found is None and (here.home / "main").exists():
        raise EmbeddedError(
            f"Les bases existent dans {here.home}, mais le fichier {here.index / FILE_NAME}, qui contient "
            "leurs mots de passe, a disparu. Reprenez-le dans votre sauvegarde."
        )
    users = (SUPERUSER, *(f"croisee_{role}" for role in ROLES))
    passwords: dict[str, dict[str, str]] = (
        found.passwords
        if found
        else {name: {user: secrets.token_urlsafe(32) for user in users} for name in CLUSTERS}
    )
    content = {"home": str(here.home), "socket_dir": str(here.socket_dir), "passwords": passwords}
    _write_secret(here.index / FILE_NAME, json.dumps(content, indent=1))
    return Endpoints(here.data_dir, here.home, here.socket_dir, passwords)


def _write_secret(path: Path, content: str) -> None:
    # Written whole beside, then renamed: a reader never sees half of it.
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


@contextlib.contextmanager
def _locked(path: Path, kind: int, say: Say, message: str) -> Iterator[IO[str]]:
    with path.open("a", encoding="utf-8") as file:
        began = said = time.monotonic()
        while True:
            try:
                fcntl.flock(file, kind | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if kind & fcntl.LOCK_NB:
                    raise
            time.sleep(0.05)
            if time.monotonic() - said > SECONDS_BETWEEN_MESSAGES:
                said = time.monotonic()
                say(f"{message} ({said - began:.0f} s)…")
        yield file
