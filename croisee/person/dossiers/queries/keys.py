"""Who holds a key to a dossier, through which door, and what each key opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from uuid import UUID

from django.db.models import Q, QuerySet

from croisee.foundation.accounts.models import Membership, User
from croisee.foundation.accounts.permissions import Role
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import CircleMember, Dossier, EmergencyAccess
from croisee.person.dossiers.queries.consents import Agreement, agreement_on_page
from croisee.person.dossiers.rules import keys
from croisee.person.dossiers.rules.access import Situation, Via, verdict
from croisee.person.dossiers.rules.consent import InForce


@dataclass(frozen=True)
class Holder:
    """One professional around the dossier: where they stand, and what they read today."""

    membership: Membership
    situation: Situation
    entry: CircleMember | None = None
    emergency: EmergencyAccess | None = None

    @property
    def via(self) -> Via | None:
        return verdict(self.situation).via

    @property
    def reads(self) -> frozenset[str]:
        return keys.opened_in(self.situation)

    @property
    def has_key(self) -> bool:
        return bool(self.reads)

    @property
    def is_partner(self) -> bool:
        return not self.situation.same_organisation

    @property
    def why_not(self) -> str:
        """Why the common page is closed to them, in the person's terms."""
        if keys.COMMON in self.reads:
            return ""
        if self.is_partner:
            return "La personne n'a pas accepté le partage avec cette organisation."
        return "La personne n'a pas accepté le partage avec ce métier."

    def reads_with(self, open_today: InForce) -> frozenset[str]:
        """What they would read under another agreement."""
        return keys.opened_in(_with_agreement(self.situation, self.membership, open_today))


def _with_agreement(situation: Situation, membership: Membership, open_today: InForce) -> Situation:
    return replace(
        situation,
        agreed_cultures=open_today.cultures,
        partner_agreed=membership.organisation_id in open_today.organisations,
    )


@dataclass(frozen=True)
class Loss:
    """One person whose key opens something else after a change of the agreement."""

    membership: Membership
    lost: list[str]
    gained: list[str]
    keeps: list[str]

    @property
    def keeps_key(self) -> bool:
        return bool(self.keeps)


def _expected(dossier: Dossier, on: dt.date) -> QuerySet[Membership]:
    """The referent, and those who coordinate the team."""
    wanted = Q(pk=dossier.referent_id) | Q(team_id=dossier.team_id, role=Role.COORDINATOR)
    active = Membership.objects.active(on).filter(wanted)
    return active.select_related("user", "organisation", "team").order_by("pk")


def _people(on: dt.date, *groups: Iterable[Membership | None]) -> dict[int, Membership]:
    """Each one once, without those whose membership or account has ended."""
    people: dict[int, Membership] = {}
    for member in chain(*groups):
        if member and member.is_active(on) and member.user.is_active:
            people.setdefault(member.pk, member)
    return people


def around(dossier: Dossier, agreed: Agreement) -> list[Holder]:
    """Everyone with an account who stands around the dossier today, key or not: four queries, no sealed field."""
    entries = list(
        CircleMember.objects.present(agreed.on)
        .filter(dossier=dossier, membership__isnull=False)
        .select_related("membership__user", "membership__organisation", "membership__team", "added_by__user")
        .order_by("started_date", "pk")
    )
    preload(entries)
    emergencies = list(
        EmergencyAccess.objects.filter(dossier=dossier, until__gt=agreed.at)
        .select_related("membership__user", "membership__organisation", "membership__team")
        .order_by("opened_at", "pk")
    )
    entry_of = {entry.membership_id: entry for entry in entries}
    emergency_of = {row.membership_id: row for row in emergencies}
    people = _people(
        agreed.on,
        _expected(dossier, agreed.on),
        (row.membership for row in entries),
        (row.membership for row in emergencies),
    )
    open_today = agreed.in_force
    found = [
        Holder(
            membership,
            situation(dossier, membership, open_today, pk in entry_of, pk in emergency_of),
            entry_of.get(pk),
            emergency_of.get(pk),
        )
        for pk, membership in people.items()
    ]
    order = [Via.REFERENT, Via.CIRCLE, Via.PARTNER, Via.COORDINATION, Via.EMERGENCY, None]
    return sorted(found, key=lambda holder: order.index(holder.via))


def situation(
    dossier: Dossier, membership: Membership, open_today: InForce, in_circle: bool, has_emergency: bool
) -> Situation:
    """One professional before this dossier, with nothing asked of their role."""
    return Situation(
        culture=membership.culture,
        role_allows=True,
        same_organisation=membership.organisation_id == dossier.organisation_id,
        is_referent=membership.pk == dossier.referent_id,
        in_circle=in_circle,
        coordinates_team=membership.is_coordinator and membership.team_id == dossier.team_id,
        has_emergency=has_emergency,
        agreed_cultures=open_today.cultures,
        partner_agreed=membership.organisation_id in open_today.organisations,
        is_erased=dossier.erased_at is not None,
    )


def holders(dossier: Dossier, agreed: Agreement) -> list[Holder]:
    """Those whose key opens something today."""
    return [holder for holder in around(dossier, agreed) if holder.has_key]


def holders_on_page(dossier: Dossier, agreed: Agreement) -> list[Holder]:
    """The same, asked once for a page that only reads."""
    known: list[Holder] | None = dossier.__dict__.get("_holders_on_page")
    if known is None:
        known = dossier.__dict__["_holders_on_page"] = holders(dossier, agreed)
    return known


def changes(people: Iterable[Holder], then: InForce) -> list[Loss]:
    """Whose key opens less or more once the agreement is `then`."""
    found = []
    for holder in people:
        before, later = holder.reads, holder.reads_with(then)
        if before != later:
            found.append(
                Loss(holder.membership, sorted(before - later), sorted(later - before), sorted(later))
            )
    return found


@dataclass(frozen=True)
class KeyState:
    """The line of a dossier's header: how many people hold a key, and where the agreement stands."""

    holders: int
    agreed: Agreement

    @property
    def state(self) -> str:
        return self.agreed.state.value


def key_state(dossier: Dossier, at: dt.datetime) -> KeyState:
    agreed = agreement_on_page(dossier, at)
    return KeyState(len({holder.membership.user_id for holder in holders_on_page(dossier, agreed)}), agreed)


def names_of(user_ids: Iterable[int | None]) -> dict[int, User]:
    """The accounts behind a page of accesses, in one query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return {user.pk: user for user in User.objects.filter(pk__in=wanted).order_by("pk")} if wanted else {}


def merged_ids(dossier: Dossier) -> Sequence[UUID]:
    """This dossier and those that were merged into it: their accesses belong to the same person."""
    inside = Dossier.objects.filter(merged_into=dossier).order_by().values_list("pk", flat=True)
    return [dossier.pk, *inside]
