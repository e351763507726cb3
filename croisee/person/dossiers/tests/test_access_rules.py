"""The gate's rule, situation by situation."""

from __future__ import annotations

from typing import Any

import pytest

from croisee.person.dossiers.rules import access, keys
from croisee.person.dossiers.rules.access import Situation, Via, verdict

SOCIAL = frozenset({"social"})
HERE: dict[str, Any] = {"culture": "social", "role_allows": True, "same_organisation": True}
ELSEWHERE: dict[str, Any] = {**HERE, "same_organisation": False}

# situation, allowed, visible, via, shared, reason
TABLE: list[tuple[str, dict[str, Any], bool, bool, Via | None, bool, str]] = [
    ("a stranger of another organisation", ELSEWHERE, False, False, None, False, ""),
    ("a colleague outside the circle", HERE, False, True, None, False, access.OUTSIDE),
    ("a colleague who left", {**HERE, "was_in_circle": True}, False, True, None, False, access.LEFT),
    ("a partner who left", {**ELSEWHERE, "was_in_circle": True}, False, True, None, False, access.LEFT),
    ("the referent, no agreement", {**HERE, "is_referent": True}, True, True, Via.REFERENT, True, ""),
    ("the circle, no agreement", {**HERE, "in_circle": True}, True, True, Via.CIRCLE, False, ""),
    (
        "the circle, own culture agreed",
        {**HERE, "in_circle": True, "agreed_cultures": SOCIAL},
        True,
        True,
        Via.CIRCLE,
        True,
        "",
    ),
    (
        "the circle, another culture agreed",
        {**HERE, "culture": "medical", "in_circle": True, "agreed_cultures": SOCIAL},
        True,
        True,
        Via.CIRCLE,
        False,
        "",
    ),
    ("a partner not agreed to", {**ELSEWHERE, "in_circle": True}, False, False, None, False, ""),
    (
        "a partner agreed to",
        {**ELSEWHERE, "in_circle": True, "partner_agreed": True},
        True,
        True,
        Via.PARTNER,
        True,
        "",
    ),
    ("a partner agreed to but outside", {**ELSEWHERE, "partner_agreed": True}, False, False, None, False, ""),
    ("the coordinator", {**HERE, "coordinates_team": True}, True, True, Via.COORDINATION, False, ""),
    (
        "the coordinator, culture agreed",
        {**HERE, "coordinates_team": True, "agreed_cultures": SOCIAL},
        True,
        True,
        Via.COORDINATION,
        True,
        "",
    ),
    ("an emergency", {**HERE, "has_emergency": True}, True, True, Via.EMERGENCY, True, ""),
    ("an emergency from elsewhere", {**ELSEWHERE, "has_emergency": True}, False, False, None, False, ""),
    (
        "someone who left, in an emergency",
        {**HERE, "was_in_circle": True, "has_emergency": True},
        True,
        True,
        Via.EMERGENCY,
        True,
        "",
    ),
    (
        "the shared part, agreed",
        {**HERE, "in_circle": True, "agreed_cultures": SOCIAL, "shared_part": True},
        True,
        True,
        Via.CIRCLE,
        True,
        "",
    ),
    (
        "the shared part, not agreed",
        {**HERE, "in_circle": True, "shared_part": True},
        False,
        True,
        Via.CIRCLE,
        False,
        access.NO_AGREEMENT,
    ),
    (
        "the shared part, referent",
        {**HERE, "is_referent": True, "shared_part": True},
        True,
        True,
        Via.REFERENT,
        True,
        "",
    ),
    (
        "a role that may not",
        {**HERE, "role_allows": False, "is_referent": True},
        False,
        True,
        Via.REFERENT,
        True,
        access.ROLE,
    ),
    (
        "writing in a closed dossier",
        {**HERE, "is_referent": True, "writes": True, "is_closed": True},
        False,
        True,
        Via.REFERENT,
        True,
        access.CLOSED,
    ),
    (
        "reading a closed dossier",
        {**HERE, "is_referent": True, "is_closed": True},
        True,
        True,
        Via.REFERENT,
        True,
        "",
    ),
    (
        "an erased dossier",
        {**HERE, "is_referent": True, "is_erased": True},
        False,
        True,
        None,
        False,
        access.ERASED,
    ),
]


@pytest.mark.parametrize(
    ("facts", "allowed", "visible", "via", "shared", "reason"),
    [case[1:] for case in TABLE],
    ids=[case[0] for case in TABLE],
)
def test_verdict(
    facts: dict[str, Any], allowed: bool, visible: bool, via: Via | None, shared: bool, reason: str
) -> None:
    found = verdict(Situation(**facts))
    assert (found.allowed, found.visible, found.via, found.shared) == (allowed, visible, via, shared)
    assert found.reason == reason


def test_a_refusal_that_is_visible_always_says_why() -> None:
    for _, facts, allowed, visible, *_ in TABLE:
        if visible and not allowed:
            assert verdict(Situation(**facts)).reason


@pytest.mark.parametrize(
    ("facts", "parts"),
    [
        ({**HERE, "is_referent": True}, {"minimal", "common", "social"}),
        ({**HERE, "in_circle": True}, {"minimal", "social"}),
        ({**HERE, "in_circle": True, "agreed_cultures": SOCIAL}, {"minimal", "common", "social"}),
        ({**HERE, "coordinates_team": True}, {"minimal"}),
        ({**HERE, "coordinates_team": True, "agreed_cultures": SOCIAL}, {"minimal", "common"}),
        ({**ELSEWHERE, "in_circle": True, "partner_agreed": True}, {"minimal", "common"}),
        ({**ELSEWHERE, "in_circle": True}, set()),
        ({**HERE, "has_emergency": True}, {"minimal", "common", "social"}),
        ({**HERE, "in_circle": True, "has_emergency": True}, {"minimal", "common", "social"}),
        ({**HERE, "coordinates_team": True, "has_emergency": True}, {"minimal", "common", "social"}),
        (HERE, set()),
        # What the role allows is another question than what the key opens.
        ({**HERE, "role_allows": False, "in_circle": True}, {"minimal", "social"}),
    ],
)
def test_what_a_key_opens(facts: dict[str, Any], parts: set[str]) -> None:
    assert keys.opened_in(Situation(**facts)) == parts


@pytest.mark.parametrize(
    ("facts", "agreement", "places"),
    [
        ({**HERE, "is_referent": True}, False, ["social", "common"]),
        ({**HERE, "is_referent": True}, True, ["common", "social"]),
        ({**HERE, "in_circle": True}, True, ["social"]),
        ({**HERE, "coordinates_team": True}, True, []),
        ({**HERE, "coordinates_team": True, "agreed_cultures": SOCIAL}, True, ["common"]),
    ],
)
def test_where_a_note_may_go(facts: dict[str, Any], agreement: bool, places: list[str]) -> None:
    assert keys.writable(verdict(Situation(**facts)), "social", agreement=agreement) == places
