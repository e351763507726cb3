"""Structures and services of the territory, field by field as data.inclusion publishes them (schema v1).

Columns keep the French names of the standard, so that a file, the schema and the table read side by side;
what is ours (keys, places, retirement) has English names. See docs/adr/0003-directory.md.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Lower, Replace

from croisee.foundation.directory.rules import ACCENTED, LIGATURES, PLAIN


def words_of(field: str) -> Func:
    """The words of a field without accents: `unaccent` is an extension, `translate` is everywhere."""
    opened: Func = Lower(field)
    for ligature, letters in LIGATURES:
        opened = Replace(opened, Value(ligature), Value(letters))
    return Func(opened, Value(ACCENTED), Value(PLAIN), function="translate", output_field=models.TextField())


def texts(label: str) -> ArrayField[list[str], list[str]]:
    return ArrayField(models.TextField(), verbose_name=label, default=list, blank=True)


class Offer(models.Model):
    """What structures and services have in common: an identity, a place, contacts, a producer."""

    external_id = models.TextField("identifiant data.inclusion", unique=True)
    source = models.TextField("source")
    nom = models.TextField("nom")
    description = models.TextField("description", blank=True)
    lien_source = models.TextField("page chez le producteur", blank=True)
    date_maj = models.DateField("mise à jour par le producteur")
    commune = models.TextField("commune", blank=True)
    code_postal = models.TextField("code postal", blank=True)
    code_insee = models.TextField("code de la commune", blank=True)
    adresse = models.TextField("adresse", blank=True)
    complement_adresse = models.TextField("complément d’adresse", blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    telephone = models.TextField("téléphone", blank=True)
    courriel = models.TextField("courriel", blank=True)
    horaires_accueil = models.TextField("horaires d’accueil", blank=True)
    score_qualite = models.FloatField("score de qualité", null=True, blank=True)
    imported_at = models.DateTimeField("importé le")
    retired_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        abstract = True

    class Retention:
        kept = {"courriel": "contact professionnel publié", "telephone": "contact professionnel publié"}

    def __str__(self) -> str:
        return self.nom

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def town(self) -> str:
        return f"{self.code_postal} {self.commune}".strip()


class Structure(Offer):
    """An organisation of the territory that offers services."""

    siret = models.TextField("SIRET", blank=True)
    site_web = models.TextField("site web", blank=True)
    accessibilite_lieu = models.TextField("accessibilité du lieu", blank=True)
    reseaux_porteurs = texts("réseaux porteurs")

    class Meta:
        verbose_name = "structure"
        indexes = [
            models.Index(fields=["source"], name="directory_structure_source"),
            GinIndex(
                SearchVector(words_of("nom"), words_of("commune"), config="french"),
                name="directory_structure_words",
            ),
        ]


class Service(Offer):
    """A service one may propose: for whom, about what, where, how much, and how to ask for it."""

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="services", verbose_name="structure"
    )
    # Copied at import: a list of 25 services is one query, and its words find the service.
    structure_name = models.TextField("nom de la structure", editable=False)
    type = models.TextField("type", blank=True)
    thematiques = texts("thématiques")
    frais = models.TextField("frais", blank=True)
    frais_precisions = models.TextField("précisions sur les frais", blank=True)
    publics = texts("publics")
    publics_precisions = models.TextField("précisions sur les publics", blank=True)
    conditions_acces = models.TextField("conditions d’accès", blank=True)
    modes_accueil = texts("modes d’accueil")
    zone_eligibilite = texts("zone d’éligibilité")
    contact_nom_prenom = models.TextField("contact professionnel", blank=True)
    lien_mobilisation = models.TextField("lien de mobilisation", blank=True)
    modes_mobilisation = texts("modes de mobilisation")
    mobilisable_par = texts("mobilisable par")
    mobilisation_precisions = models.TextField("précisions sur la mobilisation", blank=True)
    volume_horaire_hebdomadaire = models.FloatField("heures par semaine", null=True, blank=True)
    nombre_semaines = models.IntegerField("nombre de semaines", null=True, blank=True)
    # The point used for distances: the service's own, else its commune's, else the structure's.
    place_latitude = models.FloatField(null=True, editable=False)
    place_longitude = models.FloatField(null=True, editable=False)
    place_is_exact = models.BooleanField(default=False, editable=False)
    search = models.GeneratedField(
        expression=SearchVector(words_of("nom"), words_of("structure_name"), config="french", weight="A")
        + SearchVector(words_of("description"), config="french", weight="C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "service"
        indexes = [
            GinIndex(fields=["search"], name="directory_service_search"),
            GinIndex(fields=["thematiques"], name="directory_service_thematics"),
            GinIndex(fields=["publics"], name="directory_service_publics"),
            models.Index(fields=["source"], name="directory_service_source"),
            models.Index(
                fields=["place_latitude", "place_longitude"],
                condition=Q(retired_at__isnull=True),
                name="directory_service_place",
            ),
            models.Index(
                fields=["-date_maj", "id"],
                condition=Q(retired_at__isnull=True),
                name="directory_service_fresh",
            ),
        ]

    class Retention:
        kept = {
            "contact_nom_prenom": "contact professionnel publié",
            "courriel": "contact professionnel publié",
            "telephone": "contact professionnel publié",
        }
