"""Old computer, blocked scripts: links and forms are enough."""

from __future__ import annotations

from playwright.sync_api import expect

from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from tests.journeys import territory
from tests.journeys.gestures import choose, field, follow, give_password, log_in, sees, title
from tests.support.browser import Browse
from tests.support.steps import given, then, when


def test_a_need_and_its_means_without_javascript(browse: Browse, nadia: Membership, dossier: Dossier) -> None:
    with given("Nadia's browser runs no script"):
        territory.services()
        give_password(nadia)
        page = browse(path=f"/dossiers/{dossier.pk}/croisee/", java_script_enabled=False)
    with when("she logs in"):
        log_in(page, nadia)
    with then("she is where she wanted to go"):
        title(page, "La croisée")
    with when("she describes a need"):
        follow(page, "Décrire un besoin")
        field(page, "De quoi la personne a-t-elle besoin ?").fill("Garder son logement")
        page.get_by_text("Préciser, si c'est utile").click()
        field(page, "Thématique").select_option(territory.HOUSING)
        page.locator("main form button.btn-primary").click()
    with when("she proposes a means and writes down the answer"):
        follow(page, "Trouver un moyen")
        page.get_by_role("button", name="Proposer Permanence logement").click()
        choose(page, "La personne est d'accord")
        field(page, "Les mots de la personne").fill("Pourquoi pas")
        page.get_by_role("button", name="Noter").click()
    with then("it is on the croisée"):
        sees(page, "Pourquoi pas")
        page.goto(f"/dossiers/{dossier.pk}/croisee/")
        expect(page.locator("main")).to_contain_text("Permanence logement")
