"""Without a mouse: Tab, Enter, space and arrows only."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from tests.journeys import territory
from tests.journeys.gestures import sees, title
from tests.support.browser import Browse
from tests.support.steps import given, then, when

MOST_TABS = 60
# What has the focus: its words, whether one sees it and that it has the focus, whether its order is the page's.
FOCUSED = """() => {
  const element = document.activeElement;
  const shown = element.closest("label.choice") ?? element;
  const box = shown.getBoundingClientRect();
  const style = [element, shown].map((one) => getComputedStyle(one));
  const label = element.labels?.[0]?.innerText ?? "";
  return {
    name: [element.getAttribute("aria-label"), label, element.innerText, element.value].filter(Boolean).join(" "),
    // Inside a date the browser draws its own.
    isRinged: !element.matches(":focus") ||
      style.some((one) => one.outlineStyle !== "none" || one.boxShadow !== "none"),
    isVisible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    tabIndex: element.tabIndex,
    isPage: element === document.body,
  };
}"""


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FOCUSED)
    return found


def tab_to(page: Page, words: str) -> None:
    """Tab until these words have the focus; every stop on the way is visible."""
    stops = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop["isPage"]:
            continue
        assert stop["isVisible"], f"the focus is somewhere one does not see it: {stop}"
        assert stop["isRinged"], f"nothing shows the focus: {stop}"
        assert stop["tabIndex"] == 0, f"an order of its own: {stop}"
        stops.append(" ".join(str(stop["name"]).split())[:40])
        if words in " ".join(str(stop["name"]).split()):
            return
    raise AssertionError(f"« {words} » is not reached with Tab: {stops}")


def test_a_need_and_its_means_with_the_keyboard_alone(
    browse: Browse, nadia: Membership, dossier: Dossier
) -> None:
    with given("Nadia is on the croisée, her hands on the keyboard"):
        territory.services()
        page = browse(nadia, f"/dossiers/{dossier.pk}/croisee/")
    with when("she goes straight to the content"):
        page.keyboard.press("Tab")
        assert "Aller au contenu" in focused(page)["name"]
        page.keyboard.press("Enter")
        tab_to(page, "Décrire un besoin")
        page.keyboard.press("Enter")
        title(page, "besoin")
    with when("she describes a need and chooses its subject"):
        tab_to(page, "De quoi la personne a-t-elle besoin")
        page.keyboard.type("Garder son logement")
        tab_to(page, "Préciser, si c'est utile")
        page.keyboard.press("Enter")
        tab_to(page, "Thématique")
        page.keyboard.type("Se maintenir")
        tab_to(page, "Noter ce besoin")
        page.keyboard.press("Enter")
        title(page, "Garder son logement")
    with when("she looks for a means and proposes the first"):
        tab_to(page, "Trouver un moyen")
        page.keyboard.press("Enter")
        title(page, "Trouver un moyen")
        tab_to(page, "Proposer Permanence logement")
        page.keyboard.press("Enter")
        title(page, "Permanence logement")
    with when("she writes what the person said"):
        tab_to(page, "La personne est d'accord")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Space")
        tab_to(page, "Les mots de la personne")
        page.keyboard.type("Je veux bien essayer")
        tab_to(page, "Noter")
        page.keyboard.press("Enter")
    with then("it is recorded"):
        sees(page, "Je veux bien essayer")
        expect(page.get_by_text("Et ensuite ?")).to_be_visible()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(
    browse: Browse, nadia: Membership, dossier: Dossier
) -> None:
    with given("Nadia is on the circle"):
        page = browse(nadia, f"/dossiers/{dossier.pk}/cercle/")
        page.locator("#main").focus()
    with when("she opens the menu, then changes her mind"):
        tab_to(page, "Quelqu'un d'autre")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Un partenaire")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
    with then("it is closed, and the focus is where it was"):
        expect(page.get_by_role("link", name="Un partenaire")).to_be_hidden()
        assert "Quelqu'un d'autre" in focused(page)["name"]
