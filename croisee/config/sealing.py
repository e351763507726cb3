"""The thread that seals the journal every second, whatever the jobs beside it do."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error, connections

from croisee.foundation.journal.seals.keys import NoSealKey
from croisee.foundation.journal.seals.sealing import MOST_LINES, CopyMismatch, seal

_LOG = logging.getLogger(__name__)
EVERY_SECONDS = 1.0
# A trouble that lasts is told again from time to time, not every second.
SAY_AGAIN_SECONDS = 300.0


class Sealer(threading.Thread):
    """Several may run, on several machines: they take turns by a lock in the database."""

    def __init__(self) -> None:
        super().__init__(name="sealer", daemon=True)
        self._stopping = threading.Event()
        self._said: tuple[str, float] = ("", 0.0)

    def run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            self.turn()
        # What was written while the jobs were ending.
        self.turn()
        connections.close_all()

    def stop(self) -> None:
        self._stopping.set()
        if self.is_alive():
            self.join(timeout=10)

    def turn(self) -> None:
        """Seal until nothing is left; a trouble is said and the next turn tries again."""
        try:
            while (made := seal()) is not None and made.line_count >= MOST_LINES:
                continue
        except CopyMismatch as error:
            self._say(
                logging.CRITICAL,
                f"Sealing has stopped: {error}. After a restoration, run `croisee journal restored`",
            )
        except (NoSealKey, Error, OSError, ValueError) as error:
            self._say(logging.ERROR, f"The journal could not be sealed ({type(error).__name__})")
            connections.close_all()
        else:
            self._said = ("", 0.0)

    def _say(self, level: int, message: str) -> None:
        before, when = self._said
        if message != before or time.monotonic() - when > SAY_AGAIN_SECONDS:
            self._said = (message, time.monotonic())
            _LOG.log(level, message)
