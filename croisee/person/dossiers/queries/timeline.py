"""Parcours: one timeline composed from what the dossier holds, nothing written twice.

Slices that stand above dossiers add theirs by `register`, from their AppConfig.ready:

    timeline.register(moments_of_needs)   # (Ask) -> list[Moment]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier

# The culture filter's other values: what belongs to everyone.
COMMON = "common"
SIZE = 30


@dataclass(frozen=True)
class Moment:
    """Something that happened around the person."""

    at: dt.datetime
    title: str
    icon: str
    # A culture when the moment belongs to one, else "common" or "minimal".
    culture: str = COMMON
    by: str = ""
    text: str = ""
    # The person's own words stand apart from what others write.
    words: str = ""
    url: str = ""
    # Only a calendar date is known: no hour is shown.
    day_only: bool = False


@dataclass(frozen=True)
class Ask:
    """What a provider is asked: the latest moments of one dossier, at most `limit`, of one culture when it is given."""

    dossier: Dossier
    membership: Membership
    shared: bool
    limit: int
    culture: str = ""

    def wants(self, culture: str) -> bool:
        return not self.culture or culture == self.culture


Provider = Callable[[Ask], Iterable[Moment]]


@dataclass
class _Registry:
    providers: list[Provider] = field(default_factory=list)


_registry = _Registry()


def register(provider: Provider) -> None:
    """Add the moments of a slice; registering twice changes nothing."""
    if provider not in _registry.providers:
        _registry.providers.append(provider)


def at_noon(date: dt.date) -> dt.datetime:
    """A moment for what only has a date, in the middle of its day."""
    return timezone.make_aware(dt.datetime.combine(date, dt.time(12)))


def timeline(ask: Ask) -> list[Moment]:
    """The latest moments of every provider, the latest first."""
    found = [
        moment for provider in _registry.providers for moment in provider(ask) if ask.wants(moment.culture)
    ]
    found.sort(key=lambda moment: moment.at, reverse=True)
    return found[: ask.limit]
