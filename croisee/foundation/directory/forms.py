"""Shapes of what the directory is asked: a search, a file to import, a commune anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse_lazy

from croisee.foundation.directory.models import Commune
from croisee.foundation.directory.models.reference import ReferenceKind
from croisee.foundation.directory.operations.importing import most_bytes
from croisee.foundation.directory.queries import SearchCriteria, Vocabulary, commune_typed
from croisee.foundation.directory.reading import UnreadableFile
from croisee.foundation.directory.reading.detection import format_of
from croisee.foundation.ui.fields import Combobox
from croisee.foundation.ui.forms import Form

DISTANCES = (("5", "5 km"), ("10", "10 km"), ("20", "20 km"), ("50", "50 km"), ("100", "100 km"))
DEFAULT_DISTANCE_KM = 20.0
# Below what the front of `croisee serve` lets through (60 MB), so that the answer is a sentence at the field.
MOST_UPLOADED_MB = 50
TOO_BIG = (
    f"Le fichier dépasse {MOST_UPLOADED_MB} Mo. Enregistrez-le en Parquet, ou demandez à la personne qui "
    "administre l’installation de lancer « croisee directory import »."
)
SHOWN_MATCHES = 6


# Marks a value chosen in the list: « 38170 » is the code of one commune and the postcode of another.
CODE = "insee:"


class CommuneInput(Combobox):
    """Suggests communes while one types a name or a postcode; keeps the code of the one chosen."""

    def __init__(self) -> None:
        super().__init__(url=reverse_lazy("directory:communes"))

    def format_value(self, value: Any) -> str | None:
        return str(value or "").removeprefix(CODE) or None

    def label_of(self, value: str) -> str:
        code = value.removeprefix(CODE)
        found = Commune.objects.filter(code=code).first() if len(code) == 5 else None
        return found.label if found else code

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Without JavaScript the hidden code stays behind when the text is changed: the text wins."""
        chosen, typed = data.get(name) or "", data.get(f"{name}_text") or ""
        if not chosen or (typed and typed.strip() != self.label_of(chosen)):
            return typed
        return f"{CODE}{chosen}"


class CommuneField(forms.CharField):
    """A commune: chosen in the list, or typed as « Grenoble », « 38000 », « Grenoble (38000) » or a code."""

    widget = CommuneInput

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        code = text.removeprefix(CODE)
        if code != text and (chosen := Commune.objects.filter(code=code[:5]).first()) and chosen.code == code:
            return chosen
        found = commune_typed(code)
        if len(found) == 1:
            return found[0]
        raise ValidationError(_ambiguous(code, found), code="commune")


def _ambiguous(text: str, found: Sequence[Commune]) -> str:
    if not found:
        return f"Aucune commune ne répond à « {text[:60]} »."
    names = ", ".join(commune.label for commune in found[:SHOWN_MATCHES])
    return f"Plusieurs communes répondent à « {text[:60]} » ; précisez : {names}."


class Search(Form):
    """Filters of the search page; every one may stay empty."""

    words = forms.CharField(
        label="Mots", required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    thematic = forms.ChoiceField(label="Thématique", required=False)
    public = forms.ChoiceField(label="Public", required=False)
    commune = CommuneField(label="Commune ou code postal", required=False)
    distance = forms.ChoiceField(label="Distance", required=False)
    fee = forms.ChoiceField(label="Frais", required=False)
    mode = forms.ChoiceField(label="Accueil", required=False)

    def __init__(self, *args: Any, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vocabulary = words
        self._offer("thematic", [("", "Toutes"), *_with_whole_categories(words)])
        self._offer("public", [("", "Tous"), *words.choices(ReferenceKind.PUBLIC)])
        self._offer(
            "distance", [("", "20 km"), *(each for each in DISTANCES if each[0] != "20"), ("all", "Partout")]
        )
        self._offer("fee", [("", "Indifférent"), *words.choices(ReferenceKind.FEE)])
        self._offer("mode", [("", "Indifférent"), *words.choices(ReferenceKind.RECEPTION_MODE)])

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def main_filters(self) -> list[forms.BoundField]:
        return [self[name] for name in ("words", "thematic", "commune")]

    @property
    def more_filters(self) -> list[forms.BoundField]:
        """Folded until one of them is used: on a phone the results come sooner."""
        return [self[name] for name in ("distance", "public", "fee", "mode")]

    @property
    def has_more(self) -> bool:
        return any(field.value() or field.errors for field in self.more_filters)

    @property
    def criteria(self) -> SearchCriteria:
        """What was asked, once the form is valid."""
        asked = self.cleaned_data
        distance = {"": DEFAULT_DISTANCE_KM, "all": None}.get(asked["distance"])
        if asked["distance"] not in ("", "all"):
            distance = float(asked["distance"])
        return SearchCriteria(
            words=asked["words"],
            thematics=self._thematics(asked["thematic"]),
            publics=[asked["public"]] if asked["public"] else [],
            fee=asked["fee"],
            mode=asked["mode"],
            commune=asked["commune"],
            distance_km=distance,
        )

    def _thematics(self, value: str) -> list[str]:
        """A thematic, or all those of a category."""
        if not value or "--" in value:
            return [value] if value else []
        known = self.vocabulary.choices(ReferenceKind.THEMATIC)
        return [thematic for thematic, _ in known if thematic.startswith(f"{value}--")]


def _with_whole_categories(words: Vocabulary) -> list[Any]:
    return [
        (label, [(category, f"{label} : tout"), *thematics])
        for category, label, thematics in words.thematic_groups()
    ]


class ImportFile(Form):
    """A directory file sent from a browser."""

    file = forms.FileField(
        label="Fichier data.inclusion",
        help_text=(
            "JSON, CSV, XLSX (feuilles « Structures » et « Services ») ou Parquet, selon le schéma v1. "
            f"{MOST_UPLOADED_MB} Mo au plus."
        ),
        widget=forms.FileInput({"accept": ".json,.csv,.xlsx,.parquet"}),
        error_messages={"empty": "Le fichier est vide.", "required": "Choisissez un fichier."},
    )
    is_complete = forms.BooleanField(
        label="Le fichier contient tout ce que sa source publie",
        required=False,
        initial=True,
        help_text=(
            "Les services et structures de cette source qui n’y figurent pas seront retirés de l’annuaire "
            "(gardés, mais plus proposés). Décochez pour un fichier partiel."
        ),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse at once what is not a directory file; its rows are read later, by the worker."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_UPLOADED_MB * 1024**2:
            raise ValidationError(TOO_BIG, code="big")
        path = getattr(file, "temporary_file_path", None)
        if path is not None:
            try:
                format_of(Path(path()), most_bytes=most_bytes())
            except UnreadableFile as error:
                raise ValidationError(error.sentence, code="unreadable") from error
        return file
