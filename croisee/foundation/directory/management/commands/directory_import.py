"""`croisee directory import FILE`: loads a data.inclusion file and says what became of each row."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from croisee.foundation.directory.models import ImportIssue, ImportRun
from croisee.foundation.directory.operations import import_file
from croisee.foundation.directory.reading import UnreadableFile

SHOWN_ISSUES = 20


class Command(BaseCommand):
    help = "Importe un fichier data.inclusion (JSON, CSV, XLSX ou Parquet) dans l’annuaire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--partial",
            action="store_true",
            help="fichier partiel : ne retire pas ce qui n’y figure pas",
        )
        parser.add_argument(
            "--issues", type=Path, metavar="CSV", help="écrit les lignes écartées dans ce fichier"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Le fichier « {path} » n’existe pas.")
        console = Console(file=self.stdout._out)  # type: ignore[arg-type]
        try:
            run = self._import(path, console, is_complete=not options["partial"])
        except UnreadableFile as error:
            raise CommandError(error.sentence) from error
        except KeyboardInterrupt as error:
            raise CommandError("Import arrêté : l’annuaire n’a pas changé.", returncode=130) from error
        console.print(_summary(run))
        self._issues(run, console, options["issues"])

    def _import(self, path: Path, console: Console, *, is_complete: bool) -> ImportRun:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rows]} lignes"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("Lecture", total=100, rows=0)

            def on_progress(run: ImportRun) -> None:
                bar.update(
                    task, completed=run.progress, rows=run.rows_read, description=run.get_state_display()
                )

            return import_file(path, at=timezone.now(), is_complete=is_complete, on_progress=on_progress)

    def _issues(self, run: ImportRun, console: Console, output: Path | None) -> None:
        issues = ImportIssue.objects.filter(run=run).order_by("id")
        if output:
            with output.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, delimiter=";")
                writer.writerow(["gravité", "feuille", "ligne", "champ", "raison", "identifiant"])
                writer.writerows(_cells(issue) for issue in issues)
            console.print(f"Lignes écartées et avertissements : {output}")
        elif run.rows_refused or run.warnings:
            table = Table("Feuille", "Ligne", "Champ", "Raison", "Identifiant")
            for issue in issues[:SHOWN_ISSUES]:
                table.add_row(*_cells(issue)[1:])
            console.print(table)
            if issues.count() > SHOWN_ISSUES:
                console.print("La suite : relancez avec --issues FICHIER.csv, ou voyez la page de l’import.")


def _cells(issue: ImportIssue) -> tuple[str, ...]:
    return (
        issue.get_severity_display(),
        issue.sheet,
        str(issue.line),
        issue.field,
        issue.reason,
        issue.row_id,
    )


def _summary(run: ImportRun) -> Table:
    table = Table("", "Ajoutées", "Mises à jour", "Inchangées", "Retirées", title=run.file_name)
    for label, name in (("Structures", "structures"), ("Services", "services")):
        counts = (getattr(run, f"{name}_{what}") for what in ("created", "updated", "unchanged", "retired"))
        table.add_row(label, *map(str, counts))
    table.caption = f"{run.rows_read} lignes lues, {run.rows_refused} écartées, {run.warnings} avertissements"
    return table
