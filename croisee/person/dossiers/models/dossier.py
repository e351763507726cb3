"""The dossier, the person it is about, and the tokens by which a name is found."""

from __future__ import annotations

import datetime as dt
import uuid
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from croisee.foundation.accounts.models import Membership, Organisation, Team
from croisee.foundation.vault.fields import SealedDateField, SealedTextField
from croisee.person.dossiers.models.base import AclField, WalledModel
from croisee.person.dossiers.rules.access import Verdict


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, memberships: list[Membership]) -> DossierQuerySet:
        """The dossiers these memberships hold a key to: the application's own filter, in front of the wall's."""
        return self.filter(acl__overlap=[key for membership in memberships for key in keys_of(membership)])

    def living(self) -> DossierQuerySet:
        """Neither merged into another dossier nor erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)


# A coordinator's keys: one per team and culture, so that a partial agreement can open some and not others.
# The same arithmetic stands in the SQL of migration 0002.
CULTURE_INDEX = {"medical": 1, "psychological": 2, "educational": 3, "social": 4}


def keys_of(membership: Membership) -> list[int]:
    """The numbers standing in `acl` for this membership: its own, and its team's when it coordinates."""
    own = [membership.pk]
    if membership.is_coordinator:
        own.append(-(membership.team_id * 8 + CULTURE_INDEX[membership.culture]))
    return own


class ClosingReason(models.TextChoices):
    NEEDS_MET = "needs_met", "Les besoins ont trouvé une réponse"
    PERSON_STOPPED = "person_stopped", "La personne ne souhaite pas poursuivre"
    MOVED = "moved", "Départ du territoire"
    HANDED_OVER = "handed_over", "Relais pris par un autre service"
    NO_NEWS = "no_news", "Plus de nouvelles malgré les relances"
    DEATH = "death", "Décès"
    OTHER = "other", "Autre raison"


class Dossier(models.Model):
    """One organisation's accompaniment of one person, with a start and an end.

    The arrays say who holds a key to each part; `wall_refresh` computes them from the referent, the circle and the
    agreement. `acl` is the minimal sheet's and the dossier's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name="équipe")
    number = models.CharField("numéro", max_length=20, editable=False)
    referent = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="référent·e")
    opened_date = models.DateField("ouvert le")
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    closed_date = models.DateField("clos le", null=True, blank=True)
    closing_reason = models.CharField(
        "raison de la clôture", max_length=20, choices=ClosingReason, blank=True
    )
    closing_text = SealedTextField(null=True)
    # The last contact coming from the person starts the two years of the active base (CNIL référentiel social).
    last_contact_date = models.DateField("dernier contact de la personne")
    touched_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_dossiers"
    )
    erased_at = models.DateTimeField(null=True, blank=True)
    acl = AclField()
    acl_common = AclField()
    acl_medical = AclField()
    acl_psychological = AclField()
    acl_educational = AclField()
    acl_social = AclField()

    objects = DossierQuerySet.as_manager()

    # Set by the gate on the dossier it gives to a view: why the door opened, and whether the shared part does.
    verdict: Verdict

    class Meta:
        verbose_name = "dossier"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="dossiers_dossier_number"),
            models.CheckConstraint(
                condition=Q(closed_date__isnull=True) | Q(closed_date__gte=F("opened_date")),
                name="dossiers_dossier_dates",
            ),
            models.CheckConstraint(
                condition=Q(closed_date__isnull=True) | ~Q(closing_reason=""),
                name="dossiers_dossier_closing_reason",
            ),
        ]
        indexes = [models.Index(fields=["-touched_at", "id"], name="dossiers_dossier_touched")]

    class Retention:
        erased = ["closing_text"]
        kept = {
            "number": "numéro d'ordre sans signification, registre des éliminations",
            "opened_date": "statistique d'activité anonyme",
            "closed_date": "statistique d'activité anonyme",
            "closing_reason": "statistique d'activité anonyme",
            "last_contact_date": "calcul de la durée de conservation",
        }

    def __str__(self) -> str:
        return f"dossier {self.number}"

    @property
    def vault_key_id(self) -> UUID:
        return self.pk

    @property
    def is_open(self) -> bool:
        return self.closed_date is None and self.merged_into_id is None and self.erased_at is None


class Civility(models.TextChoices):
    UNKNOWN = "", "Sans civilité"
    MADAME = "mme", "Madame"
    MONSIEUR = "m", "Monsieur"


class Person(WalledModel):
    """Who the dossier is about. Everything is sealed: a stolen dump shows no one."""

    dossier = models.OneToOneField("dossiers.Dossier", models.CASCADE, related_name="person")
    civility = SealedTextField(null=True)
    first_name = SealedTextField(null=True)
    last_name = SealedTextField(null=True)
    birth_name = SealedTextField(null=True)
    birth_date = SealedDateField(null=True)
    phone = SealedTextField(null=True)
    email = SealedTextField(null=True)
    address = SealedTextField(null=True)
    commune_code = SealedTextField(null=True)
    # How to speak with the person: language, reading, hearing, a preferred hour or voice.
    ways_to_talk = SealedTextField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "personne accompagnée"

    class Retention:
        erased = [
            "civility",
            "first_name",
            "last_name",
            "birth_name",
            "birth_date",
            "phone",
            "email",
            "address",
            "commune_code",
            "ways_to_talk",
        ]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def age(self, on: dt.date) -> int | None:
        """Full years on that day, or None when the birth date is not known."""
        born = self.birth_date
        if born is None:
            return None
        return int(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


class NameToken(WalledModel):
    """One blind-index token of a person: a name part, one of its prefixes, the birth date or the phone."""

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]
    key_id = None
    token = models.BigIntegerField()

    class Meta:
        verbose_name = "jeton de recherche"
        indexes = [models.Index(fields=["token", "dossier"], name="dossiers_nametoken_token")]

    class Retention:
        erased = ["token"]
