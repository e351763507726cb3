"""Who lives with the person, from when to when; one may live in two homes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Invalid, Refused
from croisee.person.dossiers.models import Compartment, Dossier, Household, HouseholdMember
from croisee.person.dossiers.operations.touching import touch


class CannotLive(Invalid):
    """The household cannot be written like this."""


class NotThere(Refused):
    """This member is not in a household of this dossier any more."""

    message = "Cette ligne du ménage n'existe plus ou a changé : rechargez la page."


@dataclass(frozen=True)
class Living:
    """Somebody who lives with the person."""

    started_date: dt.date
    first_name: str = ""
    last_name: str = ""
    birth_date: dt.date | None = None
    relationship: str = ""
    ended_date: dt.date | None = None


def _told(event: Event, dossier: Dossier, by: Membership, at: dt.datetime, row_id: UUID) -> None:
    touch(dossier, at=at)
    journal.record(
        event,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"household_member:{row_id}",
        topics=[f"dossier-{dossier.pk}-{section}" for section in ("household", "timeline")],
    )


@transaction.atomic
def settle(*, dossier: Dossier, started_date: dt.date, by: Membership, at: dt.datetime) -> HouseholdMember:
    """The person lives in one more home, alone for now."""
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    home = Household.objects.create(created_at=at)
    return _stay(dossier, home, started_date, by, at)


def _stay(
    dossier: Dossier, home: Household, started_date: dt.date, by: Membership, at: dt.datetime
) -> HouseholdMember:
    stay = HouseholdMember.objects.create(
        dossier=dossier,
        compartment=Compartment.MINIMAL,
        household=home,
        is_self=True,
        started_date=started_date,
    )
    _told(Event.HOUSEHOLD_JOINED, dossier, by, at, stay.pk)
    return stay


@transaction.atomic
def add_member(
    *, dossier: Dossier, living: Living, by: Membership, at: dt.datetime, household_id: int | None = None
) -> HouseholdMember:
    """Somebody lives with the person, in this home or in the first one, which begins with them if there is none."""
    if not (living.first_name.strip() or living.last_name.strip()):
        raise CannotLive("Donnez au moins un prénom ou un nom.")
    if living.ended_date and living.ended_date < living.started_date:
        raise CannotLive("La fin est avant le début.")
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    stays = HouseholdMember.objects.filter(dossier=dossier, is_self=True, ended_date__isnull=True)
    if household_id is not None:
        stays = stays.filter(household_id=household_id)
    stay = stays.select_related("household").order_by("started_date", "pk").first()
    if stay is None:
        if household_id is not None:
            raise NotThere
        stay = settle(dossier=dossier, started_date=living.started_date, by=by, at=at)
    member = HouseholdMember.objects.create(
        dossier=dossier, compartment=Compartment.MINIMAL, household=stay.household, **living.__dict__
    )
    _told(Event.HOUSEHOLD_CHANGED, dossier, by, at, member.pk)
    return member


@transaction.atomic
def move_out(
    *, member_id: UUID, dossier: Dossier, ended_date: dt.date, by: Membership, at: dt.datetime
) -> HouseholdMember:
    """Somebody no longer lives there; when it is the person, the home and its members stay in the past of the file."""
    try:
        member = HouseholdMember.objects.select_for_update(of=("self",)).get(pk=member_id, dossier=dossier)
    except HouseholdMember.DoesNotExist:
        raise NotThere from None
    if ended_date < member.started_date:
        raise CannotLive("La date de départ est avant celle de l'arrivée.")
    member.ended_date = ended_date
    member.save(update_fields=["ended_date"])
    _told(Event.HOUSEHOLD_LEFT, dossier, by, at, member.pk)
    return member


@transaction.atomic
def link(
    *, member_id: UUID, dossier: Dossier, other: Dossier, by: Membership, at: dt.datetime
) -> HouseholdMember:
    """A member of the household has a dossier here too: that person lives in this home in their own file as well.

    Whoever holds both keys goes from one to the other; nobody else learns of the other.
    """
    try:
        member = HouseholdMember.objects.select_related("household").get(pk=member_id, dossier=dossier)
    except HouseholdMember.DoesNotExist:
        raise NotThere from None
    if other.pk == dossier.pk or other.organisation_id != dossier.organisation_id:
        raise CannotLive("Ces deux dossiers ne peuvent pas être reliés.")
    Dossier.objects.select_for_update().get(pk=other.pk)
    known = HouseholdMember.objects.filter(dossier=other, household=member.household, is_self=True)
    stay = known.order_by("pk").first()
    return stay or _stay(other, member.household, member.started_date, by, at)
