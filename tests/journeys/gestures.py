"""What a user does with a page, in the words of the journeys."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.tests.factories import PASSWORD


def give_password(member: Membership) -> None:
    """Tests log in without one: only journeys through the log-in form need it."""
    member.user.set_password(PASSWORD)
    member.user.save()


def log_in(page: Page, member: Membership) -> None:
    page.locator("input[name=login]").fill(member.user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def field(page: Page | Locator, label: str) -> Locator:
    """The field of that label, whether or not it says that it is optional."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s*\(facultatif\))?\s*$"))


def choose(page: Page, name: str) -> None:
    """A card of a list of choices."""
    page.locator("label.choice", has_text=name).first.click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def title(page: Page, text: str) -> None:
    """The page of that title is there."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def sees(page: Page | Locator, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def sees_not(page: Page | Locator, text: str) -> None:
    expect(page.get_by_text(text)).to_have_count(0)
