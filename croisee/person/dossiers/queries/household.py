"""The homes of the person, who lives in them, and which of them have a dossier here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier, HouseholdMember, NameToken
from croisee.person.dossiers.queries.duplicates import MOST, known_of
from croisee.person.dossiers.rules.duplicates import Known, Likeness, likeness, same_names
from croisee.person.dossiers.tokens import birth_token


@dataclass(frozen=True)
class Member:
    """Somebody of the home; `dossier` when theirs is open to the reader too."""

    row: HouseholdMember
    dossier: Dossier | None = None

    @property
    def name(self) -> str:
        return f"{self.row.first_name} {self.row.last_name}".strip()

    def age(self, on: dt.date) -> int | None:
        born = self.row.birth_date
        if born is None:
            return None
        return int(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


@dataclass(frozen=True)
class Home:
    """One household of the person: their stay in it, who lives there now, who did."""

    stay: HouseholdMember
    present: list[Member] = field(default_factory=list)
    past: list[Member] = field(default_factory=list)
    # People of this home who have a dossier open to the reader, and stand in no line here.
    others: list[Dossier] = field(default_factory=list)

    @property
    def is_past(self) -> bool:
        return self.stay.ended_date is not None


def homes_of(dossier: Dossier, on: dt.date) -> list[Home]:
    """The person's homes, present ones first: three queries whatever their number."""
    rows = list(HouseholdMember.objects.filter(dossier=dossier).order_by("started_date", "pk"))
    stays = [row for row in rows if row.is_self]
    neighbours = _dossiers_in({stay.household_id for stay in stays}, dossier.pk)
    preload(rows, [one for found in neighbours.values() for one in found])
    homes = []
    for stay in stays:
        home = Home(stay, others=list(neighbours.get(stay.household_id, [])))
        for row in rows:
            if not row.is_self and row.household_id == stay.household_id:
                gone = row.ended_date is not None and row.ended_date <= on
                (home.past if gone else home.present).append(_member(row, home))
        homes.append(home)
    return sorted(homes, key=lambda home: (home.is_past, home.stay.started_date))


def _dossiers_in(households: set[int], but: UUID) -> dict[int, list[Dossier]]:
    """The dossiers of the other people of these homes, for those whose key one holds: the wall leaves out the rest."""
    found: dict[int, list[Dossier]] = {}
    rows = (
        HouseholdMember.objects.filter(
            household__in=households, is_self=True, dossier__erased_at__isnull=True
        )
        .exclude(dossier_id=but)
        .select_related("dossier__person", "dossier__referent__user")
        .order_by("started_date", "pk")
    )
    for row in rows:
        found.setdefault(row.household_id, []).append(row.dossier)
    return found


def _member(row: HouseholdMember, home: Home) -> Member:
    """The line, with the dossier of the same person when it stands in this home too."""
    for other in home.others:
        known = Known.of(other.person.first_name, other.person.last_name)
        if same_names(Known.of(row.first_name, row.last_name), known):
            home.others.remove(other)
            return Member(row, other)
    return Member(row)


def candidates(homes: list[Home], dossier: Dossier) -> dict[UUID, Dossier]:
    """For members without a dossier beside their line, the dossier open to the reader that is surely theirs."""
    alone = [
        member.row
        for home in homes
        if not home.is_past
        for member in home.present
        if member.dossier is None and member.row.birth_date
    ]
    born = {birth_token(row.birth_date, dossier.organisation_id) for row in alone if row.birth_date}
    if not born:
        return {}
    ids = NameToken.objects.filter(token__in=born).exclude(dossier=dossier).values("dossier_id")
    others = list(
        Dossier.objects.living()
        .filter(pk__in=ids, closed_date__isnull=True, organisation_id=dossier.organisation_id)
        .select_related("person")
        .order_by("number")[:MOST]
    )
    preload(others)
    found = {}
    for row in alone:
        known = Known.of(row.first_name, row.last_name, birth_date=row.birth_date)
        for other in others:
            if likeness(known, known_of(other.person)) is Likeness.SAME:
                found[row.pk] = other
    return found
