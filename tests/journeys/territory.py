"""What surrounds the person in the journeys: a few services of the directory, a dossier that has lived a little."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory.models import Service
from croisee.foundation.directory.tests import factories as directory
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations import expectations, household, notes, outlooks
from croisee.person.needs.operations import answers, needs, project
from croisee.person.needs.operations.noting import Said

HOUSING = "logement-hebergement--se-maintenir-dans-le-logement"
GRENOBLE = "38185"


def services() -> list[Service]:
    """Three services about keeping one's home, near, farther and at a distance, and one about something else."""
    elsewhere = directory.structure("Fonds départemental")
    return [
        directory.service("Permanence logement"),
        directory.service("Fonds de solidarité logement", of=elsewhere, modes_accueil=["a-distance"]),
        directory.service("Conseil juridique locatif", code_insee="38421"),
        directory.service("Centre de santé", thematiques=[directory.HEALTH]),
    ]


@dataclass(frozen=True)
class Lived:
    """Identifiers of what a dossier holds after some weeks."""

    need: UUID
    settled: UUID
    answer: UUID
    ended: UUID
    objective: UUID
    note: UUID
    expectation: UUID
    relative: UUID


def some_weeks(dossier: Dossier, by: Membership) -> Lived:
    """Everything a screen may show: an expectation, needs, answers, an objective, notes, outlooks, a household."""
    now, today = timezone.now(), timezone.localdate()
    common: dict[str, Any] = {"dossier": dossier, "by": by, "at": now}
    with wall.acting_as(by.user_id):
        hope = expectations.express(words="Je voudrais rester chez moi", said_date=today, **common)
        need = _need("Payer le loyer sans y passer la nuit", hope.pk, **common)
        settled = _need("Retrouver la carte d'identité", None, **common)
        needs.meet(need_id=settled, met_date=today, person_words="Enfin !", **common)
        answer = _proposed(need, "Permanence logement", **common)
        ended = _proposed(need, "Fonds de secours", **common)
        _refused(ended, **common)
        aim = project.set_objective(need_id=need, aim=project.Aim("Un loyer payé à la date dite"), **common)
        around = _around(today, **common)
        return Lived(need, settled, answer, ended, aim.pk, _note(**common), hope.pk, around)


def _need(words: str, expectation_id: UUID | None, **common: Any) -> UUID:
    said = needs.Description(words, HOUSING, expectation_id=expectation_id)
    return needs.add_need(description=said, **common).pk


def _proposed(need_id: UUID, label: str, **common: Any) -> UUID:
    means = answers.NewMeans("service", label, "CCAS de Grenoble", service_id=f"dora--{label}")
    said = Said(timezone.localdate())
    return answers.propose(need_id=need_id, means=means, said=said, **common).pk


def _refused(answer_id: UUID, **common: Any) -> None:
    said = Said(timezone.localdate(), "", "Je ne veux pas demander d'argent")
    answers.advance(answer_id=answer_id, to="refused", refused_by="person", after=1, said=said, **common)


def _note(**common: Any) -> UUID:
    when = timezone.now() - dt.timedelta(hours=2)
    text = "Mme Morel raconte sa semaine. Le loyer l'inquiète."
    return notes.write_note(kind="interview", happened_at=when, text=text, **common).pk


def _around(today: dt.date, **common: Any) -> UUID:
    """An outlook with an extract, and a daughter at home."""
    outlooks.write_outlook(text="Une femme très entourée, fatiguée par les démarches.", version=0, **common)
    outlooks.share_extract(text="Fatiguée par les démarches.", **common)
    living = household.Living(first_name="Julie", last_name="Morel", relationship="child", started_date=today)
    return household.add_member(living=living, **common).pk
