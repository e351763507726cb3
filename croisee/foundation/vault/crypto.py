"""Sealing and opening of single values, wrapping of keys, blind-index tokens.

AES-256-GCM; the associated data ties a value to its table, row, field and format version, so that a value moved to
another row or column no longer opens.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"
NONCE_BYTES = 12


class VaultError(Exception):
    """A value that does not open: wrong key, moved or altered."""


@lru_cache(maxsize=4)
def _read_master(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != 32:
        raise VaultError("the master key must be 32 bytes")
    return key


def master_key() -> bytes:
    """The key that wraps the dossiers' keys; it lives in a file outside the databases."""
    return _read_master(Path(settings.KEYS_DIR) / "master.key")


@lru_cache(maxsize=8)
def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(master)


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


def encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Version byte, nonce, ciphertext with its tag."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + bound_to)


def decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """The plain bytes; raises `VaultError` when key, place or content is not the one that was sealed."""
    if sealed[:1] != VERSION:
        raise VaultError("unknown format version")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], VERSION + bound_to)
    except InvalidTag:
        raise VaultError("value sealed for another place, or altered") from None


def wrap(key: bytes, key_id: UUID) -> bytes:
    return encrypt(_derived(master_key(), "wrap"), key, key_id.bytes)


def unwrap(wrapped: bytes, key_id: UUID) -> bytes:
    return decrypt(_derived(master_key(), "wrap"), wrapped, key_id.bytes)


def place(table: str, row: UUID, field: str) -> bytes:
    """The associated data of a sealed field."""
    return b"\x1f".join([table.encode(), row.bytes, field.encode()])


def blind_token(scope: str, kind: str, value: str) -> int:
    """A 64-bit number that finds equal values and tells nothing of them without the master key.

    `scope` separates organisations: the same name gives different tokens in two of them. A signed integer, because
    equality on bigint is leakproof and may use its index behind row-level security.
    """
    message = "\x1f".join([scope, kind, value]).encode()
    digest = hmac.new(_derived(master_key(), "blind-index"), message, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
