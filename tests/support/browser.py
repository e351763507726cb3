"""Journeys in a real browser: `browse(nadia)` opens a page in which Nadia is logged in.

A journey fails on what its user could not see: a script error, a refusal of the content security policy, a request to
another server. Each page is photographed in var/screenshots when its test fails.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from croisee.foundation.accounts.models import Membership
from tests.support.cast import Enter
from tests.support.databases import ROOT
from tests.support.stack import Stack
from tools.browser import chromium_path

SCREENSHOTS = ROOT / "var" / "screenshots"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--no-first-run",
    # Whatever a page asks for elsewhere does not resolve.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
LONGEST_JOURNEY = 300
NO_BROWSER = "no browser on this machine (apt-get install chromium)"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# A refusal (403, 404, 409, 422) is an answer, not an error of the page; a network that is cut by a journey is cut.
HARMLESS = re.compile(
    r"Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)"
    r"|^htmx:(sendError|afterRequest)|^Response Status Error Code 4\d\d"
)
# Two cores run the software, its database and several browsers.
PATIENCE = 15_000

Browse = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        # Playwright keeps an event loop in this thread, in which Django would refuse to query.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield running


@dataclass
class Launcher:
    """One Chromium for the journeys of this worker, started again if it had to be killed."""

    playwright: Playwright
    path: str
    # Unknown to Chromium, which ignores it: by this word its processes are found.
    mark: str = field(default_factory=lambda: f"--croisee-journeys={uuid.uuid4()}")
    running: Browser | None = None

    def browser(self) -> Browser:
        if self.running is None or not self.running.is_connected():
            sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
            arguments = [*ARGUMENTS, *sandbox, self.mark]
            self.running = self.playwright.chromium.launch(executable_path=self.path, args=arguments)
        return self.running

    def kill(self) -> None:
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                words = entry.read_bytes().split(b"\0")
                if self.mark.encode() in words and not any(word.startswith(b"--type=") for word in words):
                    os.kill(int(entry.parent.name), signal.SIGKILL)

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """Some waits of Playwright have no end (`evaluate`): without its browser, the journey fails and says where."""
        watchdog = threading.Timer(seconds, self.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    path = chromium_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI=true and no browser on this machine: the journeys cannot run")
        pytest.skip(NO_BROWSER)
    launcher = Launcher(request.getfixturevalue("playwright"), path)
    yield launcher
    if launcher.running is not None:
        launcher.running.close()


@dataclass
class Visit:
    """The open pages of one test, and what went wrong in them."""

    pages: list[Page] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page, home: str) -> None:
        def on_console(message: ConsoleMessage) -> None:
            if message.type == "error" and not HARMLESS.search(message.text):
                self.faults.append(f"console: {message.text}")

        def on_request(request: Request) -> None:
            if not request.url.startswith((home, "data:", "blob:", "about:")):
                self.faults.append(f"a request to {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", on_request)
        self.pages.append(page)


@pytest.fixture
def browse(
    request: pytest.FixtureRequest, chromium: Launcher, stack: Stack, transactional_db: None, enter: Enter
) -> Iterator[Browse]:
    """`browse(nadia, "/dossiers/")`: each call is another browser, with its own cookies."""
    visit, contexts = Visit(), list[BrowserContext]()
    expect.set_options(timeout=PATIENCE)

    def open_page(member: Membership | None = None, path: str = "/", **options: Any) -> Page:
        # Without motion: a colour on its way from day to night is neither.
        still = {
            "viewport": DESK,
            "locale": "fr-FR",
            "timezone_id": "Europe/Paris",
            "reduced_motion": "reduce",
        }
        options = {**still, **options}
        context = chromium.browser().new_context(base_url=stack.url, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if member is not None:
            _log_in(context, enter, member, stack.url)
        page = context.new_page()
        visit.watch(page, stack.url)
        page.goto(path)
        return page

    with chromium.at_most(LONGEST_JOURNEY):
        yield open_page
        failed = getattr(request.node, "failed", False)
        if failed or visit.faults:
            _photograph(visit.pages, request.node.name)
        for context in contexts:
            with suppress(Error):
                context.close()
    if visit.faults and not failed:
        pytest.fail("\n".join(["The browser complained:", *visit.faults]))


def _log_in(context: BrowserContext, enter: Enter, member: Membership, url: str) -> None:
    for cookie in enter(member).cookies.values():
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def _photograph(pages: list[Page], name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages, start=1):
        if not page.is_closed():
            safe = re.sub(r"[^\w-]+", "-", name)
            with suppress(Error):
                page.screenshot(path=SCREENSHOTS / f"{safe}-{number}.png", full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.failed = report.failed  # type: ignore[attr-defined]
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section(
            f"{len(skipped)} JOURNEYS DID NOT RUN: {NO_BROWSER}", sep="!", red=True, bold=True
        )


# --- Accessibility --------------------------------------------------------------------------------

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only colours change at night.
BY_NIGHT = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def check_accessibility(page: Page, *, dark: bool = True) -> None:
    """axe finds nothing on the page as it is now, by day and by night."""
    faults = _axe(page, {"type": "tag", "values": RULES})
    if dark:
        page.emulate_media(color_scheme="dark")
        faults += [f"by night: {fault}" for fault in _axe(page, BY_NIGHT)]
        page.emulate_media(color_scheme="light")
    assert not faults, "\n".join([f"axe on {page.url}", *faults])


def _axe(page: Page, rules: dict[str, Any]) -> list[str]:
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(Path(AXE).read_text())
    results: dict[str, Any] = page.evaluate(
        "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
    )
    return [
        f"{violation['id']}: {violation['help']} — {node['html'][:160]}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]
