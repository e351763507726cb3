"""What was asked of the demo, and where a load that was cut finds it again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

# 100,000 dossiers for 500 professionals: crews of five share about a thousand.
DOSSIERS_A_CREW = 1000
# Up to here everything is one transaction, hence whole or absent; beyond, shares are loaded side by side and resumed.
SMALL = 1000


@dataclass(frozen=True)
class Order:
    """The same order on the same day gives the same territory."""

    dossiers: int
    services: int
    notes: int
    at: dt.datetime
    seed: int = 2026
    is_done: bool = False

    @property
    def is_small(self) -> bool:
        return self.dossiers <= SMALL

    @property
    def extra_crews(self) -> int:
        return max(0, self.dossiers // DOSSIERS_A_CREW - 3)

    def asks_the_same(self, other: Order) -> bool:
        return replace(self, at=other.at, is_done=other.is_done) == other


def remember(order: Order, path: Path) -> None:
    path.write_text(json.dumps({**asdict(order), "at": order.at.isoformat()}), encoding="utf-8")


def recall(path: Path) -> Order | None:
    """The order of the last load, if this installation was given one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Order(**{**found, "at": dt.datetime.fromisoformat(found["at"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None
