"""Emergency access: a reason, one hour, the referent told, shown to the person."""

from __future__ import annotations

import datetime as dt
import uuid
from uuid import UUID

from django.db import connection, transaction

from croisee.foundation.accounts.models import Membership, PerimeterGrant
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Invalid, Refused
from croisee.foundation.vault import crypto, keyring
from croisee.person.dossiers.models import Dossier, EmergencyAccess

LASTS = dt.timedelta(hours=1)
SHORTEST_REASON = 15


class ReasonMissing(Invalid):
    """An emergency is told in a sentence, not in a word."""


class NotYours(Refused):
    """Somebody else's key or notice."""


@transaction.atomic
def open_emergency(
    *, dossier_id: UUID, referent: Membership, by: Membership, at: dt.datetime, reason: str
) -> UUID:
    """A colleague outside the circle opens the dossier for one hour; gives the access's id.

    The row is written by the database's own function, since the actor has no key yet; it refuses whoever is not of
    the same organisation. The referent's open pages are told at once.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(
            "Dites en une phrase ce qui se passe : la référente ou le référent et la personne la liront."
        )
    access_id = uuid.uuid4()
    place = crypto.place(EmergencyAccess._meta.db_table, access_id, "reason")
    sealed = crypto.encrypt(keyring.get(dossier_id), reason.encode(), place)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall_open_emergency(%s, %s, %s, %s, %s, %s)",
            [access_id, dossier_id, by.pk, sealed, at, at + LASTS],
        )
    journal.record(
        Event.EMERGENCY_OPENED,
        by=by,
        at=at,
        dossier_id=dossier_id,
        subject=f"emergency:{access_id}",
        topics=[*_topics(dossier_id), f"user-{referent.user_id}"],
    )
    return access_id


def _topics(dossier_id: UUID) -> list[str]:
    return [f"dossier-{dossier_id}-access", f"dossier-{dossier_id}-circle", f"dossier-{dossier_id}-header"]


@transaction.atomic
def give_back(*, access_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime) -> EmergencyAccess:
    """The key is given back before the end of its hour; the wall closes at once."""
    access = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=access_id, dossier=dossier)
    if access.membership_id != by.pk:
        raise NotYours("Seule la personne qui a ouvert en urgence rend cette clé.")
    if access.until <= at:
        return access
    journal.record(
        Event.EMERGENCY_CLOSED,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"emergency:{access.pk}",
        topics=_topics(dossier.pk),
    )
    EmergencyAccess.objects.filter(pk=access.pk).update(until=at)
    PerimeterGrant.objects.filter(pk=access.grant_id).update(until=at)
    access.until = at
    return access


@transaction.atomic
def acknowledge(*, access_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime) -> EmergencyAccess:
    """The referent has read that someone opened in emergency, and why."""
    access = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=access_id, dossier=dossier)
    if dossier.referent_id != by.pk:
        raise NotYours("C'est la référente ou le référent du dossier qui en prend connaissance.")
    if access.seen_by_referent_at is None:
        access.seen_by_referent_at = at
        access.save(update_fields=["seen_by_referent_at"])
        journal.record(
            Event.EMERGENCY_ACKNOWLEDGED,
            by=by,
            at=at,
            dossier_id=dossier.pk,
            subject=f"emergency:{access.pk}",
            topics=[f"dossier-{dossier.pk}-access", f"user-{by.user_id}"],
        )
    return access


@transaction.atomic
def show_to_person(*, access_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime) -> EmergencyAccess:
    """The person was told that someone opened their dossier in emergency, and why."""
    access = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=access_id, dossier=dossier)
    if access.shown_to_person_at is None:
        access.shown_to_person_at = at
        access.save(update_fields=["shown_to_person_at"])
        journal.record(
            Event.EMERGENCY_SHOWN,
            by=by,
            at=at,
            dossier_id=dossier.pk,
            subject=f"emergency:{access.pk}",
            topics=[f"dossier-{dossier.pk}-access"],
        )
    return access
