"""`make slice` places what it makes."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from tests.consistency.code import ROOT
from tools.slice import Impossible, Slice


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The three files that a new slice changes, in a folder of their own."""
    for name in ("pyproject.toml", "croisee/config/settings.py", "croisee/config/urls.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def layers(checkout: Path, group: str) -> list[str]:
    contracts = tomllib.loads((checkout / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (found,) = [
        contract["layers"] for contract in contracts if contract.get("containers") == [f"croisee.{group}"]
    ]
    return list(found)


def test_the_first_slice_of_a_group_brings_its_contract(checkout: Path) -> None:
    Slice(checkout, "across", "portal_pages").create()
    assert layers(checkout, "across") == ["portal_pages"]


def test_slices_of_a_group_do_not_know_each_other(checkout: Path) -> None:
    Slice(checkout, "across", "first").create()
    Slice(checkout, "across", "second").create()
    assert layers(checkout, "across") == ["first | second"]


def test_a_slice_of_person_stands_on_the_others(checkout: Path) -> None:
    Slice(checkout, "person", "memories").create()
    assert layers(checkout, "person") == ["memories", "needs", "dossiers"]


def test_the_slice_is_installed_and_has_an_address(checkout: Path) -> None:
    Slice(checkout, "casework", "home_care").create()
    assert '"croisee.casework.home_care",' in (checkout / "croisee/config/settings.py").read_text()
    assert (
        'path("home-care/", include("croisee.casework.home_care.urls")),'
        in (checkout / "croisee/config/urls.py").read_text()
    )
    assert (checkout / "croisee/casework/home_care/templates/home_care/page.html").exists()


@pytest.mark.parametrize(
    ("group", "name"), [("", ""), ("elsewhere", "aids"), ("casework", "Aids"), ("person", "vault")]
)
def test_what_cannot_be_placed_is_refused(checkout: Path, group: str, name: str) -> None:
    with pytest.raises(Impossible):
        Slice(checkout, group, name)
