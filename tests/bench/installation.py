"""An installation of a given size: loaded once, kept for the next measurements."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from croisee.config.demo.order import recall

ROOT = Path(__file__).resolve().parents[2]
HOST = "localhost"


def folder() -> Path:
    return Path(os.environ.get("CROISEE_BENCH_DIR") or ROOT / "var" / "bench").resolve()


@dataclass(frozen=True)
class Installation:
    """A running one."""

    data: Path
    port: int
    seconds_to_start: float


def environment(data: Path) -> dict[str, str]:
    # The measured installation is its own: no database of the outside.
    kept = {name: value for name, value in os.environ.items() if "DATABASE" not in name}
    return {**kept, "CROISEE_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "croisee.config.settings"}


def load(dossiers: int) -> tuple[Path, float, float]:
    """Its data folder; how many seconds its load took, and of CPU outside PostgreSQL (0 when it was there already)."""
    data = (folder() / str(dossiers)).resolve()
    order = recall(data / "demo.json")
    if order is not None and order.is_done and order.dossiers == dossiers:
        return data, 0.0, 0.0
    if order is not None and order.is_small:
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    started, before = time.monotonic(), _children_cpu()
    for words in (["migrate"], ["demo", "--dossiers", str(dossiers)]):
        subprocess.run([sys.executable, "-m", "croisee", *words], cwd=ROOT, env=environment(data), check=True)
    return data, time.monotonic() - started, _children_cpu() - before


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def serving(data: Path) -> Iterator[Installation]:
    """The whole stack, as `croisee serve` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    started = time.monotonic()
    with (data / "bench.out").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "croisee", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment(data),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, port, data / "bench.out")
        yield Installation(data, port, time.monotonic() - started)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        if process.poll() is not None:
            raise RuntimeError(output.read_text()[-2000:])
        time.sleep(0.1)
