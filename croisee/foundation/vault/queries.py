"""Keys for a whole list at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from croisee.foundation.vault import keyring


def preload(*rows: Iterable[Any]) -> None:
    """Fetch the keys of all these rows in one query, before a loop reads their sealed fields."""
    keyring.load({row.vault_key_id for some in rows for row in some if row is not None})
