"""`croisee serve`: one at a time, programs kept alive, nothing left behind."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from croisee.config.cli import main
from croisee.config.embedded import processes
from croisee.config.serve import installation
from croisee.config.serve.programs import Program
from croisee.config.serve.supervisor import Keeper

CROISEE = [sys.executable, "-m", "croisee"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(condition: object, seconds: float = 10) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "too late"
        await asyncio.sleep(0.05)


def test_second_serve_says_where_the_first_answers(tmp_path: Path) -> None:
    with installation.only_one(tmp_path, "http://localhost:8123"):
        result = CliRunner().invoke(main, ["serve", "--data", str(tmp_path), "--port", str(free_port())])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Croisée est déjà en marche pour ce dossier de données : http://localhost:8123 "
        f"(processus {os.getpid()})."
    ]


def test_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", "--data", str(tmp_path), "--port", port])
    assert result.exit_code == 1
    assert f"Le port {port} de « 127.0.0.1 » n’est pas libre" in result.output


def test_sql_for_an_external_server() -> None:
    result = CliRunner().invoke(main, ["database", "sql-roles"])
    assert result.exit_code == 0
    assert "CREATE ROLE croisee_app LOGIN NOSUPERUSER NOBYPASSRLS" in result.output
    assert "CREATE DATABASE croisee_vault OWNER croisee_owner" in result.output


def test_a_program_that_dies_is_started_again_and_leaves_nothing() -> None:
    said: list[str] = []
    script = "sleep 1000 & echo $! >&2; exec sleep 1000"

    async def course() -> tuple[int, int, list[int]]:
        keeper = Keeper(Program("web", "Les pages", ["sh", "-c", script]), said.append)
        keeper.start()
        await until(lambda: keeper.pid and keeper.last_lines)
        first, child = keeper.pid, int(keeper.last_lines[0])
        assert first
        os.kill(first, signal.SIGKILL)
        await until(lambda: keeper.pid not in {None, first} and keeper.last_lines)
        second, other = keeper.pid, int(keeper.last_lines[0])
        assert second
        await keeper.stop()
        return first, second, [first, second, child, other]

    first, second, everyone = asyncio.run(course())
    assert first != second
    assert said == ["Les pages (web) : arrêt inattendu, reprise dans 1 s."]
    asyncio.run(until(lambda: not any(processes.alive(pid) for pid in everyone)))


def test_a_program_that_cannot_start_shows_why() -> None:
    said: list[str] = []

    async def course() -> None:
        keeper = Keeper(
            Program("web", "Les pages", ["sh", "-c", "echo 'réglage manquant'; exit 3"]), said.append
        )
        keeper.start()
        await until(lambda: keeper.deaths >= 2)
        await keeper.stop()

    asyncio.run(course())
    assert "    réglage manquant" in said


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal")
def test_programs_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    script = (
        "import asyncio\n"
        "from croisee.config.serve.programs import Program\n"
        "from croisee.config.serve.supervisor import Keeper\n"
        "async def main():\n"
        "    keeper = Keeper(Program('web', 'Les pages', ['sleep', '1000']), print)\n"
        "    keeper.start()\n"
        "    while not keeper.pid: await asyncio.sleep(0.01)\n"
        "    print(keeper.pid, flush=True)\n"
        "    await asyncio.sleep(1000)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        child = int(supervisor.stdout.readline())
        assert processes.alive(child)
        supervisor.kill()
    asyncio.run(until(lambda: not processes.alive(child)))


def test_leftovers_of_a_killed_supervisor_are_ended(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "1000"], env={**os.environ, **installation.mark(tmp_path)}) as left:
        installation.end_leftovers(tmp_path)
        assert left.wait(5) == -signal.SIGTERM


@pytest.mark.slow
def test_serves_recovers_and_stops(disturbed_folder: Path) -> None:
    port = free_port()
    kept = {
        name: value for name, value in os.environ.items() if "DATABASE" not in name and "KEYS" not in name
    }
    environment = {**kept, "CROISEE_DATA_DIR": str(disturbed_folder)}
    with subprocess.Popen(
        [*CROISEE, "serve", "--port", str(port)], env=environment, stdout=subprocess.PIPE
    ) as serve:
        wait_until_served(port, disturbed_folder / "log" / "croisee.log")
        main_server = disturbed_folder / "postgres" / "main" / "postmaster.pid"
        os.kill(int(main_server.read_text().split()[0]), signal.SIGKILL)
        time.sleep(0.3)
        wait_until_served(port, disturbed_folder / "log" / "croisee.log")
        serve.terminate()
        assert serve.wait(60) == 0
        assert serve.stdout is not None
        said = serve.stdout.read().decode()
    assert f"Croisée est prête : http://localhost:{port}" in said
    assert "La base de données répond de nouveau." in said
    assert said.endswith("Croisée est arrêtée.\n")
    assert not main_server.exists()


def wait_until_served(port: int, log: Path, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=15):
                return
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("not served; the log says:\n" + log.read_text(encoding="utf-8")[-4000:])
