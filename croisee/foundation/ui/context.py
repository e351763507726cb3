"""What every page shows around its content: modules, tabs of the dossier, who is logged in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Module:
    """One line of the rail or one tab of a dossier. `inside` lists the route prefixes it stands for."""

    label: str
    icon: str
    route: str
    permission: str = ""
    inside: tuple[str, ...] = ()
    short: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    icon: str
    url: str
    is_current: bool
    short: str = ""


class Actor(Protocol):
    def may(self, permission: str, /) -> bool: ...


def _allowed(modules: Iterable[Module], actor: Actor | None) -> list[Module]:
    return [module for module in modules if not module.permission or (actor and actor.may(module.permission))]


def _is_current(module: Module, view_name: str) -> bool:
    return view_name == module.route or any(view_name.startswith(prefix) for prefix in module.inside)


def links(
    modules: Iterable[Module], actor: Actor | None, view_name: str, kwargs: dict[str, Any] | None = None
) -> list[Link]:
    """The modules someone may open, as links; the most precise match is the current one."""
    allowed = _allowed(modules, actor)
    exact = any(module.route == view_name for module in allowed)
    found: list[Link] = []
    for module in allowed:
        try:
            url = reverse(module.route, kwargs=kwargs)
        except NoReverseMatch:
            continue  # a module that is not installed here; test_navigation finds a misspelt route
        current = module.route == view_name if exact else _is_current(module, view_name)
        found.append(Link(module.label, module.icon, url, current, module.short or module.label))
    return found


def _navigation() -> ModuleType:
    # By name: the list belongs to config, which stands above this slice.
    return import_module(getattr(settings, "NAVIGATION", "croisee.config.navigation"))


@dataclass
class Shell:
    """Computed only when the page uses it: fragments pay nothing for the rail."""

    request: HttpRequest
    navigation: Any = field(default_factory=_navigation)

    @property
    def actor(self) -> Any:
        return getattr(self.request, "membership", None)

    @cached_property
    def view_name(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""

    @cached_property
    def modules(self) -> list[Link]:
        return links(self.navigation.MODULES, self.actor, self.view_name)

    @cached_property
    def search(self) -> Link | None:
        """Where the field of the rail is posted, for those who may search."""
        asked = getattr(self.navigation, "SEARCH", None)
        found = links([asked], self.actor, self.view_name) if asked else []
        return found[0] if found else None

    @cached_property
    def dossier_tabs(self) -> list[Link]:
        match = self.request.resolver_match
        dossier_id = match.kwargs.get("dossier_id") if match else None
        if dossier_id is None:
            return []
        return links(self.navigation.DOSSIER_TABS, self.actor, self.view_name, {"dossier_id": dossier_id})

    @cached_property
    def account(self) -> list[Link]:
        return links(self.navigation.ACCOUNT, self.actor, self.view_name)

    @cached_property
    def memberships(self) -> list[Any]:
        """What to choose between, when the same person works in several teams."""
        found = list(getattr(self.request, "memberships", ()))
        return found if len(found) > 1 else []

    @property
    def switch_url(self) -> str:
        return reverse(self.navigation.SWITCH_MEMBERSHIP)


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
