"""How long a dossier is kept: CNIL référentiel « accompagnement social » (2021), RGPD art. 5-1-e."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from croisee.person.dossiers.rules.consent import add_months


@dataclass(frozen=True)
class Keeping:
    """Until when a dossier stays in the active base, and why it may or may not be erased today."""

    until: dt.date
    may_erase: bool
    reason: str


def keeping(*, last_contact: dt.date, closed: dt.date | None, on: dt.date, months: int) -> Keeping:
    """The end is counted from the last contact coming from the person; only a closed dossier is erased.

    `months`: the active base of the installation, two years unless it says otherwise (foundation.retention.periods).
    """
    until = add_months(last_contact, months)
    if closed is None:
        return Keeping(until, False, "Ce dossier est ouvert : il se clôt avant de s'effacer.")
    if on <= until:
        return Keeping(until, False, "La durée de conservation n'est pas terminée.")
    return Keeping(until, True, "La durée de conservation est terminée.")
