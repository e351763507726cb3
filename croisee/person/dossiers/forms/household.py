"""Who lives with the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from croisee.foundation.ui.fields import DateField
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.forms.identity import SHORT, checked_birth
from croisee.person.dossiers.models import Relationship
from croisee.person.dossiers.operations.household import Living


class Member(Form):
    first_name = forms.CharField(label="Prénom", max_length=SHORT, required=False)
    last_name = forms.CharField(label="Nom", max_length=SHORT, required=False)
    relationship = forms.ChoiceField(
        label="Lien avec la personne", choices=[("", "Non précisé"), *Relationship.choices], required=False
    )
    birth_date = DateField(label="Date de naissance", required=False, past=True)
    started_date = DateField(label="Vit ici depuis le", past=True)
    household = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("first_name", "last_name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_birth_date(self) -> dt.date | None:
        return checked_birth(self.cleaned_data["birth_date"], self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("first_name") or cleaned.get("last_name")) and not self.errors:
            raise ValidationError("Donnez au moins un prénom ou un nom.")
        born, since = cleaned.get("birth_date"), cleaned.get("started_date")
        if born and since and since < born:
            self.add_error("started_date", "Cette date est avant la naissance.")
        return cleaned

    def living(self) -> Living:
        values = self.cleaned_data
        return Living(
            started_date=values["started_date"],
            first_name=values["first_name"],
            last_name=values["last_name"],
            birth_date=values["birth_date"],
            relationship=values["relationship"],
        )


class Stay(Form):
    """One more home."""

    started_date = DateField(label="La personne y vit depuis le", past=True)


class Leaving(Form):
    ended_date = DateField(label="Ne vit plus ici depuis le", past=True)
