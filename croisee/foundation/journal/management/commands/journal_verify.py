"""`croisee journal verify`: reads the whole journal against its seals and their copy."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from croisee.foundation.journal.seals.keys import NoSealKey, public_key
from croisee.foundation.journal.seals.report import Report
from croisee.foundation.journal.seals.verification import lines_expected, verify


class Command(BaseCommand):
    help = "Vérifie le journal : lignes modifiées, retirées, ajoutées ou changées d’ordre, fin coupée."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="sans barre de progression")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(stderr=True, quiet=options["quiet"])
        columns = (
            TextColumn("Vérification du journal"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        try:
            key = public_key()
        except NoSealKey as error:
            self.stderr.write(f"La clé des sceaux est introuvable ou illisible ({error}).")
            sys.exit(1)
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("lines", total=lines_expected())
            report = verify(key, progress=lambda lines: progress.update(task, completed=lines))
            progress.update(task, completed=report.lines, total=report.lines)
        self._tell(report)
        if report.found:
            sys.exit(1)

    def _tell(self, report: Report) -> None:
        for finding in report.findings:
            self.stdout.write(f"  • {finding}")
        if report.found > len(report.findings):
            self.stdout.write(f"  … et {report.found - len(report.findings)} autres constats.")
        if report.erased_months:
            months = ", ".join(report.erased_months)
            self.stdout.write(f"Mois effacés à la fin de leur durée de conservation : {months}.")
        self.stdout.write(f"{report.lines} lignes et {report.seals} sceaux lus.")
        self.stdout.write(f"Lignes pas encore scellées : {report.unsealed}.")
        if report.found:
            self.stdout.write(f"Le journal n’est PAS intact : {report.found} constat(s).")
        else:
            self.stdout.write("Le journal est intact.")
