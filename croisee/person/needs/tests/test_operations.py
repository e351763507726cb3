"""What each operation does, the line it writes, what it refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.foundation.journal.models import Line
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.models import Answer, AnswerStep, Means, Need, NeedReading
from croisee.person.needs.operations import answers, needs
from croisee.person.needs.operations.noting import CannotNote, Said
from croisee.person.needs.tests import factories
from tests.support.journal import assert_journaled

AT = timezone.now()
TODAY = timezone.localdate()
TOMORROW = TODAY + dt.timedelta(days=1)
THEMATIC = "sante--acces-aux-soins"


@pytest.fixture(autouse=True)
def _as_nadia(nadia: Membership, dossier: Dossier) -> Iterator[None]:
    with wall.acting_as(nadia.user_id):
        yield


def topics(lines: list[Line]) -> set[str]:
    return {topic.split("-")[-1] for line in lines for topic in line.topics}


class TestNeeds:
    def test_a_need_is_added(self, dossier: Dossier, nadia: Membership) -> None:
        description = needs.Description("Un toit", THEMATIC, "1.1.1")
        with assert_journaled(Event.NEED_CREATED, dossier=dossier) as lines:
            need = needs.add_need(dossier=dossier, description=description, by=nadia, at=AT)
        assert (need.words, need.thematic, need.is_open, need.compartment) == (
            "Un toit",
            THEMATIC,
            True,
            "common",
        )
        assert topics(lines) == {"needs", "timeline"}
        assert "Un toit" not in str([line.labels for line in lines])

    @pytest.mark.parametrize(
        "description",
        [
            needs.Description("  "),
            needs.Description("x", "sante--inconnue"),
            needs.Description("x", serafin_code="9.9"),
        ],
        ids=["no words", "unknown thematic", "unknown code"],
    )
    def test_a_need_is_refused(
        self, dossier: Dossier, nadia: Membership, description: needs.Description
    ) -> None:
        with assert_journaled(Event.NEED_CREATED, 0), pytest.raises(CannotNote):
            needs.add_need(dossier=dossier, description=description, by=nadia, at=AT)

    def test_a_stale_edit_is_refused_with_both_texts(
        self, need: Need, dossier: Dossier, nadia: Membership
    ) -> None:
        def edit(words: str, version: int) -> Need:
            return needs.edit_need(
                need_id=need.pk,
                dossier=dossier,
                description=needs.Description(words),
                version=version,
                by=nadia,
                at=AT,
            )

        with assert_journaled(Event.NEED_UPDATED):
            assert edit("Premier", 1).version == 2
        with pytest.raises(needs.StaleNeed) as refusal:
            edit("Second", 1)
        assert refusal.value.current.words == "Premier"
        assert Need.objects.get(pk=need.pk).words == "Premier"

    def test_each_culture_has_one_reading(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        with assert_journaled(Event.NEED_READ, 2):
            for version, text in enumerate(["D'abord", "Ensuite"]):
                needs.read_need(need_id=need.pk, dossier=dossier, text=text, version=version, by=nadia, at=AT)
        reading = NeedReading.objects.get(need=need)
        assert (reading.culture, reading.text, reading.version) == ("social", "Ensuite", 2)
        with pytest.raises(needs.StaleReading):
            needs.read_need(need_id=need.pk, dossier=dossier, text="Autre", version=1, by=nadia, at=AT)

    def test_the_persons_reading_is_a_contact(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        Dossier.objects.filter(pk=dossier.pk).update(last_contact_date=dt.date(2025, 1, 1))
        dossier.last_contact_date = dt.date(2025, 1, 1)
        with assert_journaled(Event.NEED_VOICED):
            needs.voice_need(
                need_id=need.pk,
                dossier=dossier,
                text="Moi je dirais",
                said_date=TODAY,
                version=0,
                by=nadia,
                at=AT,
            )
        assert NeedReading.objects.get(need=need).is_of_the_person
        assert Dossier.objects.get(pk=dossier.pk).last_contact_date == TODAY

    def test_a_need_is_met_closed_and_reopened(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        common: dict[str, Any] = {"need_id": need.pk, "dossier": dossier, "by": nadia, "at": AT}
        with assert_journaled(Event.NEED_MET):
            assert needs.meet(met_date=TODAY, **common).state == "met"
        with pytest.raises(needs.NeedNotOpen):
            needs.close_need(reason="other", closed_date=TODAY, **common)
        with assert_journaled(Event.NEED_REOPENED):
            assert needs.reopen(**common).is_open
            needs.reopen(**common)
        with assert_journaled(Event.NEED_CLOSED):
            assert needs.close_need(reason="elsewhere", closed_date=TODAY, **common).settled_date == TODAY

    def test_a_date_in_the_future_is_refused(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        with pytest.raises(CannotNote, match="futur"):
            needs.meet(need_id=need.pk, dossier=dossier, met_date=TOMORROW, by=nadia, at=AT)


class TestAnswers:
    def propose(self, need: Need, **changes: Any) -> Answer:
        by = need.dossier.referent
        values: dict[str, Any] = {
            "need_id": need.pk,
            "dossier": need.dossier,
            "means": answers.NewMeans("service", "Table partagée", service_id="dora--1"),
            "said": Said(TODAY),
            "by": by,
            "at": AT,
        }
        return answers.propose(**{**values, **changes})

    def advance(self, answer: Answer, to: str, **changes: Any) -> Answer:
        values: dict[str, Any] = {
            "answer_id": answer.pk,
            "dossier": answer.dossier,
            "to": to,
            "after": factories.last_step(answer),
            "said": Said(TODAY),
            "by": answer.dossier.referent,
            "at": AT,
        }
        return answers.advance(**{**values, **changes})

    def test_a_means_is_proposed_once(self, need: Need) -> None:
        with assert_journaled(Event.ANSWER_PROPOSED), assert_journaled(Event.MEANS_ADDED):
            answer = self.propose(need, suggested_for="À 2 km · Gratuit")
        assert (answer.state, answer.round, answer.suggested_for) == ("proposed", 1, "À 2 km · Gratuit")
        with pytest.raises(answers.AlreadyTried):
            self.propose(need)

    def test_the_database_refuses_two_live_answers_too(self, need: Need) -> None:
        answer = self.propose(need)
        answer.pk, answer.round = need.pk, 2
        with pytest.raises(IntegrityError), transaction.atomic():
            answer.save(force_insert=True)

    def test_one_service_is_one_column_for_two_needs(self, need: Need, dossier: Dossier) -> None:
        first, second = self.propose(need), self.propose(factories.need(dossier, "Sortir"))
        assert first.means_id == second.means_id
        assert Means.objects.filter(dossier=dossier).count() == 1

    @pytest.mark.parametrize(
        ("state", "event"),
        [
            ("agreed", Event.ANSWER_AGREED),
            ("refused", Event.ANSWER_REFUSED),
            ("thinking", Event.ANSWER_OPINION_GIVEN),
            ("abandoned", Event.ANSWER_ABANDONED),
        ],
    )
    def test_what_the_person_said(self, need: Need, state: str, event: Event) -> None:
        answer = self.propose(need)
        refused_by = "person" if state == "refused" else ""
        said = Said(TODAY, "", "Oui, mais pas le lundi")
        with assert_journaled(event):
            answer = self.advance(answer, state, refused_by=refused_by, said=said)
        step = AnswerStep.objects.get(answer=answer, number=2)
        assert (answer.state, step.state, step.person_words) == (state, state, "Oui, mais pas le lundi")

    @pytest.mark.parametrize(
        ("state", "event"),
        [
            ("worked", Event.ANSWER_WORKED),
            ("partly", Event.ANSWER_PARTLY_WORKED),
            ("failed", Event.ANSWER_FAILED),
        ],
    )
    def test_how_it_went(self, need: Need, state: str, event: Event) -> None:
        answer = factories.answer(need, "under_way")
        with assert_journaled(event), assert_journaled(Event.DISAGREEMENT_NOTED, 0):
            answer = self.advance(answer, state)
        assert (answer.state, answer.ended_date, answer.started_date) == (state, TODAY, TODAY)

    def test_two_views_are_both_kept(self, need: Need) -> None:
        answer = factories.answer(need, "under_way")
        said = Said(TODAY, "poor", "On ne m'a pas parlé", "Très bon accueil")
        with assert_journaled(Event.DISAGREEMENT_NOTED):
            answer = self.advance(answer, "worked", said=said)
        step = AnswerStep.objects.get(answer=answer, number=4)
        assert (answer.state, answer.opinion, answer.has_disagreement) == ("worked", "poor", True)
        assert (step.person_words, step.professional_words) == ("On ne m'a pas parlé", "Très bon accueil")

    def test_an_opinion_changes_no_state(self, need: Need) -> None:
        answer = factories.answer(need, "under_way")
        common: dict[str, Any] = {
            "answer_id": answer.pk, "dossier": answer.dossier, "by": answer.dossier.referent, "at": AT,
        }  # fmt: skip
        with assert_journaled(Event.ANSWER_OPINION_GIVEN):
            answer = answers.give_opinion(after=3, said=Said(TODAY, "mixed"), **common)
        assert (answer.state, answer.opinion) == ("under_way", "mixed")
        with pytest.raises(CannotNote):
            answers.give_opinion(after=4, said=Said(TODAY), **common)

    def test_a_new_round_keeps_the_former(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        former = factories.answer(need, "failed")
        again = answers.try_again(answer_id=former.pk, dossier=dossier, said=Said(TODAY), by=nadia, at=AT)
        assert (again.round, again.means_id, again.state) == (2, former.means_id, "proposed")
        assert Answer.objects.get(pk=former.pk).state == "failed"

    @pytest.mark.parametrize(
        ("to", "changes", "refusal"),
        [
            ("under_way", {}, answers.CannotFollow),
            ("agreed", {"after": 7}, answers.StaleAnswer),
            ("agreed", {"said": Said(TOMORROW)}, CannotNote),
            ("agreed", {"said": Said(TODAY - dt.timedelta(days=9))}, CannotNote),
            ("refused", {}, CannotNote),
            ("refused", {"refused_by": "nobody"}, CannotNote),
            ("agreed", {"refused_by": "person"}, CannotNote),
        ],
    )
    def test_refused(self, need: Need, to: str, changes: dict[str, Any], refusal: type[Refused]) -> None:
        answer = self.propose(need)
        with pytest.raises(refusal):
            self.advance(answer, to, **changes)
        assert Answer.objects.get(pk=answer.pk).state == "proposed"
        assert factories.last_step(answer) == 1

    def test_nothing_is_proposed_for_a_need_that_is_met(
        self, need: Need, dossier: Dossier, nadia: Membership
    ) -> None:
        needs.meet(need_id=need.pk, dossier=dossier, met_date=TODAY, by=nadia, at=AT)
        with pytest.raises(needs.NeedNotOpen):
            self.propose(need)

    def test_a_suggestion_is_dismissed_without_its_author(
        self, need: Need, dossier: Dossier, nadia: Membership
    ) -> None:
        common: dict[str, Any] = {
            "need_id": need.pk, "dossier": dossier, "service_id": "dora--9", "label": "Loin", "by": nadia, "at": AT,
        }  # fmt: skip
        with pytest.raises(CannotNote):
            answers.dismiss(reason="", **common)
        with assert_journaled(Event.MEANS_DISMISSED):
            first = answers.dismiss(reason="too_far", words="Pas de bus", **common)
            second = answers.dismiss(reason="cost", **common)
        assert (first.pk, second.reason) == (second.pk, "too_far")
        assert not [field.name for field in first._meta.fields if field.related_model is Membership]
