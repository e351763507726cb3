"""Pages of the directory, as a browser gets them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory import operations
from croisee.foundation.directory.models import ImportRun, Service
from croisee.foundation.directory.tests.factories import (
    AT,
    HOUSING,
    json_file,
    service,
    service_row,
    structure,
    structure_row,
)
from tests.support.cast import Enter
from tests.support.queries import QuerySnapshot, captured_queries
from tests.support.web import StrictClient

pytestmark = pytest.mark.django_db
SEARCH = "/annuaire/"


@pytest.fixture
def browser(nadia: Membership, enter: Enter) -> StrictClient:
    return enter(nadia)


@pytest.fixture
def manager(claire: Membership, enter: Enter) -> StrictClient:
    return enter(claire)


def text(browser: StrictClient, url: str, **asked: str) -> str:
    answer = browser.get(url, asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


class TestTheSearchPage:
    def test_when_empty_says_how_it_fills(self, browser: StrictClient) -> None:
        assert "Il se remplit avec les fichiers data.inclusion" in text(browser, SEARCH)

    def test_shows_the_distance_the_freshness_and_the_words_of_the_vocabulary(
        self, browser: StrictClient
    ) -> None:
        service("Permanence", date_maj=dt.date(2020, 1, 1), place_is_exact=True)
        page = text(browser, SEARCH, commune="grenoble", thematic=HOUSING)
        for words in (
            "à 100 m",
            "à vérifier avant de proposer",
            "Se maintenir dans le logement",
            "Tous publics",
        ):
            assert words in page

    def test_a_whole_category_is_a_choice(self, browser: StrictClient) -> None:
        service("Permanence")
        assert "Permanence" in text(browser, SEARCH, thematic="logement-hebergement")
        assert "Aucun service ne répond" in text(browser, SEARCH, thematic="sante")

    def test_asks_which_commune_when_several_answer(self, browser: StrictClient) -> None:
        answer = browser.get(SEARCH, {"commune": "saint-denis"})
        assert answer.status_code == 422
        assert "précisez : Saint-Denis (97400), Saint-Denis (93200)" in answer.content.decode()

    @pytest.mark.parametrize(
        "asked",
        [
            {"commune": "38185"},
            {"commune": "38185", "commune_text": "Grenoble (38000)"},
            {"commune": "69123", "commune_text": "Grenoble"},
            {"commune_text": "38000"},
            {"commune": "", "commune_text": "grenoble (38000)"},
        ],
    )
    def test_understands_a_commune_chosen_or_typed(
        self, browser: StrictClient, asked: dict[str, str]
    ) -> None:
        page = text(browser, SEARCH, **asked)
        assert 'name="commune_text" value="grenoble' in page.lower() or 'value="38000"' in page
        assert "Aucun service ne répond" in page

    @pytest.mark.parametrize(
        "asked", [{"thematic": "x"}, {"distance": "-1"}, {"commune": "zzz\x00"}, {"words": "x" * 1_000_000}]
    )
    def test_a_filter_that_makes_no_sense_is_refused(
        self, browser: StrictClient, asked: dict[str, str]
    ) -> None:
        assert browser.get(SEARCH, asked).status_code == 422

    def test_goes_from_page_to_page_without_counting(self, browser: StrictClient) -> None:
        owner = structure()
        for number in range(30):
            service(f"Service {number:02}", of=owner)
        with captured_queries() as shapes:
            first = text(browser, SEARCH)
        assert not [shape for shape in shapes if "COUNT(" in shape and "directory_service" in shape]
        second = text(browser, SEARCH, page="2")
        names = [f"Service {number:02}" for number in range(30)]
        assert sum(name in first for name in names) == 25
        assert all((name in first) != (name in second) for name in names)

    def test_asks_the_same_queries_for_one_or_for_many(
        self, browser: StrictClient, query_snapshot: QuerySnapshot
    ) -> None:
        owner = structure()
        for number in range(12):
            service(f"Service {number}", of=owner)
        with query_snapshot("search"):
            text(browser, SEARCH, commune="38185", words="service")


class TestTheCommunes:
    def test_are_options_with_their_code(self, browser: StrictClient) -> None:
        assert 'data-value="38185" data-label="Grenoble (38000)"' in text(
            browser, "/annuaire/communes/", q="greno"
        )

    def test_nothing_for_nothing(self, browser: StrictClient) -> None:
        assert "<li" not in text(browser, "/annuaire/communes/", q="\x00")


class TestAService:
    def test_says_how_to_reach_it(self, browser: StrictClient) -> None:
        owner = structure(telephone="+33476000000", site_web="https://ccas.example/")
        found = service(
            of=owner,
            horaires_accueil="Mo-Fr 08:30-12:30",
            zone_eligibilite=["38", "38185"],
            modes_mobilisation=["telephoner"],
            mobilisable_par=["usagers"],
        )
        page = text(browser, reverse("directory:service", kwargs={"pk": found.pk}))
        for words in (
            "04 76 00 00 00",
            "lundi à vendredi",
            "département 38 ; Grenoble",
            "Téléphoner",
            "ccas.example",
        ):
            assert words in page

    def test_once_retired_says_since_when(self, browser: StrictClient) -> None:
        found = service(retired_at=AT)
        assert "n’est plus publié" in text(browser, reverse("directory:service", kwargs={"pk": found.pk}))

    def test_lists_the_others_of_its_structure(self, browser: StrictClient) -> None:
        owner = structure()
        service("Un", of=owner)
        service("Deux", of=owner)
        page = text(browser, reverse("directory:structure", kwargs={"pk": owner.pk}))
        assert "Un</a>" in page
        assert "Deux</a>" in page


class TestAnImport:
    def send(self, manager: StrictClient, content: bytes, **fields: str) -> ImportRun | int:
        file = SimpleUploadedFile("annuaire.json", content)
        answer = manager.post("/annuaire/imports/", {"file": file, **fields})
        return ImportRun.objects.get() if answer.status_code == 303 else int(answer.status_code)

    def content(self, tmp_path: Path) -> bytes:
        return json_file(
            tmp_path, structures=[structure_row()], services=[service_row(1), service_row(2, nom="=x")]
        ).read_bytes()

    def test_is_a_job_of_the_worker_then_a_report(self, manager: StrictClient, tmp_path: Path) -> None:
        run = self.send(manager, self.content(tmp_path), is_complete="on")
        assert isinstance(run, ImportRun)
        job = ProcrastinateJob.objects.get(task_name="directory.import")
        assert job.args == {"run_id": run.pk}
        address = reverse("directory:import_run", kwargs={"run_id": run.pk})
        assert "En attente" in text(manager, address)
        operations.run_import(run=run, at=AT)
        report = text(manager, address)
        assert "3 lignes lues, 1 écartées" in report.replace("\u202f", " ")
        assert "Le texte est trop court : 3 caractères au moins." in report.replace("\u00a0", " ")
        assert Service.objects.count() == 1

    def test_offers_its_refused_rows_as_a_safe_csv(self, manager: StrictClient, tmp_path: Path) -> None:
        run = self.send(manager, self.content(tmp_path).replace(b"dora--service-2", b"=1+1"))
        assert isinstance(run, ImportRun)
        operations.run_import(run=run, at=AT)
        answer = manager.get(reverse("directory:import_issues", kwargs={"run_id": run.pk}))
        assert "Ligne écartée;Services;2;nom;" in answer.content.decode("utf-8-sig")
        assert ";'=1+1" in answer.content.decode()

    def test_asks_the_page_again_once_finished(self, manager: StrictClient, tmp_path: Path) -> None:
        run = self.send(manager, self.content(tmp_path))
        assert isinstance(run, ImportRun)
        address = reverse("directory:import_progress", kwargs={"run_id": run.pk})
        assert "HX-Refresh" not in manager.get(address).headers
        operations.run_import(run=run, at=AT)
        assert manager.get(address).headers["HX-Refresh"] == "true"

    def test_can_be_stopped(self, manager: StrictClient, tmp_path: Path) -> None:
        run = self.send(manager, self.content(tmp_path))
        assert isinstance(run, ImportRun)
        stop = reverse("directory:import_stop", kwargs={"run_id": run.pk})
        assert manager.post(stop).status_code == 303
        run.refresh_from_db()
        assert run.state == "stopped"
        assert manager.post(stop).status_code == 409

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04aaaa", b"a\x00b"])
    def test_a_file_of_another_kind_is_refused_at_the_field(
        self, manager: StrictClient, content: bytes
    ) -> None:
        assert self.send(manager, content) == 422
        assert not ImportRun.objects.exists()
