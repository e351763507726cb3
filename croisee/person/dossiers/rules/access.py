"""May this professional open this dossier, and with what reason? The gate's rule, as a table of situations.

The wall (migration 0002) computes the same from the same facts, in the database: two locks that do not share a key.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Via(enum.StrEnum):
    """Why a door opens; shown on the page of keys."""

    REFERENT = "referent"
    CIRCLE = "circle"
    PARTNER = "partner"
    COORDINATION = "coordination"
    EMERGENCY = "emergency"


@dataclass(frozen=True)
class Situation:
    """One professional before one dossier, today."""

    culture: str
    role_allows: bool
    same_organisation: bool
    is_referent: bool = False
    in_circle: bool = False
    was_in_circle: bool = False
    coordinates_team: bool = False
    has_emergency: bool = False
    # Cultures and partner organisation the person agreed to, in force today.
    agreed_cultures: frozenset[str] = field(default_factory=frozenset)
    partner_agreed: bool = False
    # What is asked: the shared part (needs, common page) or the minimal sheet; reading or writing.
    shared_part: bool = False
    writes: bool = False
    # Decides for the file itself: who stands around, what was agreed, its closing and its end.
    governs: bool = False
    is_closed: bool = False
    is_erased: bool = False


@dataclass(frozen=True)
class Verdict:
    """`visible` False is a 404; visible but not `allowed` is a 403 with `reason`. `shared` opens the common part."""

    allowed: bool
    visible: bool = True
    reason: str = ""
    via: Via | None = None
    shared: bool = False

    @property
    def may_govern(self) -> bool:
        """A key for one hour, or a purpose shared with another organisation, does not turn other keys."""
        return self.via in GOVERNING


NO_AGREEMENT = (
    "La personne n'a pas donné son accord au dossier partagé avec votre métier. "
    "Vous gardez la fiche minimale et les notes de votre métier ; le reste demeure avec la référente ou le référent."
)
OUTSIDE = (
    "Vous n'êtes pas dans le cercle de cette personne. La référente ou le référent peut vous y faire entrer, "
    "avec l'accord de la personne."
)
LEFT = "Vous n'êtes plus dans le cercle de cette personne : votre clé a été rendue."
CLOSED = "Ce dossier est clos : il se lit et ne se modifie plus. Il peut être rouvert."
ERASED = "Ce dossier a été effacé au terme de sa conservation : plus personne ne peut le lire."
GOVERNING = frozenset({Via.REFERENT, Via.CIRCLE, Via.COORDINATION})
NOT_GOVERNING = (
    "Votre clé permet de lire et d'écrire ce que l'accompagnement demande. Le cercle, les accords et la vie du dossier "
    "se décident par la référente ou le référent, son équipe et la coordination."
)
ROLE = "Votre rôle ne permet pas cette action. La coordination de votre équipe peut vous renseigner."


def _door(s: Situation) -> Via | None:
    """The widest door that opens."""
    if s.is_referent and s.same_organisation:
        return Via.REFERENT
    if s.has_emergency and s.same_organisation:
        return Via.EMERGENCY
    if s.in_circle and s.same_organisation:
        return Via.CIRCLE
    if s.in_circle and s.partner_agreed:
        return Via.PARTNER
    return Via.COORDINATION if s.coordinates_team else None


def _shares(s: Situation, via: Via) -> bool:
    """Whether this door opens the common part too: always for the referent, else what the person agreed to."""
    if via in {Via.REFERENT, Via.EMERGENCY, Via.PARTNER}:
        return True
    return s.culture in s.agreed_cultures


def verdict(s: Situation) -> Verdict:
    """The gate's answer for one situation (CASF L121-6-2, CSP L1110-4: mission, strict necessity, agreement)."""
    via = _door(s)
    if via is None:
        if not s.same_organisation and not s.was_in_circle:
            return Verdict(False, visible=False)
        return Verdict(False, reason=LEFT if s.was_in_circle else OUTSIDE)
    if s.is_erased:
        return Verdict(False, reason=ERASED)
    shared = _shares(s, via)
    if not s.role_allows:
        return Verdict(False, reason=ROLE, via=via, shared=shared)
    if s.governs and via not in GOVERNING:
        return Verdict(False, reason=NOT_GOVERNING, via=via, shared=shared)
    if s.shared_part and not shared:
        return Verdict(False, reason=NO_AGREEMENT, via=via)
    if s.writes and s.is_closed:
        return Verdict(False, reason=CLOSED, via=via, shared=shared)
    return Verdict(True, via=via, shared=shared)
