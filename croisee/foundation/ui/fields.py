"""Fields and widgets of ours: choice cards, narrative text with its draft, commune with type-ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import ChoiceWidget
from django.utils import timezone
from django.utils.functional import Promise

from croisee.foundation.ui import validators


class _Cards(ChoiceWidget):
    """Adds to each choice the sentence and the icon its card shows."""

    def __init__(
        self,
        *args: Any,
        hints: Mapping[str, str] | None = None,
        icons: Mapping[str, str] | None = None,
        one_column: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints, self.icons, self.one_column = hints or {}, icons or {}, one_column

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["one_column"] = self.one_column
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        option["icon"] = self.icons.get(str(value), "")
        return option


class ChoiceCards(_Cards, forms.RadioSelect):
    """One choice among few, each a big card."""

    template_name = "ui/widgets/cards.html"


class ChoiceChecks(_Cards, forms.CheckboxSelectMultiple):
    """Several choices, each a big card."""

    template_name = "ui/widgets/cards.html"


class NarrativeField(forms.CharField):
    """A long text. With `draft_url`, what is typed is kept on the server while it is being written."""

    def __init__(self, *, draft_url: str = "", rows: int = 8, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", validators.NARRATIVE)
        attrs = {"rows": str(rows), "spellcheck": "true"}
        if draft_url:
            attrs["data-draft-url"] = draft_url
        kwargs.setdefault("widget", forms.Textarea(attrs=attrs))
        super().__init__(**kwargs)


class DateField(forms.DateField):
    """A date that can be meant: after 1900, and not in the future when `past` (nor in the past when `future`)."""

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past, self.future = past, future
        self.error_messages["invalid"] = "Cette date n'existe pas. Écrivez par exemple 03/03/2026."

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        if value.year < 1900:
            raise ValidationError("Cette date est trop ancienne\u00a0: vérifiez l'année.", code="old")
        if value.year > today.year + 100:
            raise ValidationError("Cette date est trop lointaine\u00a0: vérifiez l'année.", code="far")
        if self.past and value > today:
            raise ValidationError("Cette date est dans le futur.", code="future")
        if self.future and value < today:
            raise ValidationError("Cette date est déjà passée.", code="past")


class Combobox(forms.TextInput):
    """A text input that suggests while one types; what is kept is the code of the chosen option.

    `url` answers `<li role="option" data-value="38185">Grenoble (38000)</li>` lines to `?q=gren`. Without
    JavaScript the text itself is sent, and the field's `clean` must understand it.
    """

    template_name = "ui/widgets/combobox.html"

    def __init__(self, *, url: str | Promise, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url

    def label_of(self, value: str) -> str:
        """What the input shows for a code already kept; override it."""
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["url"] = str(self.url)
        context["text"] = self.label_of(str(value)) if value else ""
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name) or data.get(f"{name}_text", "")
