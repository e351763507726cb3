"""Forms of teams and members: the shape of what is typed."""

from __future__ import annotations

from typing import Any

from django import forms

from croisee.foundation.accounts import identifiers
from croisee.foundation.accounts.culture import Profession
from croisee.foundation.accounts.models import Team
from croisee.foundation.accounts.permissions import Role
from croisee.foundation.ui.forms import Form


def _compact(value: str) -> str:
    return "".join(value.split()).upper()


class Organisation(Form):
    name = forms.CharField(label="Nom de l'organisation", max_length=200)
    siret = forms.CharField(
        label="SIRET", required=False, help_text="14 chiffres, sur l'avis de situation de l'Insee"
    )
    finess = forms.CharField(
        label="FINESS",
        required=False,
        help_text="9 caractères, pour les établissements sociaux et médico-sociaux",
    )

    def clean_siret(self) -> str:
        value = _compact(self.cleaned_data["siret"])
        if value:
            identifiers.validate_siret(value)
        return value

    def clean_finess(self) -> str:
        value = _compact(self.cleaned_data["finess"])
        if value:
            identifiers.validate_finess(value)
        return value


class TeamName(Form):
    name = forms.CharField(label="Nom de l'équipe", max_length=120)


class Invitation(Form):
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse électronique professionnelle", max_length=254)
    profession = forms.ChoiceField(
        label="Profession",
        choices=[("", "Choisir…"), *Profession.choices],
        help_text="Elle donne la culture professionnelle des regards.",
    )
    team = forms.ModelChoiceField(label="Équipe", queryset=Team.objects.none(), empty_label="Choisir…")
    role = forms.ChoiceField(label="Rôle", choices=[("", "Choisir…"), *Role.choices])

    def __init__(self, *args: Any, organisation_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(organisation_id=organisation_id).order_by("name")
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class RoleChoice(Form):
    role = forms.ChoiceField(label="Rôle", choices=Role.choices)


class Departure(Form):
    ended_date = forms.DateField(label="Premier jour sans accès")
