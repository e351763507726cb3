"""What the person expects, in their own words: said, said again, no longer expected."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Invalid, Refused
from croisee.person.dossiers.models import Compartment, Dossier, Expectation
from croisee.person.dossiers.operations.touching import touch


class CannotExpect(Invalid):
    """The expectation cannot be written like this."""


class NoLongerExpected(Refused):
    """It has ended: it is read, not changed."""


def _checked(words: str, said_date: dt.date, at: dt.datetime) -> None:
    if not words.strip():
        raise CannotExpect("Écrivez ce que la personne attend, avec ses mots.")
    if said_date > localtime(at).date():
        raise CannotExpect("Ce jour n'est pas encore venu.")


def _record(event: Event, row: Expectation, by: Membership, at: dt.datetime) -> None:
    sections = ("expectations", "needs", "timeline")
    journal.record(
        event,
        by=by,
        at=at,
        dossier_id=row.dossier_id,
        subject=f"expectation:{row.pk}",
        topics=[f"dossier-{row.dossier_id}-{section}" for section in sections],
    )


@transaction.atomic
def express(
    *, dossier: Dossier, by: Membership, at: dt.datetime, words: str, said_date: dt.date
) -> Expectation:
    """The person said what they expect; it stands on the common page."""
    _checked(words, said_date, at)
    row = Expectation.objects.create(
        dossier=dossier,
        compartment=Compartment.COMMON,
        words=words,
        said_date=said_date,
        noted_by=by,
        noted_at=at,
    )
    touch(dossier, at=at, contact_date=said_date)
    _record(Event.EXPECTATION_EXPRESSED, row, by, at)
    return row


@transaction.atomic
def say_again(
    *, expectation_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime, words: str, said_date: dt.date
) -> Expectation:
    """The person says it otherwise: the former words end on that day and stay readable, the new ones begin."""
    end(expectation_id=expectation_id, dossier=dossier, by=by, at=at, ended_date=said_date)
    row = express(dossier=dossier, by=by, at=at, words=words, said_date=said_date)
    _record(Event.EXPECTATION_CHANGED, row, by, at)
    return row


@transaction.atomic
def end(
    *, expectation_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime, ended_date: dt.date
) -> Expectation:
    """The person no longer expects it, or has it; the words stay, with their dates."""
    row = Expectation.objects.select_for_update(of=("self",)).get(pk=expectation_id, dossier=dossier)
    if row.ended_date is not None:
        raise NoLongerExpected("Cette attente est déjà close.")
    if not row.said_date <= ended_date <= localtime(at).date():
        raise CannotExpect("Cette date ne va pas avec celle où la personne l'a dit.")
    row.ended_date = ended_date
    row.save(update_fields=["ended_date"])
    touch(dossier, at=at)
    _record(Event.EXPECTATION_ENDED, row, by, at)
    return row
