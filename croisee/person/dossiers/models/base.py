"""What every row about a person has: its dossier, its compartment, who may read it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from croisee.foundation.accounts.culture import Culture

if TYPE_CHECKING:
    _Array = ArrayField[Any, Any]
else:
    _Array = ArrayField


class Compartment(models.TextChoices):
    """Which part of the dossier a row belongs to, hence whose keys open it."""

    MINIMAL = "minimal", "Fiche minimale"
    COMMON = "common", "Page commune"
    MEDICAL = Culture.MEDICAL.value, "Regard médical"
    PSYCHOLOGICAL = Culture.PSYCHOLOGICAL.value, "Regard psychologique"
    EDUCATIONAL = Culture.EDUCATIONAL.value, "Regard éducatif"
    SOCIAL = Culture.SOCIAL.value, "Regard social"
    # A draft: its author alone. Such a table has an `author_id`.
    AUTHOR = "author", "Brouillon personnel"


class AclField(_Array):
    """Numbers of the keys that open the row. Written by the database's own triggers only (see migration 0002)."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("base_field", models.IntegerField())
        kwargs.setdefault("default", list)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)  # type: ignore[arg-type]


class WalledModel(models.Model):
    """A row of a dossier, behind the wall.

    `acl` is filled by a trigger from the dossier's arrays, whatever Python writes there. `key_id` is set only on rows
    that came from another dossier by a merge: they stay sealed with the key they were written with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="+")
    compartment = models.CharField(max_length=20, choices=Compartment, default=Compartment.COMMON)
    acl = AclField()
    key_id = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # Never a name: this goes to logs and error pages.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def vault_key_id(self) -> UUID:
        """The key that seals this row."""
        return self.key_id or self.dossier_id
