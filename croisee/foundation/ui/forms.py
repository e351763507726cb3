"""The base of every form: Bootstrap dress, French errors, and no text a database would refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from croisee.foundation.ui import validators
from croisee.foundation.ui.errors import Refused

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm


class BoundField(forms.BoundField):
    """Gives inputs their class and that of an error; Django ties help and errors by aria-describedby itself."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        classes = [*str(widget.attrs.get("class", "")).split(), css_class(widget)]
        if self.errors:
            classes.append("is-invalid")
        attrs["class"] = " ".join(dict.fromkeys(classes))
        # Forms of libraries repeat the label inside the input, where it fades while one types.
        if not isinstance(self.form, _Guarded):
            widget.attrs.pop("placeholder", None)
        return attrs

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)


class Renderer(DjangoTemplates):
    """The project's renderer (`FORM_RENDERER`): forms of libraries look like ours."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/_field.html"
    bound_field_class = BoundField


def css_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def dress(field: forms.Field) -> None:
    """Gives the widget the browser's own date and time inputs."""
    widget = field.widget
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"
    if isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("rows", "5")
        widget.attrs.pop("cols", None)
    # A browser cuts what is longer without a word; the server says it instead.
    widget.attrs.pop("maxlength", None)


def guard(field: forms.Field) -> None:
    """Limits that every field has, said in French."""
    if isinstance(field, forms.CharField):
        long = validators.NARRATIVE if isinstance(field.widget, forms.Textarea) else validators.SHORT
        limit = field.max_length or long
        field.validators = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
        field.validators += [validators.validate_readable, validators.TooLong(limit)]
    elif isinstance(field, forms.IntegerField):
        if field.max_value is None:
            field.validators.append(MaxValueValidator(validators.BIGGEST_INTEGER))
        if field.min_value is None:
            field.validators.append(MinValueValidator(-validators.BIGGEST_INTEGER))


class _Guarded(forms.BaseForm):
    """What Form and ModelForm share."""

    _errors: ErrorDict | None
    bound_field_class = BoundField
    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self._unreadable: set[str] = set()
        if self.is_bound:
            self.data = self._readable_data(self.data)
        for field in self.fields.values():
            guard(field)
            dress(field)

    def _readable_data(self, data: Any) -> Any:
        """A copy without the characters no field can keep, remembering where they were.

        Choices and keys reach the database before any validator of ours sees them: it must be done here.
        """
        lists = data.lists() if isinstance(data, MultiValueDict) else [(k, [v]) for k, v in data.items()]
        bad = {name for name, values in lists if any(map(validators.is_unreadable, values))}
        if not bad:
            return data
        self._unreadable = bad
        if isinstance(data, MultiValueDict):
            copy = data.copy() if isinstance(data, QueryDict) else MultiValueDict(data)
            for name in bad:
                copy.setlist(name, [validators.readable(v) for v in data.getlist(name)])
            return copy
        return {k: validators.readable(v) if k in bad else v for k, v in data.items()}

    def full_clean(self) -> None:
        super().full_clean()
        if not self._unreadable or self._errors is None:
            return
        for name in self.fields:
            html_name = self.add_prefix(name)
            if any(bad == html_name or bad.startswith(f"{html_name}_") for bad in self._unreadable):
                self._errors.pop(name, None)
                self.add_error(name, validators.UNREADABLE)

    def refuse(self, refusal: Refused) -> None:
        """Shows at the top of the form why an operation refused what was well formed."""
        self.add_error(None, refusal.sentence)

    @property
    def has_file(self) -> bool:
        return self.is_multipart()


class Form(_Guarded, forms.Form):
    """A form of Croisée."""


class ModelForm(_Guarded, _ModelForm):
    """A form shaped by a model; operations save, never the form."""
