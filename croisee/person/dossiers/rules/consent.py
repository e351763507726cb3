"""What the person's answers open today, in which state the agreement stands, and when one may speak of it again."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ALL_CULTURES = frozenset({"medical", "psychological", "educational", "social"})
# An agreement holds a year unless the person says otherwise, and is spoken of again a month before its end.
DEFAULT_MONTHS = 12
RENEWAL_MONTHS = 1
# After « not now », nobody proposes to ask again for three months unless the person chose another date.
ASK_AGAIN_MONTHS = 3


@dataclass(frozen=True)
class Part:
    """An answered part of a request: one recipient (a culture or an organisation), what was said, until when."""

    purpose: str
    culture: str
    organisation_id: int | None
    agreed: bool
    answered_at: dt.datetime
    until: dt.date | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class InForce:
    """The recipients that the person agrees to on a day."""

    cultures: frozenset[str]
    organisations: frozenset[int]

    @property
    def shares_file(self) -> bool:
        return bool(self.cultures)


def in_force(parts: Iterable[Part], on: dt.date) -> InForce:
    """For each recipient the last word counts; a withdrawal or a past end date closes it.

    An end date is the last day on which the agreement holds.
    """
    latest: dict[tuple[str, str, int | None], Part] = {}
    for part in sorted(parts, key=lambda part: part.answered_at):
        latest[part.purpose, part.culture, part.organisation_id] = part
    open_parts = [
        part
        for part in latest.values()
        if part.agreed and not part.withdrawn and (part.until is None or part.until >= on)
    ]
    return InForce(
        frozenset(part.culture for part in open_parts if part.purpose == "shared_file"),
        frozenset(
            part.organisation_id
            for part in open_parts
            if part.purpose == "partner" and part.organisation_id is not None
        ),
    )


class State(enum.StrEnum):
    """Where the agreement to the shared file stands, as the header of a dossier says it."""

    NEVER = "never"
    PENDING = "pending"
    YES = "yes"
    PARTLY = "partly"
    NOT_NOW = "not_now"
    NO = "no"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Exchange:
    """One exchange about sharing, reduced to what the state depends on."""

    answer: str
    asked_at: dt.datetime
    answered_at: dt.datetime | None = None
    until: dt.date | None = None
    ask_again_date: dt.date | None = None
    withdrawn_at: dt.datetime | None = None

    @property
    def is_pending(self) -> bool:
        return self.answered_at is None


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day some months later or earlier, or the last day of a shorter month."""
    index = date.year * 12 + date.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def default_until(on: dt.date) -> dt.date:
    return add_months(on, DEFAULT_MONTHS)


def default_ask_again(on: dt.date) -> dt.date:
    return add_months(on, ASK_AGAIN_MONTHS)


def last_answered(exchanges: Iterable[Exchange]) -> Exchange | None:
    """The person's latest word."""
    answered = [exchange for exchange in exchanges if exchange.answered_at is not None]
    return max(answered, key=lambda exchange: exchange.answered_at or exchange.asked_at, default=None)


def state(exchanges: Sequence[Exchange], open_today: InForce) -> State:
    """One word for the whole: what is in force counts first, then the person's latest word."""
    if open_today.cultures:
        return State.YES if open_today.cultures >= ALL_CULTURES else State.PARTLY
    last = last_answered(exchanges)
    if last is None:
        return State.PENDING if exchanges else State.NEVER
    if last.answer in {"no", "not_now"}:
        return State(last.answer)
    if open_today.organisations:
        return State.PARTLY
    return State.WITHDRAWN if last.withdrawn_at else State.EXPIRED


def renewal_due(until: dt.date | None, on: dt.date) -> bool:
    """From a month before the end to the last day: time to speak of it again, calmly."""
    return until is not None and add_months(until, -RENEWAL_MONTHS) <= on <= until


def may_propose_asking(exchanges: Sequence[Exchange], open_today: InForce, on: dt.date) -> bool:
    """Whether the software itself proposes to ask. After a no it never does; after « not now », from the date agreed.

    The person can always come back to it of their own accord: that door is not this one.
    """
    if any(exchange.is_pending for exchange in exchanges):
        return False
    last = last_answered(exchanges)
    if last is None:
        return True
    if last.answer == "no" or last.withdrawn_at:
        return False
    if last.answer == "not_now":
        return last.ask_again_date is None or last.ask_again_date <= on
    if open_today.shares_file or open_today.organisations:
        return renewal_due(last.until, on)
    return True
