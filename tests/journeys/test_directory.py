"""The directory, filled by its manager and searched by everyone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory.tests.factories import service_row, structure_row
from croisee.foundation.directory.tests.test_reading import template
from tests.journeys.gestures import field, press, sees, title
from tests.support.browser import Browse, check_accessibility
from tests.support.steps import given, then, when


def test_a_producers_workbook_with_wrong_rows(
    browse: Browse, claire: Membership, nadia: Membership, tmp_path: Path
) -> None:
    with given("a workbook of the producers with two good services and two wrong ones"):
        rows = [service_row(number, nom=f"Permanence {number}") for number in (1, 2, 3, 4)]
        rows[2] |= {"frais": "parfois"}
        rows[3] |= {"date_maj": "un jour"}
        workbook = template(tmp_path / "annuaire.xlsx", [structure_row()], rows)
        page = browse(claire, "/annuaire/imports/")
    with when("Claire imports it on the page"):
        page.locator("input[type=file]").set_input_files(workbook)
        press(page, "Importer")
    with then("she sees the report, each row set aside with its line and reason"):
        sees(page, "lignes lues, 2 écartées")
        report = page.locator("section", has=page.get_by_role("heading", name="Lignes écartées"))
        expect(report).to_contain_text("frais")
        expect(report).to_contain_text("date_maj")
        expect(report).to_contain_text("dora--service-3")
        check_accessibility(page)
        address = page.get_by_role("link", name="Télécharger en CSV").get_attribute("href")
        assert "dora--service-4" in page.request.get(str(address)).text()
    with when("Nadia searches the directory"):
        hers = browse(nadia, "/annuaire/")
        form = hers.get_by_role("search", name="Chercher un service")
        form.locator("input[type=search], input[type=text]").first.fill("permanence")
        form.get_by_role("button", name="Chercher").click()
    with then("the good rows are there, the others are not"):
        sees(hers.locator("#results"), "Permanence 1")
        expect(hers.locator("#results")).not_to_contain_text("Permanence 3")
    with when("she opens one"):
        hers.get_by_role("link", name="Permanence 1").first.click()
    with then("its card says how to reach it"):
        title(hers, "Permanence 1")
        sees(hers, "Grenoble")


def test_a_file_that_is_not_one_is_refused_at_the_field(
    browse: Browse, claire: Membership, tmp_path: Path
) -> None:
    with given("a file with the wrong columns"):
        wrong = tmp_path / "liste.csv"
        wrong.write_text("prenom;couleur\nAnna;bleu\n", encoding="utf-8")
        page = browse(claire, "/annuaire/imports/")
    with when("Claire imports it"):
        page.locator("input[type=file]").set_input_files(wrong)
        press(page, "Importer")
    with then("a sentence says what is wrong, and the directory has not changed"):
        expect(page.locator("main")).to_contain_text("colonne")
        field(page, "Fichier")
