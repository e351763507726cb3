"""PostgreSQL inside the installation: the binaries of a wheel under our own small launcher."""

from croisee.config.embedded.endpoints import Endpoints, endpoints
from croisee.config.embedded.errors import EmbeddedError
from croisee.config.embedded.launcher import create_database, ensure_started, is_running, running, stop

__all__ = [
    "EmbeddedError",
    "Endpoints",
    "create_database",
    "endpoints",
    "ensure_started",
    "is_running",
    "running",
    "stop",
]
