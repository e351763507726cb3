"""Loads the demo territory into an empty installation: `croisee demo --dossiers N`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from croisee.config.demo.load import OnProgress, load_territory, resume
from croisee.config.demo.order import Order, recall, remember
from croisee.foundation.accounts.models import Organisation

# The hour at which the invented people work: whatever the hour of the load, a day gives one territory.
HOUR = dt.time(9, 40)


class Command(BaseCommand):
    help = "Charge le territoire de démonstration dans une installation vide."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossiers", type=int, default=60, help="nombre de dossiers (60 par défaut)")
        parser.add_argument("--services", type=int, default=None, help="nombre de services de l'annuaire")
        parser.add_argument("--notes", type=int, default=10, help="nombre moyen de notes par dossier")

    def handle(self, *args: Any, **options: Any) -> None:
        order = _order(options)
        path = Path(settings.DATA_DIR) / "demo.json"
        cut = _cut(order, path) if Organisation.objects.exists() else None
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns) as progress:
            task = progress.add_task("Dossiers", total=order.dossiers)
            order = _load(order, cut, path, lambda done: progress.advance(task, done))
        remember(replace(order, is_done=True), path)
        self.stdout.write(
            f"{order.dossiers} dossiers, {order.services} services : le territoire de démonstration est prêt."
        )


def _order(options: dict[str, Any]) -> Order:
    count = options["dossiers"]
    # 80,000 services for 100,000 dossiers, as in a large département with its neighbours.
    services = options["services"] if options["services"] is not None else max(400, count * 4 // 5)
    now = timezone.localtime()
    at = min(now, dt.datetime.combine(now.date(), HOUR, tzinfo=now.tzinfo))
    return Order(dossiers=count, services=services, notes=options["notes"], at=at)


def _cut(order: Order, path: Path) -> Order:
    """The load that was cut and is asked for again; anything else that is already there is refused."""
    cut = recall(path)
    if cut is None:
        raise CommandError(
            "Cette installation n'est pas vide : la démonstration ne se mêle pas à de vraies données."
        )
    if cut.is_done:
        raise CommandError(
            f"Le territoire de démonstration est déjà chargé ({cut.dossiers} dossiers) : pour un autre, "
            "choisissez un dossier de données vide."
        )
    if not order.asks_the_same(cut):
        raise CommandError(
            "Un chargement plus ancien n'est pas allé au bout. Reprenez-le par « croisee demo "
            f"--dossiers {cut.dossiers} --services {cut.services} --notes {cut.notes} », ou choisissez un "
            "dossier de données vide."
        )
    return cut


def _load(order: Order, cut: Order | None, path: Path, on_progress: OnProgress) -> Order:
    if cut is not None:
        resume(cut, on_progress)
        return cut
    # Before the first row: whatever is found later without its end was begun by this order.
    remember(order, path)
    load_territory(order, on_progress)
    return order
