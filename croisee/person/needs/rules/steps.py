"""Which step of an answer may follow which, and when two views differ. States and opinions by their values."""

from __future__ import annotations

from collections.abc import Mapping

# Nothing starts without the person's agreement noted: « under_way » follows « agreed » alone.
NEXT: Mapping[str, frozenset[str]] = {
    "proposed": frozenset({"thinking", "agreed", "refused", "abandoned"}),
    "thinking": frozenset({"agreed", "refused", "abandoned"}),
    # A service may refuse after the person agreed, and the person may change their mind.
    "agreed": frozenset({"under_way", "refused", "abandoned"}),
    "under_way": frozenset({"worked", "partly", "failed", "abandoned"}),
    "refused": frozenset(),
    "worked": frozenset(),
    "partly": frozenset(),
    "failed": frozenset(),
    "abandoned": frozenset(),
}
OUTCOMES = frozenset({"worked", "partly", "failed", "abandoned"})

# The opinion that says the same as the outcome noted; any other spoken one differs from it.
_SAME_VIEW = {"worked": "fine", "partly": "mixed", "failed": "poor"}
_SPOKEN = frozenset({"fine", "mixed", "poor"})


def may_follow(before: str, after: str) -> bool:
    """Whether an answer in one state may go to another."""
    return after in NEXT[before]


def is_ended(state: str) -> bool:
    """Refused, or tried: a new round may begin, with the same means or another."""
    return not NEXT[state]


def views_differ(state: str, opinion: str, *, declared: bool = False) -> bool:
    """Whether the person and the professional see it differently.

    At an outcome the two are compared; before it, the one who writes says so (`declared`). An opinion that was not
    asked or not given differs from nothing.
    """
    expected = _SAME_VIEW.get(state)
    if expected is None or opinion not in _SPOKEN:
        return declared
    return declared or opinion != expected
