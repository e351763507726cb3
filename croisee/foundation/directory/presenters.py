"""Turns rows into the words a page shows, so that templates stay plain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import phonenumbers

from croisee.foundation.directory.hours import in_french
from croisee.foundation.directory.models import Commune, Service, Structure
from croisee.foundation.directory.models.reference import ReferenceKind
from croisee.foundation.directory.queries import Vocabulary
from croisee.foundation.directory.rules import Freshness, distance_text, freshness

EXCERPT = 220
WHOLE_COUNTRY = {"france", "99100"}


@dataclass(frozen=True)
class ServiceLine:
    """A service in a list of results."""

    service: Service
    thematics: list[str]
    publics: list[str]
    fee: str
    modes: list[str]
    distance: str
    freshness: Freshness
    excerpt: str


def service_line(service: Service, words: Vocabulary, today: date) -> ServiceLine:
    km: float | None = getattr(service, "distance_km", None)
    return ServiceLine(
        service=service,
        thematics=words.labels(ReferenceKind.THEMATIC, service.thematiques),
        publics=words.labels(ReferenceKind.PUBLIC, service.publics),
        fee=words.label(ReferenceKind.FEE, service.frais),
        modes=words.labels(ReferenceKind.RECEPTION_MODE, service.modes_accueil),
        distance="" if km is None else distance_text(km, is_exact=service.place_is_exact),
        freshness=freshness(service.date_maj, today),
        excerpt=_excerpt(service.description),
    )


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else flat[:EXCERPT].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class Contact:
    """How to reach: the service's own, else its structure's."""

    telephone: str
    telephone_text: str
    email: str
    website: str
    person: str
    address: Sequence[str]
    hours: Sequence[str]


def contact_of(service: Service) -> Contact:
    structure = service.structure
    place: Service | Structure = service if service.adresse or service.commune else structure
    telephone = service.telephone or structure.telephone
    return Contact(
        telephone=telephone,
        telephone_text=phone_text(telephone),
        email=service.courriel or structure.courriel,
        website=structure.site_web,
        person=service.contact_nom_prenom,
        address=address_of(place),
        hours=in_french(service.horaires_accueil or structure.horaires_accueil),
    )


def phone_text(number: str) -> str:
    """« 01 23 45 67 89 » for a French number, as written for anything else."""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    national = phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(parsed, national) if parsed.country_code == 33 else number


def address_of(place: Service | Structure) -> list[str]:
    return [line for line in (place.adresse, place.complement_adresse, place.town) if line]


def zone_of(codes: Iterable[str], communes: Iterable[Commune]) -> str:
    """An eligibility zone in words; `communes` are those among the codes."""
    wanted = set(codes)
    if not wanted:
        return ""
    if wanted & WHOLE_COUNTRY:
        return "France entière"
    names = sorted(commune.name for commune in communes)
    departments = sorted(code for code in wanted if len(code) in (2, 3))
    groupings = [code for code in wanted if len(code) == 9]
    parts = []
    if departments:
        parts.append(f"{'département' if len(departments) == 1 else 'départements'} {', '.join(departments)}")
    if groupings:
        several = len(groupings) > 1
        parts.append(f"{len(groupings)} intercommunalités" if several else "une intercommunalité")
    if names:
        parts.append(", ".join(names[:12]) + (f" et {len(names) - 12} autres" if len(names) > 12 else ""))
    return " ; ".join(parts)
