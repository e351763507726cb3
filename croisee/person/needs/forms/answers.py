"""Forms of the answers: what was said, how it went, a means by hand, a suggestion set aside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from croisee.foundation.accounts.models import Membership
from croisee.foundation.ui.fields import ChoiceCards, DateField, NarrativeField
from croisee.foundation.ui.forms import Form
from croisee.person.needs.forms.needs import Choices
from croisee.person.needs.models import DismissalReason, MeansKind, Opinion
from croisee.person.needs.operations.answers import NewMeans
from croisee.person.needs.operations.noting import Said
from croisee.person.needs.rules import signs

_REFUSALS = {
    "refused:person": (
        "La personne ne souhaite pas",
        "dash-circle",
        "C'est son choix, il n'a pas à être justifié.",
    ),
    "refused:service": ("Le service refuse", "building", "Plus de place, hors critères…"),
    "refused:professional": ("Nous ne le retenons pas", "people", "Dites pourquoi dans vos mots."),
}
_STOP = {"abandoned": ("On s'arrête là", "pause-circle", "Sans que ce soit un échec.")}
_AGREEMENT = {
    "agreed": ("La personne est d'accord", "check2", "On peut lancer la démarche."),
    "thinking": ("Elle veut y réfléchir", "hourglass-split", "Rien ne presse."),
}
_OUTCOMES = {
    "worked": ("A répondu au besoin", "check2-circle", ""),
    "partly": ("A répondu en partie", "circle-half", ""),
    "failed": ("N'a pas répondu", "arrow-counterclockwise", "Il ne sera plus suggéré pour cette personne."),
}
# What may come next, in the words of the moment; the rules of rules.steps decide again.
NEXT_STEPS: dict[str, dict[str, tuple[str, str, str]]] = {
    "proposed": {**_AGREEMENT, **_REFUSALS, **_STOP},
    "thinking": {"agreed": _AGREEMENT["agreed"], **_REFUSALS, **_STOP},
    "agreed": {
        "under_way": (
            "C'est commencé",
            "arrow-right-circle",
            "La démarche est lancée, ou le premier rendez-vous pris.",
        ),
        "refused:person": ("La personne ne souhaite plus", "dash-circle", ""),
        "refused:service": _REFUSALS["refused:service"],
        **_STOP,
    },
    "under_way": {**_OUTCOMES, **_STOP},
}
QUESTIONS = {
    "proposed": "Qu'en dit la personne ?",
    "thinking": "Qu'en dit la personne, maintenant ?",
    "agreed": "Et ensuite ?",
    "under_way": "Comment cela s'est-il passé ?",
}
OPINION_CHOICES = [("", "Pas encore demandé"), *Opinion.choices]


class SaidForm(Form):
    """A day, the person's opinion and words, the professional's."""

    happened_date = DateField(label="Le", past=True)
    opinion = forms.ChoiceField(label="Son avis", choices=OPINION_CHOICES, required=False)
    person_words = NarrativeField(label="Les mots de la personne", rows=3, required=False)
    professional_words = NarrativeField(label="Vos mots", rows=3, required=False)
    views_differ = forms.BooleanField(
        label="Nous ne voyons pas les choses de la même façon",
        required=False,
        help_text="Les deux avis sont gardés côte à côte, sans que l'un l'emporte.",
    )

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(
            data["happened_date"],
            data.get("opinion", ""),
            data.get("person_words", ""),
            data.get("professional_words", ""),
            data.get("views_differ", False),
        )


class StepForm(SaidForm):
    """The next step of an answer. `after` is the last step the writer has seen."""

    to = forms.ChoiceField(label="", choices=(), widget=ChoiceCards())
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = [
        "to",
        "person_words",
        "opinion",
        "professional_words",
        "views_differ",
        "happened_date",
        "after",
    ]

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps, field = NEXT_STEPS.get(state, {}), self.fields["to"]
        field.label = QUESTIONS.get(state, "")
        field.choices = [(value, words[0]) for value, words in steps.items()]  # type: ignore[attr-defined]
        field.widget.icons = {value: words[1] for value, words in steps.items()}
        field.widget.hints = {value: words[2] for value, words in steps.items()}

    def next_state(self) -> tuple[str, str]:
        """The state, and who refuses."""
        state, _, side = self.cleaned_data["to"].partition(":")
        return state, side


class OpinionForm(SaidForm):
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ["opinion", "person_words", "professional_words", "views_differ", "happened_date", "after"]


class AgainForm(SaidForm):
    field_order = ["happened_date", "person_words", "professional_words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["opinion"], self.fields["views_differ"]


class ByHandForm(SaidForm):
    """A means of any kind, or one already in the dossier for another need."""

    known = forms.TypedChoiceField(
        label="Un moyen déjà présent dans le dossier", required=False, coerce=UUID, empty_value=None
    )
    kind = forms.ChoiceField(
        label="Ou un nouveau moyen : de quelle nature ?",
        required=False,
        choices=MeansKind.choices,
        widget=ChoiceCards(icons={kind: sign.icon for kind, sign in signs.KINDS.items()}),
    )
    label = forms.CharField(label="Lequel", required=False, max_length=300)
    detail = forms.CharField(
        label="Précisions", required=False, max_length=500, help_text="Lieu, contact, horaires…"
    )
    membership = forms.ChoiceField(
        label="Qui s'en charge", required=False, help_text="Pour l'action d'un·e professionnel·le du cercle."
    )
    field_order = [
        "known",
        "kind",
        "label",
        "detail",
        "membership",
        "person_words",
        "professional_words",
        "happened_date",
    ]

    def __init__(
        self, *args: Any, known: Choices = (), members: dict[str, Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        del self.fields["opinion"], self.fields["views_differ"]
        self.fields["known"].choices = [("", "Aucun"), *known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["known"]
            self.fields["kind"].label = "De quelle nature est ce moyen ?"
            self.fields["kind"].required = self.fields["label"].required = True
        people = [(pk, member.user.full_name) for pk, member in members.items()]
        self.fields["membership"].choices = [("", "Sans objet"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("known"):
            return data
        if not data.get("kind"):
            self.add_error("kind", "Choisissez la nature du moyen.")
        if not (data.get("label") or "").strip():
            self.add_error("label", "Nommez le moyen en quelques mots.")
        return data

    def means(self) -> NewMeans | UUID:
        data = self.cleaned_data
        if known := data.get("known"):
            return UUID(str(known))
        by_professional = data["kind"] == MeansKind.PROFESSIONAL
        member = self.members.get(data.get("membership", "")) if by_professional else None
        return NewMeans(data["kind"], data["label"], data["detail"], membership=member)


class DismissForm(Form):
    service = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.ChoiceField(
        label="Pourquoi l'écarter ?", choices=[("", "Choisissez…"), *DismissalReason.choices]
    )
    words = forms.CharField(label="Un mot", required=False, max_length=500)


class WidenForm(Form):
    """How far to look. Nothing here tells anything of the person: it stands in the address."""

    DISTANCES = [
        ("5", "5 km"),
        ("10", "10 km"),
        ("20", "20 km"),
        ("50", "50 km"),
        ("100", "100 km"),
        ("200", "200 km"),
    ]
    distance = forms.TypedChoiceField(label="Jusqu'à", choices=DISTANCES, coerce=int, required=False)
    modes = forms.ChoiceField(
        label="Manière",
        choices=[
            ("tous", "En présence ou à distance"),
            ("presence", "En présence"),
            ("distance", "À distance"),
        ],
        required=False,
    )
