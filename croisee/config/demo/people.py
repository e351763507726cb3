"""The organisations, teams and accounts of the demo territory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from stdnum import luhn

from croisee.foundation.accounts.culture import Profession, culture_of
from croisee.foundation.accounts.models import Membership, Organisation, OrganisationKind, Team, User
from croisee.foundation.accounts.permissions import Role

PASSWORD = "croisee-demo"  # noqa: S105 - shown on the screen of the demo, which holds invented people only
STARTED = dt.date(2023, 9, 1)


@dataclass
class Cast:
    """Everybody by their demo name; `crews` are the teams that follow people, four cultures in each."""

    by_name: dict[str, Membership] = field(default_factory=dict)
    crews: list[list[Membership]] = field(default_factory=list)


# name, last name, profession, role, organisation, team
_CAST = (
    ("nadia", "Nadia", "Benali", Profession.SOCIAL_WORKER, Role.PROFESSIONAL, "ccas"),
    ("karim", "Karim", "Haddad", Profession.SPECIAL_EDUCATOR, Role.COORDINATOR, "ccas"),
    ("lea", "Léa", "Fontaine", Profession.HOME_CARER, Role.CARER, "ccas"),
    ("yasmine", "Yasmine", "Cherif", Profession.PSYCHOLOGIST, Role.PROFESSIONAL, "ccas"),
    ("ines", "Inès", "Roussel", Profession.NURSE, Role.PROFESSIONAL, "ccas"),
    ("omar", "Omar", "Diallo", Profession.SOCIAL_WORKER, Role.PROFESSIONAL, "ccas"),
    ("claire", "Claire", "Lemoine", Profession.MANAGER, Role.MANAGER, "ccas"),
    ("rose", "Rose", "Picard", Profession.RECEPTIONIST, Role.RECEPTION, "ccas"),
    ("hugo", "Hugo", "Marchand", Profession.SPECIAL_EDUCATOR, Role.COORDINATOR, "act"),
    ("agathe", "Agathe", "Vidal", Profession.SOCIAL_WORKER, Role.PROFESSIONAL, "act"),
    ("thomas", "Thomas", "Leroux", Profession.PHYSICIAN, Role.PROFESSIONAL, "act"),
    ("sarah", "Sarah", "Cohen", Profession.PSYCHOLOGIST, Role.PROFESSIONAL, "act"),
    ("paul", "Paul", "Girard", Profession.SOCIAL_WORKER, Role.PROFESSIONAL, "departement"),
    ("mariam", "Mariam", "Traoré", Profession.SOCIAL_WORKER, Role.COORDINATOR, "departement"),
    ("elise", "Élise", "Bonnet", Profession.NURSE, Role.PROFESSIONAL, "departement"),
    ("david", "David", "Nguyen", Profession.FAMILY_WORKER, Role.PROFESSIONAL, "departement"),
)
_ORGANISATIONS = {
    "ccas": (OrganisationKind.CCAS, "CCAS de Valbrune", "Accompagnement social"),
    "act": (
        OrganisationKind.ASSOCIATION,
        "Association L'Appui",
        "Appartements de coordination thérapeutique",
    ),
    "departement": (OrganisationKind.DEPARTEMENT, "Département, service social de secteur", "Maison du Drac"),
}


def siret(number: int) -> str:
    """An invented SIRET with a right key; SIREN numbers beginning with 0 belong to nobody."""
    siren = f"{number:08d}"
    siren += luhn.calc_check_digit(siren)
    establishment = f"{siren}0001"
    return establishment + luhn.calc_check_digit(establishment)


def finess(number: int) -> str:
    """An invented FINESS number with a right key."""
    base = f"38{number:06d}"
    return base + luhn.calc_check_digit(base)


def create_cast(*, extra_crews: int) -> Cast:
    """The three organisations and the cast, then as many crews of five as a large territory asks for."""
    cast = Cast()
    password = make_password(PASSWORD)
    teams: dict[str, Team] = {}
    for index, (code, (kind, name, team)) in enumerate(_ORGANISATIONS.items(), start=1):
        organisation = Organisation.objects.create(
            kind=kind, name=name, siret=siret(index), finess=finess(index) if code == "act" else ""
        )
        teams[code] = Team.objects.create(organisation=organisation, name=team)
    for key, first, last, profession, role, code in _CAST:
        email = f"{key}@{code}.demo.example"
        cast.by_name[key] = _member(first, last, profession, role, teams[code], email, password)
    for number in range(extra_crews):
        _crew(number, teams[list(teams)[number % 3]].organisation, password)
    cast.crews = find_crews()
    return cast


_CREWS = (
    ("nadia@ccas.", "karim@ccas.", "yasmine@ccas.", "ines@ccas.", "lea@ccas."),
    ("agathe@act.", "hugo@act.", "sarah@act.", "thomas@act."),
    ("paul@departement.", "david@departement.", "elise@departement.", "mariam@departement."),
)


def find_crews() -> list[list[Membership]]:
    """The teams that follow people, in the order of their creation: the cast's, then the others."""
    found = Membership.objects.filter(user__email__endswith="demo.example").order_by("pk")
    members = list(found.select_related("user", "organisation", "team"))
    by_start = {member.user.email.removesuffix("demo.example"): member for member in members}
    crews = [[by_start[start] for start in crew] for crew in _CREWS]
    others: dict[int, list[Membership]] = {}
    for member in members:
        if member.user.email.startswith("secteur"):
            others.setdefault(member.team_id, []).append(member)
    return crews + list(others.values())


_CREW = (
    (Profession.SOCIAL_WORKER, Role.PROFESSIONAL),
    (Profession.SPECIAL_EDUCATOR, Role.COORDINATOR),
    (Profession.PSYCHOLOGIST, Role.PROFESSIONAL),
    (Profession.NURSE, Role.PROFESSIONAL),
    (Profession.SOCIAL_WORKER, Role.PROFESSIONAL),
)


def _crew(number: int, organisation: Organisation, password: str) -> None:
    team = Team.objects.create(organisation=organisation, name=f"Équipe du secteur {number + 1}")
    for place, (profession, role) in enumerate(_CREW, start=1):
        email = f"secteur{number + 1}-{place}@demo.example"
        _member("Camille", f"Secteur {number + 1}-{place}", profession, role, team, email, password)


def _member(
    first: str, last: str, profession: str, role: str, team: Team, email: str, password: str
) -> Membership:
    user = User.objects.create(
        email=email, first_name=first, last_name=last, profession=profession, password=password
    )
    return Membership.objects.create(
        user=user,
        team=team,
        organisation_id=team.organisation_id,
        role=role,
        culture=culture_of(profession),
        started_date=STARTED,
    )
