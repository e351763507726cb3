"""`croisee journal restored`: said once after a backup was restored, so that the chain may go on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from croisee.foundation.journal.seals import copy
from croisee.foundation.journal.seals.sealing import seal


class Command(BaseCommand):
    help = "Après une restauration : garde l’ancienne copie des sceaux à part et rouvre la chaîne."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with copy.held() as outside:
            last = outside.last()
        kept = copy.put_aside(f"{timezone.now():%Y%m%dT%H%M%S}")
        known = {"copy_number": last.number, "copy_hash": last.hash()} if last else {}
        made = seal(restored=known)
        if made is None:
            self.stdout.write("Rien n’était encore scellé : rien à rouvrir.")
            return
        self.stdout.write(f"La chaîne reprend au sceau n° {made.number}.")
        if kept is not None:
            self.stdout.write(f"L’ancienne copie est gardée : {kept.name}.")
