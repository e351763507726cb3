"""Every write on a dossier: the list of these functions is the list of what one can do with it."""

from croisee.person.dossiers.operations.touching import touch

__all__ = ["touch"]
