"""Means, and the answers tried with them: a permanent back and forth, of which every step is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.fields import SealedTextField
from croisee.person.dossiers.models import WalledModel
from croisee.person.needs.models.need import Need
from croisee.person.needs.models.vocabulary import LIVE_STATES, AnswerState, MeansKind, Opinion, Side


class Means(WalledModel):
    """What can answer: one column of the croisée.

    A service of the directory is named by its data.inclusion id, with the words it had when it was proposed: the
    producer may rename or withdraw it, what was proposed does not change.
    """

    kind = models.CharField("nature", max_length=20, choices=MeansKind)
    label = SealedTextField(null=True)
    detail = SealedTextField(null=True)
    service_id = models.TextField("service de l'annuaire", blank=True)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "moyen"
        indexes = [models.Index(fields=["dossier", "added_at"], name="needs_means_dossier")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "service_id"],
                condition=~Q(service_id="") & Q(key_id__isnull=True),
                name="needs_means_service_once",
            ),
            models.CheckConstraint(
                condition=Q(service_id="") | Q(kind=MeansKind.SERVICE), name="needs_means_service_kind"
            ),
        ]

    class Retention:
        erased = ["label", "detail"]
        kept = {"kind": "statistique d'activité anonyme", "service_id": "qualité de l'annuaire"}


class Answer(WalledModel):
    """A means tried for a need; « Action » of the national transfer model. A new try is a new round.

    `state` is what the professional noted; the person's opinion stands beside it and is never folded into it.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="answers")
    means = models.ForeignKey(Means, models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField("essai", default=1)
    state = models.CharField("état", max_length=10, choices=AnswerState, default=AnswerState.PROPOSED)
    refused_by = models.CharField("refusé par", max_length=20, choices=Side, blank=True)
    opinion = models.CharField("avis de la personne", max_length=10, choices=Opinion, blank=True)
    has_disagreement = models.BooleanField("avis différents", default=False)
    # Why it was suggested, as it was shown that day: a suggestion can always be explained afterwards.
    suggested_for = SealedTextField(null=True)
    proposed_date = models.DateField("proposé le")
    started_date = models.DateField("commencé le", null=True, blank=True)
    ended_date = models.DateField("terminé le", null=True, blank=True)
    touched_at = models.DateTimeField()

    class Meta:
        verbose_name = "réponse"
        constraints = [
            models.UniqueConstraint(fields=["need", "means", "round"], name="needs_answer_round"),
            models.UniqueConstraint(
                fields=["need", "means"], condition=Q(state__in=LIVE_STATES), name="needs_answer_one_live"
            ),
            models.CheckConstraint(
                condition=Q(started_date__isnull=True) | Q(started_date__gte=F("proposed_date")),
                name="needs_answer_started",
            ),
            models.CheckConstraint(
                condition=Q(state=AnswerState.REFUSED) & ~Q(refused_by="")
                | ~Q(state=AnswerState.REFUSED) & Q(refused_by=""),
                name="needs_answer_refused_by",
            ),
        ]

    class Retention:
        erased = ["suggested_for"]
        kept = {
            "round": "statistique d'activité anonyme",
            "state": "statistique d'activité anonyme",
            "refused_by": "statistique d'activité anonyme",
            "opinion": "statistique d'activité anonyme",
            "has_disagreement": "statistique d'activité anonyme",
            "proposed_date": "chronologie sans identité",
            "started_date": "chronologie sans identité",
            "ended_date": "chronologie sans identité",
        }

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES


class AnswerStep(WalledModel):
    """One step of an answer: what became of it, what the person said, what the professional saw. Never changed.

    The two views stand side by side, each in its own words; when they differ, the difference is what is kept.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    state = models.CharField("devenu", max_length=10, choices=AnswerState)
    refused_by = models.CharField("refusé par", max_length=20, choices=Side, blank=True)
    happened_date = models.DateField("date")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    opinion = models.CharField("avis de la personne", max_length=10, choices=Opinion, blank=True)
    has_disagreement = models.BooleanField("avis différents", default=False)
    person_words = SealedTextField(null=True)
    professional_words = SealedTextField(null=True)

    class Meta:
        verbose_name = "étape d'une réponse"
        indexes = [models.Index(fields=["dossier", "noted_at"], name="needs_step_dossier")]
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="needs_step_number")]

    class Retention:
        erased = ["person_words", "professional_words"]
        kept = {
            "number": "rang",
            "state": "statistique d'activité anonyme",
            "refused_by": "statistique d'activité anonyme",
            "happened_date": "chronologie sans identité",
            "opinion": "statistique d'activité anonyme",
            "has_disagreement": "statistique d'activité anonyme",
        }
