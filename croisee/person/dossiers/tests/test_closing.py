"""Closing, reopening, handing over, erasing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.foundation.vault.keyring import KeyDestroyed
from croisee.foundation.vault.models import DataKey
from croisee.person.dossiers.models import CircleMember, Dossier, NameToken, Person
from croisee.person.dossiers.operations import closing, erasing
from tests.support.cast import Enter
from tests.support.journal import assert_journaled


def close(dossier: Dossier, by: Membership) -> Dossier:
    now = timezone.now()
    with wall.acting_as(by.user_id):
        return closing.close(
            dossier=dossier,
            reason="moved",
            text="Partie à Lyon",
            closed_date=timezone.localdate(),
            by=by,
            at=now,
        )


def age(dossier: Dossier, by: Membership, days: int) -> None:
    """As if nothing had come from the person for so many days."""
    past = timezone.localdate() - dt.timedelta(days=days)
    with wall.acting_as(by.user_id):
        Dossier.objects.filter(pk=dossier.pk).update(last_contact_date=past, opened_date=past)


class TestClosing:
    def test_keeps_the_reason_and_stops_writing(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        url = reverse("dossiers:close", args=[dossier.pk])
        today = timezone.localdate().isoformat()
        with assert_journaled(Event.DOSSIER_CLOSED, dossier=dossier):
            answer = enter(nadia).post(
                url, {"reason": "moved", "closed_date": today, "text": "Partie à Lyon"}
            )
        assert answer.status_code == 303
        assert enter(nadia).get(reverse("dossiers:identity", args=[dossier.pk])).status_code == 403
        page = enter(nadia).get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
        assert "départ du territoire" in page

    @pytest.mark.parametrize("date", ["2080-01-01", "1999-01-01"])
    def test_refuses_an_impossible_date(
        self, dossier: Dossier, nadia: Membership, enter: Enter, date: str
    ) -> None:
        url = reverse("dossiers:close", args=[dossier.pk])
        assert enter(nadia).post(url, {"reason": "moved", "closed_date": date}).status_code == 422

    def test_is_refused_twice_and_undone_by_reopening(self, dossier: Dossier, nadia: Membership) -> None:
        close(dossier, nadia)
        with pytest.raises(closing.CannotClose):
            close(dossier, nadia)
        now = timezone.now()
        with wall.acting_as(nadia.user_id), assert_journaled(Event.DOSSIER_REOPENED):
            opened = closing.reopen(dossier=dossier, contact_date=timezone.localdate(), by=nadia, at=now)
            assert opened.is_open
            assert opened.closing_text == "Partie à Lyon"
        with wall.acting_as(nadia.user_id), pytest.raises(closing.CannotClose):
            closing.reopen(dossier=dossier, contact_date=timezone.localdate(), by=nadia, at=now)


class TestHandingOver:
    def test_turns_the_key(self, dossier: Dossier, nadia: Membership, omar: Membership, enter: Enter) -> None:
        url = reverse("dossiers:hand-over", args=[dossier.pk])
        with assert_journaled(Event.DOSSIER_HANDED_OVER, dossier=dossier):
            assert enter(nadia).post(url, {"to": omar.pk, "reason": "Congé"}).status_code == 303
        assert enter(omar).get(reverse("dossiers:detail", args=[dossier.pk])).status_code == 200
        with wall.acting_as(omar.user_id):
            circle = CircleMember.objects.filter(ended_date__isnull=True)
            assert {nadia.pk, omar.pk} <= set(circle.values_list("membership_id", flat=True))

    def test_refuses_another_organisation_and_a_role_that_does_not_accompany(
        self, dossier: Dossier, nadia: Membership, paul: Membership, lea: Membership
    ) -> None:
        for other in (paul, lea, nadia):
            with wall.acting_as(nadia.user_id), pytest.raises(closing.CannotHandOver):
                closing.hand_over(dossier=dossier, to=other, reason="x", by=nadia, at=timezone.now())


class TestErasing:
    def test_destroys_the_key_and_keeps_a_number(
        self, dossier: Dossier, nadia: Membership, karim: Membership, enter: Enter
    ) -> None:
        close(dossier, nadia)
        age(dossier, nadia, 800)
        url = reverse("dossiers:erase", args=[dossier.pk])
        client = enter(karim)
        assert client.post(url, {"number": "2026-99999"}).status_code == 422
        with (
            assert_journaled(Event.DOSSIER_ERASED, dossier=dossier),
            assert_journaled(Event.DOSSIER_KEY_DESTROYED),
        ):
            assert client.post(url, {"number": dossier.number}).status_code == 303
        assert not DataKey.objects.filter(pk=dossier.pk).exists()
        with wall.acting_as(nadia.user_id):
            left = Dossier.objects.get(pk=dossier.pk)
            assert (left.number, left.closing_reason) == (dossier.number, "moved")
            assert not NameToken.objects.exists()
            with pytest.raises(KeyDestroyed):
                _ = Person.objects.get(dossier=left).last_name
        assert client.get(reverse("dossiers:detail", args=[dossier.pk])).status_code == 403
        assert client.get("/dossiers/", {"etat": "tous"}).context["rows"] == []

    def test_is_refused_before_the_end_of_keeping(
        self, dossier: Dossier, nadia: Membership, karim: Membership, enter: Enter
    ) -> None:
        url = reverse("dossiers:erase", args=[dossier.pk])
        for prepare in (lambda: None, lambda: close(dossier, nadia)):
            prepare()
            assert "Effacer le dossier" not in enter(karim).get(url).content.decode()
            assert enter(karim).post(url, {"number": dossier.number}).status_code in {409, 422}
        assert DataKey.objects.filter(pk=dossier.pk).exists()

    def test_is_finished_later_when_the_vault_was_away(
        self, dossier: Dossier, nadia: Membership, karim: Membership, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        close(dossier, nadia)
        age(dossier, nadia, 800)

        def away(**_: object) -> None:
            raise OSError

        with monkeypatch.context() as broken, wall.acting_as(karim.user_id):
            broken.setattr("croisee.foundation.vault.operations.destroy_key", away)
            erasing.erase(dossier=dossier, by=karim, at=timezone.now())
        assert DataKey.objects.filter(pk=dossier.pk).exists()
        assert erasing.destroy_due_keys(at=timezone.now()) == 1
        assert erasing.destroy_due_keys(at=timezone.now()) == 0
        assert not DataKey.objects.filter(pk=dossier.pk).exists()

    def test_period_is_a_setting(self, dossier: Dossier, nadia: Membership, settings: object) -> None:
        close(dossier, nadia)
        age(dossier, nadia, 100)
        with wall.acting_as(nadia.user_id):
            aged = Dossier.objects.get(pk=dossier.pk)
        assert not erasing.keeping_of(aged, timezone.localdate()).may_erase
        settings.RETENTION_MONTHS = {"active_file": 3}  # type: ignore[attr-defined]
        assert erasing.keeping_of(aged, timezone.localdate()).may_erase
