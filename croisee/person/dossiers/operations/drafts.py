"""Drafts: what somebody is writing, kept on the server for them alone until it is sent."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import Compartment, Dossier, Draft

NEW_NOTE = "note-new"


def of_note(note_id: UUID) -> str:
    return f"note-{note_id}"


def of_outlook(culture: str) -> str:
    return f"outlook-{culture}"


@transaction.atomic
def save_draft(*, dossier: Dossier, by: Membership, at: dt.datetime, place: str, text: str) -> Draft | None:
    """Keep what is being written at this place; an empty text forgets it.

    Only the first keeping is a line of the journal: a draft is saved every few seconds.
    """
    if not text:
        forget_draft(dossier=dossier, by=by, place=place)
        return None
    draft, created = Draft.objects.update_or_create(
        dossier=dossier,
        author=by,
        place=place,
        defaults={"text": text, "saved_at": at},
        create_defaults={"text": text, "saved_at": at, "compartment": Compartment.AUTHOR},
    )
    if created:
        journal.record(
            Event.NOTE_DRAFTED, by=by, at=at, dossier_id=dossier.pk, subject=f"draft:{draft.pk}", topics=()
        )
    return draft


def forget_draft(*, dossier: Dossier, by: Membership, place: str) -> None:
    """What was kept is sent or given up. No line: the sending has its own."""
    Draft.objects.filter(dossier=dossier, author=by, place=place).delete()
