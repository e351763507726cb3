"""Teams and members: what changes, what is traced, what is refused."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from croisee.foundation.accounts import operations
from croisee.foundation.accounts.models import Membership, User
from croisee.foundation.accounts.permissions import Role
from croisee.foundation.accounts.tests import factories
from croisee.foundation.journal.events import Event
from tests.support.journal import assert_journaled

AT = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)
TODAY = AT.date()
pytestmark = pytest.mark.django_db


@pytest.fixture
def claire() -> Membership:
    return factories.membership(factories.user("Claire", profession="manager"), role=Role.MANAGER)


def _invite(claire: Membership, **changes: Any) -> Membership:
    values = {
        "email": "Farid@exemple.test",
        "first_name": "Farid",
        "last_name": "Amrani",
        "profession": "nurse",
        "team": claire.team,
        "role": Role.PROFESSIONAL,
        **changes,
    }
    return operations.invite(**values, by=claire, at=AT, started_date=TODAY)


class TestInvite:
    def test_opens_an_account_without_a_password(self, claire: Membership) -> None:
        with assert_journaled(Event.USER_CREATED), assert_journaled(Event.MEMBERSHIP_STARTED):
            membership = _invite(claire)
        assert membership.user.email == "farid@exemple.test"
        assert not membership.user.has_usable_password()
        assert membership.culture == "medical"

    def test_keeps_the_account_of_somebody_already_known(self, claire: Membership) -> None:
        known = factories.user("Farid", "Amrani", "psychologist", email="farid@exemple.test")
        membership = _invite(claire)
        assert membership.user == known
        assert membership.culture == "psychological"
        assert User.objects.filter(email__iexact="farid@exemple.test").count() == 1

    def test_refuses_twice_in_the_same_team(self, claire: Membership) -> None:
        _invite(claire)
        with pytest.raises(operations.CannotManage, match="déjà partie"):
            _invite(claire)

    def test_refuses_the_team_of_another_organisation(self, claire: Membership) -> None:
        with pytest.raises(operations.CannotManage, match="votre organisation"):
            _invite(claire, team=factories.team())


class TestEndMembership:
    def test_ends_on_the_day(self, claire: Membership) -> None:
        member = _invite(claire)
        with assert_journaled(Event.MEMBERSHIP_ENDED):
            operations.end_membership(membership=member, ended_date=TODAY, by=claire, at=AT)
        assert not Membership.objects.active(TODAY).filter(pk=member.pk).exists()

    @pytest.mark.parametrize("target", ["self", "before", "elsewhere"])
    def test_refuses(self, claire: Membership, target: str) -> None:
        member = {"self": claire, "elsewhere": factories.membership()}.get(target) or _invite(claire)
        day = TODAY - dt.timedelta(days=1) if target == "before" else TODAY
        with pytest.raises(operations.CannotManage):
            operations.end_membership(membership=member, ended_date=day, by=claire, at=AT)


class TestChangeRole:
    def test_acts_at_once(self, claire: Membership) -> None:
        member = _invite(claire)
        with assert_journaled(Event.MEMBERSHIP_CHANGED):
            operations.change_role(membership=member, role=Role.CARER, by=claire, at=AT)
        assert not Membership.objects.get(pk=member.pk).may("need.edit")

    def test_refuses_to_change_ones_own(self, claire: Membership) -> None:
        with pytest.raises(operations.CannotManage):
            operations.change_role(membership=claire, role=Role.COORDINATOR, by=claire, at=AT)


class TestTeams:
    def test_two_teams_cannot_share_a_name(self, claire: Membership) -> None:
        operations.create_team(name="Domicile", by=claire, at=AT)
        with pytest.raises(operations.CannotManage, match="déjà ce nom"):
            operations.create_team(name="domicile", by=claire, at=AT)

    def test_refuses_who_does_not_manage(self) -> None:
        with pytest.raises(operations.CannotManage):
            operations.create_team(name="Autre", by=factories.membership(), at=AT)


class TestTheFirstOrganisation:
    OPTIONS = ("--name=CCAS d'ici", "--kind=ccas", "--team=Accueil", "--first-name=Ada", "--last-name=Roy")

    def test_begins_an_empty_installation(self) -> None:
        out = StringIO()
        call_command("found", *self.OPTIONS, "--email=ada@exemple.test", stdout=out)
        member = Membership.objects.select_related("user").get()
        assert member.role == Role.MANAGER
        assert "/compte/" in out.getvalue()

    @pytest.mark.parametrize(("email", "reason"), [("ada", "valable"), ("ada@exemple.test", "existe déjà")])
    def test_refuses(self, email: str, reason: str) -> None:
        if "@" in email:
            factories.membership()
        with pytest.raises(CommandError, match=reason):
            call_command("found", *self.OPTIONS, f"--email={email}")
        assert not User.objects.filter(first_name="Ada").exists()
