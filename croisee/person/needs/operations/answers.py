"""Means proposed for a need, and each step of the answer: said, started, tried, tried again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.models import Compartment, Dossier
from croisee.person.needs.models import (
    Answer,
    AnswerState,
    AnswerStep,
    Dismissal,
    DismissalReason,
    Means,
    MeansKind,
    Need,
    Side,
)
from croisee.person.needs.operations.needs import NeedNotOpen, locked
from croisee.person.needs.operations.noting import CannotNote, Said, check_date, note
from croisee.person.needs.rules.steps import is_ended, may_follow, views_differ


class AlreadyTried(Refused):
    """The same means is being tried for the same need."""

    message = "Ce moyen est déjà proposé ou en cours pour ce besoin."


class StaleAnswer(Refused):
    """Somebody noted another step meanwhile."""

    message = (
        "Cette réponse a avancé pendant que vous écriviez : rien n'a été enregistré. "
        "Relisez où elle en est, puis notez ce qui manque."
    )


class CannotFollow(Refused):
    """This step does not follow the present one."""

    message = "Cette étape ne peut pas suivre celle d'aujourd'hui."


@dataclass(frozen=True)
class NewMeans:
    """A means not yet in the dossier; a service of the directory with its id there and its words of that day."""

    kind: str
    label: str
    detail: str = ""
    service_id: str = ""
    membership: Membership | None = None


EVENTS = {
    AnswerState.AGREED: Event.ANSWER_AGREED,
    AnswerState.REFUSED: Event.ANSWER_REFUSED,
    AnswerState.UNDER_WAY: Event.ANSWER_STARTED,
    AnswerState.WORKED: Event.ANSWER_WORKED,
    AnswerState.PARTLY: Event.ANSWER_PARTLY_WORKED,
    AnswerState.FAILED: Event.ANSWER_FAILED,
    AnswerState.ABANDONED: Event.ANSWER_ABANDONED,
    # The person wants to think: that is an opinion.
    AnswerState.THINKING: Event.ANSWER_OPINION_GIVEN,
}


@transaction.atomic
def propose(
    *,
    need_id: UUID,
    dossier: Dossier,
    means: NewMeans | UUID,
    said: Said,
    suggested_for: str = "",
    by: Membership,
    at: dt.datetime,
) -> Answer:
    """A means is proposed for a need: a first round, or a new one when it was tried before.

    Refuses a need that is not open, and a means already proposed or under way for it.
    """
    check_date(said.happened_date, at)
    # Two needs may be given the same new service at once: they wait for each other here.
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    need = locked(need_id, dossier)
    if not need.is_open:
        raise NeedNotOpen
    chosen = _means(means, dossier, by, at)
    rounds = list(Answer.objects.filter(need=need, means=chosen).order_by("round"))
    if any(each.is_live for each in rounds):
        raise AlreadyTried
    answer = Answer.objects.create(
        dossier=dossier,
        compartment=Compartment.COMMON,
        need=need,
        means=chosen,
        round=rounds[-1].round + 1 if rounds else 1,
        opinion=said.opinion,
        has_disagreement=said.views_differ,
        suggested_for=suggested_for,
        proposed_date=said.happened_date,
        touched_at=at,
    )
    _step(answer, AnswerState.PROPOSED, said, "", by, at)
    labels: dict[str, str | int] = {"kind": str(chosen.kind), "round": answer.round}
    subject = f"answer:{answer.pk}"
    note(
        Event.ANSWER_PROPOSED, dossier=dossier, subject=subject, by=by, at=at,
        contact_date=said.contact_date, labels=labels,
    )  # fmt: skip
    return answer


def _means(means: NewMeans | UUID, dossier: Dossier, by: Membership, at: dt.datetime) -> Means:
    if isinstance(means, UUID):
        return Means.objects.get(pk=means, dossier=dossier)
    if means.service_id:
        known = (
            Means.objects.filter(dossier=dossier, service_id=means.service_id).order_by("added_at").first()
        )
        if known is not None:
            return known
    if not means.label.strip():
        raise CannotNote("Nommez le moyen en quelques mots.")
    if means.kind not in MeansKind.values:
        raise CannotNote("Choisissez la nature du moyen.")
    made = Means.objects.create(
        dossier=dossier, compartment=Compartment.COMMON, **means.__dict__, added_by=by, added_at=at
    )
    labels = {"kind": str(made.kind)}
    note(Event.MEANS_ADDED, dossier=dossier, subject=f"means:{made.pk}", by=by, at=at, labels=labels)
    return made


def _step(
    answer: Answer, state: str, said: Said, refused_by: str, by: Membership, at: dt.datetime
) -> AnswerStep:
    return AnswerStep.objects.create(
        dossier=answer.dossier,
        compartment=Compartment.COMMON,
        answer=answer,
        number=AnswerStep.objects.filter(answer=answer).count() + 1,
        state=state,
        refused_by=refused_by,
        happened_date=said.happened_date,
        by=by,
        noted_at=at,
        opinion=said.opinion,
        has_disagreement=answer.has_disagreement,
        person_words=said.person_words,
        professional_words=said.professional_words,
    )


@transaction.atomic
def advance(
    *,
    answer_id: UUID,
    dossier: Dossier,
    to: str,
    after: int,
    said: Said,
    refused_by: str = "",
    by: Membership,
    at: dt.datetime,
) -> Answer:
    """The answer goes one step further: thought over, agreed, refused, started, or how it went.

    `after` is the number of the last step the writer had before their eyes. Refuses a step that does not follow, one
    written in ignorance of a newer one, and a date before the previous step.
    """
    answer = _locked_answer(answer_id, dossier, after, said, at)
    if not may_follow(answer.state, to):
        raise CannotFollow
    if (to == AnswerState.REFUSED) != (refused_by in Side.values):
        raise CannotNote("Dites qui refuse : la personne, un·e professionnel·le ou le service.")
    answer.state, answer.refused_by = AnswerState(to), refused_by
    _take(answer, said, to, at)
    if to == AnswerState.UNDER_WAY:
        answer.started_date = said.happened_date
    if is_ended(to):
        answer.ended_date = said.happened_date
    answer.save()
    _step(answer, to, said, refused_by, by, at)
    _record(EVENTS[AnswerState(to)], answer, said, by, at)
    return answer


@transaction.atomic
def give_opinion(
    *, answer_id: UUID, dossier: Dossier, after: int, said: Said, by: Membership, at: dt.datetime
) -> Answer:
    """What the person thinks of it by now, without changing where it stands."""
    if not (said.person_spoke or said.professional_words.strip()):
        raise CannotNote("Notez un avis, ou quelques mots.")
    answer = _locked_answer(answer_id, dossier, after, said, at)
    _take(answer, said, answer.state, at)
    answer.save()
    _step(answer, answer.state, said, answer.refused_by, by, at)
    _record(Event.ANSWER_OPINION_GIVEN, answer, said, by, at)
    return answer


def _locked_answer(answer_id: UUID, dossier: Dossier, after: int, said: Said, at: dt.datetime) -> Answer:
    answer = Answer.objects.select_for_update(of=("self",)).get(pk=answer_id, dossier=dossier)
    answer.dossier = dossier
    last = AnswerStep.objects.filter(answer=answer).order_by("-number").first()
    if last is not None and last.number != after:
        raise StaleAnswer
    check_date(said.happened_date, at, not_before=last.happened_date if last else answer.proposed_date)
    return answer


def _take(answer: Answer, said: Said, state: str, at: dt.datetime) -> None:
    """The opinion in force is the last one spoken: silence at one step does not erase it."""
    answer.opinion = said.opinion or answer.opinion
    answer.has_disagreement = views_differ(state, answer.opinion, declared=said.views_differ)
    answer.touched_at = at


def _record(event: Event, answer: Answer, said: Said, by: Membership, at: dt.datetime) -> None:
    subject, dossier = f"answer:{answer.pk}", answer.dossier
    labels = {"state": str(answer.state), **({"refused_by": answer.refused_by} if answer.refused_by else {})}
    note(event, dossier=dossier, subject=subject, by=by, at=at, contact_date=said.contact_date, labels=labels)
    if answer.has_disagreement:
        note(Event.DISAGREEMENT_NOTED, dossier=dossier, subject=subject, by=by, at=at)


@transaction.atomic
def try_again(*, answer_id: UUID, dossier: Dossier, said: Said, by: Membership, at: dt.datetime) -> Answer:
    """The same means is proposed again for the same need: a new round, the former one stays."""
    former = Answer.objects.get(pk=answer_id, dossier=dossier)
    return propose(need_id=former.need_id, dossier=dossier, means=former.means_id, said=said, by=by, at=at)


@transaction.atomic
def dismiss(
    *,
    need_id: UUID,
    dossier: Dossier,
    service_id: str,
    label: str,
    reason: str,
    words: str = "",
    by: Membership,
    at: dt.datetime,
) -> Dismissal:
    """A suggested service is set aside for this need and not suggested again. Done twice, it is done once."""
    if reason not in DismissalReason.values:
        raise CannotNote("Dites pourquoi cette suggestion ne convient pas.")
    need: Need = locked(need_id, dossier)
    known = Dismissal.objects.filter(need=need, service_id=service_id).order_by().first()
    if known is not None:
        return known
    dismissal = Dismissal.objects.create(
        dossier=dossier,
        compartment=Compartment.COMMON,
        need=need,
        service_id=service_id,
        label=label,
        reason=reason,
        words=words,
        dismissed_at=at,
    )
    labels = {"reason": str(reason)}
    note(Event.MEANS_DISMISSED, dossier=dossier, subject=f"need:{need.pk}", by=by, at=at, labels=labels)
    return dismissal
