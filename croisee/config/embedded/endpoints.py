"""Where the embedded databases answer and with which passwords: a cheap read, no Django."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

Cluster = Literal["main", "vault"]
Role = Literal["owner", "app", "backup"]

CLUSTERS: tuple[Cluster, ...] = ("main", "vault")
# Both clusters share one folder of sockets, so each needs its own number; no TCP port is ever opened.
PORTS: dict[Cluster, int] = {"main": 5432, "vault": 5433}
DATABASES: dict[Cluster, str] = {"main": "croisee", "vault": "croisee_vault"}
ROLES: tuple[Role, ...] = ("owner", "app", "backup")
SUPERUSER = "croisee_superuser"
FILE_NAME = "endpoints.json"


@dataclass(frozen=True)
class Endpoints:
    """The addresses of one installation's two clusters."""

    data_dir: Path
    home: Path
    socket_dir: Path
    passwords: dict[str, dict[str, str]]

    def url(self, database: Cluster, role: Role, dbname: str | None = None) -> str:
        """Return the connection URL of a role on a database."""
        return self._url(database, f"croisee_{role}", dbname or DATABASES[database])

    def superuser_url(self, database: Cluster, dbname: str = "postgres") -> str:
        """Return the superuser's URL: for this launcher and the test harness only, never for the software."""
        return self._url(database, SUPERUSER, dbname)

    def django(self, database: Cluster, role: Role, dbname: str | None = None) -> dict[str, Any]:
        """Return the same address as an entry of Django's DATABASES."""
        user = f"croisee_{role}"
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": dbname or DATABASES[database],
            "USER": user,
            "PASSWORD": self.passwords[database][user],
            "HOST": str(self.socket_dir),
            "PORT": str(PORTS[database]),
        }

    def _url(self, database: Cluster, user: str, dbname: str) -> str:
        password = quote(self.passwords[database][user], safe="")
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{user}:{password}@{host}:{PORTS[database]}/{quote(dbname, safe='')}"


def endpoints(data_dir: Path | str) -> Endpoints | None:
    """Read the addresses an earlier start wrote; None before the first start."""
    data = Path(data_dir).absolute()
    try:
        content = json.loads((data / "postgres" / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Endpoints(
        data_dir=data,
        home=Path(content["home"]),
        socket_dir=Path(content["socket_dir"]),
        passwords=content["passwords"],
    )
