"""Needs: described, read by each culture and by the person, met, closed, reopened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory.models import ReferenceValue, SerafinCode
from croisee.foundation.directory.models.reference import ReferenceKind, SerafinFamily
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.models import Compartment, Dossier, Expectation
from croisee.person.needs.models import Need, NeedReading, NeedState
from croisee.person.needs.operations.noting import CannotNote, check_date, note


class NeedNotOpen(Refused):
    """The need is met or closed."""

    message = "Ce besoin n'est plus ouvert. Rouvrez-le pour continuer."


class StaleNeed(Refused):
    """Somebody changed the need meanwhile: `current` is what it says now."""

    def __init__(self, current: Need) -> None:
        super().__init__("Ce besoin a été modifié pendant que vous écriviez. Les deux versions sont gardées.")
        self.current = current


class StaleReading(Refused):
    """Somebody changed the reading meanwhile."""

    def __init__(self, current: NeedReading) -> None:
        super().__init__(
            "Cette lecture a été modifiée pendant que vous écriviez. Les deux versions sont gardées."
        )
        self.current = current


@dataclass(frozen=True)
class Description:
    """A need in free words; the rest is optional and comes after."""

    words: str
    thematic: str = ""
    serafin_code: str = ""
    expectation_id: UUID | None = None


def _checked(description: Description, dossier: Dossier, former: Need | None = None) -> None:
    if not description.words.strip():
        raise CannotNote("Écrivez le besoin avec quelques mots, ceux de la personne si possible.")
    # A value since retired by its publisher stays on the needs that have it.
    if description.thematic and description.thematic != (former.thematic if former else ""):
        thematics = ReferenceValue.objects.current().of(ReferenceKind.THEMATIC)
        if not thematics.filter(value=description.thematic).exists():
            raise CannotNote("Cette thématique n'existe pas dans la nomenclature en vigueur.")
    if description.serafin_code and description.serafin_code != (former.serafin_code if former else ""):
        codes = SerafinCode.objects.filter(family=SerafinFamily.NEED, retired_at__isnull=True)
        if not codes.filter(code=description.serafin_code).exists():
            raise CannotNote("Ce code n'existe pas dans la nomenclature SERAFIN-PH.")
    if description.expectation_id:
        expectations = Expectation.objects.filter(dossier=dossier, pk=description.expectation_id)
        if not expectations.exists():
            raise CannotNote("Cette attente n'est pas dans ce dossier.")


def locked(need_id: UUID, dossier: Dossier) -> Need:
    """The need, held until the end of the transaction."""
    need = Need.objects.select_for_update(of=("self",)).get(pk=need_id, dossier=dossier)
    need.dossier = dossier
    return need


@transaction.atomic
def add_need(*, dossier: Dossier, description: Description, by: Membership, at: dt.datetime) -> Need:
    """A need begins. Refuses empty words and unknown codes."""
    _checked(description, dossier)
    need = Need.objects.create(
        dossier=dossier,
        compartment=Compartment.COMMON,
        **description.__dict__,
        noted_by=by,
        noted_at=at,
        touched_at=at,
    )
    note(Event.NEED_CREATED, dossier=dossier, subject=f"need:{need.pk}", by=by, at=at)
    return need


@transaction.atomic
def edit_need(
    *,
    need_id: UUID,
    dossier: Dossier,
    description: Description,
    version: int,
    by: Membership,
    at: dt.datetime,
) -> Need:
    """The need is said otherwise. Refuses a version that is no longer the present one, with both texts."""
    need = locked(need_id, dossier)
    _checked(description, dossier, need)
    if need.version != version:
        raise StaleNeed(need)
    for name, value in description.__dict__.items():
        setattr(need, name, value)
    need.version += 1
    need.touched_at = at
    need.save()
    note(Event.NEED_UPDATED, dossier=dossier, subject=f"need:{need.pk}", by=by, at=at)
    return need


@transaction.atomic
def read_need(
    *, need_id: UUID, dossier: Dossier, text: str, version: int, by: Membership, at: dt.datetime
) -> NeedReading:
    """How the writer's culture reads the need, on the common page; `version` is 0 for the first time."""
    reading = _write_reading(need_id, dossier, by.culture, text, version, by, at)
    labels = {"culture": str(by.culture)}
    note(Event.NEED_READ, dossier=dossier, subject=f"need:{need_id}", by=by, at=at, labels=labels)
    return reading


@transaction.atomic
def voice_need(
    *,
    need_id: UUID,
    dossier: Dossier,
    text: str,
    said_date: dt.date,
    version: int,
    by: Membership,
    at: dt.datetime,
) -> NeedReading:
    """How the person reads the need, in the person's words: a contact coming from the person."""
    check_date(said_date, at)
    reading = _write_reading(need_id, dossier, "", text, version, by, at)
    subject = f"need:{need_id}"
    note(Event.NEED_VOICED, dossier=dossier, subject=subject, by=by, at=at, contact_date=said_date)
    return reading


def _write_reading(
    need_id: UUID, dossier: Dossier, culture: str, text: str, version: int, by: Membership, at: dt.datetime
) -> NeedReading:
    if not text.strip():
        raise CannotNote("Écrivez quelques mots.")
    # The lock on the need makes two first readings of one culture wait for each other.
    need = locked(need_id, dossier)
    reading = NeedReading.objects.filter(need=need, culture=culture).order_by().first()
    if (reading.version if reading else 0) != version:
        if reading is None:
            raise CannotNote("Cette lecture n'existe plus.")
        raise StaleReading(reading)
    if reading is None:
        reading = NeedReading(
            dossier=dossier, compartment=Compartment.COMMON, need=need, culture=culture, version=0
        )
    reading.text, reading.author, reading.written_at = text, by, at
    reading.version += 1
    reading.save()
    _touched(need, at)
    return reading


def _touched(need: Need, at: dt.datetime) -> None:
    need.touched_at = at
    need.save(update_fields=["touched_at"])


@transaction.atomic
def meet(
    *,
    need_id: UUID,
    dossier: Dossier,
    met_date: dt.date,
    person_words: str = "",
    by: Membership,
    at: dt.datetime,
) -> Need:
    """The need is met. Its answers stay as they are: what works goes on. Refuses a need that is not open."""
    check_date(met_date, at)
    need = locked(need_id, dossier)
    if not need.is_open:
        raise NeedNotOpen
    need.state, need.settled_date, need.settled_words = NeedState.MET, met_date, person_words
    _settle(need, at)
    contact_date = met_date if person_words.strip() else None
    subject = f"need:{need.pk}"
    note(Event.NEED_MET, dossier=dossier, subject=subject, by=by, at=at, contact_date=contact_date)
    return need


@transaction.atomic
def close_need(
    *,
    need_id: UUID,
    dossier: Dossier,
    reason: str,
    words: str = "",
    closed_date: dt.date,
    by: Membership,
    at: dt.datetime,
) -> Need:
    """The need is no longer followed though not met, for a reason. Refuses a need that is not open."""
    check_date(closed_date, at)
    need = locked(need_id, dossier)
    if not need.is_open:
        raise NeedNotOpen
    need.state, need.closing_reason = NeedState.CLOSED, reason
    need.settled_date, need.settled_words = closed_date, words
    _settle(need, at)
    labels = {"reason": str(reason)}
    note(Event.NEED_CLOSED, dossier=dossier, subject=f"need:{need.pk}", by=by, at=at, labels=labels)
    return need


@transaction.atomic
def reopen(*, need_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime) -> Need:
    """A need met or closed comes back; what had been tried is still there. Already open: nothing happens."""
    need = locked(need_id, dossier)
    if need.is_open:
        return need
    need.state, need.settled_date, need.closing_reason, need.settled_words = NeedState.OPEN, None, "", ""
    _settle(need, at)
    note(Event.NEED_REOPENED, dossier=dossier, subject=f"need:{need.pk}", by=by, at=at)
    return need


def _settle(need: Need, at: dt.datetime) -> None:
    need.version += 1
    need.touched_at = at
    need.save()
