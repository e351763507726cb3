"""The fixtures of every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import timezone

from tests.support import clock as clocks
from tests.support import commits, databases, guards, queries
from tests.support.web import StrictClient

ALIASES = ["default", "vault"]
DATABASE_FIXTURES = {"db", "transactional_db"}
BROWSER_FIXTURES = {"browse", "stack", "stack_keeper"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the query snapshots again")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses a database uses both: the main one and the vault."""
    for item in items:
        names = set(getattr(item, "fixturenames", []))
        if BROWSER_FIXTURES & names:
            item.add_marker("browser")
        if "knock" in names:
            item.add_marker("access")
        marker = item.get_closest_marker("django_db")
        needed = DATABASE_FIXTURES & names
        if marker is None and needed:
            item.add_marker(
                pytest.mark.django_db(databases=ALIASES, transaction="transactional_db" in needed)
            )
        elif marker is not None:
            cast("dict[str, object]", marker.kwargs).setdefault("databases", ALIASES)


# --- Databases ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def suite_databases(django_db_blocker: Any) -> Iterator[databases.Databases]:
    with django_db_blocker.unblock(), databases.running(_worker()) as found, _emptied_by(found):
        yield found


@pytest.fixture(scope="session")
def django_db_setup(suite_databases: databases.Databases) -> None:
    """Instead of Django's test databases: clones of a template, used as the application's role."""


@contextmanager
def _emptied_by(found: databases.Databases) -> Iterator[None]:
    """After a test that commits, Django would TRUNCATE as the application's role, which may not."""
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = lambda _self: found.empty()  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[attr-defined]


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(autouse=True)
def _as_if_committed(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    marker = request.node.get_closest_marker("django_db")
    if marker is None or marker.kwargs.get("transaction"):
        if marker is not None and not BROWSER_FIXTURES & set(request.fixturenames):
            request.getfixturevalue("stack_keeper").stop()
        yield
        return
    with commits.as_if_committed():
        yield


# --- Guards ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _strict_templates() -> None:
    from django.template import engines

    engines["django"].engine.string_if_invalid = guards.Undefined("%s")  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with guards.no_network():
        yield


@pytest.fixture(autouse=True)
def _shuffled_querysets(request: pytest.FixtureRequest) -> Iterator[None]:
    with guards.shuffled_querysets(request.node.nodeid):
        yield


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path) -> Iterator[None]:
    """Uploaded and produced files of one test."""
    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "files"
    yield
    settings.MEDIA_ROOT = before


# --- Tools ----------------------------------------------------------------------------------------


@pytest.fixture
def client() -> StrictClient:
    return StrictClient()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> clocks.Clock:
    moved = clocks.Clock()
    monkeypatch.setattr(timezone, "now", moved)
    return moved


@pytest.fixture
def query_snapshot(request: pytest.FixtureRequest) -> queries.QuerySnapshot:
    path = Path(str(request.path))
    return queries.QuerySnapshot(
        path=path.parent / "snapshots" / f"{path.stem}.json",
        test=str(request.node.name),
        update=bool(request.config.getoption("--update-snapshots")),
    )
