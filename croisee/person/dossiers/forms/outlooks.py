"""Forms of outlooks and expectations."""

from __future__ import annotations

from typing import Any

from django import forms

from croisee.foundation.ui.fields import DateField, NarrativeField
from croisee.foundation.ui.forms import Form


class OutlookForm(Form):
    """What one's own culture sees of the situation."""

    text = NarrativeField(label="Votre regard sur la situation", rows=12)
    version = forms.IntegerField(widget=forms.HiddenInput(), initial=0)

    def __init__(self, *args: Any, draft_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.update({"class": "form-control tall", "data-draft-url": draft_url})


class ExtractForm(Form):
    """What goes to the common page."""

    text = NarrativeField(
        label="L'extrait à partager",
        rows=6,
        help_text="Ce qui est utile à tous, dans des mots que la personne peut lire. Rien de plus.",
    )


class ExpectationForm(Form):
    """What the person expects."""

    words = NarrativeField(
        label="Ce que la personne attend, avec ses mots",
        rows=3,
        help_text="Comme elle l'a dit : « Je voudrais… »",
    )
    said_date = DateField(label="Dit le", past=True)


class EndExpectationForm(Form):
    ended_date = DateField(label="N'est plus attendu depuis le", past=True)
