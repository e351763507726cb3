"""The form of a note: one big field, then what is around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.ui.fields import ChoiceCards, NarrativeField
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.models import NoteKind
from croisee.person.dossiers.operations.notes import Writing

OLDEST_YEAR = 1900


def readers(compartment: str, agreement: bool) -> tuple[str, str]:
    """The name of a place and who reads it, as its card says."""
    if compartment == "common":
        who = (
            "Vous et les métiers avec qui la personne partage"
            if agreement
            else "La référente ou le référent seulement"
        )
        return "Page commune", who
    return (
        f"Culture {Culture(compartment).label}",
        "Les collègues de votre métier dans le cercle, personne d'autre",
    )


class NoteForm(Form):
    """Free text first; date, kind and readers come with good defaults."""

    text = NarrativeField(
        label="Votre note", rows=12, error_messages={"required": "La note est vide : écrivez quelques mots."}
    )
    happened_at = forms.DateTimeField(label="Date et heure de l'échange", widget=forms.DateTimeInput())
    kind = forms.ChoiceField(label="Nature", choices=NoteKind.choices, initial=NoteKind.INTERVIEW)
    with_person = forms.BooleanField(label="C'est un échange avec la personne", required=False, initial=True)
    compartment = forms.ChoiceField(label="Qui pourra la lire", choices=(), widget=ChoiceCards())
    third_party_text = NarrativeField(
        label="Ce qu'un tiers a dit",
        required=False,
        rows=3,
        help_text="Un proche, un voisin, un autre service. Gardé à part : la loi ne l'inclut pas dans ce que la "
        "personne peut demander à lire (CSP L1111-7).",
    )

    def __init__(
        self,
        *args: Any,
        places: Sequence[str],
        agreement: bool,
        now: dt.datetime,
        draft_url: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["text"].widget.attrs.update({"class": "form-control tall", "data-draft-url": draft_url})
        field = cast(forms.ChoiceField, self.fields["compartment"])
        described = {place: readers(place, agreement) for place in places}
        field.choices = [(place, name) for place, (name, _) in described.items()]
        cards = cast(ChoiceCards, field.widget)
        cards.hints = {place: who for place, (_, who) in described.items()}
        cards.icons = {place: "people" if place == "common" else "lock" for place in described}
        self.initial.setdefault("happened_at", now)
        if places:
            self.initial.setdefault("compartment", places[0])

    def clean_happened_at(self) -> dt.datetime:
        value: dt.datetime = self.cleaned_data["happened_at"]
        if value > self.now:
            raise ValidationError("Cette date est dans le futur.")
        if value.year < OLDEST_YEAR:
            raise ValidationError("Cette date est trop ancienne : vérifiez l'année.")
        return value

    def writing(self) -> Writing:
        data = self.cleaned_data
        return Writing(
            data["text"], data["kind"], data["happened_at"], data["third_party_text"], data["with_person"]
        )


class EditNoteForm(NoteForm):
    """Change a note: its readers stay what they were."""

    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, places=(), agreement=False, **kwargs)
        del self.fields["compartment"]


class DraftForm(Form):
    """What is being written, as the page sends it while one types."""

    text = NarrativeField(required=False, strip=False)
