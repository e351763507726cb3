"""The whole stack, seen by a browser."""

import pytest
from playwright.sync_api import Error

from croisee.foundation.accounts.models import Membership
from tests.support.browser import Browse, Launcher, Visit, check_accessibility
from tests.support.steps import given, then, when


def test_a_visitor_is_asked_to_log_in_and_a_member_is_not(browse: Browse, nadia: Membership) -> None:
    with given("a visitor and Nadia, each with a browser"):
        visitor, hers = browse(), browse(nadia)
    with when("both ask for the home page"):
        visitor.goto("/")
        hers.goto("/")
    with then("the visitor sees the log-in form and Nadia her name"):
        visitor.locator("input[name=login]").wait_for()
        hers.get_by_text("Nadia Benali").first.wait_for()
    with then("both pages are accessible"):
        check_accessibility(visitor)
        check_accessibility(hers)


def test_a_request_to_another_server_is_noticed(browse: Browse) -> None:
    visit = Visit()
    page = browse()
    visit.watch(page, "http://nowhere")
    page.reload()
    assert visit.faults[0].startswith("a request to http://localhost")


def test_a_page_that_never_answers_fails_and_the_next_journey_has_its_browser(
    browse: Browse, chromium: Launcher
) -> None:
    with chromium.at_most(2), pytest.raises(Error, match="closed"):
        browse().evaluate("() => new Promise(() => {})")
    assert browse().title()


def test_a_step_that_fails_says_its_name() -> None:
    with pytest.raises(AssertionError) as caught, when("nothing works"):
        raise AssertionError
    assert caught.value.__notes__ == ["in the step « When nothing works »"]
