"""First contact: a dossier begins."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection, transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused
from croisee.foundation.vault import operations as vault
from croisee.person.dossiers.models import CircleKind, CircleMember, Compartment, Dossier, NameToken, Person
from croisee.person.dossiers.tokens import tokens_of


class CannotOpen(Refused):
    """The dossier cannot begin like this."""


@dataclass(frozen=True)
class Identity:
    """What is known of the person at first contact; only the last name is needed."""

    last_name: str
    first_name: str = ""
    birth_name: str = ""
    birth_date: dt.date | None = None
    civility: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    commune_code: str = ""
    ways_to_talk: str = ""


def next_number(organisation_id: int, year: int) -> str:
    """« 2026-00042 »: the next number of the organisation's year, given once even when two people open at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossier_next_number(%s, %s)", [organisation_id, year])
        (number,) = cursor.fetchone()
    return f"{year}-{number:05d}"


@transaction.atomic
def open_dossier(
    *,
    identity: Identity,
    referent: Membership,
    by: Membership,
    at: dt.datetime,
    first_contact_date: dt.date,
    referent_reason: str = "Référent·e depuis le premier contact",
) -> Dossier:
    """A person's file begins, with its own key, its referent as the only circle, and no agreement yet.

    Refuses a referent of another organisation, and a first contact in the future.
    """
    if referent.organisation_id != by.organisation_id:
        raise CannotOpen("La personne référente doit appartenir à votre organisation.")
    if first_contact_date > at.date():
        raise CannotOpen("La date du premier contact ne peut pas être dans le futur.")
    dossier_id = uuid.uuid4()
    vault.create_key(key_id=dossier_id, at=at)
    dossier = Dossier.objects.create(
        pk=dossier_id,
        organisation_id=by.organisation_id,
        team_id=referent.team_id,
        number=next_number(by.organisation_id, first_contact_date.year),
        referent=referent,
        opened_date=first_contact_date,
        opened_by=by,
        last_contact_date=first_contact_date,
        touched_at=at,
    )
    person = Person.objects.create(dossier=dossier, compartment=Compartment.MINIMAL, **identity.__dict__)
    write_tokens(person, dossier)
    journal.record(
        Event.DOSSIER_CREATED, by=by, at=at, dossier_id=dossier.pk, topics=[f"dossier-{dossier.pk}-header"]
    )
    # Last: from here on the wall opens to the circle, and no longer to whoever recorded the contact.
    CircleMember.objects.create(
        dossier=dossier,
        compartment=Compartment.MINIMAL,
        kind=CircleKind.PROFESSIONAL,
        membership=referent,
        organisation_id=referent.organisation_id,
        reason=referent_reason,
        started_date=first_contact_date,
        added_by=by,
    )
    journal.record(
        Event.CIRCLE_JOINED,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"membership:{referent.pk}",
        topics=[f"dossier-{dossier.pk}-circle", f"user-{referent.user_id}"],
    )
    return dossier


def write_tokens(person: Person, dossier: Dossier) -> None:
    """Make the person findable under their present names, birth date and phone, and no longer under former ones."""
    NameToken.objects.filter(dossier=dossier).delete()
    NameToken.objects.bulk_create(
        NameToken(dossier=dossier, compartment=Compartment.MINIMAL, token=token)
        for token in sorted(tokens_of(person, dossier.organisation_id))
    )
