"""What the pages of a dossier say of it: `{% load dossiers %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from croisee.foundation.ui import french
from croisee.person.dossiers.models import Dossier, Person

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
    return next((link.label for link in shell.dossier_tabs if link.is_current), "Dossier") if shell else "Dossier"
