"""Blind-index tokens of a person: what a search compares instead of names."""

from __future__ import annotations

import datetime as dt

from croisee.foundation.vault.crypto import blind_token
from croisee.person.dossiers.models import Person
from croisee.person.dossiers.rules import names
from croisee.person.dossiers.rules.duplicates import Known, swapped


def _scope(organisation_id: int) -> str:
    return f"organisation-{organisation_id}"


def tokens_of(person: Person, organisation_id: int) -> set[int]:
    """Every token under which this person is found in this organisation."""
    scope = _scope(organisation_id)
    parts = set(names.name_parts(person.first_name, person.last_name, person.birth_name))
    tokens = {blind_token(scope, "prefix", prefix) for part in parts for prefix in names.prefixes(part)}
    tokens |= {blind_token(scope, "part", part) for part in parts}
    if person.birth_date:
        tokens.add(blind_token(scope, "birth", person.birth_date.isoformat()))
    if phone := names.phone_digits(person.phone):
        tokens.add(blind_token(scope, "phone", phone))
    return tokens


def tokens_wanted(wanted: names.Wanted, organisation_id: int) -> list[int]:
    """The tokens a person must all carry to answer this search."""
    scope = _scope(organisation_id)
    tokens = [blind_token(scope, "prefix", part) for part in wanted.parts]
    if wanted.birth_date:
        tokens.append(blind_token(scope, "birth", wanted.birth_date.isoformat()))
    if wanted.phone:
        tokens.append(blind_token(scope, "phone", wanted.phone))
    return sorted(set(tokens))


def same_person_tokens(
    *, first_name: str, last_name: str, birth_date: dt.date | None, organisation_id: int
) -> list[int]:
    """The tokens of whoever has these whole names, in any order, and this birth date when it is known."""
    scope = _scope(organisation_id)
    tokens = {blind_token(scope, "part", part) for part in names.name_parts(first_name, last_name)}
    if birth_date:
        tokens.add(blind_token(scope, "birth", birth_date.isoformat()))
    return sorted(tokens)


def known_tokens(known: Known, organisation_id: int) -> list[int]:
    """The tokens that whoever resembles this person carries some of: whole names, birth date, and the date swapped."""
    scope = _scope(organisation_id)
    tokens = {blind_token(scope, "part", part) for part in known.parts}
    dates = [known.birth_date, swapped(known.birth_date)] if known.birth_date else []
    tokens |= {blind_token(scope, "birth", date.isoformat()) for date in dates if date}
    return sorted(tokens)


def birth_token(date: dt.date, organisation_id: int) -> int:
    """The token of everybody born that day."""
    return blind_token(_scope(organisation_id), "birth", date.isoformat())
