"""First contact: a dossier begins."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused
from croisee.foundation.vault import operations as vault
from croisee.person.dossiers.models import (
    CircleKind,
    CircleMember,
    Compartment,
    Dossier,
    NameToken,
    NoteKind,
    Person,
)
from croisee.person.dossiers.operations.notes import write_note
from croisee.person.dossiers.operations.touching import day_of
from croisee.person.dossiers.queries.duplicates import LookAlike, look_alikes
from croisee.person.dossiers.rules.names import name_parts
from croisee.person.dossiers.tokens import tokens_of


class CannotOpen(Refused):
    """The dossier cannot begin like this."""


class MayBeKnown(Refused):
    """Somebody who looks like this person already has a dossier here: a person decides, not the software."""

    message = "Cette personne est peut-être déjà connue."

    def __init__(self, look_alikes: list[LookAlike]) -> None:
        super().__init__()
        self.look_alikes = look_alikes


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

    @property
    def names(self) -> tuple[str, str, str]:
        return self.first_name, self.last_name, self.birth_name


def next_number(organisation_id: int, year: int) -> str:
    """« 2026-00042 »: the next number of the organisation's year, given once even when two people open at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossier_next_number(%s, %s)", [organisation_id, year])
        (number,) = cursor.fetchone()
    return f"{year}-{number:05d}"


@transaction.atomic
def record_first_contact(
    *,
    identity: Identity,
    referent: Membership,
    by: Membership,
    at: dt.datetime,
    first_contact_date: dt.date,
    words: str = "",
    someone_else: Collection[UUID] = (),
) -> Dossier:
    """Open a dossier unless the person may be known already.

    Raises `MayBeKnown` with the look-alikes, except those somebody looked at and said were `someone_else`.
    """
    _one_at_a_time(identity, by.organisation_id)
    alike = look_alikes(*identity.names, birth_date=identity.birth_date, organisation_id=by.organisation_id)
    if any(one.dossier_id not in someone_else for one in alike):
        raise MayBeKnown(alike)
    return open_dossier(
        identity=identity,
        referent=referent,
        by=by,
        at=at,
        first_contact_date=first_contact_date,
        words=words,
        someone_else=[one.dossier_id for one in alike],
    )


def _one_at_a_time(identity: Identity, organisation_id: int) -> None:
    """Two colleagues recording the same person at once: the second waits, then sees the first's dossier."""
    parts = " ".join(sorted(name_parts(*identity.names)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::int, hashtext(%s))", [organisation_id, parts])


@transaction.atomic
def open_dossier(
    *,
    identity: Identity,
    referent: Membership,
    by: Membership,
    at: dt.datetime,
    first_contact_date: dt.date,
    referent_reason: str = "Référent·e depuis le premier contact",
    words: str = "",
    someone_else: Collection[UUID] = (),
) -> Dossier:
    """A person's file begins, with its own key, its referent as the only circle, and no agreement yet.

    Refuses a referent of another organisation, and a first contact in the future.
    """
    if referent.organisation_id != by.organisation_id:
        raise CannotOpen("La personne référente doit appartenir à votre organisation.")
    if first_contact_date > day_of(at):
        raise CannotOpen("La date du premier contact ne peut pas être dans le futur.")
    dossier = _begun(referent, by, at, first_contact_date)
    person = Person.objects.create(dossier=dossier, compartment=Compartment.MINIMAL, **identity.__dict__)
    write_tokens(person, dossier)
    topics = [f"dossier-{dossier.pk}-header"]
    journal.record(Event.DOSSIER_CREATED, by=by, at=at, dossier_id=dossier.pk, topics=topics)
    for other in someone_else:
        labels = {"other": str(other)}
        journal.record(Event.DUPLICATE_DISMISSED, by=by, at=at, dossier_id=dossier.pk, labels=labels)
    if words.strip():
        write_note(dossier=dossier, by=by, at=at, kind=NoteKind.NOTE, happened_at=at, text=words)
    # Last: from here on the wall opens to the circle, and no longer to whoever recorded the contact.
    _first_in_circle(dossier, referent, by, at, referent_reason)
    return dossier


def _begun(referent: Membership, by: Membership, at: dt.datetime, first_contact_date: dt.date) -> Dossier:
    dossier_id = uuid.uuid4()
    vault.create_key(key_id=dossier_id, at=at)
    return Dossier.objects.create(
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


def _first_in_circle(
    dossier: Dossier, referent: Membership, by: Membership, at: dt.datetime, reason: str
) -> None:
    CircleMember.objects.create(
        dossier=dossier,
        compartment=Compartment.MINIMAL,
        kind=CircleKind.PROFESSIONAL,
        membership=referent,
        organisation_id=referent.organisation_id,
        reason=reason,
        started_date=dossier.opened_date,
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


def write_tokens(person: Person, dossier: Dossier, formerly: Collection[int] = ()) -> None:
    """Make the person findable under their present names, birth date and phone.

    `formerly`: the tokens of what the person was called before, which no longer find them. Tokens that came with
    another dossier by a merge stay.
    """
    wanted = tokens_of(person, dossier.organisation_id)
    gone, present = [], set()
    for row_id, token in NameToken.objects.filter(dossier=dossier).order_by("pk").values_list("pk", "token"):
        if token in formerly and token not in wanted and token not in present:
            gone.append(row_id)
        present.add(token)
    NameToken.objects.filter(pk__in=gone).delete()
    NameToken.objects.bulk_create(
        NameToken(dossier=dossier, compartment=Compartment.MINIMAL, token=token)
        for token in sorted(wanted - present)
    )
