"""A process refuses to work under a role that could pass the wall."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from croisee.config import roles


@pytest.mark.django_db
class TestDangerousRoles:
    def test_the_owner_of_the_tables_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(roles, "_safe", set())
        as_owner = connections["owner"].copy(alias="default")
        try:
            with pytest.raises(ImproperlyConfigured, match="pourrait lire tous les dossiers"):
                as_owner.ensure_connection()
            assert as_owner.connection is None
        finally:
            as_owner.close()

    def test_the_application_s_role_is_accepted_once_and_for_all(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known: set[str] = set()
        monkeypatch.setattr(roles, "_safe", known)
        roles.refuse_dangerous_role(connections["default"])
        assert known == {"default"}
