"""Notes, drafts, outlooks, expectations: what is written, kept, refused; nothing is lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.foundation.journal.models import Line
from croisee.person.dossiers.models import Dossier, Draft, Note, NoteVersion, OutlookVersion
from croisee.person.dossiers.operations import drafts, expectations, notes, outlooks
from croisee.person.dossiers.operations.notes import Writing
from croisee.person.dossiers.queries import outlooks as outlook_queries
from croisee.person.dossiers.queries.notes import history
from croisee.person.dossiers.rules.access import Verdict, Via
from croisee.person.dossiers.tests import factories
from tests.support.journal import assert_journaled

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def write(dossier: Dossier, by: Membership, **more: Any) -> Note:
    now = timezone.now()
    given = {"kind": "interview", "happened_at": now, "text": "Elle voudrait rester chez elle.", **more}
    with wall.acting_as(by.user_id):
        return notes.write_note(dossier=dossier, by=by, at=now, **given)


def edit(note: Note, by: Membership, text: str, version: int = 1) -> Note:
    now = timezone.now()
    with wall.acting_as(by.user_id):
        return notes.edit_note(
            note_id=note.pk,
            dossier=note.dossier,
            by=by,
            at=now,
            version=version,
            writing=Writing(text, "interview", now),
        )


def test_a_note_is_written_and_the_dossier_remembers_the_contact(dossier: Dossier, nadia: Membership) -> None:
    with assert_journaled(Event.NOTE_WRITTEN, dossier=dossier) as lines:
        note = write(dossier, nadia, third_party_text="La voisine s'inquiète")
    assert lines[0].labels == {"compartment": "common"}
    assert f"dossier-{dossier.pk}-notes" in lines[0].topics
    with wall.acting_as(nadia.user_id):
        kept = Note.objects.get(pk=note.pk)
        assert kept.text == "Elle voudrait rester chez elle."
        assert kept.third_party_text == "La voisine s'inquiète"
        assert Dossier.objects.get(pk=dossier.pk).last_contact_date == timezone.localdate()


@pytest.mark.parametrize(
    "more",
    [
        {"text": "  \n "},
        {"happened_at": timezone.now() + DAY},
        {"happened_at": dt.datetime(1899, 12, 31, tzinfo=dt.UTC)},
        {"compartment": "medical"},
        {"compartment": "minimal"},
        {"compartment": "author"},
    ],
)
def test_what_is_not_a_note(dossier: Dossier, nadia: Membership, more: dict[str, Any]) -> None:
    with pytest.raises(notes.CannotWrite):
        write(dossier, nadia, **more)


def test_editing_keeps_what_was_said_before(dossier: Dossier, nadia: Membership, karim: Membership) -> None:
    note = write(dossier, nadia)
    with assert_journaled(Event.NOTE_EDITED, dossier=dossier):
        edit(note, karim, "Elle voudrait rester chez elle, avec de l'aide le matin.")
    with wall.acting_as(nadia.user_id):
        past = history(Note.objects.select_related("author__user").get(pk=note.pk))
        assert past.note.author_id == karim.pk
        assert past.first == nadia
        assert [version.text for version in past.versions] == ["Elle voudrait rester chez elle."]


def test_two_people_at_once_lose_nothing(dossier: Dossier, nadia: Membership, karim: Membership) -> None:
    note = write(dossier, nadia)
    edit(note, karim, "Karim est passé le premier.")
    with pytest.raises(notes.StaleNote) as stale:
        edit(note, nadia, "Nadia écrivait aussi.")
    assert stale.value.current.text == "Karim est passé le premier."
    with wall.acting_as(nadia.user_id), assert_journaled(Event.NOTE_CONFLICTED, dossier=dossier):
        notes.keep_both(
            note_id=note.pk, dossier=dossier, by=nadia, at=timezone.now(), text="Nadia écrivait aussi."
        )
    with wall.acting_as(nadia.user_id):
        kept = Draft.objects.get(dossier=dossier, author=nadia, place=drafts.of_note(note.pk))
        assert kept.text == "Nadia écrivait aussi."
    edit(note, nadia, "Les deux réunies.", version=2)
    with wall.acting_as(nadia.user_id):
        assert NoteVersion.objects.filter(note=note).count() == 2
        assert not Draft.objects.filter(dossier=dossier, author=nadia).exists()


def test_a_withdrawn_note_stays_and_does_not_change(
    dossier: Dossier, nadia: Membership, karim: Membership
) -> None:
    note = write(dossier, nadia)
    with wall.acting_as(karim.user_id), pytest.raises(notes.CannotChange):
        notes.withdraw_note(note_id=note.pk, dossier=dossier, by=karim, at=timezone.now())
    with wall.acting_as(nadia.user_id), assert_journaled(Event.NOTE_WITHDRAWN, dossier=dossier):
        notes.withdraw_note(note_id=note.pk, dossier=dossier, by=nadia, at=timezone.now())
    with wall.acting_as(nadia.user_id):
        assert Note.objects.get(pk=note.pk).text
    with pytest.raises(notes.CannotChange):
        edit(note, nadia, "Trop tard")


def test_a_draft_is_ones_own_and_leaves_with_the_note(
    dossier: Dossier, nadia: Membership, karim: Membership
) -> None:
    def save(text: str) -> None:
        with wall.acting_as(nadia.user_id):
            drafts.save_draft(dossier=dossier, by=nadia, at=timezone.now(), place=drafts.NEW_NOTE, text=text)

    with assert_journaled(Event.NOTE_DRAFTED, dossier=dossier):
        save("Elle vou")
        save("Elle voudrait")
    with wall.acting_as(karim.user_id):
        assert not Draft.objects.exists()
    with wall.acting_as(nadia.user_id):
        assert Draft.objects.get().text == "Elle voudrait"
    write(dossier, nadia)
    with wall.acting_as(nadia.user_id):
        assert not Draft.objects.exists()
    save("Autre chose")
    save("")
    with wall.acting_as(nadia.user_id):
        assert not Draft.objects.exists()


def test_no_text_reaches_the_journal(dossier: Dossier, nadia: Membership) -> None:
    write(dossier, nadia, text="Un secret très reconnaissable")
    assert "reconnaissable" not in repr(list(Line.objects.order_by("pk").values()))


# --- Outlooks -------------------------------------------------------------------------------------


def look_at(dossier: Dossier, by: Membership, text: str, version: int = 0) -> Any:
    with wall.acting_as(by.user_id):
        return outlooks.write_outlook(dossier=dossier, by=by, at=timezone.now(), text=text, version=version)


def share(dossier: Dossier, by: Membership, text: str = "Fatigue le matin") -> Any:
    with wall.acting_as(by.user_id):
        return outlooks.share_extract(dossier=dossier, by=by, at=timezone.now(), text=text)


def test_what_an_outlook_said_before_is_kept_in_its_culture(
    dossier: Dossier, nadia: Membership, ines: Membership
) -> None:
    look_at(dossier, ines, "Traitement lourd")
    look_at(dossier, ines, "Traitement allégé", version=1)
    with wall.acting_as(ines.user_id):
        mine = outlook_queries.looks(dossier, Verdict(True, via=Via.CIRCLE, shared=True), ines)[0]
        assert mine.outlook is not None
        assert mine.outlook.text == "Traitement allégé"
        assert [row.text for row in mine.versions] == ["Traitement lourd"]
    with wall.acting_as(nadia.user_id):
        assert not OutlookVersion.objects.exists()


def test_an_outlook_stays_in_its_culture_and_an_extract_goes_out(
    dossier: Dossier, nadia: Membership, ines: Membership
) -> None:
    with assert_journaled(Event.OUTLOOK_WRITTEN, dossier=dossier):
        look_at(dossier, ines, "Traitement lourd")
    with assert_journaled(Event.OUTLOOK_SHARED, dossier=dossier):
        extract = share(dossier, ines)
    with wall.acting_as(nadia.user_id):
        seen = outlook_queries.looks(dossier, Verdict(True, via=Via.REFERENT, shared=True), nadia)
        medical = next(look for look in seen if look.culture == "medical")
        assert seen[0].is_mine
        assert medical.outlook is None
        assert [row.text for row in medical.extracts] == ["Fatigue le matin"]
        with pytest.raises(outlooks.CannotShare):
            outlooks.withdraw_extract(extract_id=extract.pk, dossier=dossier, by=nadia, at=timezone.now())
    with wall.acting_as(ines.user_id), assert_journaled(Event.OUTLOOK_UNSHARED, dossier=dossier):
        outlooks.withdraw_extract(extract_id=extract.pk, dossier=dossier, by=ines, at=timezone.now())


def test_two_of_one_culture_at_once(dossier: Dossier, nadia: Membership, lea: Membership) -> None:
    look_at(dossier, nadia, "Logement fragile")
    with pytest.raises(outlooks.StaleOutlook) as stale:
        look_at(dossier, lea, "Courses difficiles")
    assert stale.value.current.text == "Logement fragile"
    assert look_at(dossier, lea, "Les deux", version=1).version == 2


def test_nothing_is_shared_without_agreement(nadia: Membership, ines: Membership) -> None:
    closed = factories.dossier(nadia)
    factories.in_circle(closed, ines)
    look_at(closed, ines, "Traitement lourd")
    with pytest.raises(outlooks.CannotShare):
        share(closed, ines)


# --- Expectations ---------------------------------------------------------------------------------


def express(dossier: Dossier, by: Membership, words: str, said_date: dt.date) -> Any:
    with wall.acting_as(by.user_id):
        return expectations.express(
            dossier=dossier, by=by, at=timezone.now(), words=words, said_date=said_date
        )


def test_an_expectation_is_said_said_again_and_ends(dossier: Dossier, nadia: Membership) -> None:
    today = timezone.localdate()
    with assert_journaled(Event.EXPECTATION_EXPRESSED, dossier=dossier):
        first = express(dossier, nadia, "Je voudrais rester chez moi", today - 30 * DAY)
    common: dict[str, Any] = {"dossier": dossier, "by": nadia, "at": timezone.now()}
    with wall.acting_as(nadia.user_id), assert_journaled(Event.EXPECTATION_CHANGED, dossier=dossier):
        second = expectations.say_again(
            **common, expectation_id=first.pk, words="Rester chez moi, aidée", said_date=today
        )
    with wall.acting_as(nadia.user_id), assert_journaled(Event.EXPECTATION_ENDED, dossier=dossier):
        expectations.end(**common, expectation_id=second.pk, ended_date=today)
        words = [row.words for row in outlook_queries.expectations(dossier)]
        assert words == ["Rester chez moi, aidée", "Je voudrais rester chez moi"]
        with pytest.raises(expectations.NoLongerExpected):
            expectations.end(**common, expectation_id=second.pk, ended_date=today)


@pytest.mark.parametrize(("words", "days"), [("  ", 0), ("Demain", 1)])
def test_what_is_not_an_expectation(dossier: Dossier, nadia: Membership, words: str, days: int) -> None:
    with pytest.raises(expectations.CannotExpect):
        express(dossier, nadia, words, timezone.localdate() + days * DAY)


def test_it_does_not_end_before_it_was_said(dossier: Dossier, nadia: Membership) -> None:
    today = timezone.localdate()
    row = express(dossier, nadia, "Revoir ma fille", today)
    with wall.acting_as(nadia.user_id), pytest.raises(expectations.CannotExpect):
        expectations.end(
            expectation_id=row.pk, dossier=dossier, by=nadia, at=timezone.now(), ended_date=today - DAY
        )
