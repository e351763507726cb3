"""The word, the icon and the tone of each state. Failures and refusals are neutral: they are part of the search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    word: str
    icon: str
    tone: str = ""


STATES = {
    "proposed": Sign("Proposé", icon="chat-dots", tone="outline"),
    "thinking": Sign("En réflexion", icon="hourglass-split", tone="outline"),
    "agreed": Sign("Accepté", icon="check2", tone="accent"),
    "refused": Sign("Refusé", icon="dash-circle"),
    "under_way": Sign("En cours", icon="arrow-right-circle", tone="accent"),
    "worked": Sign("A répondu", icon="check2-circle", tone="good"),
    "partly": Sign("En partie", icon="circle-half", tone="good"),
    "failed": Sign("N'a pas répondu", icon="arrow-counterclockwise"),
    "abandoned": Sign("Arrêté", icon="pause-circle"),
}
REFUSALS = {
    "person": Sign("Pas souhaité", icon="dash-circle"),
    "professional": Sign("Non retenu", icon="dash-circle"),
    "service": Sign("Refusé par le service", icon="dash-circle"),
}
DIFFER = Sign("Avis différents", icon="arrow-left-right", tone="attention")
OPINIONS = {
    "fine": Sign("Cela lui convient", icon="emoji-smile"),
    "mixed": Sign("Avis partagé", icon="emoji-neutral"),
    "poor": Sign("Cela ne lui convient pas", icon="emoji-frown"),
    "unsaid": Sign("N'a pas souhaité le dire", icon="chat"),
}
NOT_ASKED = Sign("Avis pas encore demandé", icon="chat")
KINDS = {
    "service": Sign("Service", icon="signpost-split"),
    "right": Sign("Droit", icon="bank"),
    "aid": Sign("Aide", icon="piggy-bank"),
    "professional": Sign("Professionnel·le", icon="person-badge"),
    "own": Sign("Ressource de la personne", icon="person-arms-up"),
    "relative": Sign("Proche", icon="person-hearts"),
    "equipment": Sign("Équipement", icon="tools"),
}
TURNS = {
    "person": Sign("À la personne", icon="person"),
    "team": Sign("À nous", icon="people"),
    "other": Sign("À d'autres", icon="building"),
    "together": Sign("Ensemble", icon="arrow-left-right"),
}
NEEDS = {
    "open": Sign("Ouvert", icon="circle"),
    "met": Sign("Couvert", icon="check2-circle", tone="good"),
    "closed": Sign("Clos", icon="archive"),
}
OBJECTIVES = {
    "set": Sign("En cours", icon="flag", tone="accent"),
    "reached": Sign("Atteint", icon="check2-circle", tone="good"),
    "dropped": Sign("Abandonné", icon="pause-circle"),
}
# What a reason of a suggestion is about.
REASONS = {
    "thematic": Sign("Sujet", icon="tag"),
    "distance": Sign("Distance", icon="geo-alt"),
    "public": Sign("Public", icon="people"),
    "fee": Sign("Frais", icon="wallet2"),
    "mode": Sign("Manière", icon="chat-dots"),
    "fresh": Sign("Fraîcheur", icon="clock"),
    "zone": Sign("Zone", icon="map"),
}


def sign_of(state: str, refused_by: str = "") -> Sign:
    """The sign of an answer; a refusal says whose it is."""
    return REFUSALS[refused_by] if refused_by else STATES[state]


def opinion_sign(opinion: str) -> Sign:
    return OPINIONS.get(opinion, NOT_ASKED)
