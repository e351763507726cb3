"""Communes: the places that distance and eligibility are computed from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class CommuneKind(models.TextChoices):
    COMMUNE = "commune", "Commune"
    ARRONDISSEMENT = "arrondissement", "Arrondissement municipal"
    DELEGATED = "delegated", "Commune déléguée"
    ASSOCIATED = "associated", "Commune associée"


class Commune(models.Model):
    """A commune of the official geographic code, with the point people call its centre (the town hall)."""

    code = models.CharField("code officiel géographique", max_length=5, primary_key=True)
    name = models.TextField("nom")
    # Lower case without accents nor punctuation: see rules.plain.
    name_key = models.TextField("nom simplifié", editable=False)
    postcodes = ArrayField(models.TextField(), verbose_name="codes postaux", default=list)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    department = models.CharField("code du département", max_length=3, blank=True)
    region = models.CharField("code de la région", max_length=3, blank=True)
    epci = models.CharField("numéro SIREN de l’intercommunalité", max_length=9, blank=True)
    population = models.IntegerField("population", default=0)
    kind = models.CharField("nature", max_length=20, choices=CommuneKind, default=CommuneKind.COMMUNE)
    parent_code = models.CharField("commune de rattachement", max_length=5, blank=True)
    retired_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "commune"
        indexes = [
            models.Index(fields=["name_key"], opclasses=["text_pattern_ops"], name="directory_commune_name"),
            GinIndex(fields=["postcodes"], name="directory_commune_postcodes"),
        ]

    class Retention:
        kept = {"name": "donnée publique", "name_key": "donnée publique"}

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """« Grenoble (38000) »: what is shown in lists and typed back by the browser."""
        return f"{self.name} ({self.postcodes[0]})" if self.postcodes else self.name

    @property
    def zone_codes(self) -> list[str]:
        """Every code by which an eligibility zone of data.inclusion may include this commune."""
        codes = [self.code, self.parent_code, self.department, self.epci, "france", "99100"]
        return [code for code in codes if code]
