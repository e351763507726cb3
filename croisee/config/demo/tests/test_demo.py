"""The demo territory: every situation is in it, and a day always gives the same one."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import transaction
from django.utils import timezone

from croisee.config.demo import files, order
from croisee.config.demo.load import load_territory
from croisee.config.demo.people import find_crews
from croisee.config.management.commands import demo
from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Consent, Dossier, Note
from croisee.person.needs.models import Answer

# Agreements end some day: the territory is of these days.
AT = timezone.now().replace(hour=9, minute=40, second=0, microsecond=0) - dt.timedelta(days=1)
ORDER = order.Order(dossiers=20, services=30, notes=6, at=AT)


def _everybody() -> Iterator[Membership]:
    return (member for crew in find_crews() for member in crew)


def _content() -> dict[str, list[object]]:
    """What the ordinary dossiers say, as those who hold their keys read it."""
    found: dict[str, list[object]] = {}
    for member in _everybody():
        with wall.acting_as(member.user_id):
            for one in Dossier.objects.filter(referent=member).select_related("person").order_by("pk"):
                if int(one.number[5:]) < files.FIRST_NUMBER:
                    continue
                notes = Note.objects.filter(dossier=one).order_by("pk")
                found[str(one.pk)] = [
                    one.number,
                    one.opened_date,
                    one.person.full_name,
                    one.person.address,
                    *((note.pk, note.happened_at, note.text) for note in notes),
                ]
    return found


@pytest.mark.django_db
def test_every_situation_is_told() -> None:
    load_territory(ORDER, lambda made: None)
    dossiers, consents, answers = set(), set(), set()
    for member in _everybody():
        with wall.acting_as(member.user_id):
            dossiers |= set(Dossier.objects.values_list("pk", flat=True))
            consents |= set(Consent.objects.values_list("answer", flat=True))
            answers |= set(Answer.objects.values_list("state", flat=True))
    assert len(dossiers) == 20
    assert consents == {"yes", "partly", "no", "not_now", "pending"}
    assert {"proposed", "agreed", "under_way", "worked", "partly", "failed", "refused"} <= answers


@pytest.mark.django_db
def test_a_day_gives_one_territory() -> None:
    with transaction.atomic():
        load_territory(ORDER, lambda made: None)
        first = _content()
        transaction.set_rollback(True)
    # The keys of a load that was undone stay, and are taken again.
    load_territory(ORDER, lambda made: None)
    assert len(first) == 14
    assert _content() == first


def test_four_in_ten_agree() -> None:
    rng = random.Random(7)
    drawn = [files.draw_answer(rng) for _ in range(10_000)]
    assert sum(answer in {"yes", "partly"} for answer in drawn) / len(drawn) == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (None, "ne se mêle pas"),
        (order.Order(dossiers=20, services=30, notes=6, at=AT, is_done=True), "déjà chargé"),
        (
            order.Order(dossiers=5000, services=400, notes=6, at=AT),
            "--dossiers 5000 --services 400 --notes 6",
        ),
    ],
)
def test_what_is_there_is_not_mixed(before: order.Order | None, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    if before:
        order.remember(before, path)
    with pytest.raises(CommandError, match=sentence):
        demo._cut(ORDER, path)


def test_a_load_that_was_cut_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    order.remember(ORDER, path)
    tomorrow = order.Order(dossiers=20, services=30, notes=6, at=AT + dt.timedelta(days=1))
    assert demo._cut(tomorrow, path) == ORDER
