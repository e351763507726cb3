"""What was asked of the person, what they answered, and what is in force."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.utils.timezone import localtime

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Consent, ConsentPart, Dossier, Purpose
from croisee.person.dossiers.rules import consent as rules

Recipient = tuple[str, str, int | None]


def recipient_of(part: ConsentPart) -> Recipient:
    return (part.purpose, part.culture, part.organisation_id)


def recipient_name(part: ConsentPart) -> str:
    """« Le métier social », or the name of the partner organisation."""
    if part.purpose == Purpose.PARTNER and part.organisation:
        return part.organisation.name
    return f"Culture {Culture(part.culture).label}"


@dataclass(frozen=True)
class Agreement:
    """Everything said about sharing in one dossier, as of one moment."""

    at: dt.datetime
    consents: list[Consent]
    parts: list[ConsentPart]
    parts_of: dict[UUID, list[ConsentPart]] = field(default_factory=dict)

    @property
    def on(self) -> dt.date:
        return localtime(self.at).date()

    @cached_property
    def in_force(self) -> rules.InForce:
        return rules.in_force([as_rule(part) for part in self.parts if part.agreed is not None], self.on)

    @property
    def exchanges(self) -> list[rules.Exchange]:
        return [
            rules.Exchange(
                one.answer, one.asked_at, one.answered_at, one.until, one.ask_again_date, one.withdrawn_at
            )
            for one in self.consents
        ]

    @property
    def state(self) -> rules.State:
        return rules.state(self.exchanges, self.in_force)

    @property
    def proposes_asking(self) -> bool:
        return rules.may_propose_asking(self.exchanges, self.in_force, self.on)

    @property
    def pending(self) -> Consent | None:
        return next((one for one in self.consents if one.answered_at is None), None)

    @property
    def last(self) -> Consent | None:
        answered = [one for one in self.consents if one.answered_at]
        return max(answered, key=lambda one: one.answered_at or one.asked_at, default=None)

    @cached_property
    def parts_in_force(self) -> list[ConsentPart]:
        """The rows by which each recipient's agreement holds today: those a withdrawal may close."""
        latest: dict[Recipient, ConsentPart] = {}
        for part in self.parts:
            if part.agreed is not None:
                latest[recipient_of(part)] = part
        open_today = self.in_force
        return [
            part
            for part in latest.values()
            if part.culture in open_today.cultures or part.organisation_id in open_today.organisations
        ]

    @property
    def until(self) -> dt.date | None:
        """The first day on which something of the agreement ends."""
        return min((part.until for part in self.parts_in_force if part.until), default=None)

    @property
    def renewal_due(self) -> bool:
        return self.pending is None and rules.renewal_due(self.until, self.on)


def as_rule(part: ConsentPart) -> rules.Part:
    """The row as the pure rule reads it."""
    return rules.Part(
        part.purpose,
        part.culture,
        part.organisation_id,
        bool(part.agreed),
        part.answered_at or dt.datetime.min.replace(tzinfo=dt.UTC),
        part.until,
        part.withdrawn_at is not None,
    )


def agreement(dossier: Dossier, at: dt.datetime) -> Agreement:
    """The whole of it in two queries; sealed words are read only where they are shown."""
    consents = list(
        Consent.objects.filter(dossier=dossier)
        .select_related("asked_by__user", "answered_by__user", "withdrawn_by__user")
        .order_by("-asked_at", "pk")
    )
    parts = list(
        ConsentPart.objects.filter(dossier=dossier)
        .select_related("organisation")
        .order_by("answered_at", "purpose", "culture", "pk")
    )
    by_consent: dict[UUID, list[ConsentPart]] = defaultdict(list)
    for part in parts:
        by_consent[part.consent_id].append(part)
    preload(consents)
    return Agreement(at, consents, parts, by_consent)


def agreement_on_page(dossier: Dossier, at: dt.datetime) -> Agreement:
    """The same, asked once for a page that only reads: its header and its body say the same agreement."""
    known: Agreement | None = dossier.__dict__.get("_agreement_on_page")
    if known is None:
        known = dossier.__dict__["_agreement_on_page"] = agreement(dossier, at)
    return known


def after(
    agreed: Agreement, *, closed: Iterable[UUID] = (), opened: Sequence[rules.Part] = ()
) -> rules.InForce:
    """What would be in force if these parts were withdrawn, or these answers given."""
    gone = set(closed)
    kept = [
        as_rule(part)
        if part.pk not in gone
        else rules.Part(*recipient_of(part), False, as_rule(part).answered_at)
        for part in agreed.parts
        if part.agreed is not None
    ]
    return rules.in_force([*kept, *opened], agreed.on)
