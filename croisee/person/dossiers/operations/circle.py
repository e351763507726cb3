"""The circle around the person: who enters, why, from when; who leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Invalid, Refused
from croisee.person.dossiers.models import CircleKind, CircleMember, Compartment, Dossier
from croisee.person.dossiers.operations.touching import touch


class CannotJoin(Invalid):
    """This person cannot enter the circle like this."""


class CannotLeave(Refused):
    """This person cannot leave the circle like this."""


@dataclass(frozen=True)
class Entry:
    """Someone around the person. `membership` for who has an account here, else a name."""

    kind: str
    reason: str
    started_date: dt.date
    ended_date: dt.date | None = None
    membership: Membership | None = None
    organisation_id: int | None = None
    name: str = ""
    relation: str = ""
    contact: str = ""


def _topics(dossier_id: UUID, member: Membership | None) -> list[str]:
    topics = [f"dossier-{dossier_id}-{section}" for section in ("circle", "header", "access", "timeline")]
    return [*topics, f"user-{member.user_id}"] if member else topics


def _checked(entry: Entry, dossier: Dossier, on: dt.date) -> None:
    if not entry.reason.strip():
        raise CannotJoin("Dites pourquoi cette personne entre dans le cercle.")
    if entry.ended_date and entry.ended_date < entry.started_date:
        raise CannotJoin("La fin est avant le début.")
    if entry.membership is None:
        if not entry.name.strip():
            raise CannotJoin("Donnez le nom de cette personne.")
        return
    if not entry.membership.is_active(on):
        raise CannotJoin("Cette personne ne fait plus partie de son équipe.")
    same = entry.membership.organisation_id == dossier.organisation_id
    if same != (entry.kind == CircleKind.PROFESSIONAL):
        raise CannotJoin("Un collègue appartient à votre organisation, un partenaire à une autre.")


@transaction.atomic
def join(*, dossier: Dossier, by: Membership, at: dt.datetime, entry: Entry) -> CircleMember:
    """Someone enters the circle with a reason; what they read follows from the agreement, at once.

    Refuses an entry without reason, and someone who is already there.
    """
    on = localtime(at).date()
    _checked(entry, dossier, on)
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    here = CircleMember.objects.present(on).filter(dossier=dossier)
    if entry.membership and here.filter(membership=entry.membership).exists():
        raise CannotJoin("Cette personne est déjà dans le cercle.")
    member = CircleMember.objects.create(
        dossier=dossier,
        compartment=Compartment.MINIMAL,
        kind=entry.kind,
        membership=entry.membership,
        organisation_id=entry.membership.organisation_id if entry.membership else entry.organisation_id,
        name=entry.name,
        relation=entry.relation,
        contact=entry.contact,
        reason=entry.reason,
        started_date=entry.started_date,
        ended_date=entry.ended_date,
        added_by=by,
    )
    touch(dossier, at=at)
    journal.record(
        Event.CIRCLE_JOINED,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"membership:{entry.membership.pk}" if entry.membership else f"circle:{member.pk}",
        topics=_topics(dossier.pk, entry.membership),
        labels={"kind": str(entry.kind)},
    )
    return member


@transaction.atomic
def leave(*, member_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime) -> CircleMember:
    """Someone leaves the circle: their key no longer opens, from this moment.

    Refuses the referent, who is replaced by handing the dossier over.
    """
    on = localtime(at).date()
    member = (
        CircleMember.objects.select_for_update(of=("self",))
        .select_related("membership")
        .get(pk=member_id, dossier=dossier)
    )
    if member.membership_id == dossier.referent_id:
        raise CannotLeave(
            "La personne référente ne sort pas du cercle : confiez d'abord la référence à quelqu'un d'autre."
        )
    if member.ended_date and member.ended_date <= on:
        return member
    touch(dossier, at=at)
    journal.record(
        Event.CIRCLE_LEFT,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"membership:{member.membership_id}" if member.membership_id else f"circle:{member.pk}",
        topics=_topics(dossier.pk, member.membership),
    )
    # Last: someone may leave by themselves, and the row then closes behind them.
    CircleMember.objects.filter(pk=member.pk).update(ended_date=max(on, member.started_date))
    member.ended_date = max(on, member.started_date)
    return member
