"""What no text field takes: characters a database refuses, and texts too long to be meant."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator
from django.utils.deconstruct import deconstructible

NARRATIVE = 100_000
SHORT = 500
BIGGEST_INTEGER = 2_147_483_647
UNREADABLE = (
    "Ce texte contient un caractère illisible, sans doute venu d'un copier-coller. "
    "Effacez-le ou retapez le passage."
)


def is_unreadable(value: object) -> bool:
    """NUL, which PostgreSQL refuses, and lone surrogates, which no UTF-8 can carry."""
    return isinstance(value, str) and any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value)


def readable(value: str) -> str:
    return "".join(char for char in value if not is_unreadable(char))


def validate_readable(value: Any) -> None:
    if is_unreadable(value):
        raise ValidationError(UNREADABLE, code="unreadable")


def number(value: int) -> str:
    """100 000, with the narrow no-break space of French numbers."""
    return f"{value:,}".replace(",", "\u202f")


@deconstructible
class TooLong(BaseValidator):
    """Says how long the text is and how long it may be, instead of cutting it without a word."""

    code = "max_length"

    def compare(self, a: int, b: int) -> bool:
        return a > b

    def clean(self, x: str) -> int:
        return len(x)

    def __call__(self, value: Any) -> None:
        limit = self.limit_value() if callable(self.limit_value) else self.limit_value
        length = self.clean(value)
        if length > limit:
            raise ValidationError(
                f"Ce texte est trop long\u00a0: {number(length)} caractères, alors que {number(limit)} au plus "
                "peuvent être gardés ici.",
                code=self.code,
            )
