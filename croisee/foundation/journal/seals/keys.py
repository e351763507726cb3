"""The Ed25519 key that signs the seals; it lives in a file, never in the database it vouches for."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings


class NoSealKey(RuntimeError):
    """The installation has no usable seal key."""


def private_key() -> Ed25519PrivateKey:
    """The key of `<keys>/seal.key`."""
    path = Path(settings.KEYS_DIR) / "seal.key"
    try:
        return _load(path, path.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        raise NoSealKey(f"No usable seal key: {path.name}") from error


@lru_cache(maxsize=4)
def _load(path: Path, changed: int) -> Ed25519PrivateKey:
    content = path.read_bytes()
    if content.startswith(b"-----"):
        key = load_pem_private_key(content, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("not an Ed25519 key")
        return key
    return Ed25519PrivateKey.from_private_bytes(content)


def public_key() -> Ed25519PublicKey:
    """The key that verifies: from the private one, or `<keys>/seal.pub` on a machine that only verifies."""
    public = Path(settings.KEYS_DIR) / "seal.pub"
    if public.exists() and not (Path(settings.KEYS_DIR) / "seal.key").exists():
        key = load_pem_public_key(public.read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise NoSealKey(f"No usable seal key: {public.name}")
        return key
    return private_key().public_key()


def create(path: Path) -> None:
    """Make the key of a new installation, and its public half beside it."""
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    path.with_suffix(".pub").write_bytes(public)
