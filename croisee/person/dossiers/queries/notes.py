"""Notes as lists and pages show them: only the parts that the reader's key opens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier, Draft, Note, NoteVersion
from croisee.person.dossiers.rules.access import Verdict
from croisee.person.dossiers.rules.keys import opened_by


def _first_versions() -> QuerySet[NoteVersion]:
    """Who wrote a note before somebody else changed it; its text stays sealed."""
    return NoteVersion.objects.filter(version=1).select_related("author__user").order_by("pk")


def readable(dossier: Dossier, verdict: Verdict, culture: str) -> QuerySet[Note]:
    """The notes this key opens, the latest exchange first. The wall says the same once more."""
    parts: Collection[str] = opened_by(verdict, culture)
    return (
        Note.objects.filter(dossier=dossier, compartment__in=parts)
        .select_related("author__user")
        .prefetch_related(Prefetch("versions", _first_versions(), to_attr="first_versions"))
        .order_by("-happened_at", "-written_at", "pk")
    )


def filtered(notes: QuerySet[Note], *, compartment: str = "", kind: str = "") -> QuerySet[Note]:
    if compartment:
        notes = notes.filter(compartment=compartment)
    return notes.filter(kind=kind) if kind else notes


@dataclass(frozen=True)
class History:
    """A note with what it said before; `first` is who wrote it first."""

    note: Note
    versions: list[NoteVersion]

    @property
    def first(self) -> Membership:
        return self.versions[-1].author if self.versions else self.note.author


def history(note: Note) -> History:
    versions = list(note.versions.select_related("author__user").order_by("-version", "pk"))
    preload([note], versions)
    return History(note, versions)


def draft(dossier: Dossier, by: Membership, place: str) -> Draft | None:
    """What this person was writing here."""
    return Draft.objects.filter(dossier=dossier, author=by, place=place).order_by().first()


def find(dossier: Dossier, verdict: Verdict, culture: str, note_id: UUID) -> Note | None:
    return readable(dossier, verdict, culture).filter(pk=note_id).first()
