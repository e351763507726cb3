"""Where one hopes to go, and the moments to look back together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.fields import SealedTextField
from croisee.person.dossiers.models import WalledModel
from croisee.person.needs.models.need import Need
from croisee.person.needs.models.vocabulary import ObjectiveState, Opinion


class Objective(WalledModel):
    """The result hoped for, by when, and what the person thinks of it; « Objectif » of the transfer model."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="objectives")
    text = SealedTextField(null=True)
    due_date = models.DateField("pour le", null=True, blank=True)
    opinion = models.CharField("avis de la personne", max_length=10, choices=Opinion, blank=True)
    person_words = SealedTextField(null=True)
    state = models.CharField("état", max_length=10, choices=ObjectiveState, default=ObjectiveState.SET)
    set_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_date = models.DateField("atteint ou abandonné le", null=True, blank=True)
    ended_words = SealedTextField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "objectif"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ObjectiveState.SET, ended_date__isnull=True)
                | (~Q(state=ObjectiveState.SET) & Q(ended_date__isnull=False)),
                name="needs_objective_ended",
            )
        ]

    class Retention:
        erased = ["text", "person_words", "ended_words"]
        kept = {
            "due_date": "chronologie sans identité",
            "opinion": "statistique d'activité anonyme",
            "state": "statistique d'activité anonyme",
            "ended_date": "chronologie sans identité",
        }


class Review(WalledModel):
    """A moment to look back together; planned while `held_date` is empty.

    CASF L311-4 and D311: the plan of accompaniment is looked at again at least every year, or when asked.
    """

    planned_date = models.DateField("prévu le", null=True, blank=True)
    on_request = models.BooleanField("à la demande de la personne", default=False)
    held_date = models.DateField("tenu le", null=True, blank=True)
    text = SealedTextField(null=True)
    person_words = SealedTextField(null=True)
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = "bilan"
        indexes = [models.Index(fields=["dossier", "-held_date"], name="needs_review_dossier")]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_date__isnull=False) | Q(planned_date__isnull=False),
                name="needs_review_dated",
            ),
            # One that came by a merge of two dossiers (it has a `key_id`) stands beside.
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(held_date__isnull=True, key_id__isnull=True),
                name="needs_review_next",
            ),
        ]

    class Retention:
        erased = ["text", "person_words"]
        kept = {
            "planned_date": "chronologie sans identité",
            "held_date": "statistique d'activité anonyme",
            "on_request": "statistique d'activité anonyme",
        }
