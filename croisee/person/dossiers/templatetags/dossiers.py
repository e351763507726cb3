"""What the pages of a dossier say of it: `{% load dossiers %}`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.utils import timezone

from croisee.foundation.ui import french
from croisee.person.dossiers.models import Dossier, Person
from croisee.person.dossiers.queries.timeline import Moment

register = template.Library()

# One stream for the whole page: each section listens to its own name.
SECTIONS = (
    "header",
    "identity",
    "household",
    "circle",
    "consent",
    "access",
    "notes",
    "outlooks",
    "expectations",
    "needs",
    "timeline",
)


@register.simple_tag
def dossier_topics(dossier: Dossier) -> list[str]:
    """What an open page of this dossier waits for."""
    return [f"dossier-{dossier.pk}-{section}" for section in SECTIONS]


@register.filter
def may(membership: Any, permission: str) -> bool:
    """`{% if request.membership|may:"dossier.print" %}`: what the role allows; the gate still decides."""
    return bool(membership and membership.may(permission))


@register.filter
def called(person: Person) -> str:
    """« Mme Jeanne Morel »"""
    civility = {"mme": "Mme", "m": "M."}.get(person.civility, "")
    return f"{civility} {person.full_name}".strip() or "Nom inconnu"


@register.filter
def listed(person: Person) -> str:
    """« Morel Jeanne », as lists are read."""
    return f"{person.last_name} {person.first_name}".strip() or "Nom inconnu"


@register.filter
def born(person: Person) -> str:
    """« née le 3 février 1956, 70 ans », or nothing when the date is not known."""
    date = person.birth_date
    if date is None:
        return ""
    word = {"mme": "née", "m": "né"}.get(person.civility, "né·e")
    age = person.age(timezone.localdate()) or 0
    return f"{word} le {french.day(date, weekday=False)}, {age}\u00a0an{'s' if age > 1 else ''}"


@register.filter
def short_day(value: Any) -> str:
    """« 3 mars 2026 », without the day of the week."""
    return french.day(value, weekday=False) if value else ""


@register.simple_tag(takes_context=True)
def tab_label(context: template.Context) -> str:
    """The name of the tab one is on: the page's title in the browser, which never holds a person's name."""
    shell = context.get("shell")
    return (
        next((link.label for link in shell.dossier_tabs if link.is_current), "Dossier")
        if shell
        else "Dossier"
    )


@dataclass
class Day:
    """The moments of one day."""

    on: dt.date
    moments: list[Moment] = field(default_factory=list)


@register.filter
def by_day(moments: Iterable[Moment]) -> list[Day]:
    """The timeline cut into days, in the order given."""
    days: list[Day] = []
    for moment in moments:
        on = timezone.localtime(moment.at).date()
        if not days or days[-1].on != on:
            days.append(Day(on))
        days[-1].moments.append(moment)
    return days


@register.filter
def of_row(found: dict[Any, Any], key: Any) -> Any:
    """The value of a key in a mapping, or nothing."""
    return found.get(key)
