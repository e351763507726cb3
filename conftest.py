"""The suite's set-up: the environment before Django's settings, then the harness of tests/support as fixtures."""

from __future__ import annotations

import os

import django
import pytest

pytest.register_assert_rewrite("tests.support")

from tests.support import environment  # noqa: E402

environment.prepare(os.environ)
django.setup()

pytest_plugins = [
    "tests.support.plugin",
    "tests.support.cast",
    "tests.support.access",
    "tests.support.browser",
    "tests.support.stack",
]
