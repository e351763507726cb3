"""The dossier's own clock: when something last happened in it, and when the person last came."""

from __future__ import annotations

import datetime as dt

from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from croisee.person.dossiers.models import Dossier


def day_of(at: dt.datetime) -> dt.date:
    """The calendar day of a moment where the users live: after midnight in Paris it is not yesterday."""
    return at.astimezone(timezone.get_current_timezone()).date()


def touch(dossier: Dossier, *, at: dt.datetime, contact_date: dt.date | None = None) -> None:
    """Note that something happened; `contact_date` when it came from the person, which the two years start from.

    Neither date ever goes back: a note about last month does not hide what was done this morning.
    """
    changes: dict[str, object] = {"touched_at": Greatest("touched_at", Value(at))}
    if contact_date is not None:
        changes["last_contact_date"] = Greatest("last_contact_date", Value(contact_date))
    Dossier.objects.filter(pk=dossier.pk).update(**changes)
    dossier.touched_at = max(dossier.touched_at, at)
    if contact_date is not None:
        dossier.last_contact_date = max(dossier.last_contact_date, contact_date)
