"""Every state a dossier may be in before its keys: what the person agreed to, who left, which hour is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import CircleMember, ConsentPart, Dossier
from croisee.person.dossiers.operations import circle, consents, emergency
from croisee.person.dossiers.tests import factories

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
Cast = dict[str, Membership]
State = Callable[[Dossier, Cast], None]


def nothing_agreed(dossier: Dossier, cast: Cast) -> None:
    pass


def all_agreed(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier)


def two_cultures(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier, "social", "medical")


def partner_agreed(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier, partners=(cast["paul"].organisation_id,))


def withdrawn(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier)
    nadia = cast["nadia"]
    with wall.acting_as(nadia.user_id):
        parts = ConsentPart.objects.filter(dossier=dossier).order_by("pk").values_list("pk", flat=True)
        consents.withdraw(dossier=dossier, by=nadia, at=timezone.now(), parts=list(parts))


def one_withdrawn(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier)
    nadia = cast["nadia"]
    with wall.acting_as(nadia.user_id):
        part = ConsentPart.objects.get(dossier=dossier, culture="medical")
        consents.withdraw(dossier=dossier, by=nadia, at=timezone.now(), parts=[part.pk])


def expired(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier, until=timezone.localdate() - DAY)


def last_day(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier, until=timezone.localdate())


def refused_after_yes(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier)
    nadia, now = cast["nadia"], timezone.now()
    with wall.acting_as(nadia.user_id):
        asked = consents.ask(
            dossier=dossier,
            by=nadia,
            at=now,
            request=consents.Request("in_person", "À quoi cela sert", ["medical", "social"]),
        )
        consents.answer(
            consent_id=asked.pk, dossier=dossier, by=nadia, at=now + HOUR, answer=consents.Answer("no", "Non")
        )


def left_the_circle(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier)
    nadia = cast["nadia"]
    with wall.acting_as(nadia.user_id):
        member = CircleMember.objects.get(dossier=dossier, membership=cast["ines"])
        circle.leave(member_id=member.pk, dossier=dossier, by=nadia, at=timezone.now())


def in_emergency(dossier: Dossier, cast: Cast) -> None:
    _open_emergency(dossier, cast["omar"])


def emergency_given_back(dossier: Dossier, cast: Cast) -> None:
    omar = cast["omar"]
    access_id = _open_emergency(dossier, omar, ago=dt.timedelta(minutes=20))
    with wall.acting_as(omar.user_id):
        emergency.give_back(
            access_id=access_id, dossier=dossier, by=omar, at=timezone.now() - dt.timedelta(minutes=10)
        )


def emergency_run_out(dossier: Dossier, cast: Cast) -> None:
    _open_emergency(dossier, cast["omar"], ago=2 * HOUR)


def membership_ended(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier)
    Membership.objects.filter(pk=cast["yasmine"].pk).update(ended_date=timezone.localdate())


def account_closed(dossier: Dossier, cast: Cast) -> None:
    factories.agreed(dossier)
    user = cast["ines"].user
    user.is_active = False
    user.save()


def _open_emergency(dossier: Dossier, member: Membership, ago: dt.timedelta = dt.timedelta(0)) -> UUID:
    with wall.acting_as(member.user_id):
        return emergency.open_emergency(
            dossier_id=dossier.pk,
            referent=dossier.referent,
            by=member,
            at=timezone.now() - ago,
            reason="La personne ne répond plus, voisins inquiets",
        )


STATES: list[State] = [
    nothing_agreed,
    all_agreed,
    two_cultures,
    partner_agreed,
    withdrawn,
    one_withdrawn,
    expired,
    last_day,
    refused_after_yes,
    left_the_circle,
    in_emergency,
    emergency_given_back,
    emergency_run_out,
    membership_ended,
    account_closed,
]
