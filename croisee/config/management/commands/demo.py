"""Loads the demo territory into an empty installation: `croisee demo --dossiers N`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from croisee.config.demo.load import load_territory
from croisee.foundation.accounts.models import Organisation


class Command(BaseCommand):
    help = "Charge le territoire de démonstration dans une installation vide."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossiers", type=int, default=60, help="nombre de dossiers (60 par défaut)")
        parser.add_argument("--services", type=int, default=None, help="nombre de services de l'annuaire")
        parser.add_argument("--notes", type=int, default=10, help="nombre moyen de notes par dossier")

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError(
                "Cette installation n'est pas vide : la démonstration ne se mêle pas à de vraies données."
            )
        count = options["dossiers"]
        # 80,000 services for 100,000 dossiers, as in a large département with its neighbours.
        services = options["services"] if options["services"] is not None else max(400, count * 4 // 5)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns) as progress:
            task = progress.add_task("Dossiers", total=count)
            load_territory(
                count=count,
                services=services,
                notes=options["notes"],
                at=timezone.now(),
                on_progress=lambda done: progress.advance(task, done),
            )
        self.stdout.write(f"{count} dossiers, {services} services : le territoire de démonstration est prêt.")
