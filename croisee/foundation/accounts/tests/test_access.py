"""Who may open which page of accounts and teams."""

from __future__ import annotations

from typing import Any

import pytest

from croisee.foundation.accounts.models import Membership
from tests.support.access import Knock, each

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
    "POST accounts:switch": {"nadia": 302, "paul": 302, "visitor": 302},
}


@pytest.fixture
def url_arguments(nadia: Membership) -> dict[str, Any]:
    return {"team_id": nadia.team_id, "membership_id": nadia.pk}


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
