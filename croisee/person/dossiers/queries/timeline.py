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
from croisee.foundation.accounts.permissions import Permission
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

    def may(self, permission: Permission) -> bool:
        """What a role keeps from its own page does not come by the timeline either."""
        return self.membership.may(permission)

    @property
    def parts(self) -> frozenset[str]:
        """The compartments this membership may be shown; the wall would also open those of the user's others."""
        return frozenset({"minimal", self.membership.culture, *([COMMON] if self.shared else [])})


Provider = Callable[[Ask], Iterable[Moment]]


@dataclass
class _Registry:
    providers: list[Provider] = field(default_factory=list)
    brief: list[Provider] = field(default_factory=list)


_registry = _Registry()


def register(provider: Provider, *, brief: bool = False) -> None:
    """Add the moments of a slice; registering twice changes nothing.

    `brief`: also among the last moments of the overview, which asks few providers to stay quick.
    """
    if provider not in _registry.providers:
        _registry.providers.append(provider)
    if brief and provider not in _registry.brief:
        _registry.brief.append(provider)


def at_noon(date: dt.date) -> dt.datetime:
    """A moment for what only has a date, in the middle of its day."""
    return timezone.make_aware(dt.datetime.combine(date, dt.time(12)))


def timeline(ask: Ask) -> list[Moment]:
    """The latest moments of every provider, the latest first."""
    return _latest(_registry.providers, ask)


def last_moments(ask: Ask) -> list[Moment]:
    """The latest exchanges and answers: what one remembers before the person comes in."""
    return _latest(_registry.brief, ask)


def _latest(providers: Iterable[Provider], ask: Ask) -> list[Moment]:
    found = [moment for provider in providers for moment in provider(ask) if ask.wants(moment.culture)]
    found.sort(key=lambda moment: moment.at, reverse=True)
    return found[: ask.limit]
