"""Two browsers on the same dossier."""

from __future__ import annotations

from playwright.sync_api import expect

from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from tests.journeys.gestures import field, press, sees, sees_not, title
from tests.support.browser import Browse
from tests.support.steps import given, then, when

LIVE = "[data-live]"


def test_a_colleague_follows_live(
    browse: Browse, nadia: Membership, karim: Membership, dossier: Dossier
) -> None:
    path = f"/dossiers/{dossier.pk}"
    with given("Karim has the croisée open, Nadia is about to describe a need"):
        his = browse(karim, f"{path}/croisee/")
        sees(his, "Aucun besoin décrit pour l'instant")
        hers = browse(nadia, f"{path}/besoins/nouveau/")
    with when("Nadia describes a need"):
        field(hers, "De quoi la personne a-t-elle besoin ?").fill("Pouvoir sortir sans peur")
        hers.locator("main form button.btn-primary").click()
        title(hers, "Pouvoir sortir sans peur")
    with then("Karim sees it without touching anything"):
        expect(his.locator("#board")).to_contain_text("Pouvoir sortir sans peur")


def test_an_agreement_taken_back_closes_the_pages_that_are_open(
    browse: Browse, nadia: Membership, karim: Membership, dossier: Dossier
) -> None:
    path = f"/dossiers/{dossier.pk}"
    with given("Karim reads the croisée thanks to the person's agreement"):
        his = browse(karim, f"{path}/croisee/")
        title(his, "La croisée")
        hers = browse(nadia, f"{path}/accords/retirer/")
    with when("the person takes her agreement back"):
        press(hers, "Voir ce qui change")
        sees(hers, "Karim Haddad")
        press(hers, "Confirmer le retrait")
        title(hers, "L'accord de la personne")
    with then("his page closes by itself and says why"):
        title(his, "Vous n'avez pas la clé de cette page")


def test_a_lost_connection_is_said_and_nothing_is_missed(
    browse: Browse, nadia: Membership, karim: Membership, dossier: Dossier
) -> None:
    path = f"/dossiers/{dossier.pk}"
    with given("Karim has the croisée open"):
        his = browse(karim, f"{path}/croisee/")
        sees(his, "Aucun besoin décrit pour l'instant")
    with when("his network goes away"):
        his.context.set_offline(True)
    with then("a calm line says so"):
        sees(his, "Connexion perdue, nous réessayons")
    with when("Nadia describes a need meanwhile, and the network comes back"):
        hers = browse(nadia, f"{path}/besoins/nouveau/")
        field(hers, "De quoi la personne a-t-elle besoin ?").fill("Être rassurée la nuit")
        hers.locator("main form button.btn-primary").click()
        title(hers, "Être rassurée la nuit")
        his.context.set_offline(False)
    with then("the line goes away and what was missed is there"):
        expect(his.locator("#connection")).to_be_hidden(timeout=20_000)
        expect(his.locator("#board")).to_contain_text("Être rassurée la nuit", timeout=20_000)
        sees_not(his.locator("main"), "Aucun besoin décrit")
