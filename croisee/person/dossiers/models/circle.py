"""The circle around the person, the agreements the person gave, and emergency access."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Membership, Organisation, PerimeterGrant
from croisee.foundation.vault.fields import SealedTextField
from croisee.person.dossiers.models.base import WalledModel


class CircleKind(models.TextChoices):
    PROFESSIONAL = "professional", "Professionnel·le"
    PARTNER = "partner", "Partenaire d'une autre organisation"
    RELATIVE = "relative", "Proche"
    TRUSTED = "trusted", "Personne de confiance"


class CircleMemberQuerySet(models.QuerySet["CircleMember"]):
    def present(self, on: dt.date) -> CircleMemberQuerySet:
        """Those who stand around the person on that day."""
        return self.filter(Q(ended_date__isnull=True) | Q(ended_date__gt=on), started_date__lte=on)


class CircleMember(WalledModel):
    """Someone around the person: why, since when, until when.

    A professional or partner with an account has a `membership`; relatives and partners without one have a name.
    The personne de confiance has a status of her own (CASF L311-5-1).
    """

    kind = models.CharField("qualité", max_length=20, choices=CircleKind)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = SealedTextField(null=True)
    relation = SealedTextField(null=True)
    contact = SealedTextField(null=True)
    reason = SealedTextField(null=True)
    started_date = models.DateField("depuis le")
    ended_date = models.DateField("jusqu'au", null=True, blank=True)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    objects = CircleMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre du cercle"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_date__isnull=True) | Q(ended_date__gte=F("started_date")),
                name="dossiers_circlemember_dates",
            ),
            models.UniqueConstraint(
                fields=["dossier", "membership"],
                condition=Q(ended_date__isnull=True, membership__isnull=False),
                name="dossiers_circlemember_once",
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=False) | Q(name__isnull=False),
                name="dossiers_circlemember_somebody",
            ),
        ]

    class Retention:
        erased = ["name", "relation", "contact", "reason"]
        kept = {
            "kind": "statistique anonyme",
            "started_date": "preuve des droits",
            "ended_date": "preuve des droits",
        }


class Manner(models.TextChoices):
    """How the request was explained to the person."""

    IN_PERSON = "in_person", "De vive voix, en face à face"
    PHONE = "phone", "Au téléphone"
    INTERPRETER = "interpreter", "Avec un interprète"
    RELATIVE = "relative", "Avec un proche ou la personne de confiance"
    PLAIN = "plain", "Avec un support en langage simple"
    WRITTEN = "written", "Par écrit"


class ConsentAnswer(models.TextChoices):
    PENDING = "pending", "En attente de réponse"
    YES = "yes", "Oui"
    PARTLY = "partly", "En partie"
    NOT_NOW = "not_now", "Pas maintenant"
    NO = "no", "Non"


class Purpose(models.TextChoices):
    SHARED_FILE = "shared_file", "Travailler à plusieurs métiers dans un dossier partagé"
    PARTNER = "partner", "Partager le dossier avec une autre organisation"


class Consent(WalledModel):
    """One exchange about sharing: what was asked and explained, what the person answered, in the person's words.

    CSP L1110-4 and R1110-1: prior consent, limited to what is strictly necessary and to each one's mission.
    """

    asked_at = models.DateTimeField("demandé le")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    manner = models.CharField("manière", max_length=20, choices=Manner)
    explained = SealedTextField(null=True)
    answer = models.CharField("réponse", max_length=20, choices=ConsentAnswer, default=ConsentAnswer.PENDING)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    words = SealedTextField(null=True)
    until = models.DateField("valable jusqu'au", null=True, blank=True)
    ask_again_date = models.DateField("à redemander à partir du", null=True, blank=True)
    renews = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_words = SealedTextField(null=True)

    class Meta:
        verbose_name = "accord"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=ConsentAnswer.PENDING, answered_at__isnull=True)
                | (~Q(answer=ConsentAnswer.PENDING) & Q(answered_at__isnull=False)),
                name="dossiers_consent_answered",
            )
        ]

    class Retention:
        erased = ["explained", "words", "withdrawn_words"]
        kept = {
            "answer": "preuve de l'accord, sans identité une fois la clé détruite",
            "manner": "preuve de l'information donnée",
            "until": "preuve de la durée",
            "ask_again_date": "preuve du respect de la personne",
        }


class ConsentPart(WalledModel):
    """One recipient and purpose of a request, and the answer to that part.

    The answer in force for a recipient is the latest answered part; a withdrawal or an end date closes it.
    """

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="parts")
    purpose = models.CharField("finalité", max_length=20, choices=Purpose)
    culture = models.CharField("culture", max_length=20, choices=Culture, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    agreed = models.BooleanField("accordé", null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "part d'accord"
        constraints = [
            models.CheckConstraint(
                condition=(Q(purpose=Purpose.SHARED_FILE) & ~Q(culture="") & Q(organisation__isnull=True))
                | Q(purpose=Purpose.PARTNER, culture="", organisation__isnull=False),
                name="dossiers_consentpart_recipient",
            )
        ]

    class Retention:
        kept = {
            "purpose": "preuve de l'accord, sans identité une fois la clé détruite",
            "culture": "preuve de l'accord, sans identité une fois la clé détruite",
            "agreed": "preuve de l'accord, sans identité une fois la clé détruite",
            "until": "preuve de la durée",
        }


class EmergencyAccess(WalledModel):
    """A colleague outside the circle opened the dossier for one hour, and wrote why."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    grant = models.ForeignKey(PerimeterGrant, models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    seen_by_referent_at = models.DateTimeField(null=True, blank=True)
    shown_to_person_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "accès d'urgence"

    class Retention:
        erased = ["reason"]
        kept = {"opened_at": "preuve d'accès", "until": "preuve d'accès"}
