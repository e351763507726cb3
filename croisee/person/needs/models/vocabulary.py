"""The words of the chain: states, kinds, opinions and reasons, with the French shown for each."""

from django.db import models


class NeedState(models.TextChoices):
    OPEN = "open", "Ouvert"
    MET = "met", "Couvert"
    CLOSED = "closed", "Clos sans être couvert"


class NeedClosing(models.TextChoices):
    """Why a need stops being followed without having been met."""

    NO_LONGER = "no_longer", "La personne n'en parle plus comme d'un besoin"
    NOT_WISHED = "not_wished", "La personne ne souhaite plus y travailler"
    ELSEWHERE = "elsewhere", "Suivi ailleurs, par un autre service"
    CHANGED = "changed", "Devenu un autre besoin"
    OTHER = "other", "Autre raison"


class MeansKind(models.TextChoices):
    """What can answer a need; « Prestation / MoyenRessource » of the national transfer model (ANS/CNSA)."""

    SERVICE = "service", "Service du territoire"
    RIGHT = "right", "Droit"
    AID = "aid", "Aide"
    PROFESSIONAL = "professional", "Action d'un·e professionnel·le"
    OWN = "own", "Ressource de la personne"
    RELATIVE = "relative", "Proche"
    EQUIPMENT = "equipment", "Équipement"


class AnswerState(models.TextChoices):
    PROPOSED = "proposed", "Proposé"
    THINKING = "thinking", "En réflexion"
    AGREED = "agreed", "Accepté"
    REFUSED = "refused", "Refusé"
    UNDER_WAY = "under_way", "En cours"
    WORKED = "worked", "A répondu au besoin"
    PARTLY = "partly", "A répondu en partie"
    FAILED = "failed", "N'a pas répondu"
    ABANDONED = "abandoned", "Arrêté"


# At most one answer in these states for one need and one means.
LIVE_STATES = (AnswerState.PROPOSED, AnswerState.THINKING, AnswerState.AGREED, AnswerState.UNDER_WAY)


class Side(models.TextChoices):
    """Who said no."""

    PERSON = "person", "La personne"
    PROFESSIONAL = "professional", "Un·e professionnel·le"
    SERVICE = "service", "Le service ou l'organisme"


class Opinion(models.TextChoices):
    """What the person thinks of it at that moment. Blank: not asked yet."""

    FINE = "fine", "Cela lui convient"
    MIXED = "mixed", "Avis partagé"
    POOR = "poor", "Cela ne lui convient pas"
    UNSAID = "unsaid", "N'a pas souhaité le dire"


class ObjectiveState(models.TextChoices):
    SET = "set", "En cours"
    REACHED = "reached", "Atteint"
    DROPPED = "dropped", "Abandonné"


class DismissalReason(models.TextChoices):
    """Why a suggested service does not suit: about the service, never about who dismissed it."""

    TOO_FAR = "too_far", "Trop loin ou mal desservi"
    NOT_FOR_THEM = "not_for_them", "Ne s'adresse pas à cette personne"
    FULL = "full", "Plus de place, ou délai trop long"
    COST = "cost", "Trop cher"
    OUT_OF_DATE = "out_of_date", "Fiche dépassée ou service fermé"
    PERSON_NO = "person_no", "La personne n'en veut pas"
    OTHER = "other", "Autre raison"
