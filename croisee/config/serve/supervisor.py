"""Keep programs alive: start, restart with a growing pause, stop cleanly, leave none behind."""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
import time
from collections import deque
from dataclasses import dataclass, field

from croisee.config.serve.installation import Say
from croisee.config.serve.programs import Program

LONGEST_PAUSE = 30.0
# A program that lived this long was well: its next pause is short again.
SECONDS_OF_HEALTH = 30.0
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_log = logging.getLogger("croisee.serve")


def _die_with_parent() -> None:
    # Runs in the child between fork and exec: the kernel ends it if the supervisor is killed.
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Keeper:
    """Keeps one program alive until told to stop."""

    program: Program
    say: Say
    mark: dict[str, str] = field(default_factory=dict)
    deaths: int = 0
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=8))
    _process: asyncio.subprocess.Process | None = None
    _task: asyncio.Task[None] | None = None
    _stopping: bool = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep())

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.returncode is None else None

    async def _keep(self) -> None:
        pause = 0.5
        while not self._stopping:
            began = time.monotonic()
            try:
                await self._run_once()
            except OSError as error:
                self.last_lines.append(f"{self.program.command[0]} : {error.strerror}")
            if self._stopping:
                return
            self.deaths += 1
            pause = 0.5 if time.monotonic() - began > SECONDS_OF_HEALTH else min(pause * 2, LONGEST_PAUSE)
            self._tell_death(pause)
            await asyncio.sleep(pause)

    async def _run_once(self) -> None:
        if self.program.socket:
            self.program.socket.unlink(missing_ok=True)
        self.last_lines.clear()
        self._process = await asyncio.create_subprocess_exec(
            *self.program.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, **self.program.environment, **self.mark, "PYTHONUNBUFFERED": "1"},
            # Of its own: Ctrl-C reaches only the supervisor, which stops the programs in order.
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        _log.info("%s: démarré (processus %d)", self.program.name, self._process.pid)
        reader = asyncio.create_task(self._read(self._process))
        try:
            # Not `wait()`: it also waits for the pipe, which what the program left behind may hold open.
            while self._process.returncode is None:
                await asyncio.sleep(0.1)
        finally:
            # What the program itself started must not stay behind, nor hold its socket.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader, 2)

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101
        while chunk := await process.stdout.read(65536):
            for line in chunk.decode("utf-8", "replace").splitlines():
                self.last_lines.append(line)
                _log.info("%s: %s", self.program.name, line)

    def _tell_death(self, pause: float) -> None:
        code = self._process.returncode if self._process else None
        _log.warning("%s: arrêté (code %s), relancé dans %.1f s", self.program.name, code, pause)
        self.say(f"{self.program.label} ({self.program.name}) : arrêt inattendu, reprise dans {pause:.0f} s.")
        if self.deaths in {2, 5}:
            for line in self.last_lines:
                self.say(f"    {line}")

    async def stop(self) -> None:
        """Ask the program to end, and kill it when it does not in time."""
        self._stopping = True
        process = self._process
        if self._task is None:
            return
        if process is None or process.returncode is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._task), self.program.grace)
        self.kill()
        await asyncio.gather(self._task, return_exceptions=True)
        if self.program.socket:
            self.program.socket.unlink(missing_ok=True)

    def kill(self) -> None:
        """End the program and all it started, at once."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


async def answers(keeper: Keeper, path: str) -> bool:
    """Say whether a program answers 200 on its socket."""
    try:
        reader, writer = await asyncio.open_unix_connection(str(keeper.program.socket))
    except OSError:
        return False
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        return b" 200 " in await asyncio.wait_for(reader.readline(), 10)
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()
