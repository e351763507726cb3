"""What people with an account and bad intentions try: to enter another's, to read unseen."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import operations as accounts
from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.tests import factories as made
from croisee.foundation.journal.events import Event
from croisee.foundation.journal.models import Line
from croisee.person.dossiers.models import Dossier
from tests.support.cast import Enter

pytestmark = pytest.mark.django_db


class TestTheAccountManager:
    """Claire opens and closes accounts; none of that opens a dossier to her."""

    def test_gets_no_link_into_an_account_that_was_used(
        self, claire: Membership, nadia: Membership, enter: Enter
    ) -> None:
        url = reverse("accounts:team-member-link", args=[nadia.pk])
        enter(nadia).get("/")
        answer = enter(claire).post(url)
        assert answer.status_code == 409
        assert "/reset/" not in answer.content.decode()

    def test_nor_into_one_that_has_a_password(
        self, claire: Membership, nadia: Membership, enter: Enter
    ) -> None:
        nadia.user.set_password("un mot de passe à elle")
        nadia.user.save()
        assert enter(claire).post(reverse("accounts:team-member-link", args=[nadia.pk])).status_code == 409

    def test_leaves_a_trace_when_a_first_link_is_prepared(
        self, claire: Membership, nadia: Membership, enter: Enter
    ) -> None:
        assert enter(claire).post(reverse("accounts:team-member-link", args=[nadia.pk])).status_code == 200
        line = Line.objects.get(event=Event.USER_LINK_PREPARED)
        assert (line.user_id, line.subject) == (claire.user_id, f"user:{nadia.user_id}")

    def test_does_not_enter_another_team_under_another_role(self, claire: Membership, enter: Enter) -> None:
        sent = {
            "first_name": "Claire",
            "last_name": "Lemoine",
            "email": claire.user.email.upper(),
            "profession": "social_worker",
            "team": made.team(claire.organisation).pk,
            "role": "coordinator",
        }
        assert enter(claire).post(reverse("accounts:team-invite"), sent).status_code == 422
        assert claire.user.memberships.count() == 1

    def test_does_not_change_her_own_role(self, claire: Membership) -> None:
        with pytest.raises(accounts.CannotManage):
            accounts.change_role(membership=claire, role="coordinator", by=claire, at=timezone.now())


class TestReadingUnseen:
    """A browser says which requests are automatic refreshes: it may not say so of a first reading."""

    @staticmethod
    def _events(dossier: Dossier) -> list[str]:
        return list(Line.objects.filter(dossier_id=dossier.pk, user_id__isnull=False).order_by("pk")
                    .filter(event__startswith="dossier.").exclude(event="dossier.created")
                    .values_list("event", flat=True))  # fmt: skip

    def test_a_first_reading_is_an_opening(self, dossier: Dossier, lea: Membership, enter: Enter) -> None:
        hidden = {"X-Croisee-Refresh": "1", "HX-Request": "true"}
        client: Client = enter(lea)
        client.get(reverse("dossiers:notes", args=[dossier.pk]), headers=hidden)
        assert self._events(dossier) == [Event.DOSSIER_OPENED]
        client.get(reverse("dossiers:notes", args=[dossier.pk]), headers=hidden)
        assert self._events(dossier) == [Event.DOSSIER_OPENED, Event.DOSSIER_REFRESHED]
        enter(lea).get(reverse("dossiers:notes", args=[dossier.pk]), headers=hidden)
        assert self._events(dossier)[-1] == Event.DOSSIER_OPENED
