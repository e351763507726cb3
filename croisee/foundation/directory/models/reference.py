"""Reference tables, each with its version: values are retired when a version drops them, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ReferenceKind(models.TextChoices):
    THEMATIC_CATEGORY = "thematic_category", "Catégorie de thématiques"
    THEMATIC = "thematic", "Thématique"
    PUBLIC = "public", "Public"
    FEE = "fee", "Frais"
    RECEPTION_MODE = "reception_mode", "Mode d’accueil"
    MOBILISATION_MODE = "mobilisation_mode", "Mode de mobilisation"
    MOBILISING_PERSON = "mobilising_person", "Personne mobilisatrice"
    SERVICE_TYPE = "service_type", "Type de service"
    NETWORK = "network", "Réseau porteur"


class ReferenceSet(models.Model):
    """Which version of which published table is loaded; spares the reload when nothing changed."""

    name = models.CharField("table", max_length=40, primary_key=True)
    version = models.CharField("version", max_length=80)
    loaded_at = models.DateTimeField("chargée le")

    class Meta:
        verbose_name = "table de référence"

    class Retention:
        kept = {"name": "donnée publique", "version": "donnée publique"}

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class ReferenceValueQuerySet(models.QuerySet["ReferenceValue"]):
    def current(self) -> ReferenceValueQuerySet:
        return self.filter(retired_at__isnull=True)

    def of(self, *kinds: str) -> ReferenceValueQuerySet:
        return self.filter(kind__in=kinds)


class ReferenceValue(models.Model):
    """A value of the data.inclusion vocabulary (schema v1), with the words shown for it."""

    kind = models.CharField("table", max_length=20, choices=ReferenceKind)
    value = models.CharField("valeur", max_length=120)
    label = models.CharField("libellé", max_length=250)
    description = models.TextField("description", blank=True)
    category = models.CharField("catégorie", max_length=120, blank=True)
    position = models.IntegerField("rang", default=0)
    version = models.CharField("version", max_length=80)
    retired_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = ReferenceValueQuerySet.as_manager()

    class Meta:
        verbose_name = "valeur de référence"
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="directory_reference_value")]

    class Retention:
        kept = {"label": "donnée publique", "description": "donnée publique"}

    def __str__(self) -> str:
        return self.label


class SerafinFamily(models.TextChoices):
    NEED = "need", "Besoins"
    DIRECT = "direct", "Prestations directes"
    INDIRECT = "indirect", "Prestations indirectes"


class SerafinCode(models.Model):
    """A line of the SERAFIN-PH nomenclatures (CNSA): needs and services, by family and code."""

    family = models.CharField("famille", max_length=20, choices=SerafinFamily)
    code = models.CharField("code", max_length=20)
    label = models.TextField("libellé")
    version = models.CharField("version", max_length=80)
    retired_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "code SERAFIN-PH"
        constraints = [
            models.UniqueConstraint(fields=["family", "code"], name="directory_serafin_code"),
            models.CheckConstraint(condition=~Q(code=""), name="directory_serafin_code_given"),
        ]

    class Retention:
        kept = {"label": "donnée publique"}

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
