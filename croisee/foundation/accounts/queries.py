"""Who works where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from croisee.foundation.accounts.models import Membership, Team


def teams_of(organisation_id: int) -> QuerySet[Team]:
    """The teams of an organisation, by name."""
    return Team.objects.filter(organisation_id=organisation_id).order_by("name")


def members_of(organisation_id: int, on: dt.date) -> QuerySet[Membership]:
    """Present and coming members of an organisation, team by team, with their account."""
    return (
        Membership.objects.filter(
            Q(ended_date__isnull=True) | Q(ended_date__gt=on), organisation_id=organisation_id
        )
        .select_related("user", "team")
        .order_by("team__name", "user__last_name", "user__first_name", "pk")
    )


def memberships_named(ids: Iterable[int]) -> dict[int, Membership]:
    """The memberships of these ids with account, team and organisation, in one query: to put names on traces."""
    rows = (
        Membership.objects.filter(pk__in=set(ids)).select_related("user", "team", "organisation").order_by()
    )
    return {row.pk: row for row in rows}
