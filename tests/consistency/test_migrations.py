"""The models, their migrations and Django's own checks agree."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from tools.migrations_check import missing


def test_every_change_of_a_model_has_its_migration() -> None:
    assert missing() == []


def test_django_has_nothing_to_say() -> None:
    call_command("check", fail_level="WARNING", stdout=StringIO())
