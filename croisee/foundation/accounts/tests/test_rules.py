"""Identifiers, cultures and roles, as tables."""

import pytest
from django.core.exceptions import ValidationError

from croisee.foundation.accounts import identifiers
from croisee.foundation.accounts.culture import Culture, Profession, culture_of
from croisee.foundation.accounts.permissions import ROLES, Permission, Role


@pytest.mark.parametrize("siret", ["13003013300016", "35600000000048"])
def test_a_siret_with_its_key_is_accepted(siret: str) -> None:
    identifiers.validate_siret(siret)


@pytest.mark.parametrize("siret", ["13003013300017", "1300301330001", "abcdefghijklmn", "1" * 15])
def test_a_wrong_siret_is_refused(siret: str) -> None:
    with pytest.raises(ValidationError):
        identifiers.validate_siret(siret)


@pytest.mark.parametrize("finess", ["750712184", "130786049", "2A0000014", "2B0000020"])
def test_a_finess_number_with_its_key_is_accepted(finess: str) -> None:
    identifiers.validate_finess(finess)


@pytest.mark.parametrize("finess", ["750712185", "75071218", "7507121840", "AB0712184", "7A0712184", ""])
def test_a_wrong_finess_number_is_refused(finess: str) -> None:
    with pytest.raises(ValidationError):
        identifiers.validate_finess(finess)


@pytest.mark.parametrize(
    ("profession", "culture"),
    [
        (Profession.NURSE, Culture.MEDICAL),
        (Profession.PSYCHOLOGIST, Culture.PSYCHOLOGICAL),
        (Profession.SPECIAL_EDUCATOR, Culture.EDUCATIONAL),
        (Profession.SOCIAL_WORKER, Culture.SOCIAL),
        (Profession.HOME_CARER, Culture.SOCIAL),
        ("unheard-of", Culture.SOCIAL),
    ],
)
def test_the_profession_gives_the_culture(profession: str, culture: Culture) -> None:
    assert culture_of(profession) == culture


def test_who_manages_accounts_opens_no_dossier() -> None:
    assert not [
        p for p in ROLES[Role.MANAGER] if p.startswith(("dossier", "note", "need", "circle", "consent"))
    ]


def test_every_permission_belongs_to_a_role() -> None:
    assert set().union(*ROLES.values()) == set(Permission)
