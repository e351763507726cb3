"""The whole software as users get it: `croisee serve` on a free port, on the databases of this worker."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.databases import ROOT, Databases, test_dir

SECONDS_TO_START = 180
SECONDS_TO_STOP = 20
# The line of the running worker, and the seals it compares with their copy.
HELD = {"procrastinate_workers", "journal_seal"}


@dataclass(frozen=True)
class Stack:
    """A running installation."""

    url: str
    process: subprocess.Popen[bytes]
    output: Path

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/sante/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False

    def wait(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"croisee serve did not start:\n{self.output.read_text()[-4000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launch(databases: Databases, folder: Path) -> Stack:
    """Serves the databases of a worker from a folder of its own, with the keys of the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    port, output = free_port(), folder / "serve.out"
    own = {"CROISEE_DATA_DIR": str(folder), "CROISEE_KEYS_DIR": str(test_dir() / "keys")}
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "croisee", "serve", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, **databases.environment(), **own},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return Stack(f"http://localhost:{port}", process, output)


@dataclass
class Keeper:
    """Starts the installation of this worker when a journey asks for it.

    It is stopped before any other test that commits: its background worker would seal and empty what such a test
    has just written.
    """

    databases: Databases
    current: Stack | None = None
    launched: list[Path] = field(default_factory=list)

    def start(self) -> Stack:
        if self.current is None:
            # A new folder each time: the copy of the seals in the last one speaks of lines that are gone.
            folder = test_dir() / f"stack-{self.databases.name}-{len(self.launched)}"
            self.launched.append(folder)
            self.databases.held.update(HELD)
            self.current = launch(self.databases, folder)
        self.current.wait()
        return self.current

    def stop(self) -> None:
        if self.current is not None:
            self.current.stop()
            self.current = None
            self.databases.held.clear()
            self.databases.empty()


@pytest.fixture(scope="session")
def stack_keeper(suite_databases: Databases, request: pytest.FixtureRequest) -> Iterator[Keeper]:
    keeper = Keeper(suite_databases)
    try:
        yield keeper
    finally:
        keeper.stop()
        # After a failure the logs are worth reading.
        if not request.session.testsfailed:
            for folder in keeper.launched:
                shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stack(stack_keeper: Keeper) -> Stack:
    return stack_keeper.start()
