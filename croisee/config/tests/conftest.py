"""Folders that the account of PostgreSQL can enter, which pytest's own cannot be when root runs the tests."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from croisee.config import embedded


@contextmanager
def open_folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="croisee-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """A data folder whose servers run during the whole session."""
    with open_folder() as folder:
        embedded.ensure_started(folder, durable=False)
        yield folder
        embedded.stop(folder)


@pytest.fixture
def fresh_folder() -> Iterator[Path]:
    """An empty folder; whatever runs in it is stopped at the end."""
    with open_folder() as folder:
        yield folder
        embedded.stop(folder)


@pytest.fixture(scope="session")
def disturbed_folder() -> Iterator[Path]:
    """A folder whose servers tests start, kill and stop as they like: each starts what it needs."""
    with open_folder() as folder:
        yield folder
        embedded.stop(folder)
