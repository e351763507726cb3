"""What every operation on needs does last: the dossier moved, the journal says so, open pages follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Invalid
from croisee.foundation.ui.french import day
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations.touching import touch


class CannotNote(Invalid):
    """What was sent cannot be noted as it is."""


@dataclass(frozen=True)
class Said:
    """What was said that day: the person's opinion and words, the professional's words, whether they differ."""

    happened_date: dt.date
    opinion: str = ""
    person_words: str = ""
    professional_words: str = ""
    views_differ: bool = False

    @property
    def person_spoke(self) -> bool:
        return bool(self.opinion or self.person_words.strip())

    @property
    def contact_date(self) -> dt.date | None:
        """A contact coming from the person: the two years of the active base start from it."""
        return self.happened_date if self.person_spoke else None


def day_of(at: dt.datetime) -> dt.date:
    """The calendar day of a moment, where the organisation lives."""
    return at.astimezone(timezone.get_current_timezone()).date()


def check_date(date: dt.date, at: dt.datetime, *, not_before: dt.date | None = None) -> None:
    if date > day_of(at):
        raise CannotNote("Cette date est dans le futur.")
    if not_before is not None and date < not_before:
        raise CannotNote(
            f"Cette date est antérieure à l'étape précédente ({day(not_before, weekday=False)})."
        )


def note(
    event: Event,
    *,
    dossier: Dossier,
    subject: str,
    by: Membership,
    at: dt.datetime,
    contact_date: dt.date | None = None,
    labels: Mapping[str, str | int] | None = None,
) -> None:
    touch(dossier, at=at, contact_date=contact_date)
    journal.record(
        event,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=subject,
        topics=[f"dossier-{dossier.pk}-needs", f"dossier-{dossier.pk}-timeline"],
        labels=labels,
    )
