"""Notes and interviews: written, edited with their history, withdrawn; nothing of them is ever lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Invalid, Refused
from croisee.person.dossiers.models import Compartment, Dossier, Note, NoteVersion
from croisee.person.dossiers.operations import drafts
from croisee.person.dossiers.operations.touching import touch

EARLIEST = 1900


class CannotWrite(Invalid):
    """The note cannot be written like this."""


class CannotChange(Refused):
    """The note can no longer be changed, or not by this person."""


class StaleNote(Refused):
    """Somebody changed the note meanwhile: `current` is what it says now."""

    def __init__(self, current: Note) -> None:
        super().__init__(
            "Cette note a été modifiée pendant que vous écriviez. Les deux versions sont gardées."
        )
        self.current = current


@dataclass(frozen=True)
class Writing:
    """What a note says, and of what exchange."""

    text: str
    kind: str
    happened_at: dt.datetime
    third_party_text: str = ""
    with_person: bool = True


def _checked(writing: Writing, at: dt.datetime) -> None:
    if not (writing.text.strip() or writing.third_party_text.strip()):
        raise CannotWrite("La note est vide : écrivez quelques mots.")
    if writing.happened_at > at:
        raise CannotWrite("La date de l'échange ne peut pas être dans le futur.")
    if writing.happened_at.year < EARLIEST:
        raise CannotWrite("La date de l'échange est trop ancienne : vérifiez l'année.")


def _contact_date(writing: Writing) -> dt.date | None:
    return localtime(writing.happened_at).date() if writing.with_person else None


def _topics(dossier_id: UUID) -> list[str]:
    return [f"dossier-{dossier_id}-notes", f"dossier-{dossier_id}-timeline"]


@transaction.atomic
def write_note(
    *,
    dossier: Dossier,
    by: Membership,
    at: dt.datetime,
    kind: str,
    happened_at: dt.datetime,
    text: str,
    third_party_text: str = "",
    compartment: str = Compartment.COMMON,
    with_person: bool = True,
) -> Note:
    """A note on the common page or in the compartment of the author's own culture.

    Refuses an empty note, a date in the future, and the compartment of another culture (so does the wall).
    """
    writing = Writing(text, kind, happened_at, third_party_text, with_person)
    _checked(writing, at)
    if compartment not in {Compartment.COMMON, by.culture}:
        raise CannotWrite("Une note va sur la page commune ou dans le compartiment de votre métier.")
    note = Note.objects.create(
        dossier=dossier, compartment=compartment, author=by, written_at=at, **writing.__dict__
    )
    drafts.forget_draft(dossier=dossier, by=by, place=drafts.NEW_NOTE)
    touch(dossier, at=at, contact_date=_contact_date(writing))
    journal.record(
        Event.NOTE_WRITTEN,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"note:{note.pk}",
        topics=_topics(dossier.pk),
        labels={"compartment": str(compartment)},
    )
    return note


@transaction.atomic
def edit_note(
    *, note_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime, version: int, writing: Writing
) -> Note:
    """The note says something else from now on; what it said before is kept beside it.

    Refuses a version that is no longer the present one, with both texts, and a note that was withdrawn.
    """
    _checked(writing, at)
    note = (
        Note.objects.select_for_update(of=("self",))
        .select_related("author__user")
        .get(pk=note_id, dossier=dossier)
    )
    if note.withdrawn_at:
        raise CannotChange("Cette note a été retirée : elle se lit encore mais ne se modifie plus.")
    if note.version != version:
        raise StaleNote(note)
    NoteVersion.objects.create(
        dossier=dossier,
        compartment=note.compartment,
        # A note that came by a merge keeps its key; so does its past.
        key_id=note.key_id,
        note=note,
        version=note.version,
        author=note.author,
        written_at=note.written_at,
        text=note.text,
        third_party_text=note.third_party_text,
    )
    for name, value in writing.__dict__.items():
        setattr(note, name, value)
    note.author, note.written_at, note.version = by, at, note.version + 1
    note.save()
    drafts.forget_draft(dossier=dossier, by=by, place=drafts.of_note(note.pk))
    touch(dossier, at=at, contact_date=_contact_date(writing))
    journal.record(
        Event.NOTE_EDITED,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"note:{note.pk}",
        topics=_topics(dossier.pk),
        labels={"version": note.version},
    )
    return note


@transaction.atomic
def keep_both(*, note_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime, text: str) -> None:
    """Two people wrote at once: the text that came second is kept as a draft until it is merged."""
    drafts.save_draft(dossier=dossier, by=by, at=at, place=drafts.of_note(note_id), text=text)
    journal.record(
        Event.NOTE_CONFLICTED, by=by, at=at, dossier_id=dossier.pk, subject=f"note:{note_id}", topics=()
    )


@transaction.atomic
def withdraw_note(*, note_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime) -> Note:
    """The note stays readable, struck out, with its date of withdrawal: the person may ask what was written.

    Only whoever wrote it withdraws it.
    """
    note = Note.objects.select_for_update(of=("self",)).get(pk=note_id, dossier=dossier)
    if note.author_id != by.pk:
        raise CannotChange("Seule la personne qui a écrit cette note peut la retirer.")
    if note.withdrawn_at:
        return note
    note.withdrawn_at = at
    note.save(update_fields=["withdrawn_at"])
    touch(dossier, at=at)
    journal.record(
        Event.NOTE_WITHDRAWN,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"note:{note.pk}",
        topics=_topics(dossier.pk),
    )
    return note
