"""What every model must say: where its personal data ends, how it is called, whom it stands on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from croisee.foundation.accounts.permissions import Permission
from tests.consistency.code import ROOT, complain, may_stand_on

# Rows of these, and rows that point at them, are about people.
PEOPLE = {"accounts.User", "accounts.Membership", "dossiers.Dossier", "dossiers.Person"}
# The wall's own columns, and states of a session or a token, hold nothing about a person.
TECHNICAL = {"acl", "compartment", "id", "key_id"}
TELLS_SOMETHING = (
    models.CharField, models.TextField, models.DateField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField, models.FileField, ArrayField,
)  # fmt: skip
GLOSSARY = ROOT / "docs" / "glossary.md"


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("croisee.")]


def is_about_people(model: type[models.Model]) -> bool:
    if model._meta.label in PEOPLE:
        return True
    related = [field.related_model for field in model._meta.concrete_fields]
    return any(isinstance(other, type) and other._meta.label in PEOPLE for other in related)


def fields_to_declare(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, TELLS_SOMETHING)
        and not isinstance(field, models.DateTimeField)
        and field.name not in TECHNICAL
        and not field.name.startswith("acl_")
    }


def undeclared(model: type[models.Model]) -> list[str]:
    retention = model.__dict__.get("Retention")
    if retention is None:
        return [f"{model._meta.label} has no inner class Retention"]
    erased, kept = set(getattr(retention, "erased", ())), dict(getattr(retention, "kept", {}))
    known = {field.name for field in model._meta.get_fields()}
    missing = sorted(fields_to_declare(model) - erased - set(kept))
    return [
        *(f"{model._meta.label}.{name} is neither erased nor kept" for name in missing),
        *(
            f"{model._meta.label}.{name} is declared and does not exist"
            for name in sorted((erased | set(kept)) - known)
        ),
        *(f"{model._meta.label}.{name} is both erased and kept" for name in sorted(erased & set(kept))),
        *(
            f"{model._meta.label}.{name} is kept without a reason"
            for name, why in sorted(kept.items())
            if not why
        ),
    ]


def test_every_field_about_a_person_has_its_end() -> None:
    found = [line for model in our_models() if is_about_people(model) for line in undeclared(model)]
    complain(found, "What becomes of this at the end of retention?")


def test_a_field_without_its_end_is_found() -> None:
    class Undeclared(models.Model):
        text = models.TextField()
        read_at = models.DateTimeField()

        class Meta:
            app_label = "tests"
            managed = False

        class Retention:
            kept = {"gone": "why", "read_at": ""}

    assert undeclared(Undeclared) == [
        "tests.Undeclared.text is neither erased nor kept",
        "tests.Undeclared.gone is declared and does not exist",
        "tests.Undeclared.read_at is kept without a reason",
    ]
    apps.all_models.pop("tests", None)


# --- Words ----------------------------------------------------------------------------------------


def words_without_definition(words: list[str], glossary: str) -> list[str]:
    return [word for word in words if f"`{word}`" not in glossary]


@pytest.mark.skipif(not GLOSSARY.exists(), reason="docs/glossary.md is not written yet")
def test_every_model_and_permission_is_in_the_glossary() -> None:
    words = [model.__name__ for model in our_models()] + [permission.value for permission in Permission]
    complain(
        words_without_definition(words, GLOSSARY.read_text()), "Words without a line in docs/glossary.md:"
    )


def test_a_word_without_definition_is_found() -> None:
    assert words_without_definition(["Need", "Answer"], "| `Need` | besoin |") == ["Answer"]


# --- Arrows ---------------------------------------------------------------------------------------


def arrows() -> Iterator[tuple[str, str, str]]:
    """Every relation of ours as (whose, field, towards whom), packages named as on the map."""
    for model in our_models():
        for field in model._meta.get_fields():
            target = field.related_model
            if (
                field.auto_created
                or not isinstance(target, type)
                or not target.__module__.startswith("croisee.")
            ):
                continue
            yield _package(model), f"{model._meta.label}.{field.name}", _package(target)


def _package(model: type[models.Model]) -> str:
    return apps.get_app_config(model._meta.app_label).name


def test_foreign_keys_follow_the_map() -> None:
    found = [
        f"{field}: {ours} must not know {theirs}"
        for ours, field, theirs in arrows()
        if not may_stand_on(ours, theirs)
    ]
    complain(found, "A foreign key against the arrows of the map:")


@pytest.mark.parametrize(
    ("upper", "lower", "allowed"),
    [
        ("croisee.person.needs", "croisee.person.dossiers", True),
        ("croisee.person.dossiers", "croisee.person.needs", False),
        ("croisee.person.dossiers", "croisee.foundation.vault", True),
        ("croisee.foundation.vault", "croisee.person.dossiers", False),
        ("croisee.foundation.journal", "croisee.foundation.accounts", False),
        ("croisee.foundation.vault", "croisee.foundation.retention", False),
        ("croisee.foundation.directory", "croisee.foundation.accounts", True),
        ("croisee.foundation.accounts", "croisee.foundation.directory", False),
        ("croisee.foundation.unplaced", "croisee.foundation.journal", False),
    ],
)
def test_the_map_is_read_as_drawn(upper: str, lower: str, allowed: bool) -> None:
    assert may_stand_on(upper, lower) is allowed


def test_no_model_has_an_order_of_its_own() -> None:
    assert [model._meta.label for model in our_models() if model._meta.ordering] == []
