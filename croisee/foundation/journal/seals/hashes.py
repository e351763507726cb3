"""The hash of a line, computed again outside the database, whose functions may be tampered with too."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

# What the database hands over to be hashed, in this order; `labels` is PostgreSQL's own text of a jsonb.
COLUMNS = """id, (extract(epoch FROM at) * 1000000)::bigint, xid::text, user_id, membership_id, event,
    dossier_id::text, subject, array_to_string(topics, ' '), labels::text, hash,
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM')"""


class Row(NamedTuple):
    """One line as read for verification."""

    id: int
    micros: int
    xid: str
    user_id: int | None
    membership_id: int | None
    event: str
    dossier_id: str | None
    subject: str
    topics: str
    labels: str
    hash: bytes
    month: str

    def expected_hash(self) -> bytes:
        """Sha-256 of the fields joined by the unit separator, as `journal_line_stamp()` writes it."""
        fields = ["" if value is None else str(value) for value in self[:10]]
        return hashlib.sha256("\x1f".join(fields).encode()).digest()
