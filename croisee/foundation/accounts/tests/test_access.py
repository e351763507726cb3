"""Who may open which page of accounts and teams."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from tests.support.access import Knock, each
from tests.support.journal import assert_journaled

ONLY_CLAIRE = {"claire": 200, "nadia": 403, "karim": 403, "omar": 403, "paul": 403, "visitor": 302}
ACCESS = {
    "accounts:teams": ONLY_CLAIRE,
    "accounts:team-organisation": ONLY_CLAIRE,
    "accounts:team-add": ONLY_CLAIRE,
    "accounts:team-invite": ONLY_CLAIRE,
    "accounts:team-rename": ONLY_CLAIRE,
    "accounts:team-member": ONLY_CLAIRE,
    "accounts:team-member-end": ONLY_CLAIRE,
    "POST accounts:team-member-link": ONLY_CLAIRE,
    "POST accounts:session-close": {"nadia": 404, "visitor": 302},
    "POST accounts:switch": {"nadia": 302, "paul": 302, "visitor": 302},
}


@pytest.fixture
def url_arguments(nadia: Membership) -> dict[str, Any]:
    return {"team_id": nadia.team_id, "membership_id": nadia.pk, "session_id": 0}


@each(ACCESS)
def test_access(route: str, who: str, status: int, knock: Knock) -> None:
    assert knock(route, who) == status


@pytest.mark.django_db
class TestElsewhere:
    """A manager of another organisation finds nobody of ours."""

    @pytest.mark.parametrize("page", ["", "fin/"])
    def test_a_member_of_another_organisation_is_not_found(
        self, paul: Membership, claire: Membership, enter: Any, page: str
    ) -> None:
        assert enter(claire).get(f"/compte/equipes/membres/{paul.pk}/{page}").status_code == 404


def _session_of(client: Any, member: Membership) -> UserSession:
    return UserSession.objects.create(
        user=member.user, session_key=client.session.session_key, ip="127.0.0.1", user_agent="Firefox"
    )


@pytest.mark.django_db
class TestSessions:
    def test_closing_one_logs_that_browser_out_and_no_other(self, nadia: Membership, enter: Any) -> None:
        desk, phone = enter(nadia), enter(nadia)
        other = _session_of(phone, nadia)
        with assert_journaled(Event.USER_SESSION_REVOKED):
            assert desk.post(f"/compte/sessions/{other.pk}/fermer/").status_code == 302
        assert phone.get("/compte/sessions/").status_code == 302
        assert desk.get("/compte/sessions/").status_code == 200

    def test_nobody_closes_a_colleague_s(self, nadia: Membership, omar: Membership, enter: Any) -> None:
        session = _session_of(enter(nadia), nadia)
        assert enter(omar).post(f"/compte/sessions/{session.pk}/fermer/").status_code == 404


@pytest.mark.django_db
class TestThePageOfTeams:
    def test_shows_colleagues_and_no_figure_about_them(
        self, claire: Membership, nadia: Membership, enter: Any
    ) -> None:
        page = enter(claire).get("/compte/equipes/").content.decode()
        assert "Nadia Benali" in page
        assert "dossiers suivis" not in page

    def test_a_wrong_siret_is_said_at_the_field(self, claire: Membership, enter: Any) -> None:
        answer = enter(claire).post(
            "/compte/equipes/organisation/", {"name": "CCAS", "siret": "123", "finess": ""}
        )
        assert answer.status_code == 422
        assert "SIRET n&#x27;est pas valable" in answer.content.decode()

    def test_an_invited_colleague_chooses_a_password_by_the_link(
        self, claire: Membership, enter: Any
    ) -> None:
        client = enter(claire)
        answer = client.post(
            "/compte/equipes/membres/nouveau/",
            {
                "first_name": "Farid",
                "last_name": "Amrani",
                "email": "farid@exemple.test",
                "profession": "nurse",
                "team": claire.team_id,
                "role": "professional",
            },
        )
        assert answer.status_code == 302
        shown = client.post(f"{answer['Location']}lien/")
        link = shown.context["link"]
        page = enter(None).get(link.replace("http://testserver", ""), follow=True)
        assert page.status_code == 200
        assert 'type="password"' in page.content.decode()


@pytest.mark.django_db
class TestLogIn:
    def test_attempts_are_counted_for_the_installation_and_end(self, client: Any, nadia: Membership) -> None:
        nadia.user.set_password("une phrase assez longue")
        nadia.user.save()
        attempt = {"login": nadia.user.email, "password": "autre chose"}
        for _ in range(5):
            assert client.post("/compte/login/", attempt).status_code == 200
        right = {**attempt, "password": "une phrase assez longue"}
        refused = client.post("/compte/login/", right)
        assert refused.status_code in {200, 429}
        assert client.get("/").status_code == 302
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM croisee_cache")
            assert cursor.fetchone()[0] > 0
