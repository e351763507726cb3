"""The agreement on its pages: asked, answered, refused without weight, taken back after seeing what changes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import CircleMember, Consent, ConsentPart, Dossier, EmergencyAccess
from croisee.person.dossiers.operations import emergency
from croisee.person.dossiers.tests import factories
from tests.support.cast import Enter
from tests.support.journal import assert_journaled
from tests.support.queries import captured_queries
from tests.support.web import StrictClient

pytestmark = pytest.mark.django_db
NUL, LONG = "a\x00b", "x" * 1_000_000


@pytest.fixture
def closed(nadia: Membership, ines: Membership, yasmine: Membership) -> Dossier:
    opened = factories.dossier(nadia)
    factories.in_circle(opened, ines, yasmine)
    return opened


@pytest.fixture
def web(enter: Enter, nadia: Membership) -> StrictClient:
    return enter(nadia)


def url(route: str, dossier: Dossier, *more: Any) -> str:
    return reverse(f"dossiers:{route}", args=[dossier.pk, *more])


def text(answer: Any) -> str:
    """What a reader reads: no tags, single spaces."""
    body = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", body.replace("&#x27;", "'").replace("\u202f", " "))


def ask(web: StrictClient, dossier: Dossier, **more: Any) -> Any:
    data = {"cultures": ["social", "medical"], "manner": "phone", "explained": "À quoi cela sert", **more}
    return web.post(url("consent-ask", dossier), data)


def test_from_the_question_to_a_no(web: StrictClient, closed: Dossier, nadia: Membership) -> None:
    assert "Rien n'a encore été demandé" in text(web.get(url("consents", closed)))
    page = web.get(url("consent-ask", closed))
    assert "Vous pouvez dire oui, non, pas maintenant" in text(page)
    answer = ask(web, closed)
    assert answer.status_code == 303
    with wall.acting_as(nadia.user_id):
        consent = Consent.objects.get(dossier=closed)
    assert answer["Location"] == url("consent-answer", closed, consent.pk)
    assert "attend la réponse" in text(web.get(url("consents", closed)))
    given = {"answer": "no", "words": "Non merci", "until": "", "ask_again_date": ""}
    assert web.post(url("consent-answer", closed, consent.pk), given).status_code == 303
    screen = text(web.get(url("consents", closed)))
    assert "La personne a dit non." in screen
    assert "L'accompagnement continue avec la fiche minimale." in screen
    assert "Non merci" in screen
    # No pressure: nothing on this screen proposes to ask again, nothing warns, nothing counts.
    assert "Demander l'accord" not in screen
    assert "notice-attention" not in web.get(url("consents", closed)).content.decode()


def test_not_now_is_left_alone_until_its_date(web: StrictClient, closed: Dossier, nadia: Membership) -> None:
    ask(web, closed)
    with wall.acting_as(nadia.user_id):
        consent = Consent.objects.get(dossier=closed)
    web.post(url("consent-answer", closed, consent.pk), {"answer": "not_now"})
    screen = text(web.get(url("consents", closed)))
    assert "On pourra en reparler à partir du" in screen
    assert "En reparler avec la personne" not in screen


def test_taking_back_shows_who_loses_what_first(
    web: StrictClient, closed: Dossier, nadia: Membership, ines: Membership
) -> None:
    factories.agreed(closed)
    with wall.acting_as(nadia.user_id):
        part = ConsentPart.objects.get(dossier=closed, culture="medical")
    shown = web.post(url("consent-withdraw", closed), {"parts": [part.pk], "words": "Plus l'infirmière"})
    assert shown.status_code == 200
    assert "Inès Roussel" in text(shown)
    assert "Ne lira plus : page commune et besoins" in text(shown)
    assert "Yasmine" not in text(shown)
    with wall.acting_as(nadia.user_id):
        assert ConsentPart.objects.get(pk=part.pk).withdrawn_at is None
    confirmed = {"parts": [part.pk], "words": "Plus l'infirmière", "confirmed": "1"}
    with assert_journaled(Event.CONSENT_WITHDRAWN, dossier=closed):
        assert web.post(url("consent-withdraw", closed), confirmed).status_code == 303
    after = text(web.get(url("consents", closed)))
    assert "Lisent moins qu'avant : Inès Roussel" in after
    with wall.acting_as(nadia.user_id):
        assert ines.pk not in Dossier.objects.get(pk=closed.pk).acl_common


@pytest.mark.parametrize(
    ("route", "field", "data"),
    [
        ("consent-ask", "explained", {"explained": NUL}),
        ("consent-ask", "explained", {"explained": LONG}),
        ("consent-ask", "manner", {"manner": "telepathy"}),
        ("consent-ask", "cultures", {"cultures": []}),
        ("consent-ask", "cultures", {"cultures": [NUL]}),
    ],
)
def test_a_bad_question_is_said_at_its_field(
    web: StrictClient, closed: Dossier, route: str, field: str, data: dict[str, Any]
) -> None:
    answer = ask(web, closed, **data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("answer", {"answer": ""}),
        ("answer", {"answer": "pending"}),
        ("parts", {"answer": "partly"}),
        ("words", {"answer": "yes", "words": LONG}),
        ("words", {"answer": "yes", "words": NUL}),
        ("until", {"answer": "yes", "until": "1999-01-01"}),
        ("until", {"answer": "yes", "until": "31/02/2027"}),
        ("ask_again_date", {"answer": "not_now", "ask_again_date": "2001-01-01"}),
    ],
)
def test_a_bad_answer_is_said_at_its_field(
    web: StrictClient, closed: Dossier, nadia: Membership, field: str, data: dict[str, Any]
) -> None:
    ask(web, closed)
    with wall.acting_as(nadia.user_id):
        consent = Consent.objects.get(dossier=closed)
    answer = web.post(url("consent-answer", closed, consent.pk), data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with wall.acting_as(nadia.user_id):
        assert Consent.objects.get(pk=consent.pk).answered_at is None


def test_the_circle_says_what_each_one_reads(web: StrictClient, closed: Dossier, omar: Membership) -> None:
    data = {"membership": omar.pk, "reason": "Remplacement d'été", "started_date": timezone.localdate()}
    assert web.post(url("circle-add", closed, "collegue"), data).status_code == 303
    page = text(web.get(url("circle", closed)))
    assert "La personne n'a pas accepté le partage avec la culture sociale" in page
    assert "Remplacement d'été" in page


def test_one_does_not_enter_the_circle_of_another_organisation_as_a_colleague(
    web: StrictClient, closed: Dossier, paul: Membership
) -> None:
    data = {"membership": paul.pk, "reason": "Ruse", "started_date": timezone.localdate()}
    answer = web.post(url("circle-add", closed, "collegue"), data)
    assert answer.status_code == 422
    assert "membership" in answer.context["form"].errors


def test_leaving_is_confirmed(
    web: StrictClient, closed: Dossier, nadia: Membership, ines: Membership
) -> None:
    with wall.acting_as(nadia.user_id):
        entry = CircleMember.objects.get(dossier=closed, membership=ines)
    assert "sa clé n'ouvre plus" in text(web.get(url("circle-end", closed, entry.pk)))
    assert web.post(url("circle-end", closed, entry.pk)).status_code == 303
    assert "Ne sont plus dans le cercle" in text(web.get(url("circle", closed)))


# --- Emergency and keys ---------------------------------------------------------------------------

REASON = "Les pompiers appellent, la personne est tombée"


def test_an_emergency_from_the_refused_page_to_the_end(
    enter: Enter, closed: Dossier, omar: Membership, nadia: Membership
) -> None:
    his = enter(omar)
    refused = his.get(url("detail", closed))
    assert refused.status_code == 403
    assert "Nadia Benali" in text(refused)
    assert "Jeanne" not in text(refused)
    assert url("emergency", closed) in refused.content.decode()
    assert his.post(url("emergency", closed), {"reason": "Urgent"}).status_code == 422
    assert his.post(url("emergency", closed), {"reason": REASON}).status_code == 303
    assert his.get(url("detail", closed)).status_code == 200
    hers = enter(nadia)
    assert "Un accès d'urgence a eu lieu : Omar Diallo" in text(hers.get(reverse("dossiers:emergencies")))
    keys = text(hers.get(url("keys", closed)))
    assert REASON in keys
    assert "Pas encore montré à la personne" in keys
    with wall.acting_as(nadia.user_id):
        access = EmergencyAccess.objects.get(dossier=closed)
    assert hers.post(url("emergency-read", closed, access.pk)).status_code == 303
    assert hers.post(url("emergency-shown", closed, access.pk)).status_code == 303
    assert "Montré à la personne le" in text(hers.get(url("keys", closed)))
    assert "urgence" not in text(hers.get(reverse("dossiers:emergencies")))
    assert REASON in text(hers.get(url("keys-person", closed)))


def test_the_key_of_an_emergency_stops_by_itself(enter: Enter, closed: Dossier, omar: Membership) -> None:
    with wall.acting_as(omar.user_id):
        emergency.open_emergency(
            dossier_id=closed.pk,
            referent=closed.referent,
            by=omar,
            at=timezone.now() - dt.timedelta(minutes=61),
            reason=REASON,
        )
    assert enter(omar).get(url("detail", closed)).status_code == 403


def test_the_page_of_keys_tells_uses_and_refusals_without_counting(
    enter: Enter, closed: Dossier, nadia: Membership, omar: Membership
) -> None:
    hers = enter(nadia)
    for _ in range(3):
        hers.get(url("consents", closed))
    enter(omar).get(url("consents", closed))
    page = hers.get(url("keys", closed))
    assert "Consultation du dossier (accords, clés)" in text(page)
    assert "Accès refusé" in text(page)
    refusals = text(hers.get(url("keys", closed), {"quoi": "refus"}))
    assert "Consultation" not in refusals
    refreshed = hers.get(url("keys", closed), headers={"HX-Request": "true", "X-Croisee-Refresh": "1"})
    assert refreshed.content.decode().lstrip().startswith('<div class="stack" id="key-list"')
    assert "mise à jour automatique" not in text(hers.get(url("keys", closed)))
    automatic = text(hers.get(url("keys", closed), {"quoi": "automatiques"}))
    assert "Page restée ouverte, mise à jour automatique" in automatic


def test_the_page_of_keys_costs_the_same_for_many_accesses(
    enter: Enter, closed: Dossier, nadia: Membership
) -> None:
    hers = enter(nadia)

    def cost() -> int:
        with captured_queries() as shapes:
            hers.get(url("keys", closed))
        return len(shapes)

    hers.get(url("keys", closed))
    before = cost()
    for route in ("consents", "circle", "notes", "outlooks"):
        hers.get(url(route, closed))
    assert cost() == before
