"""What the processes of an installation consume, read from /proc."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _parent(pid: int) -> int:
    fields = _text(PROC / str(pid) / "stat").rpartition(")")[2].split()
    return int(fields[1]) if fields else 0


def _cpu_ms(pid: int) -> float:
    """All the threads' time on a core, to the nanosecond; clock ticks are ten milliseconds."""
    total = 0
    try:
        for task in (PROC / str(pid) / "task").iterdir():
            total += int((_text(task / "schedstat").split() or ["0"])[0])
    except OSError:
        return 0.0
    return total / 1e6


def _pss_mb(pid: int) -> float:
    """Memory with its shared part divided between those who share it."""
    for line in _text(PROC / str(pid) / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


@dataclass(frozen=True)
class Processes:
    """The processes of one installation by what they do."""

    web: list[int]
    live: list[int]
    front: list[int]
    worker: list[int]
    supervisor: list[int]
    # Connections of the application; the servers' own housekeeping is nobody's request.
    backends: list[int]
    postmasters: list[int]

    def app_ms(self) -> float:
        return sum(_cpu_ms(pid) for pid in self.web)

    def database_ms(self) -> float:
        return sum(_cpu_ms(pid) for pid in self.backends)

    def memory_mb(self, kind: str) -> list[float]:
        return [_pss_mb(pid) for pid in getattr(self, kind)]


def of(data: Path) -> Processes:
    """Whoever runs for this data folder at this moment."""
    mark = f"CROISEE_SERVED={data}"
    found: dict[str, list[int]] = {name: [] for name in ("web", "live", "front", "worker", "supervisor")}
    masters = [_postmaster(data, cluster) for cluster in ("main", "vault")]
    backends: list[int] = []
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        pid, command = int(entry.name), _text(entry / "cmdline")
        if "croisee_app" in command and _parent(pid) in masters:
            backends.append(pid)
        elif mark in _text(entry / "environ").split(" "):
            found[_kind(command)].append(pid)
            if (parent := _parent(pid)) and "serve" in _text(PROC / str(parent) / "cmdline"):
                found["supervisor"] = sorted({*found["supervisor"], parent})
    return Processes(**found, backends=backends, postmasters=masters)


def _kind(command: str) -> str:
    if "interface=wsgi" in command:
        return "web"
    if "interface=asgi" in command:
        return "live"
    return "front" if "caddy" in command else "worker"


def _postmaster(data: Path, cluster: str) -> int:
    file = data / "postgres" / cluster / "postmaster.pid"
    return int((_text(file).split() or ["0"])[0])
