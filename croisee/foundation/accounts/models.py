"""People who log in, the organisations and teams they work for, and in which role."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from croisee.foundation.accounts import identifiers
from croisee.foundation.accounts.culture import Culture, Profession, culture_of
from croisee.foundation.accounts.permissions import ROLES, Permission, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user who logs in by e-mail; allauth calls this for people who come from an identity provider."""
        user = User(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Someone who logs in. There is no superuser: what one sees comes from memberships, the gate and the wall."""

    email = models.EmailField("adresse électronique", max_length=254, unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    profession = models.CharField("profession", max_length=30, choices=Profession, default=Profession.OTHER)
    is_active = models.BooleanField("actif", default=True)
    date_joined = models.DateTimeField("compte créé le", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    class Meta:
        verbose_name = "compte"
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email")]

    class Retention:
        kept = {
            "email": "identifiant de connexion, tant que le compte existe",
            "first_name": "nom affiché aux collègues et dans les traces d'accès",
            "last_name": "nom affiché aux collègues et dans les traces d'accès",
            "profession": "détermine la culture professionnelle",
            "password": "empreinte du mot de passe, tant que le compte existe",
        }

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or "Compte sans nom"

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def culture(self) -> Culture:
        return culture_of(self.profession)


class OrganisationKind(models.TextChoices):
    CCAS = "ccas", "CCAS ou CIAS"
    ASSOCIATION = "association", "Association"
    HOME_CARE = "home_care", "Service d'aide à domicile"
    DEPARTEMENT = "departement", "Service social départemental"
    HEALTH = "health", "Établissement ou réseau de santé"
    OTHER = "other", "Autre organisation"


class Organisation(models.Model):
    """An organisation that answers for its own files (responsable de traitement)."""

    kind = models.CharField("nature", max_length=20, choices=OrganisationKind)
    name = models.CharField("nom", max_length=200)
    siret = models.CharField(
        "SIRET", max_length=14, blank=True, validators=[identifiers.validate_siret], help_text="14 chiffres"
    )
    finess = models.CharField(
        "FINESS", max_length=9, blank=True, validators=[identifiers.validate_finess], help_text="9 chiffres"
    )
    commune_code = models.CharField("code de la commune", max_length=5, blank=True)

    class Meta:
        verbose_name = "organisation"
        constraints = [
            models.UniqueConstraint(
                fields=["siret"], condition=~Q(siret=""), name="accounts_organisation_siret"
            ),
            models.UniqueConstraint(
                fields=["finess"], condition=~Q(finess=""), name="accounts_organisation_finess"
            ),
        ]

    class Retention:
        kept = {"name": "personne morale"}

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A service or a unit inside an organisation; its coordinator stands in for the absent."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="teams", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=120)

    class Meta:
        verbose_name = "équipe"
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="accounts_team_name")]

    class Retention:
        kept = {"name": "nom d'un service"}

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, on: dt.date) -> MembershipQuerySet:
        """Memberships that hold on that day, of accounts that are not closed."""
        return self.filter(
            Q(ended_date__isnull=True) | Q(ended_date__gt=on), started_date__lte=on, user__is_active=True
        )


class Membership(models.Model):
    """A user working in a team with a role, from one date to another: the actor of everything that is done."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="compte")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships", verbose_name="équipe")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role)
    # Copied from the profession, so that the wall reads cultures without reaching for accounts.
    culture = models.CharField("culture", max_length=20, choices=Culture)
    started_date = models.DateField("depuis le")
    ended_date = models.DateField("jusqu'au", null=True, blank=True, help_text="Premier jour sans accès")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_date__isnull=True) | Q(ended_date__gte=F("started_date")),
                name="accounts_membership_dates",
            ),
            models.UniqueConstraint(
                fields=["user", "team"], condition=Q(ended_date__isnull=True), name="accounts_membership_once"
            ),
        ]

    class Retention:
        kept = {
            "role": "traçabilité des droits",
            "culture": "traçabilité des droits",
            "started_date": "traçabilité des droits",
            "ended_date": "traçabilité des droits",
        }

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def clean(self) -> None:
        if self.team_id and self.organisation_id and self.team.organisation_id != self.organisation_id:
            raise ValidationError("Cette équipe n'appartient pas à l'organisation choisie.")

    def may(self, permission: Permission | str) -> bool:
        """Whether the role allows it, before anything is known of a dossier."""
        return permission in ROLES.get(Role(self.role), frozenset())

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR

    def is_active(self, on: dt.date) -> bool:
        return self.started_date <= on and (self.ended_date is None or self.ended_date > on)


class PerimeterGrant(models.Model):
    """A temporary key: its number stands in the `acl` of the rows it opens, and stops working at `until`.

    Emergency access is one: nothing has to run at the end of the hour, the wall reads the clock.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        verbose_name = "clé temporaire"

    class Retention:
        kept = {"until": "durée d'une clé"}

    def __str__(self) -> str:
        return f"clé temporaire {self.pk}"
