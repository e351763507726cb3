"""What is written in a dossier: notes, outlooks and their shared extracts, expectations, household, drafts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.fields import SealedDateField, SealedTextField
from croisee.person.dossiers.models.base import WalledModel


class NoteKind(models.TextChoices):
    NOTE = "note", "Note"
    INTERVIEW = "interview", "Entretien"
    CALL = "call", "Appel téléphonique"
    VISIT = "visit", "Visite à domicile"
    MEETING = "meeting", "Réunion"
    MAIL = "mail", "Courrier ou message"


class Note(WalledModel):
    """An interview or a note: free text first. Its compartment says who reads it: the common page or one culture."""

    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    kind = models.CharField("nature", max_length=20, choices=NoteKind, default=NoteKind.NOTE)
    happened_at = models.DateTimeField("date de l'échange")
    written_at = models.DateTimeField()
    text = SealedTextField(null=True)
    # Given by a third party: left out of what the person may ask to read (CSP L1111-7).
    third_party_text = SealedTextField(null=True)
    with_person = models.BooleanField("échange avec la personne", default=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "note"
        indexes = [models.Index(fields=["dossier", "-happened_at", "id"], name="dossiers_note_feed")]

    class Retention:
        erased = ["text", "third_party_text"]
        kept = {"kind": "statistique d'activité anonyme", "happened_at": "statistique d'activité anonyme"}


class NoteVersion(WalledModel):
    """What a note said before it was changed."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = SealedTextField(null=True)
    third_party_text = SealedTextField(null=True)

    class Meta:
        verbose_name = "version de note"
        constraints = [models.UniqueConstraint(fields=["note", "version"], name="dossiers_noteversion_once")]

    class Retention:
        erased = ["text", "third_party_text"]


class Draft(WalledModel):
    """What somebody is writing and has not sent: theirs alone, kept on the server, never on the computer."""

    author = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    place = models.CharField(max_length=80)
    text = SealedTextField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = "brouillon"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "author", "place"], name="dossiers_draft_once")
        ]

    class Retention:
        erased = ["text"]
        kept = {"place": "code d'un formulaire"}


class Outlook(WalledModel):
    """What one culture sees of the situation; kept in its compartment."""

    culture = models.CharField("culture", max_length=20, choices=Culture)
    text = SealedTextField(null=True)
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "regard"
        constraints = [
            # One that came by a merge (it has a `key_id`) stands beside.
            models.UniqueConstraint(
                fields=["dossier", "culture"], condition=Q(key_id__isnull=True), name="dossiers_outlook_once"
            ),
            models.CheckConstraint(
                condition=Q(compartment=F("culture")), name="dossiers_outlook_compartment"
            ),
        ]

    class Retention:
        erased = ["text"]
        kept = {"culture": "nomenclature"}


class OutlookVersion(WalledModel):
    """What an outlook said before it was changed; kept in the same compartment."""

    outlook = models.ForeignKey(Outlook, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = SealedTextField(null=True)

    class Meta:
        verbose_name = "version de regard"
        constraints = [
            models.UniqueConstraint(fields=["outlook", "version"], name="dossiers_outlookversion_once")
        ]

    class Retention:
        erased = ["text"]


class OutlookExtract(WalledModel):
    """The part of an outlook that its culture chose to put on the common page."""

    culture = models.CharField("culture", max_length=20, choices=Culture)
    text = SealedTextField(null=True)
    shared_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "extrait de regard"

    class Retention:
        erased = ["text"]
        kept = {"culture": "nomenclature"}


class Expectation(WalledModel):
    """What the person expects, in the person's own words."""

    words = SealedTextField(null=True)
    said_date = models.DateField("dit le")
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    ended_date = models.DateField("n'est plus attendu depuis le", null=True, blank=True)

    class Meta:
        verbose_name = "attente"

    class Retention:
        erased = ["words"]
        kept = {"said_date": "chronologie sans identité", "ended_date": "chronologie sans identité"}


class Relationship(models.TextChoices):
    PARTNER = "partner", "Conjoint·e"
    CHILD = "child", "Enfant"
    PARENT = "parent", "Parent"
    SIBLING = "sibling", "Frère ou sœur"
    OTHER = "other", "Autre membre du foyer"


class Household(models.Model):
    """A home shared by several people; who lives in it, and when, stands in `HouseholdMember`."""

    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "ménage"

    class Retention:
        kept = {"created_at": "aucune donnée de personne"}

    def __str__(self) -> str:
        return f"ménage {self.pk}"


class HouseholdMember(WalledModel):
    """Someone living in a household, from one date to another, as noted in one dossier.

    The accompanied person's own stay is a row too (`is_self`): one may live in two homes. Another member who has a
    dossier here is found through the household's other rows, for those who hold its key.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    is_self = models.BooleanField(default=False)
    first_name = SealedTextField(null=True)
    last_name = SealedTextField(null=True)
    birth_date = SealedDateField(null=True)
    relationship = models.CharField("lien", max_length=20, choices=Relationship, blank=True)
    started_date = models.DateField("depuis le")
    ended_date = models.DateField("jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "membre du ménage"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_date__isnull=True) | Q(ended_date__gte=F("started_date")),
                name="dossiers_householdmember_dates",
            )
        ]

    class Retention:
        erased = ["first_name", "last_name", "birth_date"]
        kept = {
            "relationship": "composition anonyme",
            "started_date": "chronologie",
            "ended_date": "chronologie",
        }
