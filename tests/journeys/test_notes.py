"""Nothing written is lost, nothing is written twice."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier, Note
from tests.journeys import territory
from tests.journeys.gestures import field, press, sees, title
from tests.support.browser import Browse, check_accessibility
from tests.support.steps import given, then, when


def test_a_note_being_written_is_kept(browse: Browse, nadia: Membership, dossier: Dossier) -> None:
    with given("Nadia writes a note"):
        page = browse(nadia, f"/dossiers/{dossier.pk}/notes/ecrire/")
        field(page, "Votre note").fill("Elle a parlé de sa sœur pour la première fois.")
    with when("she has stopped typing for a moment"):
        sees(page, "Brouillon enregistré à")
    with when("her computer stops, and she comes back elsewhere"):
        elsewhere = browse(nadia, f"/dossiers/{dossier.pk}/notes/")
        sees(elsewhere, "Vous avez une note en cours d'écriture")
        elsewhere.get_by_role("link", name="Reprendre").click()
    with then("her words are there, and become a note"):
        expect(field(elsewhere, "Votre note")).to_have_value("Elle a parlé de sa sœur pour la première fois.")
        press(elsewhere, "Enregistrer la note")
        elsewhere.goto(f"/dossiers/{dossier.pk}/notes/")
        sees(elsewhere.locator("#note-list"), "Elle a parlé de sa sœur")
        expect(elsewhere.get_by_text("Vous avez une note en cours")).to_have_count(0)


def test_two_people_change_the_same_note(
    browse: Browse, nadia: Membership, karim: Membership, dossier: Dossier
) -> None:
    with given("Nadia and Karim change the same shared note"):
        note = territory.some_weeks(dossier, nadia).note
        path = f"/dossiers/{dossier.pk}/notes/{note}/"
        hers, his = browse(nadia, f"{path}modifier/"), browse(karim, f"{path}modifier/")
        field(hers, "Votre note").fill("Version de Nadia.")
        field(his, "Votre note").fill("Version de Karim.")
    with when("Nadia saves, then Karim"):
        press(hers, "Enregistrer")
        hers.wait_for_url(re.compile(rf"{path}$"))
        press(his, "Enregistrer")
    with then("Karim sees both, his words still in the field"):
        title(his, "Vous avez écrit à deux")
        sees(his.locator(".compare"), "Version de Nadia.")
        sees(his.locator(".compare"), "Version de Karim.")
        expect(field(his, "Votre note")).to_have_value("Version de Karim.")
        check_accessibility(his)
    with when("he keeps both"):
        field(his, "Votre note").fill("Version de Nadia. Version de Karim.")
        press(his, "Enregistrer les deux réunies")
    with then("the note holds both, and what it said before can be read"):
        his.wait_for_url(re.compile(rf"{path}$"))
        sees(his, "Version de Nadia. Version de Karim.")
        his.get_by_text("Ce que cette note disait avant").click()
        sees(his, "Mme Morel raconte sa semaine.")


def test_a_double_click_writes_one_note(browse: Browse, nadia: Membership, dossier: Dossier) -> None:
    with given("Nadia has written a note"):
        page = browse(nadia, f"/dossiers/{dossier.pk}/notes/ecrire/")
        field(page, "Votre note").fill("Une seule fois.")
    with when("the form is sent twice, whatever the page's script thinks of it"):
        page.evaluate(
            """async () => {
                const form = document.querySelector("main form[method=post]");
                const send = () => fetch(form.action, {method: "POST", body: new FormData(form)});
                await Promise.all([send(), send()]);
            }"""
        )
    with when("and the button is clicked twice on top of that"):
        page.get_by_role("button", name="Enregistrer la note").dblclick()
        page.wait_for_url(re.compile(r"/notes/([0-9a-f-]{36}/)?$"))
    with then("there is one note"), wall.acting_as(nadia.user_id):
        assert Note.objects.filter(dossier=dossier).count() == 1
