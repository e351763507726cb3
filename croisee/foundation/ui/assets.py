"""Where the front-end build put its files: `manifest.json` gives the name that carries the content."""

from __future__ import annotations

import json
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

MANIFEST = Path(__file__).parent / "static" / "ui" / "dist" / "manifest.json"


@lru_cache(maxsize=2)
def _names(modified: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(MANIFEST.read_text())
    return names


def path(name: str) -> str:
    """The static path of a built file; before any build the plain name, so that pages still answer."""
    modified = _modified(int(time.monotonic()))
    return _names(modified).get(name, f"ui/dist/{name}") if modified else f"ui/dist/{name}"


def address(name: str) -> str:
    """The address of a built file: a page has dozens of icons, so it is worked out once."""
    return _address(path(name), settings.STATIC_URL or "")


@lru_cache(maxsize=64)
def _address(built: str, _prefix: str) -> str:
    return static(built)


@lru_cache(maxsize=1)
def _modified(_second: int) -> int:
    """When the build last wrote: looked at once a second, so that a new build shows without a restart."""
    try:
        return MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
