"""Reads of the directory: search pages, communes, and candidates for a need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, FloatField, Func, Q, QuerySet, TextField, Value

from croisee.foundation.directory.models import Commune, ReferenceValue, Service, Structure
from croisee.foundation.directory.models.reference import ReferenceKind
from croisee.foundation.directory.rules import EARTH_RADIUS_KM, box_around, plain, tsquery

ANYWHERE = "a-distance"
EVERYONE = "tous-publics"
# Written out here and nowhere else: which columns a list shows.
LISTED = (
    "id", "external_id", "nom", "structure_id", "structure_name", "description", "date_maj", "commune",
    "code_postal", "frais", "publics", "thematiques", "modes_accueil", "place_is_exact", "retired_at",
)  # fmt: skip


class DistanceKm(Func):
    """Kilometres between a service and a point, by the haversine formula of `rules.distance_km`."""

    template = (
        f"2 * {EARTH_RADIUS_KM} * asin(least(1, sqrt("
        "sin(radians(place_latitude - %(lat)s) / 2) ^ 2 + cos(radians(%(lat)s)) "
        "* cos(radians(place_latitude)) * sin(radians(place_longitude - %(lon)s) / 2) ^ 2)))"
    )
    output_field = FloatField()

    def __init__(self, lat: float, lon: float) -> None:
        # floats of ours, written with repr: no text of a visitor reaches the SQL
        super().__init__(lat=repr(float(lat)), lon=repr(float(lon)))


@dataclass(frozen=True)
class SearchCriteria:
    """What a visitor asks for; an empty criterion is no criterion."""

    words: str = ""
    thematics: Sequence[str] = ()
    publics: Sequence[str] = ()
    fee: str = ""
    mode: str = ""
    commune: Commune | None = None
    distance_km: float | None = None

    @property
    def is_given(self) -> bool:
        """Whether anything narrows the search."""
        return bool(
            self.words or self.thematics or self.publics or self.fee or self.mode or self.commune is not None
        )

    @property
    def point(self) -> tuple[float, float] | None:
        place = self.commune
        if place is None or place.latitude is None or place.longitude is None:
            return None
        return place.latitude, place.longitude


def search_services(criteria: SearchCriteria) -> QuerySet[Service]:
    """Active services that answer, nearest first when a commune is given, else best words, else freshest."""
    services = Service.objects.filter(retired_at__isnull=True).filter(_about(criteria)).only(*LISTED)
    if criteria.commune is not None:
        return _around(services, criteria, criteria.commune).order_by(
            F("distance_km").asc(nulls_last=True), "id"
        )
    services = services.annotate(distance_km=Value(None, output_field=FloatField(null=True)))
    if query := tsquery(criteria.words):
        rank = SearchRank(F("search"), SearchQuery(query, config="french", search_type="raw"))
        return services.annotate(rank=rank).order_by("-rank", "id")
    return services.order_by("-date_maj", "id")


def services_of(structure: Structure) -> QuerySet[Service]:
    """What a structure offers today."""
    return (
        Service.objects.filter(structure=structure, retired_at__isnull=True)
        .only(*LISTED)
        .order_by("nom", "id")
    )


def _about(criteria: SearchCriteria) -> Q:
    wanted = Q()
    if criteria.thematics:
        wanted &= Q(thematiques__overlap=list(criteria.thematics))
    if criteria.publics:
        wanted &= Q(publics__overlap=[*criteria.publics, EVERYONE]) | Q(publics=[])
    if criteria.fee:
        wanted &= Q(frais=criteria.fee)
    if criteria.mode:
        wanted &= Q(modes_accueil__contains=[criteria.mode])
    if query := tsquery(criteria.words):
        wanted &= Q(search=SearchQuery(query, config="french", search_type="raw"))
    return wanted


def _around(services: QuerySet[Service], criteria: SearchCriteria, commune: Commune) -> QuerySet[Service]:
    """Within the distance, or in the commune itself; and, of those at a distance, the ones open to it."""
    point = criteria.point
    here = Q(code_insee__in=[commune.code, *_parts(commune)])
    if point is None:
        return services.filter(here).annotate(distance_km=Value(None, output_field=FloatField(null=True)))
    services = services.annotate(distance_km=DistanceKm(*point))
    if criteria.distance_km is None:
        return services.filter(Q(place_latitude__isnull=False) | _open_from(commune))
    return services.filter(
        (_boxed(*point, criteria.distance_km) & Q(distance_km__lte=criteria.distance_km))
        | _open_from(commune)
    )


def _parts(commune: Commune) -> list[str]:
    return [commune.parent_code] if commune.parent_code else []


def _boxed(lat: float, lon: float, km: float) -> Q:
    box = box_around(lat, lon, km)
    return Q(place_latitude__range=(box.south, box.north), place_longitude__range=(box.west, box.east))


def _open_from(commune: Commune) -> Q:
    """Services given at a distance to whoever lives there."""
    return Q(modes_accueil__contains=[ANYWHERE]) & Q(zone_eligibilite__overlap=commune.zone_codes)


@dataclass(frozen=True)
class ServiceCandidate:
    """What a suggestion needs to know of a service; `distance_km` is None when its place is unknown."""

    id: int
    name: str
    structure_name: str
    thematics: tuple[str, ...]
    publics: tuple[str, ...]
    fee: str
    modes: tuple[str, ...]
    zones: tuple[str, ...]
    commune: str
    updated_date: date
    distance_km: float | None
    place_is_exact: bool


_CANDIDATE = (
    "id", "nom", "structure_name", "thematiques", "publics", "frais", "modes_accueil", "zone_eligibilite",
    "commune", "date_maj", "distance_km", "place_is_exact",
)  # fmt: skip


def services_near(
    thematics: Sequence[str],
    *,
    lat: float | None,
    lon: float | None,
    within_km: float = 50,
    zone_codes: Iterable[str] = (),
    excluding: Iterable[int] = (),
    limit: int = 200,
) -> list[ServiceCandidate]:
    """Active services on these thematics, close to the point or given at a distance, nearest first.

    `zone_codes` (see `Commune.zone_codes`) leaves out services closed to where the person lives; a service
    without zone is open to all. A few milliseconds among 100,000 services: thematics and places are indexed.
    """
    services: QuerySet[Any] = Service.objects.filter(
        retired_at__isnull=True, thematiques__overlap=list(thematics)
    )
    if zones := list(zone_codes):
        services = services.filter(Q(zone_eligibilite__overlap=zones) | Q(zone_eligibilite=[]))
    if left_out := list(excluding):
        services = services.exclude(pk__in=left_out)
    if lat is None or lon is None:
        services = services.annotate(distance_km=Value(None, output_field=FloatField(null=True)))
        services = services.order_by("-date_maj", "id")
    else:
        services = services.annotate(distance_km=DistanceKm(lat, lon)).filter(
            _boxed(lat, lon, within_km) | Q(modes_accueil__contains=[ANYWHERE])
        )
        services = services.order_by(F("distance_km").asc(nulls_last=True), "id")
    return [_candidate(row) for row in services.values_list(*_CANDIDATE)[:limit]]


def _candidate(row: Sequence[Any]) -> ServiceCandidate:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return ServiceCandidate(*values)


# --- Communes -------------------------------------------------------------------------------------


def communes_named(text: str, *, limit: int = 12) -> list[Commune]:
    """Communes by the beginning of a postcode, or by words of their name: exact first, then the most peopled."""
    communes = Commune.objects.filter(retired_at__isnull=True)
    digits = "".join(character for character in text if character.isdigit())
    name = plain("".join(character for character in text if not character.isdigit()))
    if 2 <= len(digits) <= 5:
        communes = _with_postcode(communes, digits)
        if name:
            communes = communes.filter(name_key__contains=name)
    elif len(name) >= 2:
        communes = communes.filter(Q(name_key__startswith=name) | Q(name_key__contains=f" {name}"))
    else:
        return []
    ranked = communes.order_by("-population", "code")[: limit * 8]
    return sorted(ranked, key=lambda each: (each.name_key != name, not each.name_key.startswith(name)))[
        :limit
    ]


def _with_postcode(communes: QuerySet[Commune], digits: str) -> QuerySet[Commune]:
    if len(digits) == 5:
        return communes.filter(postcodes__contains=[digits])
    joined = Func(F("postcodes"), Value(" "), function="array_to_string", output_field=TextField())
    return communes.annotate(joined=joined).filter(
        Q(joined__startswith=digits) | Q(joined__contains=f" {digits}")
    )


def commune_typed(text: str) -> list[Commune]:
    """What a typed text may mean: a code, « Grenoble (38000) », a name, a postcode; one result is an answer."""
    communes = communes_named(text)
    if not communes:
        return list(Commune.objects.filter(code=text.strip().upper()[:5])) if len(text.strip()) == 5 else []
    name = plain("".join(character for character in text if not character.isdigit()))
    exact = [commune for commune in communes if commune.name_key == name]
    return exact if len(exact) == 1 else communes


# --- Vocabulary -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vocabulary:
    """Words of the reference tables, for lists and for choices."""

    values: tuple[ReferenceValue, ...]

    def label(self, kind: str, value: str) -> str:
        return self._labels.get((kind, value), value)

    def labels(self, kind: str, values: Iterable[str]) -> list[str]:
        return sorted(self.label(kind, value) for value in values)

    def choices(self, kind: str) -> list[tuple[str, str]]:
        return [(each.value, each.label) for each in self._current(kind)]

    def thematic_groups(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Category value, category label, its thematics: for grouped lists of choices."""
        thematics = self._current(ReferenceKind.THEMATIC)
        return [
            (group.value, group.label, [(t.value, t.label) for t in thematics if t.category == group.value])
            for group in self._current(ReferenceKind.THEMATIC_CATEGORY)
        ]

    def _current(self, kind: str) -> list[ReferenceValue]:
        return [each for each in self.values if each.kind == kind and each.retired_at is None]

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        return {(each.kind, each.value): each.label for each in self.values}


def vocabulary(*kinds: str) -> Vocabulary:
    """One query for all the words of a page."""
    values = ReferenceValue.objects.all()
    if kinds:
        values = values.of(*kinds)
    return Vocabulary(tuple(values.order_by("kind", "position")))
