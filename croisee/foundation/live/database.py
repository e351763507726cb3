"""The live process's own connections: direct (LISTEN needs a session), asynchronous, not Django's."""

from __future__ import annotations

from typing import Any

from django.db import connections
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

CHANNEL = "croisee_live"
Connection = AsyncConnection[TupleRow]


async def connect(name: str) -> Connection:
    """Open a connection with the application's role."""
    params: dict[str, Any] = connections["default"].get_connection_params()
    for of_django in ("cursor_factory", "context", "pool", "server_side_binding", "prepare_threshold"):
        params.pop(of_django, None)
    params |= {"application_name": name, "connect_timeout": 5}
    connection = await AsyncConnection.connect(**params, autocommit=True)
    # The tail of the journal is always read by its index: a generic plan would guess a third of the table.
    await connection.execute("SET plan_cache_mode = force_custom_plan")
    await connection.execute("SET enable_seqscan = off")
    return connection
