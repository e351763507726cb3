"""Overview, timeline, identity, what is shown and printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import Compartment, Dossier, NoteKind, Person
from croisee.person.dossiers.operations.identity import StaleIdentity, change_identity
from croisee.person.dossiers.operations.notes import write_note
from croisee.person.dossiers.operations.opening import Identity
from croisee.person.dossiers.queries import sheet as sheets
from croisee.person.dossiers.queries import timeline
from croisee.person.dossiers.queries.paper import pdf_of
from croisee.person.dossiers.tests import factories, states
from tests.support.cast import Enter
from tests.support.html import fragment_equals_reload
from tests.support.journal import assert_journaled

SECRET, THIRD = "Elle dort mal depuis mars.", "La voisine dit avoir entendu crier."


def url(name: str, dossier: Dossier) -> str:
    return reverse(f"dossiers:{name}", args=[dossier.pk])


def note(dossier: Dossier, by: Membership, text: str, compartment: str, third: str = "") -> None:
    now = timezone.now()
    with wall.acting_as(by.user_id):
        write_note(
            dossier=dossier,
            by=by,
            at=now,
            kind=NoteKind.INTERVIEW,
            happened_at=now,
            text=text,
            third_party_text=third,
            compartment=compartment,
        )


@pytest.fixture
def told(dossier: Dossier, nadia: Membership, yasmine: Membership) -> Dossier:
    note(dossier, yasmine, SECRET, Compartment.PSYCHOLOGICAL)
    note(dossier, nadia, "Rendez-vous pris avec le bailleur.", Compartment.COMMON, THIRD)
    return dossier


class TestTheOverview:
    def test_says_who_and_how_to_talk(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        page = enter(nadia).get(url("detail", dossier)).content.decode()
        assert "Jeanne Morel" in page
        assert "Yasmine Cherif" in page

    def test_never_puts_the_name_in_the_browser_history(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        page = enter(nadia).get(url("detail", dossier)).content.decode()
        assert "Morel" not in page.split("<title>")[1].split("</title>")[0]

    def test_swap_equals_reload(self, told: Dossier, nadia: Membership, enter: Enter) -> None:
        fragment_equals_reload(enter(nadia), url("detail", told), url("detail", told), "#overview")
        fragment_equals_reload(enter(nadia), url("detail", told), url("head", told), "#dossier-line")

    def test_without_the_agreement_shows_the_minimal_sheet(
        self, nadia: Membership, lea: Membership, enter: Enter
    ) -> None:
        refused = factories.dossier(nadia)
        factories.in_circle(refused, lea)
        page = enter(lea).get(url("detail", refused)).content.decode()
        assert "que votre clé n&#x27;ouvre pas" in page or "que votre clé n'ouvre pas" in page


class TestTheTimeline:
    def test_shows_what_the_key_opens(
        self, told: Dossier, nadia: Membership, yasmine: Membership, enter: Enter
    ) -> None:
        mine, hers = (enter(who).get(url("timeline", told)).content.decode() for who in (nadia, yasmine))
        assert SECRET in hers
        assert SECRET not in mine
        assert "bailleur" in mine
        assert THIRD not in mine + hers

    def test_filters_by_culture(self, told: Dossier, yasmine: Membership, enter: Enter) -> None:
        page = enter(yasmine).get(url("timeline", told), {"culture": "psychological"}).content.decode()
        assert SECRET in page
        assert "bailleur" not in page
        assert enter(yasmine).get(url("timeline", told), {"culture": "x", "page": "9"}).status_code == 200

    def test_swap_equals_reload(self, told: Dossier, nadia: Membership, enter: Enter) -> None:
        fragment_equals_reload(enter(nadia), url("timeline", told), url("timeline", told), "#timeline")

    def test_takes_the_moments_of_slices_above(
        self, dossier: Dossier, nadia: Membership, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def above(ask: timeline.Ask) -> list[timeline.Moment]:
            return [timeline.Moment(timezone.now(), "Besoin décrit", "croisee")]

        monkeypatch.setattr(timeline._registry, "providers", [])
        timeline.register(above)
        timeline.register(above)
        page = enter(nadia).get(url("timeline", dossier)).content.decode()
        assert page.count("Besoin décrit") == 1


class TestTheIdentity:
    def sent(self, **values: Any) -> dict[str, Any]:
        return {"last_name": "Morel", "first_name": "Jeanne", "version": 1, **values}

    def test_is_corrected(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        with assert_journaled(Event.PERSON_UPDATED, dossier=dossier):
            answer = enter(nadia).post(url("identity", dossier), self.sent(phone="06 00 00 00 01"))
        assert answer.status_code == 303
        with wall.acting_as(nadia.user_id):
            person = Person.objects.get(dossier=dossier)
            assert (person.phone, person.version) == ("06 00 00 00 01", 2)

    def test_shows_both_versions_when_two_write_at_once(
        self, dossier: Dossier, nadia: Membership, karim: Membership, enter: Enter
    ) -> None:
        enter(karim).post(url("identity", dossier), self.sent(first_name="Jane"))
        answer = enter(nadia).post(url("identity", dossier), self.sent(first_name="Jeannette"))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Jane" in page
        assert "Jeannette" in page
        with wall.acting_as(nadia.user_id):
            assert Person.objects.get(dossier=dossier).first_name == "Jane"
        version = answer.context["form"].data["version"]
        again = enter(nadia).post(
            url("identity", dossier), self.sent(first_name="Jeannette", version=version)
        )
        assert again.status_code == 303

    def test_that_does_not_change_writes_nothing(self, dossier: Dossier, nadia: Membership) -> None:
        same = Identity("Morel", "Jeanne", birth_date=dt.date(1956, 2, 3))
        with wall.acting_as(nadia.user_id), assert_journaled(Event.PERSON_UPDATED, count=0):
            change_identity(dossier=dossier, identity=same, version=1, by=nadia, at=timezone.now())
        with wall.acting_as(nadia.user_id), pytest.raises(StaleIdentity):
            change_identity(dossier=dossier, identity=same, version=7, by=nadia, at=timezone.now())


class TestTheSheet:
    def test_shows_neither_compartments_nor_third_parties(
        self, told: Dossier, yasmine: Membership, enter: Enter
    ) -> None:
        with assert_journaled(Event.SHEET_SHOWN, dossier=told):
            page = enter(yasmine).get(url("show", told)).content.decode()
        assert "Vous pouvez changer d" in page
        assert SECRET not in page
        assert THIRD not in page

    def test_is_a_tagged_pdf(self, told: Dossier, nadia: Membership, enter: Enter) -> None:
        with assert_journaled(Event.SHEET_PRINTED, dossier=told):
            answer = enter(nadia).get(url("sheet", told))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Disposition"] == f'inline; filename="fiche-{told.number}.pdf"'
        for mark in (b"pdfuaid:part", b"/MarkInfo", b"/Lang(fr-FR)", b"/Count 1"):
            assert mark in answer.content

    @pytest.mark.parametrize(
        "name",
        [
            "Владимир",
            "陈小明",
            "محمد",
            "😀 \u200b\u0301",
            '"]#panic() $x$ \\',
            "a\u0000b",
            "\u202eabc",
            "ü" * 300,
        ],
    )
    def test_prints_any_name(self, name: str) -> None:
        section = sheets.Section("Vous", facts=[("Nom", name)], words=[name], items=[(name, [name])])
        assert pdf_of(sheets.Sheet(name, "2026-00001", "CCAS", "3 mars 2026", [section])).startswith(b"%PDF")

    def test_gives_needs_in_short_when_they_are_known(
        self, dossier: Dossier, nadia: Membership, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        need = sheets.SheetNeed("Je voudrais qu'on passe le matin", ["Aide à domicile : en cours"])
        monkeypatch.setattr(sheets._above, "needs", lambda _: [need])
        assert "en cours" in enter(nadia).get(url("show", dossier)).content.decode()

    def test_tells_who_opened_it_in_an_emergency(
        self, dossier: Dossier, nadia: Membership, cast: dict[str, Membership], enter: Enter
    ) -> None:
        states.in_emergency(dossier, cast)
        page = enter(nadia).get(url("show", dossier)).content.decode()
        assert "Omar Diallo a ouvert votre dossier" in page
