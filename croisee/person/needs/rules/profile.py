"""What is known of a person that a service may ask for, as publics of the data.inclusion vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, field

EVERYONE = "tous-publics"
# Ages as services use them; between the certain and the impossible, one checks. « Jeunes » follows the missions
# locales (16 to 25, up to 30 with a disability); « séniors » starts at 55 for work, 60 for the law (CASF L113-1).
YOUTH = range(16, 26)
YOUTH_AT_MOST = 30
SENIOR = 60
SENIOR_AT_LEAST = 50


@dataclass(frozen=True)
class Known:
    """Facts of the dossier; None is « not known », which excludes nothing."""

    age: int | None = None
    has_children_at_home: bool | None = None
    civility: str = ""


@dataclass(frozen=True)
class Profile:
    """Publics the person belongs to for sure, and publics they cannot belong to. The rest is to be checked."""

    belongs: frozenset[str] = field(default_factory=frozenset)
    cannot: frozenset[str] = field(default_factory=frozenset)


def profile_of(known: Known) -> Profile:
    belongs: set[str] = set()
    cannot: set[str] = set()
    if known.age is not None:
        if known.age in YOUTH:
            belongs.add("jeunes")
        elif known.age > YOUTH_AT_MOST:
            cannot.add("jeunes")
        if known.age >= SENIOR:
            belongs.add("seniors")
        elif known.age < SENIOR_AT_LEAST:
            cannot.add("seniors")
    if known.has_children_at_home:
        belongs.add("familles")
    if known.civility == "mme":
        belongs.add("femmes")
    elif known.civility == "m":
        cannot.add("femmes")
    return Profile(frozenset(belongs), frozenset(cannot))
