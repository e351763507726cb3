"""Writes of the ui slice: remembering and forgetting submitted forms."""

from __future__ import annotations

import datetime as dt

from croisee.foundation.ui.models import SubmittedForm


def remember(*, fingerprint: str, user_id: int, status: int, location: str, at: dt.datetime) -> SubmittedForm:
    return SubmittedForm.objects.create(
        fingerprint=fingerprint, user_id=user_id, status=status, location=location[:500], at=at
    )


def forget(*, before: dt.datetime) -> int:
    """Removes the tokens older than a day or so; a page left open longer is refused by its session first."""
    return SubmittedForm.objects.filter(at__lt=before).delete()[0]
