"""The dossiers' keys in use: fetched in one query, held for the time of a request and no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from croisee.foundation.vault import crypto

_ring: ContextVar[dict[UUID, bytes] | None] = ContextVar("keyring", default=None)


class KeyDestroyed(crypto.VaultError):
    """The dossier was erased: its key no longer exists and its content cannot be read by anyone."""


@contextmanager
def scope() -> Iterator[None]:
    """Hold keys until the end of the block; an inner scope shares the outer one's."""
    if _ring.get() is not None:
        yield
        return
    token = _ring.set({})
    try:
        yield
    finally:
        _ring.reset(token)


def load(key_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The unwrapped keys among those asked for that still exist, in at most one query."""
    from croisee.foundation.vault.models import DataKey

    wanted = set(key_ids)
    held = _ring.get()
    found = {key_id: held[key_id] for key_id in wanted if held and key_id in held}
    missing = wanted - found.keys()
    if missing:
        for key_id, wrapped in DataKey.objects.filter(pk__in=missing).order_by().values_list("pk", "wrapped"):
            found[key_id] = crypto.unwrap(bytes(wrapped), key_id)
        if held is not None:
            held.update(found)
    return found


def get(key_id: UUID) -> bytes:
    """One key; raises `KeyDestroyed` when it no longer exists."""
    try:
        return load([key_id])[key_id]
    except KeyError:
        raise KeyDestroyed(str(key_id)) from None


def hold(key_id: UUID, key: bytes) -> None:
    """Keep a key just made, so that its first use asks nothing of the database."""
    held = _ring.get()
    if held is not None:
        held[key_id] = key


def forget(key_id: UUID) -> None:
    held = _ring.get()
    if held is not None:
        held.pop(key_id, None)
