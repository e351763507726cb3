"""Forms of objectives and reviews."""

from __future__ import annotations

from typing import Any

from django import forms

from croisee.foundation.ui.fields import ChoiceCards, DateField, NarrativeField
from croisee.foundation.ui.forms import Form
from croisee.person.needs.forms.answers import OPINION_CHOICES
from croisee.person.needs.operations.project import Aim, LookingBack


class ObjectiveForm(Form):
    text = NarrativeField(
        label="Le résultat espéré", rows=3, help_text="Ce qui aura changé pour la personne."
    )
    due_date = DateField(label="Pour le", required=False)
    opinion = forms.ChoiceField(label="Ce que la personne en pense", choices=OPINION_CHOICES, required=False)
    person_words = NarrativeField(label="Ses mots", rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def aim(self) -> Aim:
        data = self.cleaned_data
        return Aim(data["text"], data["due_date"], data["opinion"], data["person_words"])


class ObjectiveEndForm(Form):
    state = forms.ChoiceField(
        label="Cet objectif est…",
        choices=[("reached", "Atteint"), ("dropped", "Abandonné")],
        widget=ChoiceCards(icons={"reached": "check2-circle", "dropped": "pause-circle"}),
    )
    words = NarrativeField(label="Quelques mots", rows=3, required=False)
    ended_date = DateField(label="Le", past=True)


class ReviewForm(Form):
    held_date = DateField(label="Tenu le", past=True)
    person_words = NarrativeField(label="Ce que la personne retient, avec ses mots", rows=4, required=False)
    text = NarrativeField(label="Ce que nous retenons ensemble", rows=8)
    on_request = forms.BooleanField(label="Ce bilan était demandé par la personne", required=False)
    next_date = DateField(
        label="Prochain bilan", help_text="Dans un an au plus tard (art. L311-4 du code de l'action sociale)."
    )

    def __init__(self, *args: Any, draft_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft_url:
            self.fields["text"].widget.attrs["data-draft-url"] = draft_url

    def looking_back(self) -> LookingBack:
        data = self.cleaned_data
        return LookingBack(
            data["held_date"], data["next_date"], data["text"], data["person_words"], data["on_request"]
        )


class PlanForm(Form):
    planned_date = DateField(label="Prochain bilan le", future=True)
    on_request = forms.BooleanField(label="À la demande de la personne", required=False)


class DraftForm(Form):
    text = NarrativeField(required=False, strip=False)
