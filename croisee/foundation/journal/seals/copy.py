"""The copy of the seals outside the database: one JSON line each, appended and synced at once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from croisee.foundation.journal.seals.chain import Link

_TAIL = 65_536


def path() -> Path:
    return Path(settings.JOURNAL_SEAL_COPY)


class Copy:
    """The file, held by one process at a time (see `held`)."""

    def __init__(self, file: int) -> None:
        self._file = file

    def last(self) -> Link | None:
        """The last whole seal; a line cut by a crash is removed, the database has it."""
        size = os.fstat(self._file).st_size
        tail = os.pread(self._file, _TAIL, max(0, size - _TAIL))
        whole = tail.rfind(b"\n") + 1
        if whole < len(tail):
            os.ftruncate(self._file, size - (len(tail) - whole))
            os.fsync(self._file)
        lines = tail[:whole].splitlines()
        return Link.from_json(lines[-1].decode()) if lines else None

    def append(self, links: Iterable[Link]) -> None:
        text = "".join(f"{link.to_json()}\n" for link in links).encode()
        while text:
            text = text[os.write(self._file, text) :]
        os.fsync(self._file)


@contextmanager
def held() -> Iterator[Copy]:
    """The copy, created if need be, locked against another sealer on this machine."""
    target = path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not target.exists()
    file = os.open(target, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_new:
            _sync_folder(target.parent)
        yield Copy(file)
    finally:
        os.close(file)


def read() -> Iterator[str]:
    """Every whole line of the copy, from the first; nothing when there is no copy."""
    if not path().exists():
        return
    with path().open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.endswith("\n"):
                yield line.rstrip("\n")


def put_aside(suffix: str) -> Path | None:
    """Keep the present copy under another name: after a restoration the chain goes on from before."""
    if not path().exists():
        return None
    kept = path().with_name(f"{path().stem}.{suffix}{path().suffix}")
    path().rename(kept)
    _sync_folder(kept.parent)
    return kept


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
