"""Writing on the pages: drafts, two people at once, what bad input gets, fragments equal to the page."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier, Draft, Note, Outlook
from croisee.person.dossiers.operations import expectations, notes
from croisee.person.dossiers.tests import factories
from tests.support.cast import Enter
from tests.support.queries import captured_queries
from tests.support.web import StrictClient

pytestmark = pytest.mark.django_db
NUL, LONG = "a\x00b", "x" * 1_000_000


@pytest.fixture
def web(enter: Enter, nadia: Membership, dossier: Dossier) -> StrictClient:
    return enter(nadia)


def url(route: str, dossier: Dossier, *more: Any) -> str:
    return reverse(f"dossiers:{route}", args=[dossier.pk, *more])


def local(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def sent(**more: Any) -> dict[str, Any]:
    return {
        "text": "Elle voudrait rester chez elle.",
        "kind": "visit",
        "happened_at": local(timezone.now()),
        "with_person": "on",
        "compartment": "common",
        "third_party_text": "",
        **more,
    }


def written(dossier: Dossier, by: Membership, **more: Any) -> Note:
    now = timezone.now()
    given = {"kind": "call", "happened_at": now, "text": "Appel du matin", **more}
    with wall.acting_as(by.user_id):
        return notes.write_note(dossier=dossier, by=by, at=now, **given)


def section(page: Any, name: str) -> str:
    """The live section of a page, tokens left out."""
    body = page.content.decode()
    found = re.search(rf'<(section|div)\b[^>]*id="{name}".*', body, re.DOTALL)
    assert found, f"no section {name}"
    return re.sub(r'value="[\w-]{36,}"', "", found[0])


def test_a_note_is_written_and_read(web: StrictClient, dossier: Dossier, nadia: Membership) -> None:
    assert web.post(url("note-write", dossier), sent()).status_code == 303
    assert "Elle voudrait rester chez elle." in web.get(url("notes", dossier)).content.decode()
    with wall.acting_as(nadia.user_id):
        assert Note.objects.get(dossier=dossier).kind == "visit"


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("text", {"text": ""}),
        ("text", {"text": NUL}),
        ("text", {"text": LONG}),
        ("third_party_text", {"third_party_text": LONG}),
        ("happened_at", {"happened_at": local(timezone.now() + dt.timedelta(days=2))}),
        ("happened_at", {"happened_at": "1899-12-31T10:00"}),
        ("happened_at", {"happened_at": "2026-02-31T10:00"}),
        ("happened_at", {"happened_at": NUL}),
        ("kind", {"kind": "spell"}),
        ("compartment", {"compartment": "psychological"}),
        ("compartment", {"compartment": NUL}),
    ],
)
def test_bad_input_is_said_at_its_field(
    web: StrictClient, dossier: Dossier, nadia: Membership, field: str, data: dict[str, Any]
) -> None:
    answer = web.post(url("note-write", dossier), sent(**data))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with wall.acting_as(nadia.user_id):
        assert not Note.objects.filter(dossier=dossier).exists()


def test_what_is_being_written_is_kept_and_comes_back(
    web: StrictClient, dossier: Dossier, nadia: Membership
) -> None:
    draft = url("note-draft", dossier)
    assert web.post(draft, {"text": "Elle vou"}).status_code == 204
    assert web.post(draft, {"text": " Elle voudrait\n"}).status_code == 204
    assert web.post(draft, {"text": LONG}).status_code == 422
    assert web.post(draft, {"text": NUL}).status_code == 422
    page = web.get(url("note-write", dossier)).content.decode()
    assert "Elle voudrait" in page
    assert f'data-draft-url="{draft}"' in page
    assert "note en cours d'écriture" in web.get(url("notes", dossier)).content.decode()
    web.post(url("note-write", dossier), sent())
    with wall.acting_as(nadia.user_id):
        assert not Draft.objects.exists()


def test_two_people_at_once_see_both_versions(
    enter: Enter, dossier: Dossier, nadia: Membership, karim: Membership
) -> None:
    note = written(dossier, nadia)
    edit = url("note-edit", dossier, note.pk)
    assert enter(karim).post(edit, sent(text="Version de Karim", version=1)).status_code == 303
    hers = enter(nadia)
    both = hers.post(edit, sent(text="Version de Nadia", version=1))
    assert both.status_code == 409
    body = both.content.decode()
    assert "Version de Karim" in body
    assert "Version de Nadia" in body
    # She may leave the page: her words wait for her.
    assert "Version de Nadia" in hers.get(edit).content.decode()
    version = both.context["form"].initial["version"]
    assert hers.post(edit, sent(text="Les deux", version=version)).status_code == 303
    read = hers.get(url("note", dossier, note.pk)).content.decode()
    assert "Les deux" in read
    assert "Version de Karim" in read


def test_a_note_of_another_culture_does_not_exist(
    web: StrictClient, dossier: Dossier, yasmine: Membership
) -> None:
    kept = written(dossier, yasmine, compartment="psychological", text="Entre elle et moi")
    assert web.get(url("note", dossier, kept.pk)).status_code == 404
    assert web.post(url("note-edit", dossier, kept.pk), sent(version=1)).status_code == 404
    assert "Entre elle et moi" not in web.get(url("notes", dossier)).content.decode()
    answer = web.get(url("notes", dossier), {"culture": "psychological"})
    assert "Entre elle et moi" not in answer.content.decode()


def test_filters_and_pages(web: StrictClient, dossier: Dossier, nadia: Membership) -> None:
    for number in range(17):
        written(
            dossier, nadia, text=f"Appel numéro {number}", compartment="social" if number % 2 else "common"
        )
    first = web.get(url("notes", dossier))
    assert len(first.context["page"]) == 15
    assert first.context["page"].has_next
    assert len(web.get(url("notes", dossier), {"page": 2}).context["page"]) == 2
    assert len(web.get(url("notes", dossier), {"culture": "social"}).context["page"]) == 8
    assert len(web.get(url("notes", dossier), {"nature": "visit"}).context["page"]) == 0


def test_the_list_costs_the_same_for_many_notes(
    web: StrictClient, dossier: Dossier, nadia: Membership
) -> None:
    def cost() -> int:
        with captured_queries() as shapes:
            web.get(url("notes", dossier))
        return len(shapes)

    written(dossier, nadia)
    cost()
    before = cost()
    for _ in range(6):
        written(dossier, nadia)
    assert cost() == before


@pytest.mark.parametrize(
    ("route", "name"),
    [
        ("notes", "note-list"),
        ("outlooks", "outlook-list"),
        ("expectations", "expectation-list"),
        ("circle", "circle-list"),
        ("consents", "agreement"),
    ],
)
def test_the_fragment_equals_the_page(
    web: StrictClient, dossier: Dossier, nadia: Membership, route: str, name: str
) -> None:
    written(dossier, nadia)
    with wall.acting_as(nadia.user_id):
        expectations.express(
            dossier=dossier, by=nadia, at=timezone.now(), words="Rester", said_date=timezone.localdate()
        )
    headers = {"HX-Request": "true", "X-Croisee-Refresh": "1"}
    fragment = section(web.get(url(route, dossier), headers=headers), name).strip()
    assert section(web.get(url(route, dossier)), name).startswith(fragment)


def test_without_agreement_a_note_goes_to_ones_own_culture_by_default(
    enter: Enter, nadia: Membership, ines: Membership
) -> None:
    closed = factories.dossier(nadia)
    factories.in_circle(closed, ines)
    form = enter(nadia).get(url("note-write", closed)).context["form"]
    assert form.initial["compartment"] == "social"
    form = enter(ines).get(url("note-write", closed)).context["form"]
    assert [value for value, _ in form.fields["compartment"].choices] == ["medical"]


def test_two_of_a_culture_write_their_outlook_at_once(
    enter: Enter, dossier: Dossier, nadia: Membership, omar: Membership
) -> None:
    factories.in_circle(dossier, omar)
    edit = url("outlook-edit", dossier)
    assert enter(omar).post(edit, {"text": "Regard d'Omar", "version": 0}).status_code == 303
    both = enter(nadia).post(edit, {"text": "Regard de Nadia", "version": 0})
    assert both.status_code == 409
    assert "Regard d&#x27;Omar" in both.content.decode()
    assert "Regard de Nadia" in both.content.decode()
    merged = {"text": "Les deux regards", "version": both.context["form"].initial["version"]}
    assert enter(nadia).post(edit, merged).status_code == 303
    with wall.acting_as(nadia.user_id):
        assert Outlook.objects.get(dossier=dossier, culture="social").text == "Les deux regards"


def test_a_coordinator_outside_the_circle_writes_no_outlook(
    enter: Enter, nadia: Membership, karim: Membership
) -> None:
    opened = factories.dossier(nadia)
    factories.agreed(opened)
    answer = enter(karim).get(url("outlook-edit", opened))
    assert answer.status_code == 403
    assert "professionnels de ce métier" in answer.content.decode()


def test_an_extract_is_shared_and_taken_back(
    enter: Enter, dossier: Dossier, nadia: Membership, ines: Membership
) -> None:
    theirs = enter(ines)
    assert theirs.post(url("outlook-share", dossier), {"text": "Fatigue le matin"}).status_code == 303
    hers = enter(nadia)
    assert "Fatigue le matin" in hers.get(url("outlooks", dossier)).content.decode()
    page = theirs.get(url("outlooks", dossier))
    extract = page.context["looks"][0].extracts[0]
    assert theirs.post(url("outlook-unshare", dossier, extract.pk)).status_code == 303
    assert "Fatigue le matin" not in hers.get(url("outlooks", dossier)).content.decode()


def test_expectations_with_their_dates(web: StrictClient, dossier: Dossier) -> None:
    today = timezone.localdate()
    add = url("expectation-add", dossier)
    for bad in (
        {"words": "", "said_date": today},
        {"words": "Rester", "said_date": today + dt.timedelta(days=1)},
    ):
        assert web.post(add, bad).status_code == 422
    assert web.post(add, {"words": "Je voudrais rester chez moi", "said_date": today}).status_code == 303
    row = web.get(url("expectations", dossier)).context["expectations"][0]
    late = {"ended_date": today - dt.timedelta(days=1)}
    assert web.post(url("expectation-end", dossier, row.pk), late).status_code == 422
    again = {"words": "Rester chez moi, aidée", "said_date": today}
    assert web.post(url("expectation-say-again", dossier, row.pk), again).status_code == 303
    words = [row.words for row in web.get(url("expectations", dossier)).context["expectations"]]
    assert words == ["Rester chez moi, aidée", "Je voudrais rester chez moi"]
