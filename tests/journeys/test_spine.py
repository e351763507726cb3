"""From a first contact to an answered need, as a social worker who never saw the software does it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from tests.journeys import territory
from tests.journeys.gestures import choose, field, follow, give_password, log_in, press, sees, title
from tests.support.browser import Browse, check_accessibility
from tests.support.steps import given, then, when


def test_from_a_first_contact_to_an_answered_need(
    browse: Browse, nadia: Membership, karim: Membership
) -> None:
    with given("the territory has services, and Nadia is at the log-in page"):
        territory.services()
        give_password(nadia)
        page = browse()
    with when("she logs in"):
        log_in(page, nadia)
    with then("she has no dossier yet, and is told how to begin"):
        title(page, "Dossiers")
        sees(page, "Aucun dossier pour l'instant")
    _records_a_first_contact(page)
    _lets_a_colleague_in(page, karim)
    _asks_for_the_agreement(page)
    _describes_a_need(page)
    _proposes_what_the_directory_has(page)
    _records_what_came_of_it(page)
    _prints_the_sheet(page)
    _sees_who_has_the_key(page)


def _records_a_first_contact(page: Page) -> None:
    with when("she records the first contact of Mme Garnier"):
        follow(page, "Premier contact")
        field(page, "Ce que la personne a dit").fill("Elle a peur de perdre son logement.")
        field(page, "Nom").fill("Garnier")
        field(page, "Prénom").fill("Odile")
        field(page, "Date de naissance").fill("1961-04-12")
        page.get_by_text("Autres informations").click()
        field(page, "Commune").fill("Grenoble")
        press(page, "Enregistrer le premier contact")
    with then("the dossier is open on its overview"):
        title(page, "Vue d'ensemble")
        expect(page.locator(".dossier-name")).to_contain_text("Garnier")
        sees(page, "Premier contact enregistré")
        assert "garnier" not in page.url.lower()


def _lets_a_colleague_in(page: Page, karim: Membership) -> None:
    with when("she lets Karim into the circle"):
        _tab(page, "Cercle")
        follow(page, "Un·e collègue")
        field(page, "Qui").select_option(str(karim.pk))
        field(page, "Pourquoi cette personne entre dans le cercle").fill("Visites à domicile")
        press(page, "Noter dans le cercle")
    with then("he stands there, with what he reads without an agreement"):
        title(page, "Le cercle")
        sees(page.locator("#circle-list"), "Karim Haddad")


def _asks_for_the_agreement(page: Page) -> None:
    with when("she asks for the agreement and writes down the answer"):
        _tab(page, "Accords")
        follow(page, "Demander l'accord")
        press(page, "Continuer vers la réponse")
        choose(page, "Oui")
        field(page, "Avec ses mots").fill("Oui, pour ne pas répéter dix fois.")
        press(page, "Noter la réponse")
    with then("the page says what is agreed, in the person's words"):
        title(page, "L'accord de la personne")
        sees(page, "Ce que la personne accepte aujourd'hui")
        sees(page, "Oui, pour ne pas répéter dix fois.")


def _describes_a_need(page: Page) -> None:
    with when("she describes a need"):
        _tab(page, "La croisée")
        follow(page, "Décrire un premier besoin")
        field(page, "De quoi la personne a-t-elle besoin ?").fill("Garder mon appartement")
        page.get_by_text("Préciser, si c'est utile").click()
        field(page, "Thématique").select_option(territory.HOUSING)
        press(page, "Noter ce besoin")
    with then("the need has its page"):
        title(page, "Garder mon appartement")


def _proposes_what_the_directory_has(page: Page) -> None:
    with when("she looks for a means"):
        follow(page, "Trouver un moyen")
    with then("the directory's services come with their reasons, the unrelated one does not"):
        offer = page.locator(".offer", has_text="Permanence logement")
        expect(offer.get_by_role("list", name="Pourquoi cette suggestion")).to_contain_text("Gratuit")
        expect(offer).to_contain_text("Grenoble")
        expect(page.locator(".offers")).not_to_contain_text("Centre de santé")
    with when("she sets one aside and proposes another"):
        far = page.locator(".offer", has_text="Fonds de solidarité logement")
        far.get_by_text("Écarter", exact=False).first.click()
        field(far, "Pourquoi l'écarter ?").select_option(index=1)
        far.get_by_role("button", name="Écarter pour ce besoin").click()
        expect(page.locator(".offer", has_text="Fonds de solidarité logement")).to_have_count(0)
        page.get_by_role("button", name="Proposer Permanence logement").click()
    with then("the answer says whose move it is"):
        title(page, "Permanence logement")
        sees(page, "Qu'en dit la personne ?")


def _records_what_came_of_it(page: Page) -> None:
    with when("the person agrees, then it begins, then it works"):
        choose(page, "La personne est d'accord")
        field(page, "Les mots de la personne").fill("J'irai si vous venez la première fois.")
        press(page, "Noter")
        sees(page, "Et ensuite ?")
        choose(page, "C'est commencé")
        press(page, "Noter")
        sees(page, "Comment cela s'est-il passé ?")
        choose(page, "A répondu au besoin")
        field(page, "Les mots de la personne").fill("Ils m'ont écoutée.")
        press(page, "Noter")
    with then("every step is kept, with her words"):
        sees(page, "Ils m'ont écoutée.")
        sees(page, "J'irai si vous venez la première fois.")
        _tab(page, "La croisée")
        expect(page.locator(".weave")).to_contain_text("A répondu")


def _prints_the_sheet(page: Page) -> None:
    with when("she prints the person's sheet"):
        address = page.get_by_role("link", name="Imprimer").get_attribute("href")
        answer = page.request.get(str(address))
    with then("it is a PDF that screen readers can read, named without the person's name"):
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-")
        assert b"pdfuaid" in answer.body()
        assert "garnier" not in answer.headers["content-disposition"].lower()
    with when("she turns the screen to the person"):
        follow(page, "Montrer")
    with then("the page speaks to her"):
        sees(page, "Garder mon appartement")
        follow(page, "Revenir au dossier")


def _sees_who_has_the_key(page: Page) -> None:
    with when("she asks who has the key"):
        _tab(page, "Qui a la clé ?")
    with then("both are there, and the sheet that was printed too"):
        holders = page.locator("section", has=page.get_by_role("heading", name="Qui peut l'ouvrir"))
        sees(holders, "Nadia Benali")
        sees(holders, "Karim Haddad")
        sees(page.locator("#access-list"), "Fiche imprimée")


def _tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Dossier").get_by_role("link", name=name).click()


def test_somebody_already_known_is_noticed(browse: Browse, nadia: Membership, dossier: Dossier) -> None:
    with given("Jeanne Morel has a dossier"):
        page = browse(nadia, "/dossiers/premier-contact/")
    with when("Nadia records her again, names the other way round"):
        field(page, "Nom").fill("Jeanne")
        field(page, "Prénom").fill("Morel")
        field(page, "Date de naissance").fill("1956-02-03")
        press(page, "Enregistrer le premier contact")
    with then("she is asked, and nothing is recorded yet"):
        title(page, "Cette personne est peut-être déjà connue")
        check_accessibility(page)
    with when("she wants to correct what she wrote"):
        press(page, "Corriger ce que j'ai écrit")
    with then("all of it is still there"):
        expect(field(page, "Nom")).to_have_value("Jeanne")
        expect(field(page, "Date de naissance")).to_have_value("1956-02-03")
    with when("she looks again, and it is her"):
        press(page, "Enregistrer le premier contact")
        follow(page, "C'est elle : ouvrir ce dossier")
    with then("her dossier is open, and there is only one"):
        expect(page.locator(".dossier-name")).to_contain_text("Morel")
        page.goto("/dossiers/")
        expect(page.locator(".rows .row-item")).to_have_count(1)


def test_a_dossier_outside_the_circle_is_said_to_exist_and_no_more(
    browse: Browse, omar: Membership, dossier: Dossier
) -> None:
    with given("Omar, outside the circle of Mme Morel, receives her"):
        page = browse(omar, "/dossiers/premier-contact/")
    with when("he records a first contact"):
        field(page, "Nom").fill("Morel")
        field(page, "Prénom").fill("Jeanne")
        field(page, "Date de naissance").fill("1956-02-03")
        press(page, "Enregistrer le premier contact")
    with then("he learns who to ask, nothing of the content"):
        sees(page, "Dossier suivi par Nadia Benali")
        expect(page.locator("main")).not_to_contain_text(dossier.number)
    with when("it is somebody else"):
        press(page, "C'est quelqu'un d'autre")
    with then("he opens a dossier of his own"):
        title(page, "Vue d'ensemble")
