"""Who used a key: a page of the journal's accesses with the names behind them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from croisee.foundation.accounts.models import Membership, User
from croisee.foundation.journal import queries as journal
from croisee.foundation.journal.events import READINGS, Event
from croisee.foundation.ui.pages import Page, asked_of, number_of
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier, EmergencyAccess
from croisee.person.dossiers.queries.keys import merged_ids, names_of

SIZE = 25
CHOICES = {
    "lectures": "Qui a ouvert le dossier",
    "tout": "Tout ce qui s'est fait",
    "refus": "Les accès refusés",
    "automatiques": "Avec les mises à jour automatiques",
}
_EVENTS: dict[str, Collection[Event]] = {
    "lectures": READINGS - {Event.DOSSIER_REFRESHED},
    "tout": frozenset(Event) - {Event.DOSSIER_REFRESHED},
    "refus": {Event.DOSSIER_REFUSED},
    "automatiques": READINGS,
}


@dataclass(frozen=True)
class Use:
    """One use of a key within an hour, and by whom. How many times is not said: it would count a worker's acts."""

    access: journal.Access
    user: User | None

    @property
    def is_refused(self) -> bool:
        return self.access.event == Event.DOSSIER_REFUSED

    @property
    def is_automatic(self) -> bool:
        return self.access.event == Event.DOSSIER_REFRESHED


def chosen(asked: Mapping[str, Any]) -> str:
    wanted = str(asked.get("quoi", ""))
    return wanted if wanted in CHOICES else "lectures"


def _uses(dossier: Dossier, what: str, offset: int, limit: int) -> list[Use]:
    found = journal.accesses_of(
        *merged_ids(dossier),
        events=_EVENTS[what],
        with_refreshes=what == "automatiques",
        offset=offset,
        limit=limit,
    )
    names = names_of(access.user_id for access in found)
    return [Use(access, names.get(access.user_id or 0)) for access in found]


def page_of(request: HttpRequest, dossier: Dossier) -> Page[Use]:
    """One page of uses, the latest first; three queries."""
    number = number_of(asked_of(request))
    found = _uses(dossier, chosen(request.GET), (number - 1) * SIZE, SIZE + 1)
    return Page(found[:SIZE], number, len(found) > SIZE)


def last_readings(dossier: Dossier, limit: int = 30) -> list[Use]:
    """The latest openings, for the person's paper."""
    return _uses(dossier, "lectures", 0, limit)


def emergencies(dossier: Dossier) -> list[EmergencyAccess]:
    """Every emergency access of the dossier, the latest first, with its reason."""
    rows = list(
        EmergencyAccess.objects.filter(dossier=dossier)
        .select_related("membership__user", "membership__team")
        .order_by("-opened_at", "pk")
    )
    preload(rows)
    return rows


def unread_emergencies(memberships: list[Membership]) -> list[EmergencyAccess]:
    """What a referent has to know: emergency accesses to their dossiers, not read yet."""
    if not memberships:
        return []
    rows = list(
        EmergencyAccess.objects.filter(dossier__referent__in=memberships, seen_by_referent_at__isnull=True)
        .select_related("membership__user", "dossier__person")
        .order_by("-opened_at", "pk")
    )
    preload(rows, [row.dossier.person for row in rows])
    return rows
