"""Objectives, and the reviews where one looks back together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.models import Compartment, Dossier
from croisee.person.dossiers.operations import drafts
from croisee.person.needs.models import Objective, ObjectiveState, Review
from croisee.person.needs.operations.needs import locked
from croisee.person.needs.operations.noting import CannotNote, check_date, day_of, note
from croisee.person.needs.rules.reviews import is_too_late

# Where the text of a review being written is kept, for its author alone.
DRAFT = "review-new"


class StaleObjective(Refused):
    """Somebody changed the objective meanwhile: `current` is what it says now."""

    def __init__(self, current: Objective) -> None:
        super().__init__(
            "Cet objectif a été modifié pendant que vous écriviez. Les deux versions sont gardées."
        )
        self.current = current


class ObjectiveEnded(Refused):
    message = "Cet objectif est déjà atteint ou abandonné."


class AlreadyHeld(Refused):
    message = "Ce bilan est déjà tenu."


@dataclass(frozen=True)
class Aim:
    """The result hoped for, by when, and what the person thinks of it."""

    text: str
    due_date: dt.date | None = None
    opinion: str = ""
    person_words: str = ""


@transaction.atomic
def set_objective(*, need_id: UUID, dossier: Dossier, aim: Aim, by: Membership, at: dt.datetime) -> Objective:
    """A result hoped for, for a need. Refuses empty words."""
    if not aim.text.strip():
        raise CannotNote("Écrivez le résultat espéré en quelques mots.")
    need = locked(need_id, dossier)
    objective = Objective.objects.create(
        dossier=dossier,
        compartment=Compartment.COMMON,
        need=need,
        **aim.__dict__,
        set_by=by,
        set_at=at,
        touched_at=at,
    )
    note(
        Event.OBJECTIVE_SET, dossier=dossier, subject=f"objective:{objective.pk}", by=by, at=at,
        contact_date=_contact(aim, at),
    )  # fmt: skip
    return objective


def _contact(aim: Aim, at: dt.datetime) -> dt.date | None:
    return day_of(at) if aim.opinion or aim.person_words.strip() else None


@transaction.atomic
def change_objective(
    *, objective_id: UUID, dossier: Dossier, aim: Aim, version: int, by: Membership, at: dt.datetime
) -> Objective:
    """The objective is said otherwise. Refuses a stale version, and one that has ended."""
    if not aim.text.strip():
        raise CannotNote("Écrivez le résultat espéré en quelques mots.")
    objective = _locked(objective_id, dossier)
    if objective.version != version:
        raise StaleObjective(objective)
    for name, value in aim.__dict__.items():
        setattr(objective, name, value)
    _save(objective, at)
    note(
        Event.OBJECTIVE_CHANGED, dossier=dossier, subject=f"objective:{objective.pk}", by=by, at=at,
        contact_date=_contact(aim, at),
    )  # fmt: skip
    return objective


@transaction.atomic
def end_objective(
    *,
    objective_id: UUID,
    dossier: Dossier,
    state: str,
    ended_date: dt.date,
    words: str,
    by: Membership,
    at: dt.datetime,
) -> Objective:
    """The objective is reached, or dropped. Refuses one that has already ended."""
    check_date(ended_date, at)
    if state not in {ObjectiveState.REACHED, ObjectiveState.DROPPED}:
        raise CannotNote("Dites si l'objectif est atteint ou abandonné.")
    objective = _locked(objective_id, dossier)
    objective.state, objective.ended_date = ObjectiveState(state), ended_date
    objective.ended_words = words
    _save(objective, at)
    reached = state == ObjectiveState.REACHED
    event = Event.OBJECTIVE_REACHED if reached else Event.OBJECTIVE_DROPPED
    note(event, dossier=dossier, subject=f"objective:{objective.pk}", by=by, at=at)
    return objective


def _locked(objective_id: UUID, dossier: Dossier) -> Objective:
    objective = Objective.objects.select_for_update(of=("self",)).get(pk=objective_id, dossier=dossier)
    if objective.state != ObjectiveState.SET:
        raise ObjectiveEnded
    return objective


def _save(objective: Objective, at: dt.datetime) -> None:
    objective.version += 1
    objective.touched_at = at
    objective.save()


# --- Reviews --------------------------------------------------------------------------------------


def _next(dossier: Dossier) -> Review | None:
    """The review planned, held until the end of the transaction; the lock on the dossier makes it the only one."""
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    planned = Review.objects.select_for_update(of=("self",)).filter(dossier=dossier, held_date__isnull=True)
    return planned.order_by("planned_date", "pk").first()


@transaction.atomic
def plan_review(
    *, dossier: Dossier, planned_date: dt.date, on_request: bool = False, by: Membership, at: dt.datetime
) -> Review:
    """The next review is set or moved: there is one at a time. Refuses a date that has passed."""
    if planned_date < day_of(at):
        raise CannotNote("Cette date est déjà passée.")
    last = Review.objects.filter(dossier=dossier, held_date__isnull=False).order_by("-held_date").first()
    start = last.held_date if last and last.held_date else day_of(at)
    if is_too_late(max(start, day_of(at)), planned_date):
        raise CannotNote("Un bilan se tient au moins une fois par an : choisissez une date plus proche.")
    review = _next(dossier) or Review(dossier=dossier, compartment=Compartment.COMMON)
    review.planned_date, review.on_request = planned_date, on_request
    review.noted_by, review.noted_at = by, at
    review.save()
    labels = {"on_request": int(on_request)}
    note(Event.REVIEW_PLANNED, dossier=dossier, subject=f"review:{review.pk}", by=by, at=at, labels=labels)
    return review


@dataclass(frozen=True)
class LookingBack:
    """What a review says: the text, the person's words, and when the next one is."""

    held_date: dt.date
    next_date: dt.date
    text: str
    person_words: str = ""
    on_request: bool = False


@transaction.atomic
def hold_review(*, dossier: Dossier, looking_back: LookingBack, by: Membership, at: dt.datetime) -> Review:
    """A review was held; the next one is planned with it, at most a year later."""
    held = looking_back
    check_date(held.held_date, at)
    if not (held.text.strip() or held.person_words.strip()):
        raise CannotNote("Le bilan est vide : écrivez quelques mots.")
    if held.next_date <= held.held_date:
        raise CannotNote("Le prochain bilan vient après celui-ci.")
    if is_too_late(held.held_date, held.next_date):
        raise CannotNote("Un bilan se tient au moins une fois par an : choisissez une date plus proche.")
    review = _next(dossier) or Review(dossier=dossier, compartment=Compartment.COMMON)
    review.held_date, review.text, review.person_words = held.held_date, held.text, held.person_words
    review.on_request = held.on_request or review.on_request
    review.noted_by, review.noted_at = by, at
    review.save()
    drafts.forget_draft(dossier=dossier, by=by, place=DRAFT)
    contact_date = held.held_date if held.person_words.strip() else None
    subject = f"review:{review.pk}"
    note(Event.REVIEW_HELD, dossier=dossier, subject=subject, by=by, at=at, contact_date=contact_date)
    _plan_after(dossier, held.next_date, by, at)
    return review


def _plan_after(dossier: Dossier, planned_date: dt.date, by: Membership, at: dt.datetime) -> None:
    review = Review.objects.create(
        dossier=dossier, compartment=Compartment.COMMON, planned_date=planned_date, noted_by=by, noted_at=at
    )
    note(Event.REVIEW_PLANNED, dossier=dossier, subject=f"review:{review.pk}", by=by, at=at)
