"""Who lives with the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import Dossier, HouseholdMember
from croisee.person.dossiers.queries.household import Home, homes_of
from croisee.person.dossiers.tests import factories
from tests.support.cast import Enter
from tests.support.html import fragment_equals_reload
from tests.support.journal import assert_journaled
from tests.support.queries import captured_queries

LEO = {"first_name": "Léo", "last_name": "Morel", "relationship": "child", "started_date": "2020-01-01"}


def add(client: Any, dossier: Dossier, **values: Any) -> Any:
    return client.post(reverse("dossiers:household-add", args=[dossier.pk]), {**LEO, **values})


def homes(dossier: Dossier, who: Membership) -> list[Home]:
    with wall.acting_as(who.user_id):
        return homes_of(dossier, timezone.localdate())


class TestAHousehold:
    def test_begins_with_its_first_member(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        with assert_journaled(Event.HOUSEHOLD_CHANGED, dossier=dossier):
            assert add(enter(nadia), dossier).status_code == 303
        (home,) = homes(dossier, nadia)
        assert [member.row.relationship for member in home.present] == ["child"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("started_date", "2080-01-01"),
            ("started_date", ""),
            ("birth_date", "1890-01-01"),
            ("birth_date", "2021-01-01"),
            ("relationship", "cousin"),
            ("first_name", "\x00"),
            ("last_name", "x" * 1_000_000),
        ],
    )
    def test_refuses_what_cannot_be(
        self, dossier: Dossier, nadia: Membership, enter: Enter, field: str, value: str
    ) -> None:
        assert add(enter(nadia), dossier, **{field: value}).status_code == 422
        assert homes(dossier, nadia) == []

    def test_may_be_two_homes(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        client = enter(nadia)
        add(client, dossier)
        client.post(reverse("dossiers:household-settle", args=[dossier.pk]), {"started_date": "2021-01-01"})
        first, second = homes(dossier, nadia)
        add(client, dossier, first_name="Ana", household=second.stay.household_id)
        first, second = homes(dossier, nadia)
        assert [len(first.present), len(second.present)] == [1, 1]

    def test_keeps_those_who_left(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        client = enter(nadia)
        add(client, dossier)
        row = homes(dossier, nadia)[0].present[0].row
        url = reverse("dossiers:household-leave", args=[dossier.pk, row.pk])
        assert client.post(url, {"ended_date": "2019-01-01"}).status_code == 422
        with assert_journaled(Event.HOUSEHOLD_LEFT, dossier=dossier):
            assert client.post(url, {"ended_date": timezone.localdate().isoformat()}).status_code == 303
        (home,) = homes(dossier, nadia)
        assert (home.present, len(home.past)) == ([], 1)

    def test_links_to_the_dossier_of_a_member_whose_key_one_holds(
        self, dossier: Dossier, nadia: Membership, lea: Membership, enter: Enter
    ) -> None:
        theirs = factories.dossier(nadia, first_name="Léo", birth_date=dt.date(2010, 5, 6))
        client = enter(nadia)
        add(client, dossier, birth_date="2010-05-06")
        page = client.get(reverse("dossiers:household", args=[dossier.pk]))
        assert f"Relier à son dossier {theirs.number}" in page.content.decode()
        row = homes(dossier, nadia)[0].present[0].row
        url = reverse("dossiers:household-link", args=[dossier.pk, row.pk])
        assert client.post(url, {"other": theirs.pk}).status_code == 303
        assert f"Son dossier {theirs.number}" in client.get(page.request["PATH_INFO"]).content.decode()
        assert theirs.number not in enter(lea).get(page.request["PATH_INFO"]).content.decode()
        other = client.get(reverse("dossiers:household", args=[theirs.pk])).content.decode()
        assert dossier.number in other

    def test_links_to_nobody_outside_the_wall(
        self, dossier: Dossier, nadia: Membership, omar: Membership, enter: Enter
    ) -> None:
        theirs = factories.dossier(omar, first_name="Léo")
        add(enter(nadia), dossier)
        row = homes(dossier, nadia)[0].present[0].row
        url = reverse("dossiers:household-link", args=[dossier.pk, row.pk])
        for other in (theirs.pk, dossier.pk, "", "x"):
            assert enter(nadia).post(url, {"other": other}).status_code in {409, 422}
        with wall.acting_as(omar.user_id):
            assert not HouseholdMember.objects.filter(dossier=theirs).exists()

    def test_swap_equals_reload(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        client, url = enter(nadia), reverse("dossiers:household", args=[dossier.pk])
        add(client, dossier)
        fragment_equals_reload(client, url, url, "#homes")

    def test_asks_as_many_queries_for_one_as_for_many(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        client, url = enter(nadia), reverse("dossiers:household", args=[dossier.pk])
        counts = []
        for _ in range(2):
            add(client, dossier)
            with captured_queries() as shapes:
                client.get(url)
            counts.append(len(shapes))
        assert counts[0] == counts[1]
