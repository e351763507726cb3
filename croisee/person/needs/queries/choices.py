"""What forms offer: only what the user may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory.models import SerafinCode
from croisee.foundation.directory.models.reference import ReferenceKind, SerafinFamily
from croisee.foundation.directory.queries import vocabulary
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import CircleMember, Dossier, Expectation
from croisee.person.needs.models import Means, Need


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def of_need(dossier: Dossier, need: Need | None = None) -> dict[str, list[tuple[str, Any]]]:
    """Expectations of the person, thematics by category, SERAFIN-PH codes; a retired value stays where it is used."""
    words = vocabulary(ReferenceKind.THEMATIC_CATEGORY, ReferenceKind.THEMATIC)
    thematics: list[tuple[str, Any]] = [(label, group) for _, label, group in words.thematic_groups()]
    if (
        need
        and need.thematic
        and not any(need.thematic == value for _, group in thematics for value, _ in group)
    ):
        thematics.append((need.thematic, words.label(ReferenceKind.THEMATIC, need.thematic)))
    return {"expectations": _expectations(dossier, need), "thematics": thematics, "serafin": _serafin(need)}


def _expectations(dossier: Dossier, need: Need | None) -> list[tuple[str, str]]:
    rows = list(Expectation.objects.filter(dossier=dossier).order_by("-said_date", "pk"))
    preload(rows)
    kept = need.expectation_id if need else None
    return [(str(row.pk), _short(row.words)) for row in rows if row.ended_date is None or row.pk == kept]


def _serafin(need: Need | None) -> list[tuple[str, str]]:
    rows = SerafinCode.objects.filter(family=SerafinFamily.NEED).order_by("pk")
    used = need.serafin_code if need else ""
    return [
        (row.code, f"{row.code} {row.label}") for row in rows if row.retired_at is None or row.code == used
    ]


def known_means(dossier: Dossier) -> list[tuple[str, str]]:
    """Means already in the dossier: one may serve two needs."""
    rows = list(Means.objects.filter(dossier=dossier).order_by("added_at", "pk"))
    preload(rows)
    return [(str(row.pk), f"{_short(row.label)} ({row.get_kind_display().lower()})") for row in rows]


def members(dossier: Dossier, on: dt.date) -> dict[str, Membership]:
    """Professionals of the circle today, by the value of their choice."""
    rows = CircleMember.objects.present(on).filter(dossier=dossier, membership__isnull=False)
    found = [row.membership for row in rows.select_related("membership__user").order_by("started_date", "pk")]
    return {str(member.pk): member for member in found if member is not None}
