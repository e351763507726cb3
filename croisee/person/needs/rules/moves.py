"""Whose move it is, said in a few words, from the state of an answer. Nobody's lateness is computed."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Turn(enum.StrEnum):
    PERSON = "person"
    TEAM = "team"
    OTHER = "other"
    TOGETHER = "together"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Move:
    """`turn` gives the icon, `text` the words; an empty text shows nothing."""

    turn: Turn
    text: str = ""


@dataclass(frozen=True)
class Standing:
    """Where one answer stands. `who` is the name of the professional whose action it is, if any."""

    state: str
    kind: str
    refused_by: str = ""
    has_disagreement: bool = False
    need_is_open: bool = True
    who: str = ""


NOTHING = Move(Turn.NOBODY)

_TO_START = {
    "own": Move(Turn.PERSON, "À la personne, quand elle le souhaite"),
    "relative": Move(Turn.OTHER, "Au proche de commencer"),
    "professional": Move(Turn.TEAM, "À nous de commencer"),
}
_UNDER_WAY = {
    "service": Move(Turn.OTHER, "Le service s'en occupe"),
    "right": Move(Turn.OTHER, "L'organisme étudie la demande"),
    "aid": Move(Turn.OTHER, "L'aide suit son cours"),
    "professional": Move(Turn.TEAM, "Nous nous en occupons"),
    "own": Move(Turn.PERSON, "La personne s'en occupe"),
    "relative": Move(Turn.OTHER, "Le proche s'en occupe"),
    "equipment": Move(Turn.PERSON, "À l'essai chez la personne"),
}
_REFUSED = {
    "person": Move(Turn.TOGETHER, "Chercher autre chose, si elle le souhaite"),
    "professional": Move(Turn.TOGETHER, "En reparler ensemble"),
    "service": Move(Turn.TEAM, "À nous de chercher ailleurs"),
}
_OTHERS = {
    "proposed": Move(Turn.PERSON, "À la personne de répondre"),
    "thinking": Move(Turn.PERSON, "La personne y pense"),
    "worked": NOTHING,
    "partly": Move(Turn.TEAM, "À nous de compléter"),
    "failed": Move(Turn.TEAM, "À nous de chercher autre chose"),
    "abandoned": Move(Turn.TOGETHER, "À reprendre ensemble si besoin"),
}


def whose_move(standing: Standing) -> Move:
    """The table, first line that applies:

    need no longer open      nobody
    views differ, once tried together
    agreed                   whoever carries the means: the person, a relative, a named colleague, else the team
    under way                whoever carries it
    refused                  together, or the team when a service said no
    proposed, thinking       the person
    worked                   nobody
    partly, failed           the team
    abandoned                together
    """
    s = standing
    if not s.need_is_open:
        return NOTHING
    if s.has_disagreement and s.state in {"worked", "partly", "failed"}:
        return Move(Turn.TOGETHER, "En reparler ensemble")
    if s.state == "agreed":
        return _named(s, f"À {s.who} de commencer") or _TO_START.get(
            s.kind, Move(Turn.TEAM, "À nous de lancer la démarche")
        )
    if s.state == "under_way":
        return _named(s, f"{s.who} s'en occupe") or _UNDER_WAY[s.kind]
    if s.state == "refused":
        return _REFUSED[s.refused_by]
    return _OTHERS[s.state]


def _named(s: Standing, text: str) -> Move | None:
    return Move(Turn.TEAM, text) if s.kind == "professional" and s.who else None
