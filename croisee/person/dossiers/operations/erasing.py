"""The end of a dossier's keeping: its key is destroyed, and its content is unreadable everywhere, backups included."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from uuid import UUID

from django.db import Error, connection, transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.retention.periods import ACTIVE_FILE
from croisee.foundation.ui.errors import Refused
from croisee.foundation.vault import operations as vault
from croisee.foundation.vault.models import DataKey
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations.touching import day_of
from croisee.person.dossiers.rules import retention

_LOG = logging.getLogger(__name__)


class CannotErase(Refused):
    """The dossier's keeping is not over."""


def keeping_months() -> int:
    """How long this installation keeps a dossier after the last contact coming from the person."""
    return ACTIVE_FILE.length()


def keeping_of(dossier: Dossier, on: dt.date) -> retention.Keeping:
    """Until when this dossier is kept, and whether it may be erased on that day."""
    return retention.keeping(
        last_contact=dossier.last_contact_date,
        closed=dossier.closed_date,
        on=on,
        months=keeping_months(),
    )


@transaction.atomic
def erase(*, dossier: Dossier, by: Membership, at: dt.datetime) -> Dossier:
    """Erase a closed dossier whose keeping is over, with those that were merged into it.

    What remains says nothing of anyone: number, dates, reason of closing, journal lines. The keys are destroyed once
    this is committed; `destroy_due_keys` finishes what a breakdown would have left.
    """
    present = Dossier.objects.living().select_for_update(of=("self",)).filter(pk=dossier.pk).first()
    if present is None:
        raise CannotErase("Ce dossier est déjà effacé, ou réuni à un autre.")
    keeping = keeping_of(present, day_of(at))
    if not keeping.may_erase:
        raise CannotErase(keeping.reason)
    for event in (Event.DOSSIER_ERASED, Event.DOSSIER_KEY_DESTROYED):
        topics = [f"dossier-{dossier.pk}-header"]
        journal.record(event, by=by, at=at, dossier_id=dossier.pk, topics=topics)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_erase(%s, %s)", [dossier.pk, at])
        keys = [key for (key,) in cursor.fetchall()]
    transaction.on_commit(lambda: _destroy(keys, at))
    return present


def destroy_due_keys(*, at: dt.datetime) -> int:
    """Destroy the keys of erased dossiers that still exist; the number of keys destroyed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_erased()")
        erased = [key for (key,) in cursor.fetchall()]
    left = list(DataKey.objects.filter(pk__in=erased).order_by("pk").values_list("pk", flat=True))
    _destroy(left, at)
    return len(left)


def _destroy(keys: Iterable[UUID], at: dt.datetime) -> None:
    for key in keys:
        try:
            vault.destroy_key(key_id=key, at=at)
        except (Error, OSError):
            # The dossier is closed to everyone already; the worker's next round destroys the key.
            _LOG.exception("A key of an erased dossier could not be destroyed yet")
