"""The course of `croisee serve`, from the first message to the last."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from croisee.config import embedded
from croisee.config.serve import installation
from croisee.config.serve.installation import Say, ServeError
from croisee.config.serve.prepare import RESULT_MARK
from croisee.config.serve.programs import programs
from croisee.config.serve.supervisor import Keeper, answers

DEMO_PASSWORD = "croisee-demo"  # noqa: S105
HEALTH_PATH = "/sante/"
# A program that dies this often before it ever answered will not answer.
HOPELESS_DEATHS = 5
_log = logging.getLogger("croisee.serve")


@dataclass
class Service:
    """One run of the whole software."""

    data: Path
    host: str
    port: int
    demo: bool
    say: Say
    keepers: list[Keeper] = field(default_factory=list)

    @property
    def address(self) -> str:
        shown = "localhost" if self.host in installation.UNNAMED else self.host
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    def run(self) -> None:
        """Start everything, serve until a signal, stop everything."""
        with installation.only_one(self.data, self.address), _log_file(self.data):
            installation.end_leftovers(self.data)
            installation.check_port(self.host, self.port)
            installation.allow_hosts(self.host)
            asyncio.run(self._main())

    async def _main(self) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._on_signal, stop)
        sockets = installation.socket_folder(self.data)
        front, behind = programs(sockets, self.data, self.host, self.port)
        with contextlib.ExitStack() as held:
            # The front first: whoever comes during a long start reads a page that says so.
            self._keep(front)
            try:
                await asyncio.to_thread(held.enter_context, installation.databases(self.data, self.say))
                result = (
                    {} if stop.is_set() else await asyncio.to_thread(_prepare, self.data, self.demo, self.say)
                )
                if not stop.is_set():
                    web, live, worker = behind
                    pages = self._keep(web)
                    self._keep(live)
                    await self._wait_ready(pages, stop)
                    # Last: nobody waits for it, and on a small machine it would slow the pages' start.
                    self._keep(worker)
                if not stop.is_set():
                    self._welcome(result)
                await self._watch_databases(stop)
            finally:
                await self._stop()
                await asyncio.to_thread(held.close)
        self.say("Croisée est arrêtée.")

    def _keep(self, program: Any) -> Keeper:
        keeper = Keeper(program, self.say, installation.mark(self.data))
        self.keepers.append(keeper)
        keeper.start()
        return keeper

    async def _wait_ready(self, web: Keeper, stop: asyncio.Event) -> None:
        said = time.monotonic()
        while not stop.is_set() and not await answers(web, HEALTH_PATH):
            if web.deaths >= HOPELESS_DEATHS:
                raise ServeError(f"Les pages ne démarrent pas. Le détail est dans {self.data / 'log'}.")
            if time.monotonic() - said > 5:
                said = time.monotonic()
                self.say("Les pages démarrent…")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 0.1)

    async def _watch_databases(self, stop: asyncio.Event) -> None:
        """Until the stop, start the embedded databases again whenever one died."""
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 1)
            if stop.is_set() or installation.is_external() or embedded.is_running(self.data):
                continue
            self.say("La base de données s’est arrêtée sans qu’on le lui demande ; elle redémarre.")
            _log.warning("database: arrêt inattendu, redémarrage")
            try:
                await asyncio.to_thread(embedded.ensure_started, self.data, say=self.say)
                self.say("La base de données répond de nouveau.")
            except embedded.EmbeddedError as error:
                self.say(str(error))

    def _welcome(self, result: dict[str, Any]) -> None:
        self.say("")
        self.say(f"Croisée est prête : {self.address}")
        if accounts := result.get("accounts"):
            self.say(f"Comptes de démonstration (mot de passe « {DEMO_PASSWORD} ») :")
            width = max(len(account["email"]) for account in accounts)
            for account in accounts:
                self.say(f"  {account['email']:<{width}}  {account['name']} — {account['role']}".rstrip(" —"))
        self.say("Ctrl-C pour arrêter.")

    def _on_signal(self, stop: asyncio.Event) -> None:
        if stop.is_set():
            # Asked twice: the programs end at once; the database still ends properly.
            for keeper in self.keepers:
                keeper.kill()
            return
        self.say("Arrêt en cours…")
        stop.set()

    async def _stop(self) -> None:
        front, *behind = self.keepers
        await asyncio.gather(*(keeper.stop() for keeper in behind))
        await front.stop()


def _prepare(data: Path, demo: bool, say: Say) -> dict[str, Any]:
    """Run the preparation in its own process, and pass its messages on."""
    command = [sys.executable, "-m", "croisee.config.serve.prepare", *(["--demo"] if demo else [])]
    result: dict[str, Any] = {}
    last: list[str] = []
    # Of its own session: Ctrl-C must not cut a migration.
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, **installation.mark(data)},
    ) as process:
        assert process.stdout is not None  # noqa: S101
        for line in process.stdout:
            if line.startswith(RESULT_MARK):
                result = json.loads(line.removeprefix(RESULT_MARK))
                continue
            last = [*last[-11:], line.rstrip()]
            _log.info("prepare: %s", line.rstrip())
            if line.endswith("…\n"):
                say(line.rstrip())
    if process.returncode != 0:
        raise ServeError("La préparation des bases a échoué :\n" + "\n".join(f"    {line}" for line in last))
    return result


@contextlib.contextmanager
def _log_file(data: Path) -> Iterator[None]:
    """Keep what the programs say in a few files of bounded size, readable by this account only."""
    folder = data / "log"
    folder.mkdir(mode=0o700, exist_ok=True)
    previous = os.umask(0o077)
    handler = RotatingFileHandler(folder / "croisee.log", maxBytes=5_000_000, backupCount=4, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _log.setLevel(logging.INFO)
    _log.propagate = False
    _log.addHandler(handler)
    try:
        yield
    finally:
        _log.removeHandler(handler)
        handler.close()
        os.umask(previous)
