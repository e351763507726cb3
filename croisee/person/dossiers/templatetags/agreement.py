"""Words of the agreement and of the keys: `{% load agreement %}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.utils import timezone

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Membership, User
from croisee.person.dossiers.models import Dossier, EmergencyAccess
from croisee.person.dossiers.queries import accesses
from croisee.person.dossiers.queries import keys as key_queries
from croisee.person.dossiers.queries.keys import KeyState
from croisee.person.dossiers.rules.access import Via
from croisee.person.dossiers.rules.consent import ALL_CULTURES, State

register = template.Library()

# The page of a reading, as the journal names it, in the words of its tab.
SECTIONS = {
    "dossiers.detail": "vue d'ensemble",
    "dossiers.timeline": "parcours",
    "dossiers.notes": "notes",
    "dossiers.note": "notes",
    "dossiers.outlooks": "regards",
    "dossiers.household": "ménage",
    "dossiers.circle": "cercle",
    "dossiers.consents": "accords",
    "dossiers.keys": "clés",
    "dossiers.keys-person": "clés",
    "dossiers.expectations": "attentes",
    "dossiers.sheet": "fiche",
    "dossiers.show": "fiche",
    "needs.crossing": "la croisée",
}

STATES: dict[str, tuple[str, str]] = {
    State.NEVER: ("Accord pas encore demandé", "chat-quote"),
    State.PENDING: ("Accord demandé, réponse à venir", "clock"),
    State.YES: ("Accord au dossier partagé", "check2-circle"),
    State.PARTLY: ("Accord en partie", "circle-half"),
    State.NOT_NOW: ("Pas maintenant : on en reparlera", "clock"),
    State.NO: ("Fiche minimale : la personne a dit non", "file-earmark-text"),
    State.WITHDRAWN: ("Accord retiré : fiche minimale", "file-earmark-text"),
    State.EXPIRED: ("Accord arrivé à son terme", "clock"),
}
DOORS: dict[str, tuple[str, str]] = {
    Via.REFERENT: ("Référent·e", "person"),
    Via.CIRCLE: ("Dans le cercle", "people"),
    Via.PARTNER: ("Partenaire, avec l'accord de la personne", "people"),
    Via.COORDINATION: ("Coordination de l'équipe, en cas d'absence", "diagram-3"),
    Via.EMERGENCY: ("Accès d'urgence, pour une heure", "clock"),
}
PARTS: dict[str, str] = {
    "minimal": "fiche minimale",
    "common": "page commune et besoins",
    **{culture.value: f"regard et notes de la culture {culture.label}" for culture in Culture},
}
# The order in which parts are said: from what everybody reads to what one profession keeps.
_ORDER = list(PARTS)


@register.simple_tag
def key_state(dossier: Dossier) -> KeyState:
    """`{% key_state dossier as keys %}`: what the header of a dossier says."""
    return key_queries.key_state(dossier, timezone.now())


@register.filter
def state_label(value: str) -> str:
    return STATES[value][0]


@register.filter
def state_icon(value: str) -> str:
    return STATES[value][1]


@register.filter
def door(value: str | None) -> str:
    """Why a key is held."""
    return DOORS[value][0] if value else "Sans clé"


@register.filter
def door_icon(value: str | None) -> str:
    return DOORS[value][1] if value else "dash-circle"


@register.filter
def parts(values: Iterable[str]) -> str:
    """« fiche minimale, page commune et besoins »"""
    return ", ".join(PARTS[part] for part in sorted(values, key=_ORDER.index))


@register.filter
def in_order(values: Iterable[str]) -> list[str]:
    """The parts from what everybody reads to what one profession keeps, for `{% culture part %}`."""
    return sorted(values, key=_ORDER.index)


@register.filter
def cultures(values: Iterable[str]) -> str:
    """« médicale, sociale », or « toutes les cultures » when the four agree."""
    found = set(values)
    if found >= ALL_CULTURES:
        return "les quatre cultures"
    return ", ".join(culture.label for culture in Culture if culture.value in found)


@register.filter
def sections(values: Iterable[str]) -> str:
    """« notes, regards »: which pages were read."""
    return ", ".join(sorted({SECTIONS.get(value, "autre page") for value in values}))


class Emergencies(NamedTuple):
    """What concerns one reader: their own key of the moment, and what they have to know as referent."""

    mine: EmergencyAccess | None
    unread: list[EmergencyAccess]


@register.simple_tag
def emergencies_of(dossier: Dossier, reader: Membership) -> Emergencies:
    rows, now = accesses.emergencies(dossier), timezone.now()
    mine = next((row for row in rows if row.membership_id == reader.pk and row.until > now), None)
    is_referent = dossier.referent_id == reader.pk
    return Emergencies(mine, [row for row in rows if is_referent and row.seen_by_referent_at is None])


@register.simple_tag
def own_topic(user: User) -> str:
    """What a page waits for to tell this person something, wherever it happens."""
    return f"user-{user.pk}"


@register.simple_tag
def unread_emergencies(memberships: list[Membership]) -> list[EmergencyAccess]:
    return accesses.unread_emergencies(memberships)
