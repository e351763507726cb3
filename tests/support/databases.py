"""The databases of a test run: one template per state of the migrations, one clone per worker, dropped at the end.

The suite connects as the application's role, so that the wall is up in every test. Only this module uses the
superuser, to make, empty and drop databases.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import sql

from croisee.config import embedded
from croisee.config.embedded import Endpoints
from croisee.config.embedded.roles import create_database

ROOT = Path(__file__).resolve().parents[2]
Cluster = Literal["main", "vault"]
CLUSTERS: tuple[Cluster, ...] = ("main", "vault")
# Django's aliases of each cluster, with the role each one connects as.
ALIASES: dict[str, tuple[Cluster, Literal["app", "owner"]]] = {
    "default": ("main", "app"),
    "owner": ("main", "owner"),
    "vault": ("vault", "app"),
    "vault_owner": ("vault", "owner"),
}


def test_dir() -> Path:
    return Path(os.environ.get("CROISEE_TEST_DIR") or ROOT / "var" / "test").resolve()


@dataclass(frozen=True)
class Databases:
    """The two databases of one worker."""

    endpoints: Endpoints
    name: str
    # Tables that the migrations filled (reference lists, content types).
    filled: dict[Cluster, list[str]] = field(default_factory=dict)
    # Tables that a running installation cannot lose: see tests/support/stack.py.
    held: set[str] = field(default_factory=set)

    def superuser(self, cluster: Cluster, dbname: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.endpoints.superuser_url(cluster, dbname), autocommit=True)

    def environment(self) -> dict[str, str]:
        """What a process must be given to work on these databases."""
        return {
            "DATABASE_URL": self.endpoints.url("main", "app", self.name),
            "DATABASE_OWNER_URL": self.endpoints.url("main", "owner", self.name),
            "VAULT_DATABASE_URL": self.endpoints.url("vault", "app", self.name),
            "VAULT_DATABASE_OWNER_URL": self.endpoints.url("vault", "owner", self.name),
        }

    def create(self) -> None:
        template = ensure_template(self.endpoints)
        for cluster in CLUSTERS:
            with self.superuser(cluster) as connection:
                _drop(connection, self.name)
                _clone(connection, template, self.name)
            with self.superuser(cluster, self.name) as connection:
                self.filled[cluster] = [
                    table for table in _tables(connection) if _has_rows(connection, table)
                ]

    def drop(self) -> None:
        for cluster in CLUSTERS:
            with self.superuser(cluster) as connection:
                _drop(connection, self.name)

    def empty(self) -> None:
        """Removes what a test committed; tables that the migrations filled keep their content."""
        for cluster in CLUSTERS:
            with self.superuser(cluster, self.name) as connection:
                # The journal refuses TRUNCATE by a trigger: replica mode fires none.
                connection.execute("SET session_replication_role = replica")
                kept = {*self.filled[cluster], *self.held}
                tables = [name for name in _tables(connection) if name not in kept]
                if tables:
                    names = sql.SQL(", ").join(sql.Identifier("public", table) for table in tables)
                    _insist(connection, sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


def _insist(connection: psycopg.Connection, statement: sql.Composed) -> None:
    """An installation that runs beside may hold what is emptied, while it waits for what is emptied already."""
    for _ in range(20):
        try:
            connection.execute(statement)
            return
        except psycopg.errors.DeadlockDetected:
            continue
    connection.execute(statement)


@contextmanager
def running(worker: str) -> Iterator[Databases]:
    """Starts the embedded servers of the test folder, gives this worker its databases and drops them at the end."""
    with embedded.running(test_dir(), durable=False) as endpoints:
        databases = Databases(endpoints, f"test_{os.getpid()}_{worker}")
        with _lock("template"):
            _drop_orphans(databases)
            databases.create()
        point_django_at(endpoints, databases.name)
        try:
            yield databases
        finally:
            _close_connections()
            databases.drop()


def _close_connections() -> None:
    from django.db import connections

    for alias in ALIASES:
        connections[alias].close()


def point_django_at(endpoints: Endpoints, dbname: str) -> None:
    """Django keeps its connections' settings in one dictionary: changed in place, before the first query."""
    from django.db import connections

    for alias, (cluster, role) in ALIASES.items():
        connections[alias].close()
        entry: dict[str, Any] = connections.settings[alias]
        entry.update(endpoints.django(cluster, role, dbname))
        # One connection per test, rolled back: a pool would hand out another one.
        entry["OPTIONS"] = {key: value for key, value in entry["OPTIONS"].items() if key != "pool"}
        connections[alias].settings_dict.update(entry)


# --- The template ---------------------------------------------------------------------------------


def template_name() -> str:
    """Named after what the migrations are made of: their files, the helpers they import, other apps' versions."""
    digest = hashlib.sha256()
    for package in ("django", "django-allauth", "procrastinate"):
        digest.update(version(package).encode())
    for path in sorted(_migration_sources()):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return f"template_{digest.hexdigest()[:16]}"


def _migration_sources() -> set[Path]:
    found = set((ROOT / "croisee").glob("*/*/migrations/**/*.*")) | set((ROOT / "croisee").rglob("*.sql"))
    sources = {path for path in found if path.suffix != ".pyc" and path.is_file()}
    sources |= {ROOT / "croisee" / "config" / "embedded" / "roles.py"}
    # Reference lists are loaded after the migrations, by the applications' own configuration.
    sources |= {
        path
        for pattern in ("*/*/apps.py", "*/*/data/*")
        for path in (ROOT / "croisee").glob(pattern)
        if path.is_file()
    }
    for migration in list(sources):
        if migration.suffix == ".py":
            sources |= set(_imported_files(migration))
    return sources


def _imported_files(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("croisee."):
            base = ROOT.joinpath(*str(node.module).split("."))
            candidates = [base.with_suffix(".py"), base / "__init__.py"]
            candidates += [base / f"{name.name}.py" for name in node.names]
            yield from (candidate for candidate in candidates if candidate.exists())


def ensure_template(endpoints: Endpoints) -> str:
    """Migrates a database once, under another name until it is complete."""
    name, unfinished = template_name(), "template_unfinished"
    databases = Databases(endpoints, unfinished)
    if all(_exists(databases, cluster, name) for cluster in CLUSTERS):
        return name
    for cluster in CLUSTERS:
        with databases.superuser(cluster) as connection:
            _drop_templates(connection)
            create_database(connection, unfinished)
    _migrate(endpoints, unfinished)
    for cluster in CLUSTERS:
        with databases.superuser(cluster) as connection:
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


def _migrate(endpoints: Endpoints, dbname: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    current = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    point_django_at(endpoints, dbname)
    try:
        for alias in ("vault_owner", "owner"):
            call_command("migrate", database=alias, interactive=False, verbosity=0)
    finally:
        point_django_at(endpoints, current["default"])


def _clone(connection: psycopg.Connection, template: str, name: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER croisee_owner")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    create_database(connection, name)


def _exists(databases: Databases, cluster: Cluster, name: str) -> bool:
    with databases.superuser(cluster) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def _names(connection: psycopg.Connection, pattern: str) -> list[str]:
    rows = connection.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [pattern]).fetchall()
    return [name for (name,) in rows]


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_templates(connection: psycopg.Connection) -> None:
    for name in _names(connection, "^template_"):
        _drop(connection, name)


def _drop_orphans(databases: Databases) -> None:
    """Databases of runs that were killed: their names hold the id of a process that is no more."""
    for cluster in CLUSTERS:
        with databases.superuser(cluster) as connection:
            for name in _names(connection, "^test_[0-9]+_"):
                found = re.match(r"test_(\d+)_", name)
                if found and not Path(f"/proc/{found[1]}").exists():
                    _drop(connection, name)


def _tables(connection: psycopg.Connection) -> list[str]:
    query = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    return [name for (name,) in connection.execute(query).fetchall()]


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    query = sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier("public", table))
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


@contextmanager
def _lock(name: str) -> Iterator[None]:
    """Workers start together: one migrates the template, the others wait for it."""
    test_dir().mkdir(parents=True, exist_ok=True)
    with (test_dir() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
