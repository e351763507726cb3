"""An accompaniment ends, begins again, or passes to a colleague."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Denied, Invalid, Refused
from croisee.person.dossiers.models import CircleKind, CircleMember, ClosingReason, Compartment, Dossier
from croisee.person.dossiers.operations.touching import day_of, touch


class CannotClose(Refused):
    """The dossier cannot be closed or reopened now."""


class WrongDate(Invalid):
    """The date of closing is not possible."""


class CannotHandOver(Refused):
    """This colleague cannot become the referent."""


class NotYoursToHandOver(Denied):
    """The reference is handed over by who holds it: with it goes the key of what the person did not share."""

    message = (
        "La référence se confie par la personne référente elle-même, ou par la coordination de son équipe "
        "en son absence."
    )


def may_hand_over(dossier: Dossier, by: Membership) -> bool:
    """The referent, or the coordinator of the team."""
    return by.pk == dossier.referent_id or (by.is_coordinator and by.team_id == dossier.team_id)


def _locked(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)


def _topics(dossier: Dossier) -> list[str]:
    return [f"dossier-{dossier.pk}-{section}" for section in ("header", "timeline", "circle", "access")]


@transaction.atomic
def close(
    *, dossier: Dossier, reason: str, text: str, closed_date: dt.date, by: Membership, at: dt.datetime
) -> Dossier:
    """The accompaniment ends: the dossier is read and no longer written, until it is reopened or erased.

    Refuses a dossier already closed, and a date in the future or before the opening.
    """
    present = _locked(dossier)
    if present.closed_date:
        raise CannotClose("Ce dossier est déjà clos.")
    if closed_date > day_of(at):
        raise WrongDate("La date de clôture ne peut pas être dans le futur.")
    if closed_date < present.opened_date:
        raise WrongDate("La date de clôture est avant l'ouverture du dossier.")
    present.closed_date, present.closing_reason, present.closing_text = (
        closed_date,
        ClosingReason(reason),
        text,
    )
    present.save(update_fields=["closed_date", "closing_reason", "closing_text"])
    touch(present, at=at)
    labels = {"reason": str(present.closing_reason)}
    topics = _topics(dossier)
    journal.record(Event.DOSSIER_CLOSED, by=by, at=at, dossier_id=dossier.pk, topics=topics, labels=labels)
    return present


@transaction.atomic
def reopen(*, dossier: Dossier, contact_date: dt.date, by: Membership, at: dt.datetime) -> Dossier:
    """The person came back: the same dossier goes on, and its two years start again from that contact."""
    present = _locked(dossier)
    if not present.closed_date:
        raise CannotClose("Ce dossier est déjà ouvert.")
    if present.erased_at or present.merged_into_id:
        raise CannotClose("Ce dossier ne peut plus être rouvert.")
    if contact_date > day_of(at):
        raise WrongDate("La date du retour de la personne ne peut pas être dans le futur.")
    # Why it had been closed stays written.
    present.closed_date = None
    present.save(update_fields=["closed_date"])
    touch(present, at=at, contact_date=contact_date)
    journal.record(Event.DOSSIER_REOPENED, by=by, at=at, dossier_id=dossier.pk, topics=_topics(dossier))
    return present


@transaction.atomic
def hand_over(*, dossier: Dossier, to: Membership, reason: str, by: Membership, at: dt.datetime) -> Dossier:
    """A colleague becomes the referent and enters the circle; whoever was the referent stays in the circle.

    Refuses whoever is neither the referent nor the team's coordinator; someone of another organisation, whose
    membership ended, or whose role does not accompany. A coordinator does not take it while its holder is here.
    """
    present = _locked(dossier)
    if not may_hand_over(present, by):
        raise NotYoursToHandOver
    if to.user_id == by.user_id and present.referent_id != to.pk and _is_here(present.referent_id, at):
        raise CannotHandOver("La personne référente est là : c'est elle qui vous confie la référence.")
    if present.referent_id == to.pk:
        raise CannotHandOver("Cette personne est déjà référente de ce dossier.")
    if to.organisation_id != present.organisation_id or not to.is_active(day_of(at)):
        raise CannotHandOver("La personne référente doit travailler aujourd'hui dans votre organisation.")
    if not to.may(Permission.CONSENT_RECORD):
        raise CannotHandOver("Le rôle de cette personne ne permet pas d'être référente d'un dossier.")
    _enter_circle(present, to, reason, by, at)
    topics = [*_topics(dossier), f"user-{to.user_id}"]
    journal.record(
        Event.DOSSIER_HANDED_OVER,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"membership:{to.pk}",
        topics=topics,
    )
    touch(present, at=at)
    # Last: the key turns with these lines, and whoever hands over may lose what only the referent read.
    present.referent, present.team_id = to, to.team_id
    present.save(update_fields=["referent", "team"])
    return present


def _is_here(membership_id: int, at: dt.datetime) -> bool:
    return Membership.objects.active(day_of(at)).filter(pk=membership_id).exists()


def _enter_circle(dossier: Dossier, to: Membership, reason: str, by: Membership, at: dt.datetime) -> None:
    here = CircleMember.objects.filter(dossier=dossier, membership=to, ended_date__isnull=True)
    if here.exists():
        return
    CircleMember.objects.create(
        dossier=dossier,
        compartment=Compartment.MINIMAL,
        kind=CircleKind.PROFESSIONAL,
        membership=to,
        organisation_id=to.organisation_id,
        reason=reason,
        started_date=day_of(at),
        added_by=by,
    )
    subject = f"membership:{to.pk}"
    journal.record(Event.CIRCLE_JOINED, by=by, at=at, dossier_id=dossier.pk, subject=subject)
