"""What needs and means put on the dossier's timeline, and on the sheet the person reads."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.queries.moments import extract
from croisee.person.dossiers.queries.sheet import MOST_NEEDS, SheetNeed
from croisee.person.dossiers.queries.timeline import COMMON, Ask, Moment, at_noon
from croisee.person.needs.models import Answer, AnswerState, AnswerStep, Need, NeedState, Objective, Review
from croisee.person.needs.rules import signs


def _url(name: str, dossier: Dossier, *ids: UUID) -> str:
    return reverse(f"needs:{name}", args=[dossier.pk, *ids])


def _shown(ask: Ask) -> bool:
    return ask.wants(COMMON) and ask.shared and ask.may(Permission.NEED_VIEW)


def needs(ask: Ask) -> Iterable[Moment]:
    """A need is described; it is met or closed."""
    if not _shown(ask):
        return
    rows = (
        Need.objects.filter(dossier=ask.dossier)
        .select_related("noted_by__user")
        .order_by("-touched_at", "pk")
    )
    found = list(rows[: ask.limit])
    preload(found)
    for need in found:
        by, url = need.noted_by.user.full_name, _url("need", ask.dossier, need.pk)
        yield Moment(
            need.noted_at, "Besoin décrit", "croisee", COMMON, by, words=extract(need.words), url=url
        )
        if need.settled_date:
            sign, at = signs.NEEDS[need.state], at_noon(need.settled_date)
            title = "Besoin couvert" if need.state == NeedState.MET else "Besoin clos"
            yield Moment(at, title, sign.icon, COMMON, text=extract(need.words), url=url, day_only=True)


def answers(ask: Ask) -> Iterable[Moment]:
    """Each step of each answer, with both views."""
    if not _shown(ask):
        return
    rows = AnswerStep.objects.filter(dossier=ask.dossier).select_related("answer__means", "by__user")
    found = list(rows.order_by("-happened_date", "-noted_at", "pk")[: ask.limit])
    preload(found, [step.answer.means for step in found])
    for step in found:
        sign = signs.sign_of(step.state, step.refused_by)
        yield Moment(
            at_noon(step.happened_date),
            f"{step.answer.means.label} : {sign.word[0].lower()}{sign.word[1:]}",
            sign.icon,
            COMMON,
            step.by.user.full_name,
            text=extract(step.professional_words),
            words=extract(step.person_words),
            url=_url("answer", ask.dossier, step.answer_id),
            day_only=True,
        )


def objectives(ask: Ask) -> Iterable[Moment]:
    if not _shown(ask):
        return
    rows: QuerySet[Objective] = Objective.objects.filter(dossier=ask.dossier).select_related("set_by__user")
    found = list(rows.order_by("-touched_at", "pk")[: ask.limit])
    preload(found)
    for one in found:
        url, by = f"{_url('need', ask.dossier, one.need_id)}#objectifs", one.set_by.user.full_name
        yield Moment(one.set_at, "Objectif fixé", "flag", COMMON, by, text=extract(one.text), url=url)
        if one.ended_date:
            sign, at = signs.OBJECTIVES[one.state], at_noon(one.ended_date)
            title = f"Objectif {sign.word.lower()}"
            yield Moment(at, title, sign.icon, COMMON, text=extract(one.text), url=url, day_only=True)


def reviews(ask: Ask) -> Iterable[Moment]:
    if not _shown(ask):
        return
    rows = Review.objects.filter(dossier=ask.dossier, held_date__isnull=False).select_related(
        "noted_by__user"
    )
    found = list(rows.order_by("-held_date", "pk")[: ask.limit])
    preload(found)
    for one in found:
        if one.held_date:
            at, by, url = at_noon(one.held_date), one.noted_by.user.full_name, _url("reviews", ask.dossier)
            text, words = extract(one.text), extract(one.person_words)
            yield Moment(at, "Bilan", "calendar-check", COMMON, by, text, words, url, day_only=True)


PROVIDERS = (needs, answers, objectives, reviews)


def for_sheet(dossier: Dossier) -> list[SheetNeed]:
    """Open needs and what is being tried for them, in plain words; what did not work stays off the paper."""
    needs = list(Need.objects.open().filter(dossier=dossier).order_by("noted_at", "pk")[:MOST_NEEDS])
    tried = list(
        Answer.objects.filter(need__in=needs, state__in=_plain_states())
        .select_related("means")
        .order_by("proposed_date", "pk")
    )
    preload(needs, [answer.means for answer in tried])
    words = _plain_states()
    return [
        SheetNeed(
            extract(need.words),
            [f"{answer.means.label}, {words[answer.state]}" for answer in tried if answer.need_id == need.pk],
        )
        for need in needs
    ]


def _plain_states() -> dict[str, str]:
    return {
        AnswerState.PROPOSED.value: _("on vous l'a proposé"),
        AnswerState.THINKING.value: _("vous y réfléchissez"),
        AnswerState.AGREED.value: _("vous êtes d'accord"),
        AnswerState.UNDER_WAY.value: _("c'est en cours"),
        AnswerState.WORKED.value: _("cela vous a aidé"),
        AnswerState.PARTLY.value: _("cela vous a aidé en partie"),
    }
