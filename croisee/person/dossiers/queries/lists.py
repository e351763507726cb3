"""The dossiers one holds a key to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import CircleMember, Consent, ConsentPart, Dossier
from croisee.person.dossiers.models.dossier import DossierQuerySet
from croisee.person.dossiers.queries.consents import Agreement
from croisee.person.dossiers.rules.consent import State
from croisee.person.dossiers.rules.names import name_parts

# Names are sealed: to sort by name every one is opened, which stays quick up to this many.
SORTABLE = 300
WHOSE = {"tous": "Tous ceux dont j'ai la clé", "referent": "J'en suis référent·e", "cercle": "Je suis dans le cercle",
         "equipe": "De mon équipe"}  # fmt: skip
STATES = {"ouverts": "Ouverts", "clos": "Clos", "tous": "Ouverts et clos"}


@dataclass(frozen=True)
class Row:
    """One line of a list: the dossier, and where the agreement stands."""

    dossier: Dossier
    state: State


def my_dossiers(memberships: Sequence[Membership], *, whose: str, state: str, on: dt.date) -> DossierQuerySet:
    """The living dossiers these memberships hold a key to, as the list's filters ask."""
    found = Dossier.objects.visible_to(list(memberships)).living()
    ids = [membership.pk for membership in memberships]
    if whose == "referent":
        found = found.filter(referent_id__in=ids)
    elif whose == "cercle":
        here = CircleMember.objects.present(on).filter(dossier=OuterRef("pk"), membership_id__in=ids)
        found = found.filter(Exists(here)).exclude(referent_id__in=ids)
    elif whose == "equipe":
        found = found.filter(team_id__in={membership.team_id for membership in memberships})
    if state == "tous":
        return found
    return found.filter(closed_date__isnull=state == "ouverts")


def people_of(ids: Sequence[UUID]) -> list[Dossier]:
    """The dossiers of one page, in its order: joined only once the page is known, or every dossier would be."""
    found = {dossier.pk: dossier for dossier in with_people(Dossier.objects.filter(pk__in=ids)).order_by()}
    return [found[one] for one in ids if one in found]


def with_people(dossiers: DossierQuerySet) -> DossierQuerySet:
    """What a line shows, without the arrays of keys, which are long and for the database only."""
    return dossiers.select_related("person", "referent__user").defer(
        "acl", "acl_common", "acl_medical", "acl_psychological", "acl_educational", "acl_social",
        "closing_text", "person__acl", "person__address", "person__ways_to_talk", "person__email",
    )  # fmt: skip


def sorted_by_name(dossiers: DossierQuerySet) -> list[Dossier] | None:
    """All of them by last then first name, or None when they are too many to be opened."""
    ids = list(dossiers.order_by().values_list("pk", flat=True)[: SORTABLE + 1])
    if len(ids) > SORTABLE:
        return None
    found = people_of(ids)
    preload(found)
    return sorted(
        found, key=lambda one: (name_parts(one.person.last_name), name_parts(one.person.first_name))
    )


def rows_of(dossiers: Sequence[Dossier], at: dt.datetime) -> list[Row]:
    """The lines of one page: one query for the keys, two for the agreements, whatever their number."""
    preload(dossiers)
    states = agreement_states([dossier.pk for dossier in dossiers], at)
    return [Row(dossier, states[dossier.pk]) for dossier in dossiers]


def agreement_states(ids: Sequence[UUID], at: dt.datetime) -> dict[UUID, State]:
    """Where the agreement stands in each of these dossiers."""
    consents: dict[UUID, list[Consent]] = defaultdict(list)
    parts: dict[UUID, list[ConsentPart]] = defaultdict(list)
    for consent in Consent.objects.filter(dossier__in=ids).defer("acl").order_by("-asked_at", "pk"):
        consents[consent.dossier_id].append(consent)
    for part in ConsentPart.objects.filter(dossier__in=ids).defer("acl").order_by("answered_at", "pk"):
        parts[part.dossier_id].append(part)
    return {one: Agreement(at, consents[one], parts[one]).state for one in ids}
