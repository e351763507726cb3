"""The facts the gate judges: where these memberships stand before this dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from django.utils import timezone

from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Permission
from croisee.person.dossiers.models import CircleMember, ConsentPart, Dossier, EmergencyAccess
from croisee.person.dossiers.rules import access, consent

# The parts of a dossier that cross the cultures; the rest belongs to the minimal sheet or to one culture.
SHARED_PART = frozenset({Permission.NEED_VIEW, Permission.NEED_EDIT})
# What still may be done on a closed dossier: read, print, reopen, merge, erase.
WRITES = frozenset(
    {
        Permission.DOSSIER_EDIT,
        Permission.CIRCLE_EDIT,
        Permission.CONSENT_RECORD,
        Permission.NOTE_WRITE,
        Permission.OUTLOOK_WRITE,
        Permission.NEED_EDIT,
    }
)
# What decides for the file itself: neither a partner nor an emergency key does (rules/access).
GOVERNS = frozenset(
    {
        Permission.CIRCLE_EDIT,
        Permission.CONSENT_RECORD,
        Permission.DOSSIER_CLOSE,
        Permission.DOSSIER_MERGE,
        Permission.DOSSIER_ERASE,
    }
)


@dataclass(frozen=True)
class Standing:
    """One membership before one dossier. `dossier` is None when the wall hides it though it exists."""

    dossier: Dossier | None
    membership: Membership | None
    verdict: access.Verdict
    referent: Membership | None = None
    erased: bool = False


def consent_in_force(dossier: Dossier, on: dt.date) -> consent.InForce:
    """The recipients the person agrees to on that day, in one query."""
    rows = ConsentPart.objects.filter(dossier=dossier, agreed__isnull=False).order_by("answered_at")
    return consent.in_force(
        [
            consent.Part(
                row.purpose,
                row.culture,
                row.organisation_id,
                bool(row.agreed),
                answered_at,
                row.until,
                row.withdrawn_at is not None,
            )
            for row in rows
            if (answered_at := row.answered_at)
        ],
        on,
    )


def standing(
    dossier_id: UUID,
    memberships: Iterable[Membership],
    permission: Permission,
    at: dt.datetime,
    preferred: Membership | None = None,
    *,
    on_closed: bool = False,
) -> Standing | None:
    """The best standing among these memberships, or None when nothing of this dossier may be known."""
    on = timezone.localdate(at)
    ordered = sorted(memberships, key=lambda membership: membership != preferred)
    dossier = (
        Dossier.objects.select_related("organisation", "team", "referent__user", "person")
        .filter(pk=dossier_id)
        .order_by()
        .first()
    )
    if dossier is None:
        return _behind_the_wall(dossier_id, ordered)
    mine = list(
        CircleMember.objects.filter(dossier=dossier, membership__in=ordered).order_by("pk")
        if ordered
        else CircleMember.objects.none()
    )
    agreed = consent_in_force(dossier, on)
    emergencies = _emergencies(dossier, ordered, at)
    standings = [
        Standing(
            dossier,
            membership,
            access.verdict(
                replace(
                    _situation(dossier, membership, permission, on, mine, agreed, emergencies),
                    writes=permission in WRITES and not on_closed,
                )
            ),
            dossier.referent,
            dossier.erased_at is not None,
        )
        for membership in ordered
    ]
    standings.sort(key=lambda place: (not place.verdict.allowed, not place.verdict.visible))
    return standings[0] if standings and standings[0].verdict.visible else None


def _emergencies(dossier: Dossier, memberships: list[Membership], at: dt.datetime) -> set[int]:
    rows = EmergencyAccess.objects.filter(dossier=dossier, membership__in=memberships, until__gt=at)
    return set(rows.order_by().values_list("membership_id", flat=True))


def _situation(
    dossier: Dossier,
    membership: Membership,
    permission: Permission,
    on: dt.date,
    mine: list[CircleMember],
    agreed: consent.InForce,
    emergencies: set[int],
) -> access.Situation:
    entries = [entry for entry in mine if entry.membership_id == membership.pk]
    present = any(
        entry.started_date <= on and (not entry.ended_date or entry.ended_date > on) for entry in entries
    )
    return access.Situation(
        culture=membership.culture,
        role_allows=membership.may(permission),
        same_organisation=membership.organisation_id == dossier.organisation_id,
        is_referent=dossier.referent_id == membership.pk,
        in_circle=present,
        was_in_circle=bool(entries) and not present,
        coordinates_team=membership.is_coordinator and membership.team_id == dossier.team_id,
        has_emergency=membership.pk in emergencies,
        agreed_cultures=agreed.cultures,
        partner_agreed=membership.organisation_id in agreed.organisations,
        shared_part=permission in SHARED_PART,
        governs=permission in GOVERNS,
        is_closed=dossier.closed_date is not None,
        is_erased=dossier.erased_at is not None,
    )


def _behind_the_wall(dossier_id: UUID, memberships: list[Membership]) -> Standing | None:
    """A dossier the wall hides: colleagues of the organisation learn that it exists and who to ask, no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, referent_id, erased FROM dossier_presence(%s)", [dossier_id])
        row = cursor.fetchone()
    if row is None:
        return None
    organisation_id, referent_id, erased = row
    membership = next((one for one in memberships if one.organisation_id == organisation_id), None)
    if membership is None or not membership.may(Permission.DOSSIER_LIST):
        return None
    referent = Membership.objects.select_related("user").get(pk=referent_id)
    verdict = access.verdict(access.Situation(membership.culture, True, True, is_erased=erased))
    return Standing(None, membership, verdict, referent, erased)
