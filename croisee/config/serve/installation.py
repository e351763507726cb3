"""One installation: its data folder, its databases, its keys and the environment of its programs."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from croisee.config import embedded
from croisee.config.embedded import processes
from croisee.config.embedded.places import LONGEST_SOCKET_DIR, short_dir
from croisee.config.keys import ensure_keys

CHECKOUT = Path(__file__).resolve().parents[3]
SETTINGS = "croisee.config.settings"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
UNNAMED = (*EVERYWHERE, "127.0.0.1", "::1", "localhost")
Say = Callable[[str], None]


class ServeError(Exception):
    """What stops the start; the message is the French sentence shown."""


def data_dir() -> Path:
    """Return the data folder: the environment's, else `var` beside the code."""
    return Path(os.environ.get("CROISEE_DATA_DIR") or CHECKOUT / "var").resolve()


def select(data: Path | str | None = None) -> Path:
    """Make a data folder the one of this process and of its children, before Django reads its settings."""
    chosen = Path(data).resolve() if data else data_dir()
    os.environ["CROISEE_DATA_DIR"] = str(chosen)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    return chosen


def is_external() -> bool:
    """Say whether the databases are someone else's servers."""
    return bool(os.environ.get("DATABASE_URL"))


@contextlib.contextmanager
def databases(data: Path, say: Say) -> Iterator[None]:
    """Hold the databases up for a block and make sure that the keys exist."""
    with contextlib.ExitStack() as stack:
        vault_url = os.environ.get("VAULT_DATABASE_URL", "")
        if is_external() and not vault_url:
            raise ServeError(
                "DATABASE_URL est donnée sans VAULT_DATABASE_URL : les clés ont leur propre base."
            )
        if not is_external():
            vault_url = stack.enter_context(embedded.running(data, say=say)).url("vault", "app")
        # Where collected files would be: the pages' server looks there even when there are none.
        (data / "static").mkdir(mode=0o755, exist_ok=True)
        folder = os.environ.get("CROISEE_KEYS_DIR") or data / "keys"
        ensure_keys(folder, in_use=lambda: _holds_keys(vault_url))
        yield


def _holds_keys(url: str) -> bool:
    if not url:
        return False
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('vault_datakey') IS NOT NULL").fetchone()
        if not found or not found[0]:
            return False
        return connection.execute("SELECT 1 FROM vault_datakey LIMIT 1").fetchone() is not None


def socket_folder(data: Path) -> Path:
    """Return the private folder of the processes' sockets, short enough for the kernel."""
    folder = data / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_DIR:
        return short_dir(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


@contextlib.contextmanager
def only_one(data: Path, address: str) -> Iterator[None]:
    """Hold the installation's lock, or say where the running one answers."""
    data.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (data / "serve.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServeError(
                f"Croisée est déjà en marche pour ce dossier de données{_running(file.name)}."
            ) from None
        file.truncate(0)
        json.dump({"address": address, "pid": os.getpid()}, file)
        file.flush()
        yield


def _running(path: str) -> str:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError:
        return ""
    return f" : {found['address']} (processus {found['pid']})"


def mark(data: Path) -> dict[str, str]:
    """Return the variable by which the programs of an installation are recognised."""
    return {"CROISEE_SERVED": str(data)}


def end_leftovers(data: Path) -> None:
    """End what a killed supervisor left behind: it would answer beside the new programs."""
    wanted = f"CROISEE_SERVED={data}".encode()
    for attempt in range(30):
        left = [pid for pid in processes.numbers() if wanted in processes.variables(pid)]
        if not left:
            return
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGTERM if attempt < 20 else signal.SIGKILL)
        time.sleep(0.1)


def check_port(host: str, port: int) -> None:
    """Refuse a port that another program holds, before anything else is started."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise ServeError(f"L’adresse « {host} » n’existe pas sur cette machine.") from None
    except PermissionError:
        raise ServeError(
            f"Ce compte n’a pas le droit d’ouvrir le port {port} : prenez-en un au-dessus de 1023."
        ) from None
    except OSError:
        raise ServeError(
            f"Le port {port} de « {host} » n’est pas libre : choisissez-en un autre avec --port."
        ) from None


def allow_hosts(host: str) -> None:
    """Accept the names under which this machine is reached, unless the environment already lists them."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host not in UNNAMED:
        names.append(f"[{host}]" if ":" in host else host)
    elif host in EVERYWHERE:
        names += [socket.gethostname(), *_own_addresses()]
    os.environ.setdefault("CROISEE_ALLOWED_HOSTS", ",".join(dict.fromkeys(names)))


def _own_addresses() -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except socket.gaierror:
        return []
