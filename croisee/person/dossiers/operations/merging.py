"""Two dossiers of the same person become one, and nothing of either is lost."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connection, transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations.touching import touch


class CannotMerge(Refused):
    """These two dossiers cannot become one."""


@transaction.atomic
def merge(*, kept: Dossier, absorbed: Dossier, by: Membership, at: dt.datetime) -> Dossier:
    """Everything of `absorbed` goes into `kept`: notes, agreements, circle, household, needs, search tokens.

    Both journals stay, each under its own number; the old address leads to the kept one. Rows stay sealed with the
    key they were written with, so the absorbed dossier's key lives as long as the kept one.
    """
    rows = _both(kept.pk, absorbed.pk)
    ours, theirs = rows[kept.pk], rows[absorbed.pk]
    if ours.closed_date and not theirs.closed_date:
        raise CannotMerge("Gardez plutôt le dossier ouvert : celui que vous voulez garder est clos.")
    for dossier, other in ((ours, theirs), (theirs, ours)):
        journal.record(
            Event.DOSSIER_MERGED,
            by=by,
            at=at,
            dossier_id=dossier.pk,
            subject=f"dossier:{other.pk}",
            topics=[f"dossier-{dossier.pk}-{section}" for section in _EVERYTHING],
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_merge(%s, %s)", [theirs.pk, ours.pk])
    ours.opened_date = min(ours.opened_date, theirs.opened_date)
    ours.save(update_fields=["opened_date"])
    touch(ours, at=at, contact_date=theirs.last_contact_date)
    return ours


_EVERYTHING = (
    "header",
    "circle",
    "consent",
    "notes",
    "outlooks",
    "expectations",
    "needs",
    "household",
    "timeline",
)


def _both(*ids: UUID) -> dict[UUID, Dossier]:
    """Both rows, locked in one order whoever merges what; refused when one is gone already."""
    found = Dossier.objects.living().select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    rows = {dossier.pk: dossier for dossier in found}
    if len(rows) != 2:
        raise CannotMerge("L'un de ces dossiers a déjà été réuni à un autre, ou ne vous est plus ouvert.")
    if len({dossier.organisation_id for dossier in rows.values()}) != 1:
        raise CannotMerge("Ces dossiers appartiennent à deux organisations : ils ne peuvent pas être réunis.")
    return rows
