"""Forms of the circle: a colleague, a partner, a relative, a personne de confiance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from croisee.foundation.accounts.models import Membership
from croisee.foundation.ui.fields import DateField
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.models import CircleKind
from croisee.person.dossiers.operations.circle import Entry


def _choices(members: Iterable[Membership]) -> list[Any]:
    """Names grouped by team or organisation, so that two namesakes are told apart."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for member in members:
        group = f"{member.organisation.name} · {member.team.name}"
        label = f"{member.user.full_name}, {member.user.get_profession_display().lower()}"
        groups.setdefault(group, []).append((str(member.pk), label))
    return [("", "Choisissez…"), *groups.items()]


class _EntryForm(Form):
    """What every entry says: why, from when, until when."""

    kind = ""
    reason = forms.CharField(
        label="Pourquoi cette personne entre dans le cercle",
        max_length=500,
        help_text="Une phrase que la personne accompagnée pourra lire.",
    )
    started_date = DateField(label="Depuis le")
    ended_date = DateField(
        label="Jusqu'au", required=False, help_text="Laissez vide si la fin n'est pas connue."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("started_date"), cleaned.get("ended_date")
        if start and end and end <= start:
            self.add_error("ended_date", "La fin doit venir après le début.")
        return cleaned

    def entry(self) -> Entry:
        data = self.cleaned_data
        return Entry(self.kind, data["reason"], data["started_date"], data["ended_date"], **self.somebody())

    def somebody(self) -> dict[str, Any]:
        """Who enters, as fields of an `Entry`; each kind of form says it in its way."""
        return {}


class _MemberForm(_EntryForm):
    """Someone with an account here."""

    membership = forms.ChoiceField(label="Qui", choices=())
    field_order = ["membership", "name", "relation", "contact", "reason", "started_date", "ended_date"]

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(members)
        self.members = {str(member.pk): member for member in rows}
        field = cast(forms.ChoiceField, self.fields["membership"])
        field.choices = _choices(rows)

    def somebody(self) -> dict[str, Any]:
        return {"membership": self.members.get(self.cleaned_data["membership"])}


class ColleagueForm(_MemberForm):
    """A colleague of the same organisation."""

    kind = CircleKind.PROFESSIONAL.value


class PartnerForm(_MemberForm):
    """Someone of another organisation, with an account here or only a name."""

    kind = CircleKind.PARTNER.value
    name = forms.CharField(
        label="Ou son nom, si cette personne n'utilise pas Croisée", max_length=200, required=False
    )
    relation = forms.CharField(label="Sa fonction et son organisation", max_length=200, required=False)
    contact = forms.CharField(label="Comment la joindre", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("membership") and not cleaned.get("name") and "membership" not in self.errors:
            self.add_error("membership", "Choisissez quelqu'un, ou écrivez son nom.")
        return cleaned

    def somebody(self) -> dict[str, Any]:
        data = self.cleaned_data
        words = {"name": data["name"], "relation": data["relation"], "contact": data["contact"]}
        return {**super().somebody(), **words}


class RelativeForm(_EntryForm):
    """A relative: known, joined when the person wishes; reads nothing here."""

    kind = CircleKind.RELATIVE.value
    name = forms.CharField(label="Son nom", max_length=200)
    relation = forms.CharField(
        label="Qui est-ce pour la personne", max_length=200, required=False, help_text="Fille, voisin, ami…"
    )
    contact = forms.CharField(label="Comment la joindre", max_length=200, required=False)
    field_order = ["name", "relation", "contact", "reason", "started_date", "ended_date"]

    def somebody(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"name": data["name"], "relation": data["relation"], "contact": data["contact"]}


class TrustedForm(RelativeForm):
    """The personne de confiance, designated in writing by the person (CASF L311-5-1)."""

    kind = CircleKind.TRUSTED.value
