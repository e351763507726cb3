"""Who may do what by role. What depends on a dossier (circle, agreement) is decided by the gate, on top of this."""

from django.db import models


class Permission(models.TextChoices):
    DOSSIER_LIST = "dossier.list", "Voir la liste des dossiers dont on a la clé"
    DOSSIER_CREATE = "dossier.create", "Enregistrer un premier contact et ouvrir un dossier"
    DOSSIER_VIEW = "dossier.view", "Ouvrir la fiche d'un dossier"
    DOSSIER_EDIT = "dossier.edit", "Modifier l'identité, les coordonnées et le ménage"
    DOSSIER_CLOSE = "dossier.close", "Clore ou rouvrir un dossier"
    DOSSIER_MERGE = "dossier.merge", "Réunir deux dossiers d'une même personne"
    DOSSIER_ERASE = "dossier.erase", "Effacer un dossier au terme de sa conservation"
    DOSSIER_PRINT = "dossier.print", "Montrer et imprimer la fiche de la personne"
    CIRCLE_VIEW = "circle.view", "Voir le cercle et qui a la clé"
    CIRCLE_EDIT = "circle.edit", "Faire entrer ou sortir quelqu'un du cercle"
    CONSENT_VIEW = "consent.view", "Voir les accords de la personne"
    CONSENT_RECORD = "consent.record", "Demander un accord et noter la réponse"
    NOTE_VIEW = "note.view", "Lire les notes partagées et celles de sa profession"
    NOTE_WRITE = "note.write", "Écrire des notes et des entretiens"
    OUTLOOK_VIEW = "outlook.view", "Lire les regards partagés et celui de sa profession"
    OUTLOOK_WRITE = "outlook.write", "Écrire le regard de sa profession"
    NEED_VIEW = "need.view", "Voir les attentes, les besoins et les moyens"
    NEED_EDIT = "need.edit", "Décrire les besoins, proposer des moyens, noter les réponses"
    EMERGENCY_OPEN = "emergency.open", "Ouvrir un dossier en urgence, pour une heure"
    DIRECTORY_VIEW = "directory.view", "Consulter l'annuaire du territoire"
    DIRECTORY_IMPORT = "directory.import", "Importer des fichiers dans l'annuaire"
    TEAM_MANAGE = "team.manage", "Gérer les équipes et leurs membres"


class Role(models.TextChoices):
    COORDINATOR = "coordinator", "Coordination"
    PROFESSIONAL = "professional", "Professionnel·le"
    CARER = "carer", "Aide à domicile"
    RECEPTION = "reception", "Accueil"
    MANAGER = "manager", "Gestion des comptes et de l'annuaire"


P = Permission
_FOLLOWS = frozenset(
    {
        P.DOSSIER_LIST,
        P.DOSSIER_VIEW,
        P.DOSSIER_PRINT,
        P.CIRCLE_VIEW,
        P.CONSENT_VIEW,
        P.NOTE_VIEW,
        P.NOTE_WRITE,
        P.OUTLOOK_VIEW,
        P.NEED_VIEW,
        P.DIRECTORY_VIEW,
        P.EMERGENCY_OPEN,
    }
)
_ACCOMPANIES = _FOLLOWS | {
    P.DOSSIER_CREATE,
    P.DOSSIER_EDIT,
    P.DOSSIER_CLOSE,
    P.CIRCLE_EDIT,
    P.CONSENT_RECORD,
    P.OUTLOOK_WRITE,
    P.NEED_EDIT,
}
ROLES: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: _ACCOMPANIES | {P.DOSSIER_MERGE, P.DOSSIER_ERASE, P.DIRECTORY_IMPORT},
    Role.PROFESSIONAL: _ACCOMPANIES,
    Role.CARER: _FOLLOWS,
    Role.RECEPTION: frozenset(
        {P.DOSSIER_LIST, P.DOSSIER_CREATE, P.DOSSIER_VIEW, P.DOSSIER_EDIT, P.DIRECTORY_VIEW}
    ),
    Role.MANAGER: frozenset({P.TEAM_MANAGE, P.DIRECTORY_VIEW, P.DIRECTORY_IMPORT}),
}
