"""Who may open which page of the directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory import operations
from croisee.foundation.directory.tests.factories import AT, service
from tests.support.access import Knock, each

READERS = {
    "nadia": 200, "karim": 200, "lea": 200, "yasmine": 200, "ines": 200, "omar": 200, "paul": 200, "claire": 200,
    "visitor": 302,
}  # fmt: skip
IMPORTERS = {**dict.fromkeys(("nadia", "lea", "yasmine", "ines", "omar", "paul"), 403), "visitor": 302}

ACCESS = {
    "directory:search": READERS,
    "directory:communes": READERS,
    "directory:service": READERS,
    "directory:structure": READERS,
    "directory:imports": {**IMPORTERS, "karim": 200, "claire": 200},
    "POST directory:imports": {**IMPORTERS, "karim": 422, "claire": 422},
    "directory:import_run": {**IMPORTERS, "karim": 200, "claire": 200},
    "directory:import_progress": {**IMPORTERS, "karim": 200, "claire": 200},
    "POST directory:import_stop": {**IMPORTERS, "karim": 303, "claire": 303},
    "directory:import_issues": {**IMPORTERS, "karim": 200, "claire": 200},
}


@pytest.fixture
def url_arguments(claire: Membership, tmp_path: Path) -> dict[str, Any]:
    run = operations.request_import(
        content=[b"[]"], file_name="a.json", size=2, is_complete=True, by=claire, at=AT
    )
    # a structure and a service share the argument; both exist under it
    found = service()
    found.structure.pk = found.pk
    found.structure.external_id = "same"
    found.structure.save()
    return {"pk": found.pk, "run_id": run.pk}


@each(ACCESS)
def test_access(route: str, who: str, status: int, knock: Knock) -> None:
    assert knock(route, who) == status
