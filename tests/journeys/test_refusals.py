"""No key, a no from the person, an emergency: said calmly, with who can help."""

from __future__ import annotations

from playwright.sync_api import expect

from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.tests import factories as dossiers
from tests.journeys import territory
from tests.journeys.gestures import choose, field, follow, press, sees, sees_not, title
from tests.support.browser import Browse, check_accessibility
from tests.support.steps import given, then, when

REASON = "Elle ne répond plus au téléphone depuis deux jours, le voisin s'inquiète."


def test_an_emergency_opens_for_an_hour_and_the_referent_is_told(
    browse: Browse, nadia: Membership, omar: Membership, dossier: Dossier
) -> None:
    path = f"/dossiers/{dossier.pk}/"
    with given("Omar is outside the circle of Mme Morel"):
        territory.some_weeks(dossier, nadia)
        his = browse(omar, path)
    with then("he is refused with a reason, who can help, and nothing of the person"):
        title(his, "Vous n'avez pas la clé de cette page")
        sees(his, "Nadia Benali")
        expect(his.locator("body")).not_to_contain_text("Morel")
        check_accessibility(his)
    with when("there is an emergency and he says which"):
        follow(his, "Ouvrir en urgence")
        check_accessibility(his)
        field(his, "Ce qui se passe").fill("urgent")
        press(his, "Ouvrir pour une heure")
        sees(his, "quelques mots de plus suffisent")
        field(his, "Ce qui se passe").fill(REASON)
        press(his, "Ouvrir pour une heure")
    with then("he reads, and sees until when"):
        title(his, "Vue d'ensemble")
        sees(his, "Je voudrais rester chez moi")
        sees(his, "Il se referme tout seul à")
    with when("Nadia comes to her list"):
        hers = browse(nadia, "/dossiers/")
    with then("she is told, and reads why"):
        sees(hers, "Un accès d'urgence a eu lieu")
        follow(hers, "Lire pourquoi")
        sees(hers, REASON)
        press(hers, "J'en ai pris connaissance")
        sees(hers, "Lu par la personne référente")
    with when("Omar gives the key back"):
        his.goto(path)
        press(his, "Rendre la clé maintenant")
        his.goto(path)
    with then("it is closed again"):
        title(his, "Vous n'avez pas la clé de cette page")


def test_another_organisation_does_not_learn_that_the_dossier_exists(
    browse: Browse, paul: Membership, dossier: Dossier
) -> None:
    with when("Paul types the address of the dossier"):
        page = browse(paul)
        answer = page.goto(f"/dossiers/{dossier.pk}/")
    with then("there is no such page"):
        assert answer is not None
        assert answer.status == 404
        sees_not(page, "urgence")
        check_accessibility(page)


def test_a_no_is_a_normal_state(browse: Browse, nadia: Membership, yasmine: Membership) -> None:
    with given("a dossier with a psychologist in the circle"):
        dossier = dossiers.dossier(nadia)
        dossiers.in_circle(dossier, yasmine)
        page = browse(nadia, f"/dossiers/{dossier.pk}/accords/demander/")
    with when("the person says no"):
        press(page, "Continuer vers la réponse")
        choose(page, "Non")
        field(page, "Avec ses mots").fill("Je préfère garder ça entre nous.")
        press(page, "Noter la réponse")
    with then("the page is calm: what remains possible, who keeps the minimal sheet, no button to ask again"):
        title(page, "L'accord de la personne")
        sees(page, "La personne a dit non.")
        sees(page, "Ce qui reste possible")
        expect(page.locator("#agreement .btn-primary")).to_have_count(0)
        expect(page.locator("#agreement .notice-trouble, #agreement .notice-attention")).to_have_count(0)
        check_accessibility(page)
    with then("the psychologist reads the minimal sheet and her own notes only"):
        hers = browse(yasmine, f"/dossiers/{dossier.pk}/")
        title(hers, "Vue d'ensemble")
        hers.goto(f"/dossiers/{dossier.pk}/croisee/")
        title(hers, "Vous n'avez pas la clé de cette page")
