"""The keys of an installation are made once, closed to others, and never silently replaced."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from croisee.config.keys import MAKERS, KeysMissing, ensure_keys


def test_keys_are_made_once_and_closed(tmp_path: Path) -> None:
    folder = ensure_keys(tmp_path / "keys")
    before = {name: (folder / name).read_bytes() for name in MAKERS}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in MAKERS} == {0o600}
    assert len(before["master.key"]) == 32
    Ed25519PrivateKey.from_private_bytes(before["seal.key"])
    ensure_keys(folder, in_use=lambda: True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_lost_master_key_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match=r"master\.key"):
        ensure_keys(tmp_path, in_use=lambda: True)
    assert not list(tmp_path.iterdir())
