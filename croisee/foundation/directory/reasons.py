"""Why a row is refused, said so that the person who wrote the file can correct it."""

from __future__ import annotations

import difflib
import enum
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError


@dataclass(frozen=True)
class Reason:
    """A field and a sentence."""

    field: str
    text: str
    is_warning: bool = False


# Fields whose expected form is better said than their pattern.
FORMS = {
    "code_postal": "Un code postal a 5 chiffres.",
    "code_insee": "Un code de commune a 5 caractères, par exemple 38185 ou 2A004.",
    "siret": "Un numéro SIRET a 14 chiffres.",
    "courriel": "L’adresse électronique n’est pas valable.",
    "date_maj": "La date n’est pas lisible ; écrivez-la AAAA-MM-JJ, par exemple 2025-02-14.",
    "zone_eligibilite": (
        "La zone d’éligibilité attend des codes de communes, de départements ou d’intercommunalités, "
        "ou le mot france."
    ),
}
# By type of pydantic error; braces are filled with the error's context.
_URL = "Le lien n’est pas une adresse web complète, commençant par https://."
_LIST = "Une liste de valeurs est attendue."
_NUMBER = "Un nombre est attendu."
_WHOLE = "Un nombre entier est attendu."
SENTENCES = {
    "missing": "Ce champ obligatoire est vide.",
    "string_type": "Un texte est attendu.",
    "string_too_short": "Le texte est trop court : {min_length} caractères au moins.",
    "string_too_long": "Le texte est trop long : {max_length} caractères au plus.",
    "string_pattern_mismatch": "La valeur n’a pas la forme attendue.",
    "string_unicode": "Le texte contient un caractère interdit.",
    "too_short": "La liste est vide.",
    "greater_than_equal": "Le nombre doit être au moins {ge:g}.",
    "finite_number": _NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "date_type": FORMS["date_maj"],
    "date_parsing": FORMS["date_maj"],
    "date_from_datetime_parsing": FORMS["date_maj"],
    "date_from_datetime_inexact": FORMS["date_maj"],
    "url_type": _URL,
    "url_parsing": _URL,
    "url_scheme": _URL,
    "url_too_long": "Le lien est trop long : {max_length} caractères au plus.",
    "url_syntax_violation": _URL,
    "list_type": _LIST,
    "set_type": _LIST,
}
UNKNOWN = "La valeur n’est pas acceptée par le schéma data.inclusion."


def reasons_of(error: ValidationError, model: type[BaseModel]) -> list[Reason]:
    """One reason per field and value, in the order of the fields."""
    found: dict[tuple[str, str], Reason] = {}
    for detail in error.errors(include_url=False):
        name = str(detail["loc"][0]) if detail["loc"] else ""
        text = _sentence(name, detail, model)
        found.setdefault((name, text), Reason(name, text, detail["type"] == "avertissement"))
    return list(found.values())


def _sentence(name: str, detail: Mapping[str, Any], model: type[BaseModel]) -> str:
    kind, value, context = str(detail["type"]), detail.get("input"), detail.get("ctx") or {}
    if kind == "missing" or (value is None and _is_required(name, model)):
        return SENTENCES["missing"]
    if kind == "avertissement":
        return str(detail["msg"])
    if kind == "value_error" and name != "courriel":
        # Raised by the schema's own checks, whose messages are French sentences.
        return str(context.get("error", UNKNOWN))
    if kind == "enum":
        return _not_in_list(str(value), name, model)
    if name in FORMS:
        return FORMS[name] if kind not in ("set_type", "list_type") else SENTENCES[kind]
    return SENTENCES.get(kind, UNKNOWN).format(**context)


def _is_required(name: str, model: type[BaseModel]) -> bool:
    return name in model.model_fields and model.model_fields[name].is_required()


def _not_in_list(value: str, name: str, model: type[BaseModel]) -> str:
    accepted = _accepted(model.model_fields[name].annotation)
    near = difflib.get_close_matches(value, accepted, n=1, cutoff=0.6)
    text = f"« {value[:80]} » n’est pas dans la liste des valeurs acceptées"
    if near:
        return f"{text} ; vouliez-vous dire « {near[0]} » ?"
    if len(accepted) <= 6:
        return f"{text} ({', '.join(accepted)})."
    return f"{text} du schéma data.inclusion."


def _accepted(annotation: Any) -> list[str]:
    """The values of the enumeration somewhere inside `set[X] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return [str(member.value) for member in annotation]
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        return [value for part in typing.get_args(annotation) for value in _accepted(part)]
    return []
