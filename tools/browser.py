"""Where is Chromium: named by the environment, installed on the machine, or in Playwright's own folder."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def chromium_path() -> str | None:
    if (named := os.environ.get("CROISEE_CHROMIUM")) and Path(named).exists():
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return _playwright_chromium()


def _playwright_chromium() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    print(chromium_path() or "")
