"""Asking, answering, taking back: what is written, what the journal keeps, what is refused, what the keys become."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import Consent, ConsentAnswer, ConsentPart, Dossier
from croisee.person.dossiers.operations import consents
from croisee.person.dossiers.operations.consents import Answer, Request
from croisee.person.dossiers.queries import keys
from croisee.person.dossiers.queries.consents import Agreement, after, agreement
from croisee.person.dossiers.rules.consent import State
from croisee.person.dossiers.tests import factories
from tests.support.journal import assert_journaled
from tests.support.queries import assert_queries

pytestmark = pytest.mark.django_db
FOUR = Request("in_person", "À quoi cela sert, et comment changer d'avis", factories.ALL_CULTURES)
LATER = dt.timedelta(days=30)


@pytest.fixture
def closed(nadia: Membership, karim: Membership, ines: Membership, yasmine: Membership) -> Dossier:
    """A dossier about which nothing was asked."""
    opened = factories.dossier(nadia)
    factories.in_circle(opened, karim, ines, yasmine)
    return opened


def ask(dossier: Dossier, by: Membership, request: Request = FOUR, at: dt.datetime | None = None) -> Consent:
    with wall.acting_as(by.user_id):
        return consents.ask(dossier=dossier, by=by, at=at or timezone.now(), request=request)


def answer(consent: Consent, by: Membership, said: Answer, at: dt.datetime | None = None) -> Consent:
    with wall.acting_as(by.user_id):
        return consents.answer(
            consent_id=consent.pk, dossier=consent.dossier, by=by, at=at or timezone.now(), answer=said
        )


def now_agreed(dossier: Dossier, by: Membership, at: dt.datetime | None = None) -> Agreement:
    with wall.acting_as(by.user_id):
        return agreement(dossier, at or timezone.now())


def parts(consent: Consent, by: Membership) -> dict[str, ConsentPart]:
    with wall.acting_as(by.user_id):
        rows = ConsentPart.objects.filter(consent=consent).order_by("pk")
        return {row.culture or str(row.organisation_id): row for row in rows}


def test_asking_changes_nothing_of_who_reads(closed: Dossier, nadia: Membership) -> None:
    with assert_journaled(Event.CONSENT_ASKED, dossier=closed):
        ask(closed, nadia)
    agreed = now_agreed(closed, nadia)
    assert agreed.state == State.PENDING
    assert agreed.in_force.cultures == frozenset()
    assert not agreed.proposes_asking


def test_one_question_at_a_time(closed: Dossier, nadia: Membership) -> None:
    ask(closed, nadia)
    with pytest.raises(consents.CannotAnswer):
        ask(closed, nadia)


@pytest.mark.parametrize(
    "request_",
    [
        Request("in_person", "Pourquoi"),
        Request("in_person", "   ", ["social"]),
        Request("in_person", "Pourquoi", ["astrological"]),
    ],
)
def test_a_question_that_says_not_enough(closed: Dossier, nadia: Membership, request_: Request) -> None:
    with pytest.raises(consents.CannotAsk):
        ask(closed, nadia, request_)


def test_yes_holds_a_year_and_opens_at_once(closed: Dossier, nadia: Membership, ines: Membership) -> None:
    consent = ask(closed, nadia)
    with assert_journaled(Event.CONSENT_ANSWERED, dossier=closed) as lines:
        answer(consent, nadia, Answer("yes", "Oui, si ça évite de répéter"))
    assert lines[0].labels == {"answer": "yes"}
    assert f"dossier-{closed.pk}-access" in lines[0].topics
    agreed = now_agreed(closed, nadia)
    assert agreed.state == State.YES
    assert agreed.until is not None
    assert agreed.until > timezone.localdate() + dt.timedelta(days=360)
    with wall.acting_as(nadia.user_id):
        assert ines.pk in Dossier.objects.get(pk=closed.pk).acl_common
        assert Consent.objects.get(pk=consent.pk).words == "Oui, si ça évite de répéter"


def test_partly_opens_only_what_was_chosen(closed: Dossier, nadia: Membership, ines: Membership) -> None:
    consent = ask(closed, nadia)
    chosen = parts(consent, nadia)["social"].pk
    assert answer(consent, nadia, Answer("partly", parts=[chosen])).answer == ConsentAnswer.PARTLY
    assert now_agreed(closed, nadia).in_force.cultures == {"social"}
    with wall.acting_as(nadia.user_id):
        assert ines.pk not in Dossier.objects.get(pk=closed.pk).acl_common


def test_partly_with_everything_is_a_yes(closed: Dossier, nadia: Membership) -> None:
    consent = ask(closed, nadia)
    everything = [row.pk for row in parts(consent, nadia).values()]
    assert answer(consent, nadia, Answer("partly", parts=everything)).answer == ConsentAnswer.YES


def test_partly_with_nothing_is_refused(closed: Dossier, nadia: Membership) -> None:
    consent = ask(closed, nadia)
    with pytest.raises(consents.CannotAnswer):
        answer(consent, nadia, Answer("partly"))
    assert now_agreed(closed, nadia).state == State.PENDING


def test_no_is_a_state_like_another(closed: Dossier, nadia: Membership) -> None:
    consent = answer(ask(closed, nadia), nadia, Answer("no", "Non merci"))
    assert consent.until is None
    agreed = now_agreed(closed, nadia)
    assert agreed.state == State.NO
    assert not agreed.proposes_asking
    assert not now_agreed(closed, nadia, timezone.now() + 100 * LATER).proposes_asking


def test_not_now_waits_three_months(closed: Dossier, nadia: Membership) -> None:
    consent = answer(ask(closed, nadia), nadia, Answer("not_now", "On verra"))
    assert consent.ask_again_date is not None
    agreed = now_agreed(closed, nadia)
    assert agreed.state == State.NOT_NOW
    assert not agreed.proposes_asking
    assert now_agreed(closed, nadia, timezone.now() + 4 * LATER).proposes_asking


def test_not_now_to_a_renewal_leaves_what_holds(closed: Dossier, nadia: Membership) -> None:
    factories.agreed(closed)
    answer(ask(closed, nadia), nadia, Answer("not_now"))
    assert now_agreed(closed, nadia).state == State.YES


def test_an_answer_is_given_once(closed: Dossier, nadia: Membership) -> None:
    consent = ask(closed, nadia)
    answer(consent, nadia, Answer("no"))
    with pytest.raises(consents.CannotAnswer):
        answer(consent, nadia, Answer("yes"))


@pytest.mark.parametrize(
    "said",
    [
        Answer("yes", until=timezone.localdate() - dt.timedelta(days=1)),
        Answer("not_now", ask_again_date=timezone.localdate() - dt.timedelta(days=1)),
        Answer("pending"),
        Answer("perhaps"),
    ],
)
def test_an_answer_that_cannot_be(closed: Dossier, nadia: Membership, said: Answer) -> None:
    with pytest.raises(consents.CannotAnswer):
        answer(ask(closed, nadia), nadia, said)


def test_renewal_keeps_the_chain(closed: Dossier, nadia: Membership) -> None:
    soon = timezone.localdate() + dt.timedelta(days=20)
    first = factories.agreed(closed, until=soon)
    agreed = now_agreed(closed, nadia)
    assert agreed.renewal_due
    assert agreed.proposes_asking
    with wall.acting_as(nadia.user_id):
        again = consents.ask(dossier=closed, by=nadia, at=timezone.now(), request=FOUR, renews=first)
    with assert_journaled(Event.CONSENT_RENEWED, dossier=closed):
        answer(again, nadia, Answer("yes"))
    agreed = now_agreed(closed, nadia)
    assert not agreed.renewal_due
    assert agreed.last is not None
    assert agreed.last.renews_id == first.pk


def test_taking_back_a_part_keeps_the_rest(closed: Dossier, nadia: Membership, ines: Membership) -> None:
    consent = factories.agreed(closed)
    medical = parts(consent, nadia)["medical"]
    before = now_agreed(closed, nadia)
    with wall.acting_as(nadia.user_id):
        foreseen = keys.changes(keys.around(closed, before), after(before, closed=[medical.pk]))
        with assert_journaled(Event.CONSENT_WITHDRAWN, dossier=closed):
            consents.withdraw(
                dossier=closed, by=nadia, at=timezone.now(), parts=[medical.pk], words="Pas l'infirmière"
            )
    assert [(loss.membership.pk, loss.lost, loss.keeps) for loss in foreseen] == [
        (ines.pk, ["common"], ["medical", "minimal"])
    ]
    agreed = now_agreed(closed, nadia)
    assert agreed.state == State.PARTLY
    assert agreed.in_force == after(before, closed=[medical.pk])
    with wall.acting_as(nadia.user_id):
        kept = Consent.objects.get(pk=consent.pk)
        assert kept.withdrawn_at is None
        assert kept.withdrawn_words == "Pas l'infirmière"


def test_taking_back_everything(closed: Dossier, nadia: Membership) -> None:
    consent = factories.agreed(closed)
    with wall.acting_as(nadia.user_id):
        rows = [part.pk for part in now_agreed(closed, nadia).parts]
    with wall.acting_as(nadia.user_id):
        consents.withdraw(dossier=closed, by=nadia, at=timezone.now(), parts=rows)
        assert Consent.objects.get(pk=consent.pk).withdrawn_at is not None
    agreed = now_agreed(closed, nadia)
    assert agreed.state == State.WITHDRAWN
    assert not agreed.proposes_asking


def test_taking_back_what_no_longer_holds(closed: Dossier, nadia: Membership) -> None:
    consent = factories.agreed(closed)
    social = parts(consent, nadia)["social"].pk
    with wall.acting_as(nadia.user_id):
        consents.withdraw(dossier=closed, by=nadia, at=timezone.now(), parts=[social])
        with pytest.raises(consents.NothingToWithdraw):
            consents.withdraw(dossier=closed, by=nadia, at=timezone.now(), parts=[social])


def test_a_partner_may_write_down_what_closes_their_own_key(
    closed: Dossier, nadia: Membership, paul: Membership
) -> None:
    factories.in_circle(closed, paul)
    consent = factories.agreed(closed, partners=(paul.organisation_id,))
    mine = parts(consent, nadia)[str(paul.organisation_id)].pk
    with wall.acting_as(paul.user_id):
        consents.withdraw(dossier=closed, by=paul, at=timezone.now(), parts=[mine])
    with wall.acting_as(paul.user_id):
        assert not Dossier.objects.filter(pk=closed.pk).exists()


def test_the_agreement_costs_the_same_however_long_its_story(closed: Dossier, nadia: Membership) -> None:
    def cost() -> Any:
        with wall.acting_as(nadia.user_id), assert_queries(3):
            return agreement(closed, timezone.now()).state

    factories.agreed(closed)
    cost()
    for _ in range(3):
        factories.agreed(closed)
    cost()
