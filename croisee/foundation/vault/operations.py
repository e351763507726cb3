"""Making and destroying the keys of dossiers."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from croisee.foundation.vault import crypto, keyring
from croisee.foundation.vault.models import DataKey


def create_key(*, key_id: UUID, at: dt.datetime) -> None:
    """A new key for a dossier, committed at once: a key without a dossier harms nobody, the contrary would."""
    key = crypto.new_key()
    DataKey.objects.create(pk=key_id, wrapped=crypto.wrap(key, key_id), created_at=at)
    keyring.hold(key_id, key)


def destroy_key(*, key_id: UUID, at: dt.datetime) -> None:
    """Erase a dossier's content for good, and note it in the register that is replayed after a restore."""
    register = Path(settings.DATA_DIR) / "vault" / "erasures.jsonl"
    register.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Before the deletion: a register line too many is harmless, a missing one would let a restore bring the key back.
    with register.open("a") as file:
        file.write(json.dumps({"key": str(key_id), "at": at.isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    DataKey.objects.filter(pk=key_id).delete()
    keyring.forget(key_id)
