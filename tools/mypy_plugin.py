"""Teaches mypy what our middleware puts on each request: django-stubs know only Django's own attributes."""

from __future__ import annotations

from collections.abc import Callable

from mypy.checker import TypeChecker
from mypy.nodes import TypeInfo
from mypy.plugin import AttributeContext, ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, Instance, Type, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
# `membership` is None for a visitor; views are behind `require` or the gate, where it never is.
ATTRIBUTES = {
    "membership": ("croisee.foundation.accounts.models", "Membership", False),
    "memberships": ("croisee.foundation.accounts.models", "Membership", True),
    "htmx": ("django_htmx.middleware", "HtmxDetails", False),
}


class RequestPlugin(Plugin):
    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _declare if fullname == REQUEST else None

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        owner, _, name = fullname.rpartition(".")
        if name not in ATTRIBUTES or not owner.startswith("django."):
            return None
        return lambda context: _type_of(name, context)


def _declare(context: ClassDefContext) -> None:
    for name in ATTRIBUTES:
        if name not in context.cls.info.names:
            add_attribute_to_class(context.api, context.cls, name, AnyType(TypeOfAny.explicit))


def _type_of(name: str, context: AttributeContext) -> Type:
    module_name, class_name, is_list = ATTRIBUTES[name]
    checker = context.api
    module = checker.modules.get(module_name) if isinstance(checker, TypeChecker) else None
    symbol = module.names.get(class_name) if module else None
    if symbol is None or not isinstance(symbol.node, TypeInfo):
        return context.default_attr_type
    found = Instance(symbol.node, [])
    return context.api.named_generic_type("builtins.list", [found]) if is_list else found


def plugin(_version: str) -> type[Plugin]:
    return RequestPlugin
