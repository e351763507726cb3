"""How much a service suits a need and a person, out of 100, and why, in words.

It helps to look, it decides nothing (RGPD art. 22): every point shown has its sentence, every suggestion can be set
aside with a word, and what may not fit is said to be checked rather than hidden.

| weight           | points | why                                                                                |
|------------------|--------|------------------------------------------------------------------------------------|
| THEMATIC_EXACT   | 40     | a service on another subject is no answer, however close: subject before all       |
| THEMATIC_NEAR    | 15     | same category: may help when nothing answers exactly, always after what does       |
| DISTANCE         | 20     | the first cause of a service not used; decreasing, half of it at 10 km             |
| REMOTE           | 8      | given at a distance: as good as 15 km, since not everyone is at ease with it       |
| PUBLIC_MATCH     | 12     | made for people in this situation                                                  |
| PUBLIC_OPEN      | 8      | open to all: fits, a little less precisely                                         |
| FREE             | 8      | most people accompanied cannot pay                                                 |
| FEE_UNKNOWN      | 3      | three files in four say nothing of fees: not a reason to lose a service            |
| FRESH / AGEING   | 10 / 5 | a stale sheet costs the person a useless trip; nothing after two years             |
| IN_PERSON        | 5      | somebody to meet                                                                   |
| ZONE             | 5      | says that it takes people from this very place                                     |

The sum of the best case is 100. Never suggested: another eligibility zone, a public the person cannot belong to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from croisee.foundation.directory.rules import distance_text, freshness
from croisee.person.needs.rules.profile import EVERYONE, Profile

THEMATIC_EXACT, THEMATIC_NEAR = 40.0, 15.0
DISTANCE, HALF_AT_KM, REMOTE = 20.0, 10.0, 8.0
PUBLIC_MATCH, PUBLIC_OPEN = 12.0, 8.0
FREE, FEE_UNKNOWN = 8.0, 3.0
FRESH, AGEING = 10.0, 5.0
IN_PERSON, ZONE = 5.0, 5.0

AT_A_DISTANCE, FACE_TO_FACE = "a-distance", "en-presentiel"
REMOTELY = "À distance"
NATIONAL = frozenset({"france", "99100"})
# Two services of one structure at most: a choice is a choice between places.
PER_STRUCTURE = 2


class Candidate(Protocol):
    """What is looked at of a service: `directory.queries.ServiceCandidate`."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def structure_name(self) -> str: ...
    @property
    def thematics(self) -> tuple[str, ...]: ...
    @property
    def publics(self) -> tuple[str, ...]: ...
    @property
    def fee(self) -> str: ...
    @property
    def modes(self) -> tuple[str, ...]: ...
    @property
    def zones(self) -> tuple[str, ...]: ...
    @property
    def updated_date(self) -> dt.date: ...
    @property
    def distance_km(self) -> float | None: ...
    @property
    def place_is_exact(self) -> bool: ...


@dataclass(frozen=True)
class Sought:
    """The need and the person, as far as a service is concerned. `labels` gives the words of a vocabulary value."""

    thematic: str
    today: dt.date
    profile: Profile = field(default_factory=Profile)
    place_name: str = ""
    zone_codes: frozenset[str] = frozenset()
    labels: Mapping[str, str] | None = None

    def label(self, value: str) -> str:
        return (self.labels or {}).get(value, value)


@dataclass(frozen=True)
class Reason:
    """One sentence and the points it brought; `to_check` is what to ask before going."""

    about: str
    text: str
    points: float = 0.0
    to_check: bool = False


@dataclass(frozen=True)
class Suggestion:
    candidate: Candidate
    points: float
    reasons: tuple[Reason, ...]


def category(thematic: str) -> str:
    """« sante » for « sante--addictions »."""
    return thematic.split("--")[0]


def score(candidate: Candidate, sought: Sought) -> Suggestion | None:
    """The suggestion with its reasons, or None when the service cannot suit."""
    if not _zone_admits(candidate, sought):
        return None
    thematic, public, distance = (
        _thematic(candidate, sought),
        _public(candidate, sought),
        _distance(candidate),
    )
    if thematic is None or public is None:
        return None
    rest = [_fee(candidate), _mode(candidate, distance), _fresh(candidate, sought), _zone(candidate, sought)]
    reasons = (thematic, distance, public, *(reason for reason in rest if reason is not None))
    return Suggestion(candidate, round(sum(reason.points for reason in reasons), 1), reasons)


def rank(candidates: Iterable[Candidate], sought: Sought, *, most: int = 8) -> list[Suggestion]:
    """The best ones: the exact subject before a close one, then points, then the nearest; stable by record id."""
    scored = [found for candidate in candidates if (found := score(candidate, sought)) is not None]
    scored.sort(
        key=lambda each: (
            sought.thematic not in each.candidate.thematics,
            -each.points,
            _far(each.candidate),
            each.candidate.id,
        )
    )
    kept: list[Suggestion] = []
    of_structure: dict[str, int] = {}
    for suggestion in scored:
        name = suggestion.candidate.structure_name
        if of_structure.get(name, 0) >= PER_STRUCTURE:
            continue
        of_structure[name] = of_structure.get(name, 0) + 1
        kept.append(suggestion)
        if len(kept) == most:
            break
    return kept


def _far(candidate: Candidate) -> float:
    return float("inf") if candidate.distance_km is None else candidate.distance_km


def _zone_admits(candidate: Candidate, sought: Sought) -> bool:
    """No zone is every zone; without the person's commune nothing is left out."""
    if not candidate.zones or not sought.zone_codes:
        return True
    return bool(sought.zone_codes.intersection(candidate.zones))


def _thematic(candidate: Candidate, sought: Sought) -> Reason | None:
    if sought.thematic in candidate.thematics:
        return Reason("thematic", f"Sur « {sought.label(sought.thematic)} »", THEMATIC_EXACT)
    near = [each for each in candidate.thematics if category(each) == category(sought.thematic)]
    if not near:
        return None
    return Reason("thematic", f"Sujet voisin : « {sought.label(near[0])} »", THEMATIC_NEAR)


def _distance(candidate: Candidate) -> Reason:
    """20 × 10 / (10 + km): half at 10 km, a sixth at 50."""
    remote = AT_A_DISTANCE in candidate.modes
    km = candidate.distance_km
    if km is None:
        return Reason("distance", REMOTELY if remote else "Lieu non précisé", REMOTE if remote else 0.0)
    points = DISTANCE * HALF_AT_KM / (HALF_AT_KM + km)
    if remote and (FACE_TO_FACE not in candidate.modes or points < REMOTE):
        return Reason("distance", REMOTELY, REMOTE)
    text = distance_text(km, is_exact=candidate.place_is_exact)
    return Reason("distance", text[0].upper() + text[1:], points)


def _public(candidate: Candidate, sought: Sought) -> Reason | None:
    publics = candidate.publics
    if not publics or EVERYONE in publics:
        return Reason("public", "Ouvert à tous" if publics else "Public non précisé", PUBLIC_OPEN)
    matching = [public for public in publics if public in sought.profile.belongs]
    if matching:
        return Reason("public", f"Pour : {_listed(matching, sought)}", PUBLIC_MATCH)
    possible = [public for public in publics if public not in sought.profile.cannot]
    if not possible:
        return None
    return Reason("public", f"À vérifier : réservé à {_listed(possible, sought)}", 0.0, to_check=True)


def _listed(values: Sequence[str], sought: Sought, most: int = 2) -> str:
    words = [sought.label(value).lower() for value in values[:most]]
    return ", ".join(words) + ("…" if len(values) > most else "")


def _fee(candidate: Candidate) -> Reason:
    if candidate.fee == "gratuit":
        return Reason("fee", "Gratuit", FREE)
    if candidate.fee == "payant":
        return Reason("fee", "Payant", 0.0, to_check=True)
    return Reason("fee", "Frais non précisés", FEE_UNKNOWN)


def _mode(candidate: Candidate, distance: Reason) -> Reason | None:
    """Somebody to meet, near enough for the distance to have been counted."""
    if FACE_TO_FACE not in candidate.modes or distance.text == REMOTELY:
        return None
    return Reason("mode", "En présence", IN_PERSON)


def _fresh(candidate: Candidate, sought: Sought) -> Reason:
    state = freshness(candidate.updated_date, sought.today)
    if state.level == "stale":
        return Reason("fresh", f"Fiche à vérifier par téléphone, {state.text}", 0.0, to_check=True)
    points = FRESH if state.level == "recent" else AGEING
    return Reason("fresh", f"Fiche {state.text.replace('mis à jour', 'mise à jour')}", points)


def _zone(candidate: Candidate, sought: Sought) -> Reason | None:
    covering = sought.zone_codes.intersection(candidate.zones) - NATIONAL
    if not covering:
        return None
    place = f"de {sought.place_name}" if sought.place_name else "de la commune"
    return Reason("zone", f"Accueille les habitants {place}", ZONE)
