"""Public identifiers of organisations, checked by their own control digits."""

from django.core.exceptions import ValidationError
from stdnum import luhn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret


def validate_siret(value: str) -> None:
    """Refuse a SIRET whose length or key is wrong (La Poste's own rule included)."""
    try:
        siret.validate(value)
    except NumberError:
        raise ValidationError(
            "Ce numéro SIRET n'est pas valable : 14 chiffres, dont une clé de contrôle."
        ) from None


def validate_finess(value: str) -> None:
    """Refuse a FINESS number that is not nine characters closed by a Luhn key.

    The key of Corsican numbers (2A, 2B) is not published with a rule we could check: only their form is.
    """
    message = "Ce numéro FINESS n'est pas valable : 9 caractères, dont une clé de contrôle."
    if len(value) != 9 or not (value[0].isdigit() and value[2:].isdigit()):
        raise ValidationError(message)
    if value[:2] not in {"2A", "2B"} and not (value.isdigit() and luhn.is_valid(value)):
        raise ValidationError(message)
