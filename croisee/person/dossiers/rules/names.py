"""How names, birth dates and phones are compared: without accents, case or order."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

MIN_PREFIX = 2
# Longer parts are found by their first twelve letters, which bounds the tokens of a name.
MAX_PREFIX = 12
_DATE = re.compile(r"\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_PHONE = re.compile(r"(?:\+33|0033|\b0)[\s.\-()]*\d(?:[\s.\-]*\d){7,8}\b")


def name_parts(*names: str) -> list[str]:
    """The words of names, lower case, without accents or punctuation: « N'Diaye-Roux » gives ndiaye, roux.

    An apostrophe joins (N'Diaye is one word on every paper), a hyphen or a space separates.
    """
    text = unicodedata.normalize(
        "NFKD", " ".join(names).replace("œ", "oe").replace("æ", "ae").replace("Œ", "oe")
    )
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    text = re.sub(r"['’ʼ`]", "", text)
    return [part for part in re.split(r"[^0-9a-z]+", text) if part]


def prefixes(part: str) -> list[str]:
    """What one may type to find a name part: its first 2 to 12 letters, and the whole of a shorter one."""
    if len(part) < MIN_PREFIX:
        return [part]
    return [part[:end] for end in range(MIN_PREFIX, min(len(part), MAX_PREFIX) + 1)]


def phone_digits(phone: str) -> str:
    """A French number in ten digits, others in their digits: « +33 6 12 34 56 78 » gives 0612345678."""
    digits = re.sub(r"\D", "", phone)
    for prefix in ("0033", "33"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 9:
            return "0" + digits[len(prefix) :]
    return digits


@dataclass(frozen=True)
class Wanted:
    """What somebody typed to find a person."""

    parts: list[str] = field(default_factory=list)
    birth_date: dt.date | None = None
    phone: str = ""
    # The same words, not cut: what is compared with whole names.
    whole: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.parts or self.birth_date or self.phone)


def wanted(text: str) -> Wanted:
    """Reads a free search: names in any order, a birth date (03/02/1956 or 1956-02-03), a phone."""
    born: dt.date | None = None
    if match := _DATE.search(text):
        day, month, year, iso_year, iso_month, iso_day = match.groups()
        try:
            born = dt.date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
        except ValueError:
            born = None
        text = text[: match.start()] + " " + text[match.end() :]
    phone = ""
    if match := _PHONE.search(text):
        phone = phone_digits(match.group())
        text = text[: match.start()] + " " + text[match.end() :]
    whole = [part for part in name_parts(text) if len(part) >= MIN_PREFIX]
    return Wanted([part[:MAX_PREFIX] for part in whole], born, phone, whole)
