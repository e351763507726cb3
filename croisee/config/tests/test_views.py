"""The front door."""

from __future__ import annotations

from typing import Any

import pytest

from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.tests import factories


@pytest.mark.django_db
class TestHome:
    def test_a_professional_lands_on_the_dossiers(self, nadia: Membership, enter: Any) -> None:
        assert enter(nadia).get("/")["Location"] == "/dossiers/"

    def test_who_manages_accounts_lands_on_a_page_they_may_open(self, claire: Membership, enter: Any) -> None:
        assert enter(claire).get("/", follow=True).status_code == 200

    def test_an_account_without_team_is_told_whom_to_ask(self, client: Any) -> None:
        client.force_login(factories.user())
        page = client.get("/")
        assert page.status_code == 403
        assert "aucune équipe" in page.content.decode()

    def test_a_visitor_logs_in_first(self, client: Any, db: None) -> None:
        assert client.get("/")["Location"].startswith("/compte/login/")


@pytest.mark.django_db
def test_health_reaches_the_database(client: Any) -> None:
    assert client.get("/sante/").content == b"ok"
