"""One PostgreSQL cluster: created, configured, started, watched and stopped by us."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from croisee.config.embedded import processes
from croisee.config.embedded.configuration import ACCESS, INCLUDE, fragment
from croisee.config.embedded.endpoints import PORTS, SUPERUSER, Cluster
from croisee.config.embedded.errors import EmbeddedError, ServerDied, WrongVersion
from croisee.config.embedded.places import PG_MAJOR, Places

Say = Callable[[str], None]

LABELS: dict[Cluster, str] = {"main": "base principale", "vault": "base des clés"}
# Long enough for a reader, short enough to show that something goes on.
SECONDS_BETWEEN_MESSAGES = 3.0
SECONDS_BEFORE_ORPHANS_ARE_STOPPED = 20.0


@dataclass(frozen=True)
class Server:
    """A cluster of one installation and the account that runs it."""

    name: Cluster
    places: Places
    say: Say
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.places.home / self.name

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def start_log(self) -> Path:
        return self.places.home / "log" / f"{self.name}-start.log"

    # --- creation -----------------------------------------------------------------------------

    def create(self, password: str) -> None:
        """Create the cluster in a draft folder, renamed at the end: nothing is ever left half-made."""
        if self.data.exists():
            return
        self.say(f"Création de la {self.label}…")
        draft = self.data.with_name(f"{self.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.places.account.own(draft)
        secret = self.places.socket_dir / f"{self.name}.pw"
        secret.touch(mode=0o600)
        self.places.account.own(secret)
        try:
            secret.write_text(password, encoding="utf-8")
            self._initdb(draft, secret)
        finally:
            secret.unlink()
        draft.rename(self.data)

    def _initdb(self, folder: Path, secret: Path) -> None:
        # The builtin provider orders the same on every machine and after every system upgrade.
        command = [
            *(str(self.places.binaries / "initdb"), "--pgdata", str(folder), "--username", SUPERUSER),
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--data-checksums", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-instructions"),
        ]
        if not self.durable:
            command.append("--no-sync")
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd="/",
            env=processes.environment(),
            check=False,
            **self.places.account.spawn,
        )
        if done.returncode != 0:
            raise EmbeddedError(f"La {self.label} n’a pas pu être créée :\n{_last(done.stderr)}")

    def check_version(self) -> None:
        """Refuse data written by another major version, before anything touches them."""
        found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != PG_MAJOR:
            raise WrongVersion(
                f"Les données de {self.data} ont été écrites par PostgreSQL {found} ; cette version de "
                f"Croisée contient PostgreSQL {PG_MAJOR}. Rien n’a été modifié. Reprenez la version "
                "précédente de Croisée, faites une sauvegarde, puis suivez le guide d’exploitation."
            )

    def configure(self) -> None:
        """Write our settings and the only two ways in."""
        main = self.data / "postgresql.conf"
        if INCLUDE not in main.read_text(encoding="utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write(f"\n{INCLUDE}\n")
        settings = fragment(self.name, self.places, durable=self.durable)
        for path, content in ((self.data / "croisee.conf", settings), (self.data / "pg_hba.conf", ACCESS)):
            path.write_text(content, encoding="utf-8")
            path.chmod(0o600)
            self.places.account.own(path)

    # --- state --------------------------------------------------------------------------------

    def recorded(self) -> tuple[int, str] | None:
        """Read the process number and the state that the server itself writes down."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not lines or not lines[0].strip().isdigit():
            return None
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else "starting"

    def pid(self) -> int | None:
        """Return the number of the running server; None if none runs, whatever an old file says."""
        recorded = self.recorded()
        if recorded is None or not processes.works_in(recorded[0], self.data):
            return None
        return recorded[0]

    def answers(self, superuser_url: str) -> bool:
        """Say whether a real connection, with its password, gets an answer."""
        try:
            with psycopg.connect(superuser_url, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise EmbeddedError(
                    f"La {self.label} refuse le mot de passe noté dans le dossier de données : "
                    "le fichier « endpoints.json » n’est pas celui de ces données."
                ) from error
            return False
        return True

    # --- start and stop -----------------------------------------------------------------------

    def start(self, superuser_url: str) -> bool:
        """Start the server unless it runs, wait until it answers; say whether it had to be started."""
        pid = self.pid()
        if pid is not None and (self.recorded() or (0, ""))[1] == "stopping":
            self._wait_end(pid)
            pid = None
        fresh = pid is None
        if pid is None:
            self._clear_remains()
            self.configure()
            pid = self._spawn()
        self._wait_ready(pid, superuser_url)
        return fresh

    def _spawn(self) -> int:
        # The shell leaves at once, so the server belongs to the system and outlives whoever started it.
        script = 'exec "$0" -D "$1" </dev/null >"$2" 2>&1 & echo $!'
        done = subprocess.run(
            ["sh", "-c", script, str(self.places.binaries / "postgres"), str(self.data), str(self.start_log)],
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            env=processes.environment(),
            start_new_session=True,
            check=True,
            **self.places.account.spawn,
        )
        return int(done.stdout)

    def _wait_ready(self, pid: int, superuser_url: str) -> None:
        # A recovery takes the time it takes: only the death of the process ends the wait.
        pace = _Pace(self.say, f"La {self.label} vérifie ses données avant de répondre")
        while True:
            if not processes.alive(pid):
                raise ServerDied(
                    f"La {self.label} s’est arrêtée en démarrant. Ses dernières lignes :\n{self.tail()}"
                )
            recorded = self.recorded()
            if recorded == (pid, "ready") and self.answers(superuser_url):
                return
            pace.wait()

    def stop(self) -> None:
        """Stop the server cleanly: open transactions are undone, everything acknowledged is kept."""
        pid = self.pid()
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        self._wait_end(pid)

    def _wait_end(self, pid: int) -> None:
        pace = _Pace(self.say, f"La {self.label} finit d’écrire avant de s’arrêter")
        while processes.alive(pid):
            pace.wait()

    def _clear_remains(self) -> None:
        """After a kill -9: wait for the last processes of the dead server, then drop its file."""
        pace = _Pace(self.say, f"Des processus d’un arrêt brutal de la {self.label} se terminent")
        while remains := processes.working_in(self.data):
            if pace.elapsed > SECONDS_BEFORE_ORPHANS_ARE_STOPPED:
                for pid in remains:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGQUIT)
            pace.wait()
        # Another program may have received the same number since: PostgreSQL would refuse to start.
        socket = self.places.socket_dir / f".s.PGSQL.{PORTS[self.name]}"
        for path in (self.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
            path.unlink(missing_ok=True)

    def tail(self) -> str:
        """Return the last lines the server wrote, for the person who must understand its death."""
        logs = sorted(self.start_log.parent.glob(f"{self.name}-*.log"), key=lambda path: path.stat().st_mtime)
        return _last("\n".join(path.read_text(encoding="utf-8", errors="replace") for path in logs[-2:]))


class _Pace:
    """Short pauses, and a calm message every few seconds."""

    def __init__(self, say: Say, message: str) -> None:
        self.say = say
        self.message = message
        self.began = self.said = time.monotonic()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def wait(self) -> None:
        time.sleep(0.05)
        if time.monotonic() - self.said >= SECONDS_BETWEEN_MESSAGES:
            self.said = time.monotonic()
            self.say(f"{self.message} ({self.elapsed:.0f} s)…")


def _last(text: str, count: int = 12) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in lines[-count:]) or "    (aucune)"
