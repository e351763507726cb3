"""The embedded PostgreSQL: its roles, its passwords, and what it survives."""

import os
import signal
import stat
import time
from pathlib import Path

import psycopg
import pytest

from croisee.config import embedded
from croisee.config.embedded import cluster, launcher, places
from croisee.config.embedded.cluster import Server
from croisee.config.embedded.endpoints import Cluster, Endpoints


@pytest.fixture(scope="module")
def found(servers_folder: Path) -> Endpoints:
    known = embedded.endpoints(servers_folder)
    assert known is not None
    return known


def attributes(found: Endpoints) -> dict[str, tuple[bool, ...]]:
    with psycopg.connect(found.superuser_url("main")) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolcanlogin "
            "FROM pg_roles WHERE rolname IN ('croisee_owner', 'croisee_app', 'croisee_backup')"
        ).fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}


def test_roles_are_what_they_should_be(found: Endpoints) -> None:
    assert attributes(found) == {
        "croisee_owner": (False, False, False, False, False, True),
        "croisee_app": (False, False, False, False, False, True),
        "croisee_backup": (False, True, False, False, True, True),
    }


@pytest.mark.parametrize("name", ["main", "vault"])
def test_app_writes_rows_and_changes_no_structure(found: Endpoints, name: Cluster) -> None:
    with psycopg.connect(found.url(name, "owner"), autocommit=True) as owner:
        owner.execute("DROP TABLE IF EXISTS rights")
        owner.execute("CREATE TABLE rights (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
    with psycopg.connect(found.url(name, "app"), autocommit=True) as app:
        app.execute("INSERT INTO rights (word) VALUES ('un')")
        app.execute("UPDATE rights SET word = 'deux'")
        assert app.execute("SELECT word FROM rights").fetchall() == [("deux",)]
        for refused in (
            "CREATE TABLE public.mine (id int)",
            "ALTER TABLE rights ADD COLUMN more text",
            "TRUNCATE rights",
            "DROP TABLE rights",
            "SET ROLE croisee_owner",
            "CREATE ROLE friend",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(refused)


def test_app_cannot_pass_a_policy_and_backup_reads_all(found: Endpoints) -> None:
    with psycopg.connect(found.url("main", "owner"), autocommit=True) as owner:
        owner.execute("DROP TABLE IF EXISTS walled")
        owner.execute("CREATE TABLE walled (id int)")
        owner.execute("INSERT INTO walled VALUES (1)")
        owner.execute("ALTER TABLE walled ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE walled FORCE ROW LEVEL SECURITY")
        assert owner.execute("SELECT count(*) FROM walled").fetchone() == (0,)
    with psycopg.connect(found.url("main", "app"), autocommit=True) as app:
        assert app.execute("SELECT count(*) FROM walled").fetchone() == (0,)
        app.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SELECT count(*) FROM walled")
    with psycopg.connect(found.url("main", "backup")) as backup:
        assert backup.execute("SELECT count(*) FROM walled").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            backup.execute("DELETE FROM walled")


@pytest.mark.parametrize("user", ["croisee_app", "croisee_owner", "croisee_backup", "croisee_superuser"])
def test_nobody_enters_without_the_right_password(found: Endpoints, user: str) -> None:
    for password in ("wrong", ""):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(
                host=str(found.socket_dir), port=5432, dbname="croisee", user=user, password=password
            ).close()


def test_secrets_are_closed_and_no_port_is_open(found: Endpoints) -> None:
    assert stat.S_IMODE((found.data_dir / "postgres" / "endpoints.json").stat().st_mode) == 0o600
    for folder in (found.socket_dir, found.home / "main", found.home / "vault"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with psycopg.connect(found.superuser_url("main")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)


def test_server_log_never_repeats_a_value(found: Endpoints) -> None:
    with psycopg.connect(found.url("main", "owner"), autocommit=True) as owner:
        owner.execute("DROP TABLE IF EXISTS discreet")
        owner.execute("CREATE TABLE discreet (name text UNIQUE)")
        owner.execute("INSERT INTO discreet VALUES ('Morel-Secrète')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("INSERT INTO discreet VALUES ('Morel-Secrète')")
    written = "".join(path.read_text(encoding="utf-8") for path in (found.home / "log").glob("*.log"))
    assert "discreet_name_key" in written
    assert "Morel" not in written


def test_new_database_has_the_same_rights(found: Endpoints) -> None:
    embedded.create_database(found, "main", "croisee_other")
    with psycopg.connect(found.url("main", "owner", "croisee_other"), autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS thing (id int)")
    with psycopg.connect(found.url("main", "app", "croisee_other")) as app:
        assert app.execute("SELECT count(*) FROM thing").fetchone() == (0,)


def test_addresses_are_unknown_before_the_first_start(tmp_path: Path) -> None:
    assert embedded.endpoints(tmp_path) is None


def test_second_start_only_reads(servers_folder: Path, found: Endpoints) -> None:
    began = time.monotonic()
    assert embedded.ensure_started(servers_folder, durable=False) == found
    assert time.monotonic() - began < 2


def test_last_program_stops_the_servers(disturbed_folder: Path) -> None:
    with embedded.running(disturbed_folder, durable=False):
        with embedded.running(disturbed_folder, durable=False):
            pass
        assert embedded.is_running(disturbed_folder)
    assert not embedded.is_running(disturbed_folder)


def test_a_program_that_fails_stops_the_servers_too(disturbed_folder: Path) -> None:
    with pytest.raises(SystemExit), embedded.running(disturbed_folder, durable=False):
        raise SystemExit(2)
    assert not embedded.is_running(disturbed_folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
def test_root_finds_the_servers_of_another_account(fresh_folder: Path) -> None:
    main = fresh_folder / "postgres" / "main"
    main.mkdir(parents=True)
    for path in (main, main.parent, fresh_folder):
        os.chown(path, 65534, 65534)
        path.chmod(0o700)
    here = places.places(fresh_folder)
    assert (here.account.uid, here.home) == (65534, fresh_folder / "postgres")
    assert not embedded.is_running(fresh_folder)
    assert [path.name for path in main.parent.iterdir()] == ["main"]


def test_data_survive_a_kill(disturbed_folder: Path) -> None:
    found = embedded.ensure_started(disturbed_folder, durable=False)
    with psycopg.connect(found.url("main", "owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE kept (id int)")
        owner.execute("INSERT INTO kept VALUES (42)")
    server = Server("main", places.places(disturbed_folder), print)
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    # The file of the dead server names a number that lives again: ours.
    file = server.data / "postmaster.pid"
    file.write_text(file.read_text().replace(str(pid), str(os.getpid()), 1))
    assert embedded.ensure_started(disturbed_folder, durable=False) == found
    with psycopg.connect(found.url("main", "app")) as app:
        assert app.execute("SELECT id FROM kept").fetchall() == [(42,)]


def test_dead_server_says_its_last_words(disturbed_folder: Path) -> None:
    embedded.ensure_started(disturbed_folder, durable=False)
    embedded.stop(disturbed_folder)
    settings = disturbed_folder / "postgres" / "main" / "postgresql.conf"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(f"{before}\nunheard_of = 1\n", encoding="utf-8")
    with pytest.raises(embedded.EmbeddedError, match=r"(?s)arrêtée en démarrant.*unheard_of"):
        embedded.ensure_started(disturbed_folder, durable=False)
    settings.write_text(before, encoding="utf-8")


def test_other_version_is_refused(fresh_folder: Path) -> None:
    data = fresh_folder / "postgres" / "main"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("15\n")
    server = Server("main", places.places(fresh_folder), print)
    with pytest.raises(embedded.EmbeddedError, match="PostgreSQL 15"):
        server.check_version()


def test_lost_passwords_are_said(fresh_folder: Path) -> None:
    (fresh_folder / "postgres" / "main").mkdir(parents=True)
    with pytest.raises(embedded.EmbeddedError, match=r"endpoints\.json"):
        embedded.ensure_started(fresh_folder)


def test_long_recovery_is_waited_for(servers_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    answers = iter([False] * 8 + [True] * 10)
    monkeypatch.setattr(cluster, "SECONDS_BETWEEN_MESSAGES", 0.1)
    monkeypatch.setattr(Server, "answers", lambda _self, _url: next(answers))
    server = Server("main", places.places(servers_folder), said.append)
    assert server.start("") is False
    assert said
    assert all("vérifie ses données" in line for line in said)


def test_start_lock_is_waited_for(servers_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl
    import threading

    said: list[str] = []
    monkeypatch.setattr(launcher, "SECONDS_BETWEEN_MESSAGES", 0.1)
    with (servers_folder / "postgres" / "start.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        threading.Timer(0.5, lambda: fcntl.flock(held, fcntl.LOCK_UN)).start()
        embedded.ensure_started(servers_folder, say=said.append, durable=False)
    assert any("Un autre programme démarre la base" in line for line in said)


def test_long_path_gets_a_short_socket_folder(fresh_folder: Path) -> None:
    deep = fresh_folder / ("é" * 60)
    deep.mkdir()
    here = places.places(deep)
    here.create()
    assert len(os.fsencode(here.socket_dir)) < places.LONGEST_SOCKET_DIR
    assert stat.S_IMODE(here.socket_dir.stat().st_mode) == 0o700
    here.socket_dir.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
def test_unreachable_folder_uses_another_place(
    fresh_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(places, "FALLBACK_HOME", fresh_folder / "elsewhere")
    found = embedded.ensure_started(tmp_path, durable=False)
    try:
        assert found.home.parent == fresh_folder / "elsewhere"
        assert embedded.endpoints(tmp_path) == found
        with psycopg.connect(found.url("main", "app")) as app:
            assert app.execute("SELECT 1").fetchone() == (1,)
    finally:
        embedded.stop(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
def test_unreadable_programs_are_copied(fresh_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = places.places(fresh_folder)
    here.create()
    origin = places._package()
    monkeypatch.setattr(
        places,
        "_runs",
        lambda folder, _account: origin not in folder.parents and (folder / "postgres").exists(),
    )
    assert here.binaries.is_relative_to(fresh_folder)
    monkeypatch.undo()
    assert places._runs(here.binaries, here.account)
