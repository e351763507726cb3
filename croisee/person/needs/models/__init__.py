"""The chain: expectation → need → answer ↔ means → objective → review."""

from croisee.person.needs.models.answer import Answer, AnswerStep, Means
from croisee.person.needs.models.need import Dismissal, Need, NeedReading
from croisee.person.needs.models.project import Objective, Review
from croisee.person.needs.models.vocabulary import (
    LIVE_STATES,
    AnswerState,
    DismissalReason,
    MeansKind,
    NeedClosing,
    NeedState,
    ObjectiveState,
    Opinion,
    Side,
)

__all__ = [
    "LIVE_STATES",
    "Answer",
    "AnswerState",
    "AnswerStep",
    "Dismissal",
    "DismissalReason",
    "Means",
    "MeansKind",
    "Need",
    "NeedClosing",
    "NeedReading",
    "NeedState",
    "Objective",
    "ObjectiveState",
    "Opinion",
    "Review",
    "Side",
]
