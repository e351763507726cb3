"""Forms of the agreement: what is asked, what is answered, what is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Organisation
from croisee.foundation.ui.fields import ChoiceCards, ChoiceChecks, DateField, NarrativeField
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.models import ConsentAnswer, ConsentPart, Manner
from croisee.person.dossiers.operations.consents import Answer, Request
from croisee.person.dossiers.queries.consents import recipient_name
from croisee.person.dossiers.rules import consent as rules

CULTURE_ICONS = {
    Culture.MEDICAL.value: "heart-pulse",
    Culture.PSYCHOLOGICAL.value: "chat-quote",
    Culture.EDUCATIONAL.value: "compass",
    Culture.SOCIAL.value: "house-heart",
}
CULTURE_HINTS = {
    Culture.MEDICAL.value: "Infirmières, médecins, aides-soignantes, ergothérapeutes",
    Culture.PSYCHOLOGICAL.value: "Psychologues",
    Culture.EDUCATIONAL.value: "Éducateurs, TISF, accompagnants",
    Culture.SOCIAL.value: "Assistantes sociales, conseillères, aides à domicile",
}
ANSWERS = [
    (ConsentAnswer.YES.value, "Oui"),
    (ConsentAnswer.PARTLY.value, "En partie"),
    (ConsentAnswer.NOT_NOW.value, "Pas maintenant"),
    (ConsentAnswer.NO.value, "Non"),
]
ANSWER_HINTS = {
    "yes": "Pour tout ce qui a été demandé",
    "partly": "Cochez plus bas ce que la personne accepte",
    "not_now": "On en reparlera plus tard, rien ne presse",
    "no": "L'accompagnement continue avec la fiche minimale",
}
ANSWER_ICONS = {
    "yes": "check2-circle",
    "partly": "circle-half",
    "not_now": "clock",
    "no": "file-earmark-text",
}


class AskForm(Form):
    """What is asked of the person, and how it was explained."""

    cultures = forms.MultipleChoiceField(
        label="Les métiers qui liraient le dossier partagé",
        choices=[(culture.value, f"Culture {culture.label}") for culture in Culture],
        widget=ChoiceChecks(hints=CULTURE_HINTS, icons=CULTURE_ICONS),
    )
    organisations = forms.MultipleChoiceField(
        label="Les organisations partenaires",
        required=False,
        widget=ChoiceChecks(),
        help_text="Une organisation partenaire lit la fiche et la page commune, jamais le regard d'un métier.",
    )
    explained = NarrativeField(
        label="Ce qui est expliqué à la personne",
        rows=12,
        help_text="Un texte à lire ensemble, à changer librement pour qu'il dise ce que vous avez vraiment dit.",
    )
    manner = forms.ChoiceField(label="Comment cela a été expliqué", choices=Manner.choices)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), one.name) for one in organisations]
        field = cast(forms.ChoiceField, self.fields["organisations"])
        field.choices = choices
        if not choices:
            del self.fields["organisations"]
        # Asking for a partner alone needs no culture; asking for nothing is refused below.
        self.fields["cultures"].required = not (self.is_bound and self.data.get("organisations"))
        self.fields["cultures"].error_messages["required"] = (
            "Choisissez au moins un métier ou une organisation."
        )

    def request(self) -> Request:
        data = self.cleaned_data
        organisations = frozenset(int(one) for one in data.get("organisations", ()))
        return Request(data["manner"], data["explained"], frozenset(data["cultures"]), organisations)


class AnswerForm(Form):
    """What the person answered."""

    answer = forms.ChoiceField(
        label="La réponse de la personne",
        choices=ANSWERS,
        widget=ChoiceCards(hints=ANSWER_HINTS, icons=ANSWER_ICONS),
    )
    parts = forms.MultipleChoiceField(
        label="Si c'est en partie : ce que la personne accepte",
        required=False,
        widget=ChoiceChecks(),
    )
    words = NarrativeField(
        label="Avec ses mots",
        required=False,
        rows=3,
        help_text="Ce que la personne a dit, comme elle l'a dit.",
    )
    until = DateField(
        label="Si c'est oui : jusqu'au",
        required=False,
        future=True,
        help_text="Un an, sauf si la personne choisit une autre durée.",
    )
    ask_again_date = DateField(
        label="Si c'est pas maintenant : en reparler à partir du",
        required=False,
        future=True,
        help_text="D'ici là, le logiciel ne propose pas de reposer la question.",
    )

    def __init__(self, *args: Any, asked: Iterable[ConsentPart], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["parts"])
        field.choices = [(str(part.pk), recipient_name(part)) for part in asked]
        self.initial.setdefault("until", rules.default_until(on))
        self.initial.setdefault("ask_again_date", rules.default_ask_again(on))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == ConsentAnswer.PARTLY and not cleaned.get("parts"):
            self.add_error(
                "parts", "Cochez ce que la personne accepte. Si elle n'accepte rien, notez « non »."
            )
        return cleaned

    def reply(self) -> Answer:
        data = self.cleaned_data
        return Answer(
            data["answer"],
            data["words"],
            data["until"],
            data["ask_again_date"],
            frozenset(UUID(part) for part in data["parts"]),
        )


class WithdrawForm(Form):
    """What the person takes back."""

    parts = forms.MultipleChoiceField(label="Ce que la personne reprend", widget=ChoiceChecks())
    words = NarrativeField(
        label="Avec ses mots", required=False, rows=3, help_text="Elle n'a pas à donner de raison."
    )

    def __init__(self, *args: Any, in_force: Iterable[ConsentPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["parts"])
        field.choices = [(str(part.pk), recipient_name(part)) for part in in_force]

    def chosen(self) -> frozenset[UUID]:
        return frozenset(UUID(part) for part in self.cleaned_data["parts"])
