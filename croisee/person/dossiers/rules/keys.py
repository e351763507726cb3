"""What each key opens: the parts of a dossier one may read and write, from the gate's own verdict."""

from __future__ import annotations

from dataclasses import replace

from croisee.person.dossiers.rules.access import Situation, Verdict, Via, verdict

MINIMAL, COMMON = "minimal", "common"
# A coordinator replaces the absent and a partner shares a purpose: neither reads a compartment of a culture.
HOLDS_COMPARTMENT = frozenset({Via.REFERENT, Via.CIRCLE, Via.EMERGENCY})


def opened_by(answer: Verdict, culture: str) -> frozenset[str]:
    """The parts this verdict opens to someone of this culture."""
    if answer.via is None or not answer.visible:
        return frozenset()
    parts = {MINIMAL}
    if answer.shared:
        parts.add(COMMON)
    if answer.via in HOLDS_COMPARTMENT:
        parts.add(culture)
    return frozenset(parts)


def opened_in(situation: Situation) -> frozenset[str]:
    """The parts open in a situation, whatever the role then allows to do in them."""
    answer = verdict(replace(situation, role_allows=True, shared_part=False, writes=False))
    return opened_by(answer, situation.culture) if answer.allowed else frozenset()


def writable(answer: Verdict, culture: str, *, agreement: bool) -> list[str]:
    """Where a note may go, the usual place first: the common page once the person agreed to share it."""
    parts = opened_by(answer, culture)
    places = [part for part in (culture, COMMON) if part in parts]
    return sorted(places, key=lambda part: part != COMMON) if agreement else places
