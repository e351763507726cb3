"""The person's agreement: asked and explained, answered in the person's words, renewed, withdrawn.

CSP L1110-4 and R1110-1, CASF L121-6-2: prior, limited to what is strictly necessary, and free to be taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Invalid, Refused
from croisee.person.dossiers.models import Compartment, Consent, ConsentAnswer, ConsentPart, Dossier, Purpose
from croisee.person.dossiers.operations.touching import touch
from croisee.person.dossiers.rules import consent as rules


class CannotAsk(Invalid):
    """The request says not enough, or something that cannot be asked."""


class CannotAnswer(Refused):
    """This exchange already has its answer, or the answer does not fit what was asked."""


class NothingToWithdraw(Refused):
    """What was to be taken back no longer holds."""


@dataclass(frozen=True)
class Request:
    """What is asked, and how it was explained."""

    manner: str
    explained: str
    cultures: Collection[str] = ()
    organisations: Collection[int] = ()


@dataclass(frozen=True)
class Answer:
    """What the person said. `parts` are the recipients agreed to when the answer is « en partie »."""

    answer: str
    words: str = ""
    until: dt.date | None = None
    ask_again_date: dt.date | None = None
    parts: Collection[UUID] = field(default_factory=frozenset)


def _topics(dossier_id: UUID) -> list[str]:
    """An answer changes who reads what: the header, the keys and the open streams follow."""
    return [
        f"dossier-{dossier_id}-{section}" for section in ("consent", "header", "access", "circle", "timeline")
    ]


def _asked_parts(consent: Consent, request: Request) -> list[ConsentPart]:
    common = {"dossier": consent.dossier, "compartment": Compartment.MINIMAL, "consent": consent}
    cultures = sorted(request.cultures)
    return [
        *(ConsentPart(purpose=Purpose.SHARED_FILE, culture=one, **common) for one in cultures),
        *(
            ConsentPart(purpose=Purpose.PARTNER, organisation_id=one, **common)
            for one in sorted(request.organisations)
        ),
    ]


@transaction.atomic
def ask(
    *,
    dossier: Dossier,
    by: Membership,
    at: dt.datetime,
    request: Request,
    renews: Consent | None = None,
) -> Consent:
    """A question is put and explained; the answer may come later. Changes nothing of who reads what.

    Refuses a question without recipient or explanation, and a second one while the first awaits its answer.
    """
    if not request.cultures and not request.organisations:
        raise CannotAsk("Dites à qui la personne est invitée à ouvrir son dossier.")
    if not request.explained.strip():
        raise CannotAsk("Notez ce qui a été expliqué à la personne.")
    if set(request.cultures) - rules.ALL_CULTURES or dossier.organisation_id in request.organisations:
        raise CannotAsk("Ce destinataire ne peut pas être demandé ici.")
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    if Consent.objects.filter(dossier=dossier, answered_at__isnull=True).exists():
        raise CannotAnswer("Une demande attend déjà la réponse de la personne : notez-la d'abord.")
    consent = Consent.objects.create(
        dossier=dossier,
        compartment=Compartment.MINIMAL,
        asked_at=at,
        asked_by=by,
        manner=request.manner,
        explained=request.explained,
        renews=renews,
    )
    ConsentPart.objects.bulk_create(_asked_parts(consent, request))
    touch(dossier, at=at, contact_date=localtime(at).date())
    journal.record(
        Event.CONSENT_ASKED,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"consent:{consent.pk}",
        topics=_topics(dossier.pk),
    )
    return consent


def _agreed_parts(parts: list[ConsentPart], answer: Answer) -> set[UUID]:
    """The recipients agreed to, or a refusal when the words and the ticks do not say the same."""
    everyone = {part.pk for part in parts}
    if answer.answer == ConsentAnswer.YES:
        return everyone
    if answer.answer != ConsentAnswer.PARTLY:
        return set()
    chosen = everyone & set(answer.parts)
    if not chosen:
        raise CannotAnswer("« En partie » : cochez ce que la personne accepte, ou notez « non ».")
    return chosen


def _checked(answer: Answer, on: dt.date) -> None:
    if answer.answer not in ConsentAnswer.values or answer.answer == ConsentAnswer.PENDING:
        raise CannotAnswer("Cette réponse n'existe pas.")
    if answer.until and answer.until < on:
        raise CannotAnswer("La fin de l'accord est déjà passée.")
    if answer.ask_again_date and answer.ask_again_date < on:
        raise CannotAnswer("La date à partir de laquelle en reparler est déjà passée.")


@transaction.atomic
def answer(*, consent_id: UUID, dossier: Dossier, by: Membership, at: dt.datetime, answer: Answer) -> Consent:
    """The person's answer, in their words; in the same transaction the keys follow.

    « Pas maintenant » leaves what already holds as it is; a no closes what was asked.
    """
    on = localtime(at).date()
    _checked(answer, on)
    consent = Consent.objects.select_for_update().get(pk=consent_id, dossier=dossier)
    if consent.answered_at is not None:
        raise CannotAnswer(
            "Cette demande a déjà reçu sa réponse. Un changement d'avis se note par une nouvelle demande."
        )
    parts = list(ConsentPart.objects.select_for_update().filter(consent=consent).order_by("pk"))
    agreed = _agreed_parts(parts, answer)
    word = answer.answer
    if word == ConsentAnswer.PARTLY and len(agreed) == len(parts):
        word = ConsentAnswer.YES
    consent.answer, consent.words = word, answer.words
    consent.answered_at, consent.answered_by = at, by
    if agreed:
        consent.until = answer.until or rules.default_until(on)
    if word == ConsentAnswer.NOT_NOW:
        consent.ask_again_date = answer.ask_again_date or rules.default_ask_again(on)
    consent.save()
    touch(dossier, at=at, contact_date=on)
    journal.record(
        Event.CONSENT_RENEWED if agreed and consent.renews_id else Event.CONSENT_ANSWERED,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        subject=f"consent:{consent.pk}",
        topics=_topics(dossier.pk),
        labels={"answer": str(word)},
    )
    if word != ConsentAnswer.NOT_NOW:
        # Last: the answer may take away the very key of whoever writes it down.
        here = ConsentPart.objects.filter(consent=consent)
        closed = here.exclude(pk__in=agreed)
        here.filter(pk__in=agreed).update(agreed=True, answered_at=at, until=consent.until)
        closed.update(agreed=False, answered_at=at)
    return consent


@transaction.atomic
def withdraw(
    *, dossier: Dossier, by: Membership, at: dt.datetime, parts: Collection[UUID], words: str = ""
) -> list[ConsentPart]:
    """The person takes back all or part of what they gave; the keys close in the same transaction."""
    rows = list(
        ConsentPart.objects.select_for_update()
        .filter(dossier=dossier, pk__in=parts, agreed=True, withdrawn_at__isnull=True)
        .order_by("pk")
    )
    if not rows:
        raise NothingToWithdraw("Cet accord n'est déjà plus en vigueur.")
    gone = {row.pk for row in rows}
    consents = (
        Consent.objects.select_for_update().filter(pk__in={row.consent_id for row in rows}).order_by("pk")
    )
    for consent in consents:
        kept = ConsentPart.objects.filter(consent=consent, agreed=True, withdrawn_at__isnull=True).exclude(
            pk__in=gone
        )
        # Said in several times, it stays said in several times.
        consent.withdrawn_words = "\n".join(filter(None, [consent.withdrawn_words, words]))
        consent.withdrawn_by = by
        consent.withdrawn_at = None if kept.exists() else at
        consent.save(update_fields=["withdrawn_words", "withdrawn_by", "withdrawn_at"])
        journal.record(
            Event.CONSENT_WITHDRAWN,
            by=by,
            at=at,
            dossier_id=dossier.pk,
            subject=f"consent:{consent.pk}",
            topics=_topics(dossier.pk),
            labels={"whole": int(consent.withdrawn_at is not None)},
        )
    touch(dossier, at=at, contact_date=localtime(at).date())
    # Last, in one statement: whoever writes it down may lose their own key by it.
    ConsentPart.objects.filter(pk__in=gone).update(withdrawn_at=at)
    return rows
