"""Dates, hours, numbers and punctuation the way French readers expect them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.utils import timezone

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
NBSP = "\u00a0"
NARROW = "\u202f"


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _date(value: dt.date) -> dt.date:
    return _local(value).date() if isinstance(value, dt.datetime) else value


def day(value: dt.date, *, weekday: bool = True) -> str:
    """lundi 3 mars 2026 (1er for the first of the month)."""
    date = _date(value)
    rank = "1er" if date.day == 1 else str(date.day)
    text = f"{rank}{NBSP}{MONTHS[date.month - 1]} {date.year}"
    return f"{DAYS[date.weekday()]} {text}" if weekday else text


def hour(value: dt.datetime | dt.time) -> str:
    """14 h 30, 9 h."""
    time = _local(value).time() if isinstance(value, dt.datetime) else value
    return f"{time.hour}{NBSP}h{NBSP}{time.minute:02}" if time.minute else f"{time.hour}{NBSP}h"


def moment(value: dt.datetime) -> str:
    return f"{day(value)} à {hour(value)}"


def _several(count: int, word: str) -> str:
    return f"{count}{NBSP}{word}" if count < 2 or word.endswith("s") else f"{count}{NBSP}{word}s"


def _distance(days: int) -> str:
    if days < 14:
        return _several(days, "jour")
    if days < 60:
        return _several(days // 7, "semaine")
    if days < 730:
        return _several(days // 30, "mois")
    return _several(days // 365, "an")


def since(value: dt.date, now: dt.datetime | None = None) -> str:
    """il y a 3 jours, hier, il y a 10 minutes, dans 2 semaines: one unit is enough to find one's way."""
    now = now or timezone.now()
    days = (_date(now) - _date(value)).days
    if days == 0 and isinstance(value, dt.datetime):
        minutes = int((now - value).total_seconds() // 60)
        if minutes < 0:
            return f"aujourd'hui à {hour(value)}"
        if minutes < 1:
            return "à l'instant"
        return f"il y a {_several(minutes, 'minute') if minutes < 60 else _several(minutes // 60, 'heure')}"
    if days in (-1, 0, 1):
        return {-1: "demain", 0: "aujourd'hui", 1: "hier"}[days]
    return f"il y a {_distance(days)}" if days > 0 else f"dans {_distance(-days)}"


def typography(text: str) -> str:
    """« Qui a la clé ? » never breaks before its question mark."""
    text = re.sub(r"[ \u00a0]?([:;!?»])(?=\s|$)", lambda m: (NBSP if m[1] in ":»" else NARROW) + m[1], text)
    return re.sub(r"«[ \u00a0]?", f"«{NBSP}", text)


def number(value: float | Decimal) -> str:
    """12 345,5"""
    text = f"{value:,}" if isinstance(value, int | Decimal) else f"{value:,.10g}"
    return text.replace(",", NARROW).replace(".", ",")


def initials(name: str) -> str:
    """NB for Nadia Benali, and for « Benali, Nadia »; a question mark when there is no name."""
    words = [word for word in re.split(r"[\s,·()]+", name) if word and word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


# Order matters: Edge says Chrome, Chrome says Safari, Android says Linux.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """Firefox sur Windows; the raw text says nothing to anyone."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Navigateur inconnu")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} sur {system}" if system else browser
