"""Who the person is and how to reach them; only the last name is needed."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from croisee.foundation.directory.queries import commune_typed
from croisee.foundation.ui.fields import DateField
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.models import Civility, Person
from croisee.person.dossiers.operations.opening import Identity
from croisee.person.dossiers.queries.detail import commune_name
from croisee.person.dossiers.rules.names import name_parts

OLDEST = 125
SHORT = 120


def checked_birth(date: dt.date | None, today: dt.date) -> dt.date | None:
    """A birth date that somebody alive may have."""
    if date and date < today.replace(year=today.year - OLDEST, day=min(today.day, 28)):
        raise ValidationError("Cette personne aurait plus de 125 ans : vérifiez l'année.", code="old")
    return date


class IdentityForm(Form):
    """The fields of a person; `identity()` gives them to the operations."""

    civility = forms.ChoiceField(label="Civilité", choices=Civility, required=False)
    last_name = forms.CharField(label="Nom", max_length=SHORT)
    first_name = forms.CharField(label="Prénom", max_length=SHORT, required=False)
    birth_name = forms.CharField(
        label="Nom de naissance", max_length=SHORT, required=False, help_text="S'il est différent."
    )
    birth_date = DateField(label="Date de naissance", required=False, past=True)
    phone = forms.CharField(label="Téléphone", max_length=40, required=False)
    email = forms.EmailField(label="Adresse électronique", max_length=254, required=False)
    address = forms.CharField(
        label="Adresse", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    commune = forms.CharField(
        label="Commune",
        max_length=120,
        required=False,
        help_text="Nom ou code postal. Elle sert à proposer ce qui est près.",
    )
    ways_to_talk = forms.CharField(
        label="Pour bien se parler",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Langue, lecture, audition, moment préféré, la manière qui met à l'aise.",
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("last_name", "first_name", "birth_name", "phone", "email", "address"):
            # What the browser of a shared computer would offer is somebody else's name.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """What the form shows of somebody already recorded."""
        values = {field.name: getattr(person, field.name) for field in fields(Identity)}
        code = values.pop("commune_code")
        return {**values, "commune": commune_name(code) or code}

    def clean_last_name(self) -> str:
        name = str(self.cleaned_data["last_name"])
        if not name_parts(name):
            raise ValidationError("Écrivez un nom avec des lettres.", code="letters")
        return name

    def clean_birth_date(self) -> dt.date | None:
        return checked_birth(self.cleaned_data["birth_date"], self.today)

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        digits = sum(character.isdigit() for character in phone)
        if phone and not 4 <= digits <= 15:
            raise ValidationError(
                "Ce numéro ne semble pas complet. Écrivez par exemple 06 12 34 56 78.", code="phone"
            )
        return phone

    def clean_commune(self) -> str:
        """The official code of the one commune that was meant."""
        typed = str(self.cleaned_data["commune"])
        if not typed:
            return ""
        found = commune_typed(typed)
        if len(found) == 1:
            return found[0].code
        if not found:
            raise ValidationError("Aucune commune ne porte ce nom ou ce code postal.", code="unknown")
        some = ", ".join(commune.label for commune in found[:6])
        raise ValidationError(f"Plusieurs communes correspondent : {some}. Écrivez le nom et le code postal.")

    def identity(self) -> Identity:
        values: dict[str, Any] = {
            field.name: self.cleaned_data.get(field.name) or "" for field in fields(Identity)
        }
        values["commune_code"] = self.cleaned_data["commune"]
        values["birth_date"] = self.cleaned_data["birth_date"]
        return Identity(**values)


class IdentityEdit(IdentityForm):
    """The same, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
