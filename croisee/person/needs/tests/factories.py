"""Needs for tests, made by the real operations as the person who would make them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.models import Answer, AnswerStep, Need, Objective
from croisee.person.needs.operations import answers, needs, project
from croisee.person.needs.operations.noting import Said

# The way to each state, with who refuses.
WAY = {
    "proposed": [],
    "thinking": ["thinking"],
    "agreed": ["agreed"],
    "refused": ["refused"],
    "under_way": ["agreed", "under_way"],
    "worked": ["agreed", "under_way", "worked"],
    "partly": ["agreed", "under_way", "partly"],
    "failed": ["agreed", "under_way", "failed"],
    "abandoned": ["abandoned"],
}


def said(date: dt.date | None = None, **words: Any) -> Said:
    return Said(date or timezone.localdate(), **words)


def need(of: Dossier, words: str = "Quelqu'un le matin", by: Membership | None = None, **more: Any) -> Need:
    author = by or of.referent
    with wall.acting_as(author.user_id):
        description = needs.Description(words, **more)
        return needs.add_need(dossier=of, description=description, by=author, at=timezone.now())


def answer(
    to: Need,
    state: str = "proposed",
    label: str = "Aide à domicile",
    kind: str = "service",
    service_id: str = "",
    refused_by: str = "person",
) -> Answer:
    """An answer brought step by step to a state."""
    by = to.dossier.referent
    with wall.acting_as(by.user_id):
        made = answers.propose(
            need_id=to.pk, dossier=to.dossier, means=answers.NewMeans(kind, label, service_id=service_id),
            said=said(), by=by, at=timezone.now(),
        )  # fmt: skip
        for number, step in enumerate(WAY[state], start=1):
            made = answers.advance(
                answer_id=made.pk, dossier=to.dossier, to=step, after=number, said=said(), by=by, at=timezone.now(),
                refused_by=refused_by if step == "refused" else "",
            )  # fmt: skip
    return made


def last_step(of: Answer) -> int:
    return AnswerStep.objects.filter(answer=of).count()


def objective(of: Need, text: str = "Marcher jusqu'au marché") -> Objective:
    by = of.dossier.referent
    with wall.acting_as(by.user_id):
        return project.set_objective(
            need_id=of.pk, dossier=of.dossier, aim=project.Aim(text), by=by, at=timezone.now()
        )
