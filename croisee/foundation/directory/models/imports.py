"""Imports of directory files: how far each one is, what it changed, and which rows it could not read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ImportState(models.TextChoices):
    WAITING = "waiting", "En attente"
    READING = "reading", "Lecture et vérification"
    LOADING = "loading", "Chargement"
    DONE = "done", "Terminé"
    FAILED = "failed", "Refusé"
    STOPPED = "stopped", "Arrêté"


UNFINISHED = (ImportState.WAITING, ImportState.READING, ImportState.LOADING)


class ImportRun(models.Model):
    """One import of one file. The directory changes at the very end or not at all."""

    state = models.CharField("état", max_length=10, choices=ImportState, default=ImportState.WAITING)
    file_name = models.CharField("fichier", max_length=250)
    file_size = models.BigIntegerField("taille en octets", default=0)
    file_sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    is_complete = models.BooleanField(
        "fichier complet",
        default=True,
        help_text="Les services et structures de la même source absents du fichier sont retirés.",
    )
    # The membership who asked; an id without a foreign key: accounts stands beside the directory.
    requested_by_id = models.BigIntegerField("demandé par", null=True, blank=True, editable=False)
    requested_at = models.DateTimeField("demandé le")
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    stop_requested_at = models.DateTimeField("arrêt demandé le", null=True, blank=True)
    progress = models.SmallIntegerField("avancement en %", default=0)
    rows_read = models.IntegerField("lignes lues", default=0)
    structures_created = models.IntegerField("structures ajoutées", default=0)
    structures_updated = models.IntegerField("structures mises à jour", default=0)
    structures_unchanged = models.IntegerField("structures inchangées", default=0)
    structures_retired = models.IntegerField("structures retirées", default=0)
    services_created = models.IntegerField("services ajoutés", default=0)
    services_updated = models.IntegerField("services mis à jour", default=0)
    services_unchanged = models.IntegerField("services inchangés", default=0)
    services_retired = models.IntegerField("services retirés", default=0)
    rows_refused = models.IntegerField("lignes écartées", default=0)
    warnings = models.IntegerField("avertissements", default=0)
    failure = models.TextField("raison du refus", blank=True)

    class Meta:
        verbose_name = "import de l’annuaire"
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=100), name="directory_import_progress"
            )
        ]

    class Retention:
        kept = {"file_name": "nom d’un fichier de données publiques", "failure": "phrase du logiciel"}

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def topic(self) -> str:
        return f"import-{self.pk}"


class ImportChunk(models.Model):
    """A piece of an uploaded file, kept until its import ends: the worker may be on another machine."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="chunks", verbose_name="import")
    position = models.IntegerField("rang")
    content = models.BinaryField("contenu")

    class Meta:
        verbose_name = "morceau de fichier"
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="directory_import_chunk")]

    class Retention:
        kept = {"content": "fichier de données publiques, effacé à la fin de l’import"}

    def __str__(self) -> str:
        return f"{self.run_id}/{self.position}"


class StagedRow(models.Model):
    """A row read and checked, waiting for the end of its import; an unlogged table, emptied afterwards.

    A refused row is here too, without data: its service still exists at the producer's and is not retired.
    """

    run_id = models.BigIntegerField("import", db_index=True)
    kind = models.CharField("feuille", max_length=10)
    external_id = models.TextField("identifiant")
    sheet = models.CharField("nom de la feuille", max_length=40)
    line = models.IntegerField("ligne")
    data = models.JSONField("contenu", null=True)

    class Meta:
        verbose_name = "ligne en attente"

    class Retention:
        kept = {"data": "offre publique, effacée à la fin de l’import"}

    def __str__(self) -> str:
        return f"{self.run_id} {self.kind} {self.line}"


class ImportIssue(models.Model):
    """A row left out (or loaded with a warning), with the reason to give to whoever wrote the file."""

    class Severity(models.TextChoices):
        REFUSED = "refused", "Ligne écartée"
        WARNING = "warning", "Avertissement"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="issues", verbose_name="import")
    severity = models.CharField("gravité", max_length=10, choices=Severity)
    sheet = models.CharField("feuille", max_length=40)
    line = models.IntegerField("ligne")
    field = models.CharField("champ", max_length=60, blank=True)
    reason = models.TextField("raison")
    row_id = models.CharField("identifiant de la ligne", max_length=200, blank=True)

    class Meta:
        verbose_name = "remarque d’import"
        indexes = [models.Index(fields=["run", "id"], name="directory_issue_run")]

    class Retention:
        kept = {"reason": "phrase du logiciel", "row_id": "identifiant d’une offre publique"}

    def __str__(self) -> str:
        return f"{self.sheet} {self.line} {self.field}"
