"""Organisations, teams, users and memberships for tests, valid by default."""

from __future__ import annotations

import datetime as dt
import itertools

from croisee.foundation.accounts.culture import Profession, culture_of
from croisee.foundation.accounts.models import Membership, Organisation, OrganisationKind, Team, User
from croisee.foundation.accounts.permissions import Role

_count = itertools.count(1)
PASSWORD = "croisee-demo"


def organisation(name: str = "CCAS de Bellerive", kind: str = OrganisationKind.CCAS) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind)


def team(of: Organisation | None = None, name: str = "") -> Team:
    return Team.objects.create(organisation=of or organisation(), name=name or f"Équipe {next(_count)}")


def user(
    first_name: str = "Nadia",
    last_name: str = "Benali",
    profession: str = Profession.SOCIAL_WORKER,
    email: str = "",
) -> User:
    """A user whose password is not set: tests log in by `force_login`, which argon2 would make slow."""
    account = User(
        email=email or f"{first_name.lower()}.{next(_count)}@exemple.test",
        first_name=first_name,
        last_name=last_name,
        profession=profession,
    )
    account.set_unusable_password()
    account.save()
    return account


def membership(
    account: User | None = None,
    in_team: Team | None = None,
    role: str = Role.PROFESSIONAL,
    started_date: dt.date = dt.date(2024, 1, 1),
    ended_date: dt.date | None = None,
) -> Membership:
    account = account or user()
    in_team = in_team or team()
    return Membership.objects.create(
        user=account,
        team=in_team,
        organisation=in_team.organisation,
        role=role,
        culture=culture_of(account.profession),
        started_date=started_date,
        ended_date=ended_date,
    )
