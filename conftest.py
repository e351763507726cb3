"""The suite's set-up: environment before Django's settings, then the harness of tests/support as fixtures."""

from __future__ import annotations

import os

from tests.support import environment

environment.prepare(os.environ)

pytest_plugins = ["tests.support.plugin"]
