"""Which processes live, and in which folder they work."""

import os
from pathlib import Path

PROC = Path("/proc")


def environment() -> dict[str, str]:
    """Return the few variables a PostgreSQL program needs; PG* of the caller must not lead it elsewhere."""
    kept = {name: os.environ[name] for name in ("PATH", "TZ", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", "LANG": "C"}


def alive(pid: int) -> bool:
    """Say whether a process lives; one that is dead but not yet collected does not."""
    try:
        state = (PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return not PROC.joinpath("self").exists() and _exists(pid)
    return state.rpartition(")")[2].split()[0] not in {"Z", "X"}


def works_in(pid: int, folder: Path) -> bool:
    """Say whether a living process works in a folder: a server does in its data."""
    if not alive(pid):
        return False
    try:
        return Path(os.readlink(PROC / str(pid) / "cwd")) == folder.resolve()
    except OSError:
        return not PROC.joinpath("self").exists()


def working_in(folder: Path) -> list[int]:
    """Return the living processes that work in a folder."""
    return [pid for pid in numbers() if works_in(pid, folder)]


def numbers() -> list[int]:
    """Return the numbers of all processes; none where the system does not list them."""
    if not PROC.exists():
        return []
    return [int(path.name) for path in PROC.iterdir() if path.name.isdigit()]


def variables(pid: int) -> list[bytes]:
    """Return the environment a living process was started with, as far as we may read it."""
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0") if alive(pid) else []
    except OSError:
        return []


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
