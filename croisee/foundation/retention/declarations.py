"""Reading what a model declares in its inner `class Retention`.

    class Note(models.Model):
        class Retention:
            erased = ["text"]
            kept = {"kind": "statistique d'activité anonyme"}
            basis = Basis.PUBLIC_INTEREST
            period = ACTIVE_FILE

`erased` fields lose their content at the end of the period, `kept` ones stay and say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models

from croisee.foundation.retention.periods import ACTIVE_FILE, Basis, Period


class Undeclared(LookupError):
    """The model says nothing about its end."""


@dataclass(frozen=True)
class Declaration:
    """What one model says."""

    erased: tuple[str, ...] = ()
    kept: dict[str, str] = field(default_factory=dict)
    basis: Basis = Basis.PUBLIC_INTEREST
    period: Period = ACTIVE_FILE

    @property
    def names(self) -> set[str]:
        return {*self.erased, *self.kept}


def declaration(model: type[models.Model]) -> Declaration:
    """The model's own declaration: one inherited would speak of other fields."""
    said = model.__dict__.get("Retention")
    if said is None:
        raise Undeclared(model._meta.label)
    return Declaration(
        erased=tuple(getattr(said, "erased", ())),
        kept=dict(getattr(said, "kept", {})),
        basis=getattr(said, "basis", Basis.PUBLIC_INTEREST),
        period=getattr(said, "period", ACTIVE_FILE),
    )


def declared() -> Iterator[tuple[type[models.Model], Declaration]]:
    """Every model of the installation that declares its end."""
    for model in apps.get_models():
        if "Retention" in model.__dict__:
            yield model, declaration(model)


def faults(model: type[models.Model], telling: Iterable[str]) -> list[str]:
    """What is wrong with a declaration, `telling` being the fields that say something about someone."""
    label = model._meta.label
    try:
        said = declaration(model)
    except Undeclared:
        return [f"{label} has no inner class Retention"]
    known = {found.name for found in model._meta.get_fields()}
    return [
        *(f"{label}.{name} is neither erased nor kept" for name in sorted(set(telling) - said.names)),
        *(f"{label}.{name} is declared and does not exist" for name in sorted(said.names - known)),
        *(f"{label}.{name} is both erased and kept" for name in sorted(set(said.erased) & set(said.kept))),
        *(f"{label}.{name} is kept without a reason" for name, why in sorted(said.kept.items()) if not why),
    ]
