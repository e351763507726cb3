"""Are these two the same person? Names without accents and in any order, then the birth date."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from croisee.person.dossiers.rules.names import name_parts


class Likeness(enum.StrEnum):
    """How sure one may be; the page says it in these words and never decides."""

    SAME = "same", "Mêmes noms, même date de naissance"
    SWAPPED = "swapped", "Mêmes noms, jour et mois de naissance inversés"
    UNDATED = "undated", "Mêmes noms, une date de naissance manque"
    CLOSE = "close", "Même date de naissance, une partie des noms en commun"

    label: str

    def __new__(cls, value: str, label: str) -> Likeness:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True)
class Known:
    """What the comparison looks at."""

    parts: frozenset[str]
    birth_date: dt.date | None = None

    @classmethod
    def of(cls, *names: str, birth_date: dt.date | None = None) -> Known:
        return cls(frozenset(name_parts(*names)), birth_date)


def swapped(date: dt.date) -> dt.date | None:
    """The date read with day and month in the other order, when that is another date."""
    if date.day > 12 or date.day == date.month:
        return None
    return date.replace(month=date.day, day=date.month)


def same_names(one: Known, other: Known) -> bool:
    """The same words, or all of one's among the other's when there are at least two (second first name, birth name)."""
    common = one.parts & other.parts
    if not common:
        return False
    if one.parts == other.parts:
        return True
    return len(common) >= 2 and common in (one.parts, other.parts)


def likeness(one: Known, other: Known) -> Likeness | None:
    """The strongest resemblance, or None: a different birth date makes two homonyms."""
    born, theirs = one.birth_date, other.birth_date
    if same_names(one, other):
        if born is None or theirs is None:
            return Likeness.UNDATED
        if born == theirs:
            return Likeness.SAME
        return Likeness.SWAPPED if swapped(born) == theirs else None
    if born and born == theirs and one.parts & other.parts:
        return Likeness.CLOSE
    return None
