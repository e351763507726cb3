"""Forms of a need: its words first, everything else optional and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from croisee.foundation.ui.fields import ChoiceCards, DateField, NarrativeField
from croisee.foundation.ui.forms import Form
from croisee.person.needs.models import NeedClosing
from croisee.person.needs.operations.needs import Description

Choices = Sequence[tuple[str, Any]]


class NeedForm(Form):
    words = NarrativeField(
        label="De quoi la personne a-t-elle besoin ?",
        rows=4,
        help_text="Avec ses mots, comme elle le dirait. Le reste peut attendre.",
    )
    expectation = forms.TypedChoiceField(
        label="Répond à l'attente", required=False, coerce=UUID, empty_value=None
    )
    thematic = forms.ChoiceField(
        label="Thématique",
        required=False,
        help_text="Elle sert à chercher des moyens dans l'annuaire du territoire.",
    )
    serafin_code = forms.ChoiceField(label="Code SERAFIN-PH", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        *args: Any,
        expectations: Choices = (),
        thematics: Choices = (),
        serafin: Choices = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._give("expectation", "Aucune en particulier", expectations)
        self._give("thematic", "Pas encore choisie", thematics)
        self._give("serafin_code", "Aucun", serafin)
        if not expectations:
            del self.fields["expectation"]

    def _give(self, name: str, nothing: str, choices: Choices) -> None:
        self.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]

    def description(self) -> Description:
        data = self.cleaned_data
        return Description(data["words"], data["thematic"], data["serafin_code"], data.get("expectation"))


class ReadingForm(Form):
    text = NarrativeField(label="Votre lecture de ce besoin", rows=6)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class VoiceForm(Form):
    text = NarrativeField(
        label="Ce que la personne en dit", rows=5, help_text="Ses mots, même s'ils surprennent."
    )
    said_date = DateField(label="Dit le", past=True)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field_order = ["text", "said_date", "version"]


class MeetForm(Form):
    met_date = DateField(label="Couvert depuis le", past=True)
    person_words = NarrativeField(label="Ce que la personne en dit", rows=3, required=False)


class CloseForm(Form):
    reason = forms.ChoiceField(
        label="Pourquoi", choices=NeedClosing.choices, widget=ChoiceCards(one_column=True)
    )
    words = NarrativeField(label="Quelques mots", rows=3, required=False)
    closed_date = DateField(label="Depuis le", past=True)


def today_in(names: Sequence[str], today: dt.date) -> dict[str, dt.date]:
    """Dates begin with today."""
    return dict.fromkeys(names, today)
