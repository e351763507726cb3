"""People already known who look like the one being recorded, behind the wall or in front of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count

from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier, NameToken, Person
from croisee.person.dossiers.rules.duplicates import Known, Likeness, likeness, swapped
from croisee.person.dossiers.tokens import known_tokens, same_person_tokens

# More look-alikes than anyone compares; the strongest come first.
MOST = 60
SHOWN = 12


@dataclass(frozen=True)
class LookAlike:
    """A dossier that may be the same person's. `person` is None when the wall hides everything but its existence."""

    dossier_id: UUID
    likeness: Likeness
    referent: Membership
    opened_date: dt.date
    closed_date: dt.date | None
    person: Person | None = None
    number: str = ""

    @property
    def is_hidden(self) -> bool:
        return self.person is None


def look_alikes(
    *names: str, birth_date: dt.date | None, organisation_id: int, except_for: Iterable[UUID] = ()
) -> list[LookAlike]:
    """Everyone of the organisation who may be this person, the most alike first.

    In front of the wall names are compared; behind it only tokens answer, for whole names with a birth date, or for
    whole names alone when the date is not known yet.
    """
    wanted = Known.of(*names, birth_date=birth_date)
    if not wanted.parts:
        return []
    left_out = set(except_for)
    seen = [one for one in _seen(wanted, organisation_id) if one.dossier_id not in left_out]
    known = {one.dossier_id for one in seen} | left_out
    hidden = [one for one in _hidden(wanted, organisation_id) if one.dossier_id not in known]
    order = list(Likeness)
    return sorted([*seen, *hidden], key=lambda one: (order.index(one.likeness), one.is_hidden))[:SHOWN]


def _seen(wanted: Known, organisation_id: int) -> list[LookAlike]:
    tokens = known_tokens(wanted, organisation_id)
    ids = (
        NameToken.objects.filter(token__in=tokens)
        .values("dossier_id")
        .annotate(found=Count("token", distinct=True))
        .filter(found__gte=min(2, len(tokens)))
        .order_by("-found", "dossier_id")
        .values_list("dossier_id", flat=True)[:MOST]
    )
    dossiers = list(
        Dossier.objects.living()
        .filter(pk__in=list(ids), organisation_id=organisation_id)
        .select_related("person", "referent__user")
        .order_by("number")
    )
    preload(dossiers)
    found = []
    for dossier in dossiers:
        alike = likeness(wanted, known_of(dossier.person))
        if alike:
            found.append(_look_alike(dossier, alike))
    return found


def known_of(person: Person) -> Known:
    """What the comparison looks at in a person already recorded."""
    return Known.of(person.first_name, person.last_name, person.birth_name, birth_date=person.birth_date)


def _look_alike(dossier: Dossier, alike: Likeness) -> LookAlike:
    return LookAlike(
        dossier.pk,
        alike,
        dossier.referent,
        dossier.opened_date,
        dossier.closed_date,
        dossier.person,
        dossier.number,
    )


def _hidden(wanted: Known, organisation_id: int) -> list[LookAlike]:
    found: dict[UUID, LookAlike] = {}
    for alike, birth_date in _asked_behind_the_wall(wanted):
        tokens = same_person_tokens(
            first_name=" ".join(wanted.parts),
            last_name="",
            birth_date=birth_date,
            organisation_id=organisation_id,
        )
        for one in matching(organisation_id, tokens, alike):
            found.setdefault(one.dossier_id, one)
    return list(found.values())


def _asked_behind_the_wall(wanted: Known) -> list[tuple[Likeness, dt.date | None]]:
    """What may be asked of dossiers one has no key to: never a name alone."""
    born = wanted.birth_date
    if born is None:
        return [(Likeness.UNDATED, None)] if len(wanted.parts) >= 2 else []
    other = swapped(born)
    asked: list[tuple[Likeness, dt.date | None]] = [(Likeness.SAME, born)]
    return [*asked, (Likeness.SWAPPED, other)] if other else asked


def matching(organisation_id: int, tokens: list[int], alike: Likeness) -> list[LookAlike]:
    """The organisation's dossiers carrying all these tokens, whoever holds their keys: existence and referent only."""
    if not tokens:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_matching(%s, %s)", [organisation_id, tokens])
        rows = cursor.fetchall()
    referents = Membership.objects.select_related("user").in_bulk([referent for _, referent, _, _ in rows])
    return [
        LookAlike(dossier_id, alike, referents[referent_id], opened, closed)
        for dossier_id, referent_id, opened, closed in rows
    ]
