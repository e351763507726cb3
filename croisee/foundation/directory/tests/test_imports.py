"""Importing: what is loaded, updated, retired, refused, and what never happens twice."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory import operations
from croisee.foundation.directory.models import (
    ImportChunk,
    ImportIssue,
    ImportRun,
    Service,
    StagedRow,
    Structure,
)
from croisee.foundation.directory.operations import importing
from croisee.foundation.directory.reading import UnreadableFile
from croisee.foundation.directory.tests.factories import AT, json_file, service_row, structure_row
from croisee.foundation.directory.tests.test_reading import csv_file, parquet_file, template
from croisee.foundation.journal.events import Event
from tests.support.journal import assert_journaled

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=1)


def load(path: Path, *, at: dt.datetime = AT, is_complete: bool = True) -> ImportRun:
    return operations.import_file(path, at=at, is_complete=is_complete)


def issues(run: ImportRun) -> list[tuple[str, int, str, str]]:
    found = ImportIssue.objects.filter(run=run).order_by("id")
    return [(issue.sheet, issue.line, issue.field, issue.row_id) for issue in found]


class TestAFirstImport:
    def test_loads_every_field_the_standard_has(self, tmp_path: Path) -> None:
        run = load(json_file(tmp_path, structures=[structure_row()], services=[service_row()]))
        service = Service.objects.select_related("structure").get()
        assert (run.state, run.structures_created, run.services_created, run.rows_read) == ("done", 1, 1, 2)
        assert service.external_id == "dora--service-1"
        assert service.structure.external_id == "dora--structure-1"
        assert service.structure_name == "Maison de quartier 1"
        assert service.thematiques == service_row()["thematiques"]
        assert service.mobilisable_par == ["professionnels", "usagers"]
        assert service.date_maj == dt.date(2026, 2, 1)
        assert service.structure.reseaux_porteurs == ["ccas-cias"]

    def test_places_a_service_at_its_point_else_its_commune_else_its_structure(self, tmp_path: Path) -> None:
        nowhere = {"commune": "", "code_postal": "", "code_insee": ""}
        rows = [
            service_row(1, latitude=45.2, longitude=5.7),
            service_row(2),
            service_row(3, **nowhere),
            service_row(4, code_insee="", code_postal="69380", commune="Lissieu"),
        ]
        structure = structure_row(latitude=45.19, longitude=5.72)
        load(json_file(tmp_path, structures=[structure], services=rows))
        places = Service.objects.order_by("external_id").values_list(
            "place_latitude", "place_longitude", "place_is_exact"
        )
        assert list(places[:3]) == [(45.2, 5.7, True), (45.1866, 5.7363, False), (45.19, 5.72, True)]
        assert places[3][0] == pytest.approx(45.9, abs=0.2)

    def test_loads_the_good_rows_and_reports_the_bad_ones(self, tmp_path: Path) -> None:
        path = template(
            tmp_path / "gabarit.xlsx",
            [structure_row(1), structure_row(2, nom="x")],
            [
                service_row(1),
                service_row(2, publics=["tous"]),
                service_row(3, structure_id="dora--structure-2"),
                service_row(1),
            ],
        )
        run = load(path)
        assert (run.structures_created, run.services_created, run.rows_refused) == (1, 1, 4)
        assert issues(run) == [
            ("Structures", 5, "nom", "dora--structure-2"),
            ("Services", 5, "publics", "dora--service-2"),
            ("Services", 7, "id", "dora--service-1"),
            ("Services", 6, "structure_id", "dora--service-3"),
        ]

    def test_is_journaled_without_the_name_of_the_file(self, tmp_path: Path) -> None:
        path = json_file(tmp_path, structures=[structure_row()])
        with assert_journaled(Event.DIRECTORY_IMPORTED) as lines:
            run = load(path)
        assert lines[0].topics == [f"import-{run.pk}"]

    def test_leaves_nothing_waiting(self, tmp_path: Path) -> None:
        load(json_file(tmp_path, structures=[structure_row()], services=[service_row()]))
        assert not StagedRow.objects.exists()


class TestImportingAgain:
    @pytest.fixture(autouse=True)
    def _before(self, tmp_path: Path) -> None:
        load(json_file(tmp_path, structures=[structure_row()], services=[service_row(1), service_row(2)]))

    def test_the_same_file_changes_nothing(self, tmp_path: Path) -> None:
        path = json_file(tmp_path, structures=[structure_row()], services=[service_row(1), service_row(2)])
        run = load(path, at=LATER)
        assert (run.structures_unchanged, run.services_unchanged) == (1, 2)
        assert (run.services_created, run.services_updated, run.services_retired) == (0, 0, 0)
        assert not Service.objects.filter(imported_at=LATER).exists()

    def test_updates_what_changed(self, tmp_path: Path) -> None:
        rows = [service_row(1, nom="Permanence du mardi"), service_row(2)]
        run = load(json_file(tmp_path, structures=[structure_row()], services=rows), at=LATER)
        assert (run.services_created, run.services_updated, run.services_unchanged) == (0, 1, 1)
        assert set(Service.objects.values_list("nom", flat=True)) == {
            "Permanence du mardi",
            "Permanence logement 2",
        }

    def test_retires_what_the_source_no_longer_publishes(self, tmp_path: Path) -> None:
        run = load(json_file(tmp_path, structures=[structure_row()], services=[service_row(2)]), at=LATER)
        assert (run.services_retired, run.structures_retired) == (1, 0)
        assert Service.objects.get(external_id="dora--service-1").retired_at == LATER

    def test_brings_back_what_had_been_retired(self, tmp_path: Path) -> None:
        load(json_file(tmp_path, structures=[structure_row()], services=[service_row(2)]), at=LATER)
        load(
            json_file(tmp_path, structures=[structure_row()], services=[service_row(1), service_row(2)]),
            at=LATER,
        )
        assert not Service.objects.filter(retired_at__isnull=False).exists()

    def test_a_partial_file_retires_nothing(self, tmp_path: Path) -> None:
        run = load(json_file(tmp_path, services=[service_row(2)]), at=LATER, is_complete=False)
        assert run.services_retired == 0

    def test_another_source_retires_nothing_of_this_one(self, tmp_path: Path) -> None:
        structure = structure_row(id="fs--1", source="france-services")
        service = service_row(id="fs--s1", source="france-services", structure_id="fs--1")
        run = load(json_file(tmp_path, structures=[structure], services=[service]), at=LATER)
        assert (run.services_created, run.services_retired) == (1, 0)

    def test_a_row_that_became_wrong_is_reported_and_its_service_stays(self, tmp_path: Path) -> None:
        rows = [service_row(1, frais="cher"), service_row(2)]
        run = load(json_file(tmp_path, structures=[structure_row()], services=rows), at=LATER)
        assert (run.rows_refused, run.services_retired) == (1, 0)
        assert Service.objects.get(external_id="dora--service-1").frais == "gratuit"

    def test_services_follow_the_new_name_of_their_structure(self, tmp_path: Path) -> None:
        load(csv_file(tmp_path / "s.csv", [structure_row(nom="Espace des Alpes")]), at=LATER)
        assert set(Service.objects.values_list("structure_name", flat=True)) == {"Espace des Alpes"}

    def test_services_alone_find_the_structures_already_there(self, tmp_path: Path) -> None:
        run = load(parquet_file(tmp_path / "s.parquet", [service_row(1), service_row(3)]), at=LATER)
        assert (run.services_created, run.services_retired, run.structures_retired) == (1, 1, 0)


class TestARefusedFile:
    def test_changes_nothing_and_says_why(self, tmp_path: Path) -> None:
        path = json_file(tmp_path, structures=[structure_row()], services=[service_row()])
        path.write_text(path.read_text()[:-40])
        with pytest.raises(UnreadableFile, match="s’arrête avant sa fin"):
            load(path)
        run = ImportRun.objects.get()
        assert (run.state, run.failure[:24]) == ("failed", "Le fichier JSON s’arrête")
        assert not Structure.objects.exists()
        assert not StagedRow.objects.exists()

    def test_without_any_row(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile, match="aucune structure ni aucun service"):
            load(json_file(tmp_path))

    def test_when_a_crash_emptied_the_waiting_rows(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from croisee.foundation.directory.operations import merging

        monkeypatch.setattr(merging, "staged_count", lambda run: 0)
        with pytest.raises(UnreadableFile, match="interrompu et rien n’a changé"):
            load(json_file(tmp_path, structures=[structure_row()]))


class TestAnUploadedFile:
    def upload(self, by: Membership, tmp_path: Path) -> ImportRun:
        content = json_file(tmp_path, structures=[structure_row()], services=[service_row()]).read_bytes()
        return operations.request_import(
            content=[content[:100], content[100:]],
            file_name="annuaire.json",
            size=len(content),
            is_complete=True,
            by=by,
            at=AT,
        )

    def test_waits_in_the_database_then_is_imported(self, claire: Membership, tmp_path: Path) -> None:
        run = self.upload(claire, tmp_path)
        assert (run.state, run.requested_by_id, ImportChunk.objects.count()) == ("waiting", claire.pk, 2)
        operations.run_import(run=run, at=LATER)
        assert (run.state, run.progress, Service.objects.count()) == ("done", 100, 1)
        assert not ImportChunk.objects.exists()

    def test_is_imported_once_when_the_job_runs_twice(self, claire: Membership, tmp_path: Path) -> None:
        run = self.upload(claire, tmp_path)
        operations.run_import(run=run, at=LATER)
        finished = run.finished_at
        assert operations.run_import(run=run, at=LATER).finished_at == finished

    def test_begins_again_after_a_crash(self, claire: Membership, tmp_path: Path) -> None:
        run = self.upload(claire, tmp_path)
        StagedRow.objects.create(run_id=run.pk, kind="service", external_id="half", sheet="Services", line=1)
        run.state = "reading"
        run.save()
        operations.run_import(run=run, at=LATER)
        assert (run.state, Service.objects.count()) == ("done", 1)

    def test_stops_before_it_begins(self, claire: Membership, tmp_path: Path) -> None:
        run = operations.stop_import(run=self.upload(claire, tmp_path), by=claire, at=LATER)
        operations.run_import(run=run, at=LATER)
        assert (run.state, Service.objects.count(), ImportChunk.objects.count()) == ("stopped", 0, 0)

    def test_stops_between_two_batches(self, claire: Membership, tmp_path: Path) -> None:
        run = self.upload(claire, tmp_path)
        run.state = "reading"
        run.save()
        operations.stop_import(run=run, by=claire, at=LATER)
        operations.run_import(run=run, at=LATER)
        assert (run.state, Service.objects.count()) == ("stopped", 0)

    def test_whose_process_died_is_closed_by_asking_twice(self, claire: Membership, tmp_path: Path) -> None:
        run = self.upload(claire, tmp_path)
        run.state = "reading"
        run.save()
        assert operations.stop_import(run=run, by=claire, at=AT).state == "reading"
        assert operations.stop_import(run=run, by=claire, at=LATER).state == "stopped"

    def test_says_when_it_was_interrupted(
        self, claire: Membership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*args: object, **kwargs: object) -> None:
            raise KeyboardInterrupt

        run = self.upload(claire, tmp_path)
        monkeypatch.setattr(importing, "stage", interrupt)
        with pytest.raises(KeyboardInterrupt):
            operations.run_import(run=run, at=LATER)
        assert (run.state, run.failure[:29]) == ("failed", "L’import a été interrompu et ")

    def test_cannot_be_stopped_once_finished(self, claire: Membership, tmp_path: Path) -> None:
        run = operations.run_import(run=self.upload(claire, tmp_path), at=LATER)
        with pytest.raises(operations.NotStoppable):
            operations.stop_import(run=run, by=claire, at=LATER)


class TestTheCommand:
    def test_says_what_became_of_the_rows(self, tmp_path: Path) -> None:
        path = json_file(
            tmp_path, structures=[structure_row()], services=[service_row(1), service_row(2, nom="x")]
        )
        out = io.StringIO()
        call_command("directory_import", str(path), stdout=out)
        assert "3 lignes lues, 1 écartées" in out.getvalue()
        assert "trop court" in out.getvalue()

    def test_writes_the_refused_rows_in_a_file(self, tmp_path: Path) -> None:
        path = json_file(tmp_path, structures=[structure_row(), structure_row(2, nom="x")])
        call_command("directory_import", str(path), issues=tmp_path / "r.csv", stdout=io.StringIO())
        assert "Structures;2;nom" in (tmp_path / "r.csv").read_text("utf-8-sig")

    @pytest.mark.parametrize("content", [None, "a,b\n1,2\n"])
    def test_refuses_in_one_sentence(self, content: str | None, tmp_path: Path) -> None:
        if content:
            (tmp_path / "a.csv").write_text(content)
        with pytest.raises(CommandError):
            call_command("directory_import", str(tmp_path / "a.csv"), stdout=io.StringIO())
