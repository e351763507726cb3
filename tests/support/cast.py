"""The same nine people in every test, and the dossier they meet around.

Each professional is a membership, the actor of everything: `nadia.user` is the account, `nadia.team` the team.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.culture import Profession
from croisee.foundation.accounts.models import Membership, OrganisationKind, Team
from croisee.foundation.accounts.permissions import Role
from croisee.foundation.accounts.tests import factories as accounts
from croisee.person.dossiers.models import Dossier, Person
from croisee.person.dossiers.tests import factories as dossiers
from tests.support.web import StrictClient

Enter = Callable[[Membership | None], StrictClient]


def _member(
    first_name: str, last_name: str, profession: str, role: str, team: Team, domain: str
) -> Membership:
    email = f"{first_name.lower()}@{domain}.demo.example"
    return accounts.membership(accounts.user(first_name, last_name, profession, email), team, role)


@pytest.fixture
def ccas(db: None) -> Team:
    """The team of the CCAS where the dossier lives."""
    return accounts.team(accounts.organisation("CCAS de Bellerive"), "Accompagnement social")


@pytest.fixture
def departement(db: None) -> Team:
    """A team of another organisation."""
    kind = OrganisationKind.DEPARTEMENT
    return accounts.team(accounts.organisation("Maison des solidarités", kind), "Service social")


@pytest.fixture
def nadia(ccas: Team) -> Membership:
    """Social worker, in the circle and referent."""
    return _member("Nadia", "Benali", Profession.SOCIAL_WORKER, Role.PROFESSIONAL, ccas, "ccas")


@pytest.fixture
def karim(ccas: Team) -> Membership:
    """Éducateur spécialisé, coordinator of the team."""
    return _member("Karim", "Haddad", Profession.SPECIAL_EDUCATOR, Role.COORDINATOR, ccas, "ccas")


@pytest.fixture
def lea(ccas: Team) -> Membership:
    """Home carer, in the circle."""
    return _member("Léa", "Fontaine", Profession.HOME_CARER, Role.CARER, ccas, "ccas")


@pytest.fixture
def yasmine(ccas: Team) -> Membership:
    """Psychologist, in the circle."""
    return _member("Yasmine", "Cherif", Profession.PSYCHOLOGIST, Role.PROFESSIONAL, ccas, "ccas")


@pytest.fixture
def ines(ccas: Team) -> Membership:
    """Nurse, in the circle."""
    return _member("Inès", "Roussel", Profession.NURSE, Role.PROFESSIONAL, ccas, "ccas")


@pytest.fixture
def omar(ccas: Team) -> Membership:
    """Social worker of the same organisation, outside the circle."""
    return _member("Omar", "Diallo", Profession.SOCIAL_WORKER, Role.PROFESSIONAL, ccas, "ccas")


@pytest.fixture
def paul(departement: Team) -> Membership:
    """Social worker of another organisation."""
    return _member("Paul", "Girard", Profession.SOCIAL_WORKER, Role.PROFESSIONAL, departement, "departement")


@pytest.fixture
def claire(ccas: Team) -> Membership:
    """Manages accounts and the directory; opens no dossier."""
    return _member("Claire", "Lemoine", Profession.MANAGER, Role.MANAGER, ccas, "ccas")


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, Membership]:
    """Everyone by name, for the access tables."""
    names = ("nadia", "karim", "lea", "yasmine", "ines", "omar", "paul", "claire")
    return {name: request.getfixturevalue(name) for name in names}


@pytest.fixture
def dossier(
    nadia: Membership, karim: Membership, lea: Membership, yasmine: Membership, ines: Membership
) -> Dossier:
    """Mme Morel's: opened by Nadia, with Karim, Léa, Yasmine and Inès in the circle, sharing agreed with all four."""
    opened = dossiers.dossier(nadia)
    dossiers.in_circle(opened, karim, lea, yasmine, ines)
    dossiers.agreed(opened)
    return opened


@pytest.fixture
def mme_morel(dossier: Dossier, nadia: Membership) -> Person:
    """The person, read as Nadia does."""
    with wall.acting_as(nadia.user_id):
        return Person.objects.get(dossier=dossier)


@pytest.fixture
def enter() -> Enter:
    """`enter(nadia)`: the client of someone who logged in; `enter(None)`: a visitor."""

    def client_of(member: Membership | None) -> StrictClient:
        client = StrictClient()
        if member is not None:
            client.force_login(member.user)
        return client

    return client_of


@pytest.fixture
def url_arguments(dossier: Dossier) -> dict[str, Any]:
    """What fills the routes of an access table; a slice with more arguments overrides this fixture."""
    return {"dossier_id": dossier.pk}
