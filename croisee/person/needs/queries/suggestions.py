"""Services of the territory that may answer a need, with their reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from croisee.foundation.directory.models import Commune, ReferenceValue, Service
from croisee.foundation.directory.models.reference import ReferenceKind
from croisee.foundation.directory.queries import ServiceCandidate, services_near
from croisee.foundation.directory.rules import distance_km
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier, HouseholdMember, Relationship
from croisee.person.needs.models import (
    LIVE_STATES,
    Answer,
    AnswerState,
    Dismissal,
    Means,
    Need,
    Opinion,
    Side,
)
from croisee.person.needs.rules import scoring
from croisee.person.needs.rules.profile import Known, profile_of
from croisee.person.needs.rules.scoring import Sought, Suggestion

SHOWN = 8
ADULT = 18
WORDS_SHOWN = (ReferenceKind.THEMATIC, ReferenceKind.PUBLIC, ReferenceKind.MOBILISATION_MODE)
DETAILS = (
    "id", "external_id", "nom", "structure_name", "description", "telephone", "courriel", "adresse", "code_postal",
    "commune", "frais_precisions", "conditions_acces", "modes_mobilisation", "mobilisable_par", "date_maj",
)  # fmt: skip


@dataclass(frozen=True)
class Reach:
    """How far one looks: kilometres, and in person, at a distance or both."""

    km: int = 20
    in_person: bool = True
    at_a_distance: bool = True


@dataclass(frozen=True)
class Shown:
    """A suggestion with what is needed to call."""

    suggestion: Suggestion
    service: Service
    how: str

    @property
    def reasons(self) -> list[scoring.Reason]:
        return [reason for reason in self.suggestion.reasons if not reason.to_check]

    @property
    def to_check(self) -> list[scoring.Reason]:
        return [reason for reason in self.suggestion.reasons if reason.to_check]


@dataclass(frozen=True)
class SetAside:
    """What is not suggested, and why: nothing disappears without a word."""

    tried: Sequence[Answer] = ()
    dismissed: Sequence[Dismissal] = ()
    # Names of services that did not answer for this person, whichever the need.
    external_ids: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Suggestions:
    need: Need
    reach: Reach
    place: Commune | None
    shown: Sequence[Shown]
    set_aside: SetAside
    # Nothing answered exactly: subjects of the same category were looked at too.
    widened_subject: bool = False

    @property
    def can_search(self) -> bool:
        return bool(self.need.thematic)


def place_of(dossier: Dossier) -> Commune | None:
    """Where the person lives, by the commune code of the sheet."""
    code = dossier.person.commune_code
    return Commune.objects.filter(pk=code).order_by().first() if code else None


def known_of(dossier: Dossier, on: dt.date) -> Known:
    """Age and civility from the sheet; children from the household, when one is noted."""
    person = dossier.person
    rows = HouseholdMember.objects.filter(dossier=dossier, started_date__lte=on).exclude(ended_date__lte=on)
    household = list(rows.order_by("pk"))
    preload([person], household)
    others = [row for row in household if not row.is_self]
    children = [
        row for row in others if row.relationship == Relationship.CHILD and _is_minor(row.birth_date, on)
    ]
    return Known(person.age(on), bool(children) if household else None, person.civility)


def _is_minor(birth_date: dt.date | None, on: dt.date) -> bool:
    return birth_date is None or (birth_date.year + ADULT, birth_date.month, birth_date.day) > (
        on.year,
        on.month,
        on.day,
    )


def set_aside(need: Need) -> SetAside:
    """Already live or refused for this need, did not answer for this person, or dismissed for this need."""
    answers = list(
        Answer.objects.filter(dossier=need.dossier_id, means__in=Means.objects.exclude(service_id=""))
        .select_related("means")
        .order_by("-touched_at", "pk")
    )
    dismissed = list(Dismissal.objects.filter(need=need).order_by("-dismissed_at", "pk"))
    left_out = [answer for answer in answers if _leaves_out(answer, need)]
    preload(dismissed, [answer.means for answer in left_out])
    ids = {answer.means.service_id for answer in left_out} | {row.service_id for row in dismissed}
    return SetAside([answer for answer in left_out if not answer.is_live], dismissed, frozenset(ids))


def _leaves_out(answer: Answer, need: Need) -> bool:
    failed = answer.state == AnswerState.FAILED or (
        answer.opinion == Opinion.POOR and answer.state in {AnswerState.PARTLY, AnswerState.WORKED}
    )
    if failed:
        return True
    if answer.need_id != need.pk:
        return False
    refused = answer.state == AnswerState.REFUSED and answer.refused_by in {Side.PERSON, Side.SERVICE}
    return refused or answer.state in LIVE_STATES


def suggestions(dossier: Dossier, need: Need, reach: Reach, on: dt.date, *, most: int = SHOWN) -> Suggestions:
    place, aside = place_of(dossier), set_aside(need)
    if not need.thematic:
        return Suggestions(need, reach, place, (), aside)
    labels = _labels()
    sought = _sought(dossier, need, place, on, labels)
    found = _ranked([need.thematic], sought, place, reach, aside, most)
    widened = len(found) < most
    if widened:
        family = [value for value in labels if scoring.category(value) == scoring.category(need.thematic)]
        found = _ranked([need.thematic, *family], sought, place, reach, aside, most)
    exact = all(need.thematic in each.candidate.thematics for each in found)
    return Suggestions(need, reach, place, _detailed(found, labels), aside, widened and not exact)


def _labels() -> dict[str, str]:
    values = ReferenceValue.objects.of(*WORDS_SHOWN).order_by()
    return dict(values.values_list("value", "label"))


def _sought(
    dossier: Dossier, need: Need, place: Commune | None, on: dt.date, labels: dict[str, str]
) -> Sought:
    return Sought(
        thematic=need.thematic,
        today=on,
        profile=profile_of(known_of(dossier, on)),
        place_name=place.name if place else "",
        zone_codes=frozenset([*place.zone_codes, place.region]) if place else frozenset(),
        labels=labels,
    )


def _ranked(
    thematics: list[str], sought: Sought, place: Commune | None, reach: Reach, aside: SetAside, most: int
) -> list[Suggestion]:
    excluded = list(
        Service.objects.filter(external_id__in=aside.external_ids).order_by().values_list("pk", flat=True)
        if aside.external_ids
        else ()
    )
    candidates = services_near(
        thematics,
        lat=place.latitude if place else None,
        lon=place.longitude if place else None,
        within_km=reach.km,
        zone_codes=sought.zone_codes,
        excluding=excluded,
        limit=200,
    )
    return scoring.rank((each for each in candidates if _within(each, reach)), sought, most=most)


def _within(candidate: ServiceCandidate, reach: Reach) -> bool:
    remote = scoring.AT_A_DISTANCE in candidate.modes
    near = candidate.distance_km is None or candidate.distance_km <= reach.km
    face_to_face = scoring.FACE_TO_FACE in candidate.modes or not remote
    return (reach.at_a_distance and remote) or (reach.in_person and face_to_face and near)


def _detailed(found: list[Suggestion], labels: dict[str, str]) -> list[Shown]:
    ids = [suggestion.candidate.id for suggestion in found]
    services: dict[Any, Service] = {
        row.pk: row for row in Service.objects.filter(pk__in=ids).only(*DETAILS).order_by()
    }
    return [
        Shown(suggestion, services[suggestion.candidate.id], _how(services[suggestion.candidate.id], labels))
        for suggestion in found
        if suggestion.candidate.id in services
    ]


def _how(service: Service, labels: dict[str, str]) -> str:
    """« Téléphoner, se présenter », and by whom when the person may not."""
    ways = [labels.get(mode, mode) for mode in service.modes_mobilisation]
    text = ", ".join(way if index == 0 else way.lower() for index, way in enumerate(ways))
    if service.mobilisable_par == ["professionnels"]:
        text = f"{text or 'Sur orientation'} (par un·e professionnel·le)"
    return text


def why(dossier: Dossier, need: Need, service: Service, on: dt.date) -> str:
    """The reasons of one service, in one line, to keep with the answer; empty when it was not a suggestion."""
    place = place_of(dossier)
    km = None
    if place and None not in (
        place.latitude,
        place.longitude,
        service.place_latitude,
        service.place_longitude,
    ):
        km = distance_km(place.latitude, place.longitude, service.place_latitude, service.place_longitude)  # type: ignore[arg-type]
    candidate = ServiceCandidate(
        id=service.pk,
        name=service.nom,
        structure_name=service.structure_name,
        thematics=tuple(service.thematiques),
        publics=tuple(service.publics),
        fee=service.frais,
        modes=tuple(service.modes_accueil),
        zones=tuple(service.zone_eligibilite),
        commune=service.commune,
        updated_date=service.date_maj,
        distance_km=km,
        place_is_exact=service.place_is_exact,
    )
    found = scoring.score(candidate, _sought(dossier, need, place, on, _labels())) if need.thematic else None
    return " · ".join(reason.text for reason in found.reasons) if found else ""
