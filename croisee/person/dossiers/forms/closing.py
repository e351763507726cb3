"""Closing, reopening, handing over, merging, erasing: each asks for what the file will need to say later."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from croisee.foundation.accounts.models import Membership
from croisee.foundation.ui.fields import ChoiceCards, DateField
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.forms.opening import ColleagueField, possible_referents
from croisee.person.dossiers.models import ClosingReason, Dossier


class Closing(Form):
    reason = forms.ChoiceField(
        label="Pourquoi l'accompagnement s'arrête", choices=ClosingReason, widget=ChoiceCards
    )
    closed_date = DateField(label="Date de fin", past=True)
    text = forms.CharField(
        label="Ce qu'il faut en garder",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce que la personne en a dit, qui prend le relais.",
    )


class Reopening(Form):
    contact_date = DateField(label="La personne est revenue le", past=True)


class HandingOver(Form):
    to = ColleagueField(
        label="À qui confier la référence ?",
        queryset=Membership.objects.none(),
        empty_label="Choisir un·e collègue",
    )
    reason = forms.CharField(label="Pourquoi", max_length=500, help_text="La personne pourra le lire.")

    def __init__(self, *args: Any, dossier: Dossier, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, ColleagueField)  # noqa: S101 (for the type checker)
        field.queryset = possible_referents(dossier.organisation_id, today).exclude(pk=dossier.referent_id)


class Typed(Form):
    """A confirmation that one cannot give without reading: the number of the dossier is typed again."""

    number = forms.CharField(label="Numéro du dossier", max_length=20)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["number"].help_text = f"Écrivez {expected} pour confirmer."
        self.fields["number"].widget.attrs["autocomplete"] = "off"

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).replace(" ", "")
        if number != self.expected:
            raise ValidationError(f"Ce n'est pas le numéro attendu : {self.expected}.", code="other")
        return number


class OtherDossier(Form):
    number = forms.CharField(
        label="Numéro de l'autre dossier", max_length=20, help_text="Par exemple 2026-00042."
    )
