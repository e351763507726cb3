"""Opening accounts, entering and leaving teams, and the traces of log-ins."""

from __future__ import annotations

import datetime as dt

from allauth.usersessions.models import UserSession
from django.db import transaction

from croisee.foundation.accounts.culture import culture_of
from croisee.foundation.accounts.models import Membership, Organisation, OrganisationKind, Team, User
from croisee.foundation.accounts.permissions import Permission, Role
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused


class CannotManage(Refused):
    """This change of teams or accounts is not possible."""


def _check_same_organisation(by: Membership, organisation_id: int) -> None:
    if not by.may(Permission.TEAM_MANAGE) or by.organisation_id != organisation_id:
        raise CannotManage("Vous ne gérez que les équipes de votre organisation.")


@transaction.atomic
def create_team(*, name: str, by: Membership, at: dt.datetime) -> Team:
    """A new team in the manager's organisation; two teams of one organisation cannot share a name."""
    if Team.objects.filter(organisation_id=by.organisation_id, name__iexact=name).exists():
        raise CannotManage("Une équipe porte déjà ce nom dans votre organisation.")
    _check_same_organisation(by, by.organisation_id)
    team = Team.objects.create(organisation_id=by.organisation_id, name=name)
    journal.record(Event.TEAM_CREATED, by=by, at=at, subject=f"team:{team.pk}")
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, by: Membership, at: dt.datetime) -> Team:
    """Another name for a team of the manager's organisation."""
    _check_same_organisation(by, team.organisation_id)
    if (
        Team.objects.filter(organisation_id=team.organisation_id, name__iexact=name)
        .exclude(pk=team.pk)
        .exists()
    ):
        raise CannotManage("Une équipe porte déjà ce nom dans votre organisation.")
    team.name = name
    team.save(update_fields=["name"])
    journal.record(Event.TEAM_UPDATED, by=by, at=at, subject=f"team:{team.pk}")
    return team


@transaction.atomic
def update_organisation(
    *, organisation: Organisation, name: str, siret: str, finess: str, by: Membership, at: dt.datetime
) -> Organisation:
    """The organisation's name and identifiers (their keys are checked by the form and the model)."""
    _check_same_organisation(by, organisation.pk)
    organisation.name, organisation.siret, organisation.finess = name, siret, finess
    organisation.save(update_fields=["name", "siret", "finess"])
    journal.record(Event.ORGANISATION_UPDATED, by=by, at=at, subject=f"organisation:{organisation.pk}")
    return organisation


@transaction.atomic
def invite(
    *,
    email: str,
    first_name: str,
    last_name: str,
    profession: str,
    team: Team,
    role: str,
    by: Membership,
    at: dt.datetime,
    started_date: dt.date,
) -> Membership:
    """A colleague enters a team; their account is opened if the address is new, without a password.

    An account that exists keeps its name and profession: they belong to the person, who may work elsewhere too.
    """
    _check_same_organisation(by, team.organisation_id)
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and user.pk == by.user_id:
        raise CannotManage(
            "On n'entre pas soi-même dans une équipe : demandez à une autre personne qui gère les comptes."
        )
    if user is None:
        user = User(email=email.lower(), first_name=first_name, last_name=last_name, profession=profession)
        user.set_unusable_password()
        user.save()
        journal.record(Event.USER_CREATED, by=by, at=at, subject=f"user:{user.pk}")
    if user.memberships.filter(team=team, ended_date__isnull=True).exists():
        raise CannotManage("Cette personne fait déjà partie de cette équipe.")
    membership = Membership.objects.create(
        user=user,
        team=team,
        organisation_id=team.organisation_id,
        role=Role(role),
        culture=culture_of(user.profession),
        started_date=started_date,
    )
    _record(Event.MEMBERSHIP_STARTED, membership, by, at)
    return membership


def may_get_link(user: User) -> bool:
    """Whether a manager may hand over the link that chooses a password: only for an account never used yet.

    For any other it would be the manager's way into somebody's dossiers.
    """
    return user.is_active and user.last_login is None and not user.has_usable_password()


@transaction.atomic
def prepare_link(*, membership: Membership, by: Membership, at: dt.datetime) -> None:
    """A manager is about to be shown a colleague's first link: it leaves a trace. Refused once the account was used."""
    _check_same_organisation(by, membership.organisation_id)
    if not may_get_link(membership.user):
        raise CannotManage(
            "Ce compte a déjà servi : personne d'autre ne peut en choisir le mot de passe. En cas d'oubli, la personne "
            "demande un nouveau mot de passe sur la page de connexion, ou à qui administre l'installation."
        )
    journal.record(Event.USER_LINK_PREPARED, by=by, at=at, subject=f"user:{membership.user_id}")


def record_link(*, user: User, at: dt.datetime) -> None:
    """Who administers the machine prepares a link for a password forgotten (command line only)."""
    journal.record(Event.USER_LINK_PREPARED, by=None, at=at, subject=f"user:{user.pk}")


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: Membership, at: dt.datetime) -> Membership:
    """Another role in the same team; it acts at the next request. Nobody changes their own."""
    _check_same_organisation(by, membership.organisation_id)
    if membership.pk == by.pk:
        raise CannotManage(
            "On ne change pas son propre rôle : demandez à une autre personne qui gère les comptes."
        )
    membership.role = Role(role)
    membership.save(update_fields=["role"])
    _record(Event.MEMBERSHIP_CHANGED, membership, by, at)
    return membership


@transaction.atomic
def end_membership(
    *, membership: Membership, ended_date: dt.date, by: Membership, at: dt.datetime
) -> Membership:
    """Somebody leaves a team: from that day on, none of the keys held through it opens anything."""
    _check_same_organisation(by, membership.organisation_id)
    if membership.pk == by.pk:
        raise CannotManage("On ne met pas fin à sa propre appartenance : demandez à une autre personne.")
    if ended_date < membership.started_date:
        raise CannotManage("La fin ne peut pas précéder le début.")
    membership.ended_date = ended_date
    membership.save(update_fields=["ended_date"])
    _record(Event.MEMBERSHIP_ENDED, membership, by, at)
    return membership


def _record(event: Event, membership: Membership, by: Membership, at: dt.datetime) -> None:
    # The topic wakes the streams of that user, which check their rights at once.
    journal.record(
        event, by=by, at=at, subject=f"membership:{membership.pk}", topics=[f"user-{membership.user_id}"]
    )


def record_login(*, user: User, at: dt.datetime) -> None:
    """The trace of a log-in (CNIL, délibération 2021-122: security only)."""
    journal.record(Event.USER_LOGGED_IN, by=None, user_id=user.pk, at=at)


def record_logout(*, user: User, at: dt.datetime) -> None:
    """The trace of a log-out."""
    journal.record(Event.USER_LOGGED_OUT, by=None, user_id=user.pk, at=at)


def close_session(*, session: UserSession, user: User, at: dt.datetime) -> None:
    """Log out one of one's own other browsers; its open pages stop following within two seconds."""
    session.end()
    journal.record(Event.USER_SESSION_REVOKED, by=None, user_id=user.pk, at=at, topics=[f"user-{user.pk}"])


def record_failed_login(*, at: dt.datetime) -> None:
    """A failed log-in; whose address was typed is not kept, it may be a password."""
    journal.record(Event.USER_LOGIN_FAILED, by=None, at=at)


@transaction.atomic
def found_organisation(
    *, name: str, kind: str, team_name: str, email: str, first_name: str, last_name: str, at: dt.datetime
) -> Membership:
    """The first organisation of an installation, with the account that manages it (command line only)."""
    organisation = Organisation.objects.create(name=name, kind=OrganisationKind(kind))
    team = Team.objects.create(organisation=organisation, name=team_name)
    user = User(email=email.lower(), first_name=first_name, last_name=last_name, profession="manager")
    user.set_unusable_password()
    user.save()
    membership = Membership.objects.create(
        user=user,
        team=team,
        organisation=organisation,
        role=Role.MANAGER,
        culture=culture_of(user.profession),
        started_date=at.date(),
    )
    journal.record(
        Event.ORGANISATION_CREATED, by=membership, at=at, subject=f"organisation:{organisation.pk}"
    )
    return membership
