"""Where the front-end build put its files: `manifest.json` gives the name that carries the content."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

MANIFEST = Path(__file__).parent / "static" / "ui" / "dist" / "manifest.json"


@lru_cache(maxsize=2)
def _names(modified: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(MANIFEST.read_text())
    return names


def path(name: str) -> str:
    """The static path of a built file; before any build the plain name, so that pages still answer."""
    try:
        modified = MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        return f"ui/dist/{name}"
    return _names(modified).get(name, f"ui/dist/{name}")
