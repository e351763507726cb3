"""Needs, and how each of those who stand around the person reads them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.fields import SealedTextField
from croisee.person.dossiers.models import Expectation, WalledModel
from croisee.person.needs.models.vocabulary import DismissalReason, NeedClosing, NeedState


class NeedQuerySet(models.QuerySet["Need"]):
    def open(self) -> NeedQuerySet:
        """Those still worked on."""
        return self.filter(state=NeedState.OPEN)


class Need(WalledModel):
    """What the person needs, in the person's words; « Besoin » of the national transfer model.

    `thematic` is a data.inclusion value and `serafin_code` a SERAFIN-PH one: texts, because reference values are
    retired by their publishers and never here. They stay in clear for anonymous activity figures.
    """

    words = SealedTextField(null=True)
    thematic = models.CharField("thématique", max_length=120, blank=True)
    serafin_code = models.CharField("code SERAFIN-PH", max_length=20, blank=True)
    expectation = models.ForeignKey(Expectation, models.SET_NULL, null=True, blank=True, related_name="needs")
    state = models.CharField("état", max_length=10, choices=NeedState, default=NeedState.OPEN)
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")
    touched_at = models.DateTimeField("dernier changement le")
    settled_date = models.DateField("couvert ou clos le", null=True, blank=True)
    closing_reason = models.CharField("raison de la clôture", max_length=20, choices=NeedClosing, blank=True)
    settled_words = SealedTextField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "besoin"
        indexes = [models.Index(fields=["dossier", "noted_at"], name="needs_need_dossier")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=NeedState.OPEN, settled_date__isnull=True, closing_reason="")
                | Q(state=NeedState.MET, settled_date__isnull=False, closing_reason="")
                | (Q(state=NeedState.CLOSED, settled_date__isnull=False) & ~Q(closing_reason="")),
                name="needs_need_settled",
            )
        ]

    class Retention:
        erased = ["words", "settled_words"]
        kept = {
            "thematic": "statistique d'activité anonyme",
            "serafin_code": "statistique d'activité anonyme",
            "state": "statistique d'activité anonyme",
            "closing_reason": "statistique d'activité anonyme",
            "settled_date": "statistique d'activité anonyme",
        }

    @property
    def is_open(self) -> bool:
        return self.state == NeedState.OPEN


class NeedReading(WalledModel):
    """How one culture reads a need on the common page; with a blank culture, how the person reads it.

    What a culture keeps for itself stands in its own outlook and notes (dossiers), behind its own wall.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="readings")
    culture = models.CharField("culture", max_length=20, choices=Culture, blank=True)
    text = SealedTextField(null=True)
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "lecture d'un besoin"
        constraints = [models.UniqueConstraint(fields=["need", "culture"], name="needs_reading_once")]

    class Retention:
        erased = ["text"]
        kept = {"culture": "nomenclature"}

    @property
    def is_of_the_person(self) -> bool:
        return not self.culture


class Dismissal(WalledModel):
    """A suggested service set aside for a need, and why. Without its author: it is never counted per worker."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="dismissals")
    service_id = models.TextField("service de l'annuaire")
    label = SealedTextField(null=True)
    reason = models.CharField("raison", max_length=20, choices=DismissalReason)
    words = SealedTextField(null=True)
    dismissed_at = models.DateTimeField()

    class Meta:
        verbose_name = "suggestion écartée"
        constraints = [models.UniqueConstraint(fields=["need", "service_id"], name="needs_dismissal_once")]

    class Retention:
        erased = ["label", "words"]
        kept = {"service_id": "qualité de l'annuaire", "reason": "qualité de l'annuaire"}
