"""The form of an emergency: why."""

from __future__ import annotations

from django.core.validators import MinLengthValidator

from croisee.foundation.ui.fields import NarrativeField
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.operations.emergency import SHORTEST_REASON


class EmergencyForm(Form):
    reason = NarrativeField(
        label="Ce qui se passe",
        rows=4,
        max_length=2000,
        help_text="Une phrase ou deux. La référente ou le référent et la personne elle-même pourront la lire.",
        validators=[
            MinLengthValidator(SHORTEST_REASON, "Dites-le en une phrase : quelques mots de plus suffisent.")
        ],
    )
