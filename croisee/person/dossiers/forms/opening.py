"""First contact: a short form whose only needed field is the last name."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms

from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import ROLES, Permission
from croisee.foundation.ui.fields import DateField, NarrativeField
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.forms.identity import IdentityForm


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague by name, profession and team."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user.full_name}, {obj.user.get_profession_display()} ({obj.team.name})"


def possible_referents(organisation_id: int, on: dt.date) -> Any:
    """Those of the organisation whose role accompanies people, by name."""
    roles = [role for role, permissions in ROLES.items() if Permission.CONSENT_RECORD in permissions]
    members = Membership.objects.active(on).filter(organisation_id=organisation_id, role__in=roles)
    return members.select_related("user", "team").order_by("user__last_name", "user__first_name", "pk")


class FirstContact(IdentityForm):
    first_contact_date = DateField(label="Date du premier contact", past=True)
    referent = ColleagueField(
        label="Qui sera référent·e ?",
        queryset=Membership.objects.none(),
        empty_label="Choisir un·e collègue",
        help_text="La personne qui tient le dossier et en donne les clés.",
    )
    words = NarrativeField(
        label="Ce que la personne a dit",
        required=False,
        rows=6,
        help_text="Texte libre, comme il vient. Rien n'oblige à remplir le reste.",
    )
    # The look-alikes somebody has looked at and said are other people.
    someone_else = forms.CharField(required=False, widget=forms.HiddenInput, max_length=1_000)

    def __init__(self, *args: Any, by: Membership, today: dt.date, **kwargs: Any) -> None:
        referents = possible_referents(by.organisation_id, today)
        mine = by.pk if by.may(Permission.CONSENT_RECORD) else None
        initial = {"first_contact_date": today, "referent": mine, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, today=today, initial=initial, **kwargs)
        field = self.fields["referent"]
        assert isinstance(field, ColleagueField)  # noqa: S101 (for the type checker)
        field.queryset = referents

    def others(self) -> list[UUID]:
        """The dossiers said to be somebody else's; what is not an identifier is nobody's."""
        found = []
        for word in self.cleaned_data["someone_else"].split(","):
            try:
                found.append(UUID(word))
            except ValueError:
                continue
        return found


class Wanted(Form):
    """One field: a name in any order, a birth date, a phone, a number."""

    text = forms.CharField(label="Recherche", max_length=200, required=False)
