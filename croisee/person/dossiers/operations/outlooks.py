"""What each culture sees of the situation, kept in its compartment; the extracts it chooses to share."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Invalid, Refused
from croisee.person.dossiers.models import (
    Compartment,
    Dossier,
    Outlook,
    OutlookExtract,
    OutlookVersion,
    keys_of,
)
from croisee.person.dossiers.operations import drafts
from croisee.person.dossiers.operations.touching import touch


class CannotLook(Invalid):
    """The outlook or the extract cannot be written like this."""


class CannotShare(Refused):
    """Nothing goes to the common page without the person's agreement."""


class StaleOutlook(Refused):
    """A colleague of the same culture changed it meanwhile: `current` is what it says now."""

    def __init__(self, current: Outlook) -> None:
        super().__init__("Ce regard a été modifié pendant que vous écriviez. Les deux versions sont gardées.")
        self.current = current


def _topics(dossier_id: UUID) -> list[str]:
    return [f"dossier-{dossier_id}-outlooks", f"dossier-{dossier_id}-timeline"]


@transaction.atomic
def write_outlook(*, dossier: Dossier, by: Membership, at: dt.datetime, text: str, version: int) -> Outlook:
    """The outlook of the writer's own culture; `version` is the one they read, 0 for the first.

    Refuses a version that is no longer the present one, with both texts.
    """
    if not text.strip():
        raise CannotLook("Le regard est vide : écrivez quelques mots.")
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    here = Outlook.objects.select_for_update(of=("self",)).select_related("author__user")
    outlook = here.filter(dossier=dossier, culture=by.culture, key_id__isnull=True).order_by().first()
    if outlook is None:
        outlook = Outlook(dossier=dossier, culture=by.culture, compartment=by.culture, version=0)
    if outlook.version != version:
        raise StaleOutlook(outlook)
    if outlook.version:
        _keep(outlook)
    outlook.text, outlook.author, outlook.written_at = text, by, at
    outlook.version += 1
    outlook.save()
    drafts.forget_draft(dossier=dossier, by=by, place=drafts.of_outlook(by.culture))
    touch(dossier, at=at)
    journal.record(
        Event.OUTLOOK_WRITTEN,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"outlook:{outlook.pk}",
        topics=_topics(dossier.pk),
        labels={"culture": by.culture, "version": outlook.version},
    )
    return outlook


def _keep(outlook: Outlook) -> None:
    """What it says before it is changed."""
    OutlookVersion.objects.create(
        dossier=outlook.dossier,
        compartment=outlook.compartment,
        outlook=outlook,
        version=outlook.version,
        author=outlook.author,
        written_at=outlook.written_at,
        text=outlook.text,
    )


@transaction.atomic
def share_extract(*, dossier: Dossier, by: Membership, at: dt.datetime, text: str) -> OutlookExtract:
    """The part of an outlook that its culture puts on the common page.

    Refuses who has no key to the common page: the person did not agree to share with this culture.
    """
    if not text.strip():
        raise CannotLook("L'extrait est vide : choisissez ce que vous voulez partager.")
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not set(locked.acl_common) & set(keys_of(by)):
        raise CannotShare("La personne n'a pas donné son accord au partage avec votre métier : rien ne part.")
    extract = OutlookExtract.objects.create(
        dossier=dossier,
        compartment=Compartment.COMMON,
        culture=by.culture,
        text=text,
        shared_by=by,
        shared_at=at,
    )
    touch(dossier, at=at)
    _record_extract(Event.OUTLOOK_SHARED, extract, by, at)
    return extract


@transaction.atomic
def withdraw_extract(
    *, extract_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime
) -> OutlookExtract:
    """The culture takes its extract back from the common page; only that culture may."""
    extract = OutlookExtract.objects.select_for_update(of=("self",)).get(pk=extract_id, dossier=dossier)
    if extract.culture != by.culture:
        raise CannotShare("Seule la culture qui a partagé cet extrait peut le reprendre.")
    if extract.withdrawn_at is None:
        extract.withdrawn_at = at
        extract.save(update_fields=["withdrawn_at"])
        touch(dossier, at=at)
        _record_extract(Event.OUTLOOK_UNSHARED, extract, by, at)
    return extract


def _record_extract(event: Event, extract: OutlookExtract, by: Membership, at: dt.datetime) -> None:
    journal.record(
        event,
        by=by,
        at=at,
        dossier_id=extract.dossier_id,
        subject=f"extract:{extract.pk}",
        topics=_topics(extract.dossier_id),
        labels={"culture": extract.culture},
    )
