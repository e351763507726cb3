"""Two dossiers of one person become one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.tests import factories as accounts
from croisee.foundation.journal.events import Event
from croisee.foundation.journal.models import Line
from croisee.foundation.vault.models import DataKey
from croisee.person.dossiers.models import Compartment, Dossier, Note, NoteKind
from croisee.person.dossiers.operations import closing, erasing
from croisee.person.dossiers.operations.merging import CannotMerge, merge
from croisee.person.dossiers.operations.notes import write_note
from croisee.person.dossiers.tests import factories
from tests.support.cast import Enter
from tests.support.journal import assert_journaled


@pytest.fixture
def twin(dossier: Dossier, yasmine: Membership, karim: Membership) -> Dossier:
    """Mme Morel again, recorded by Yasmine under her married name, with a note of the psychologists."""
    opened = factories.dossier(yasmine, last_name="Petit", birth_name="Morel")
    factories.in_circle(opened, karim)
    now = timezone.now()
    with wall.acting_as(yasmine.user_id):
        write_note(
            dossier=opened,
            by=yasmine,
            at=now,
            kind=NoteKind.NOTE,
            happened_at=now,
            text="Elle dort mal.",
            compartment=Compartment.PSYCHOLOGICAL,
        )
    return opened


def merged(dossier: Dossier, twin: Dossier, karim: Membership) -> None:
    with wall.acting_as(karim.user_id):
        merge(kept=dossier, absorbed=twin, by=karim, at=timezone.now())


class TestMerging:
    def test_asks_for_a_typed_number_after_a_comparison(
        self, dossier: Dossier, twin: Dossier, karim: Membership, enter: Enter
    ) -> None:
        client = enter(karim)
        choice = client.get(reverse("dossiers:merge-choice", args=[dossier.pk]))
        assert [one.dossier_id for one in choice.context["look_alikes"]] == [twin.pk]
        url = reverse("dossiers:merge", args=[dossier.pk, twin.pk])
        assert "Petit" in client.get(url).content.decode()
        assert client.post(url, {"number": dossier.number}).status_code == 422
        with assert_journaled(Event.DOSSIER_MERGED, count=2):
            assert client.post(url, {"number": twin.number}).status_code == 303

    def test_finds_the_other_by_its_number(
        self, dossier: Dossier, twin: Dossier, karim: Membership, enter: Enter
    ) -> None:
        url = reverse("dossiers:merge-choice", args=[dossier.pk])
        answer = enter(karim).post(url, {"number": twin.number})
        assert answer["Location"] == reverse("dossiers:merge", args=[dossier.pk, twin.pk])
        assert enter(karim).post(url, {"number": "1999-00001"}).status_code == 422

    def test_keeps_every_row_with_its_compartment_and_its_key(
        self, dossier: Dossier, twin: Dossier, karim: Membership, yasmine: Membership, nadia: Membership
    ) -> None:
        merged(dossier, twin, karim)
        with wall.acting_as(yasmine.user_id):
            note = Note.objects.get(dossier=dossier)
            assert note.text == "Elle dort mal."
            assert note.key_id == twin.pk
        with wall.acting_as(nadia.user_id):
            assert not Note.objects.filter(dossier=dossier).exists()

    def test_leads_from_the_old_address_to_the_kept_one(
        self, dossier: Dossier, twin: Dossier, karim: Membership, yasmine: Membership, enter: Enter
    ) -> None:
        merged(dossier, twin, karim)
        old, kept = (reverse("dossiers:detail", args=[one.pk]) for one in (twin, dossier))
        assert enter(yasmine).get(old)["Location"] == kept
        assert enter(yasmine).get(kept).status_code == 200

    def test_finds_the_person_under_both_names(
        self, dossier: Dossier, twin: Dossier, karim: Membership, enter: Enter
    ) -> None:
        merged(dossier, twin, karim)
        for name in ("morel", "petit", "petit jeanne"):
            found = enter(karim).post("/dossiers/chercher/", {"text": name}).context["rows"]
            assert [row.dossier.pk for row in found] == [dossier.pk]

    def test_keeps_both_journals(self, dossier: Dossier, twin: Dossier, karim: Membership) -> None:
        before = {one.pk: Line.objects.filter(dossier_id=one.pk).count() for one in (dossier, twin)}
        merged(dossier, twin, karim)
        for dossier_id, count in before.items():
            assert Line.objects.filter(dossier_id=dossier_id).count() > count

    def test_is_refused_twice_and_into_a_closed_one(
        self, dossier: Dossier, twin: Dossier, karim: Membership, nadia: Membership
    ) -> None:
        now, today = timezone.now(), timezone.localdate()
        with wall.acting_as(nadia.user_id):
            closing.close(dossier=dossier, reason="other", text="", closed_date=today, by=nadia, at=now)
        with pytest.raises(CannotMerge):
            merged(dossier, twin, karim)
        merged(twin, dossier, karim)
        with pytest.raises(CannotMerge):
            merged(twin, dossier, karim)

    def test_asks_for_both_keys(
        self, dossier: Dossier, karim: Membership, omar: Membership, enter: Enter
    ) -> None:
        with wall.acting_as(omar.user_id):
            other = factories.dossier(omar, last_name="Zola")
        with wall.acting_as(omar.user_id):
            Dossier.objects.filter(pk=other.pk).update(team=accounts.team(omar.organisation))
        url = reverse("dossiers:merge", args=[dossier.pk, other.pk])
        assert enter(karim).get(url).status_code == 403
        assert enter(karim).post(url, {"number": other.number}).status_code == 403

    def test_is_erased_whole(self, dossier: Dossier, twin: Dossier, karim: Membership) -> None:
        merged(dossier, twin, karim)
        past = timezone.localdate() - dt.timedelta(days=900)
        with wall.acting_as(karim.user_id):
            Dossier.objects.filter(pk=dossier.pk).update(
                opened_date=past, last_contact_date=past, closed_date=past, closing_reason="other"
            )
        with wall.acting_as(karim.user_id):
            erasing.erase(dossier=dossier, by=karim, at=timezone.now())
        assert not DataKey.objects.filter(pk__in=[dossier.pk, twin.pk]).exists()
