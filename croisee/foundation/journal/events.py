"""Everything the journal can say: `DOMAIN_PAST_PARTICIPLE`, with the words of the access page."""

from django.db.models import TextChoices


class Event(TextChoices):
    """One member for each thing that happens; the value is what the database keeps and never changes."""

    # Accounts and teams.
    USER_LOGGED_IN = "user.logged_in", "Connexion"
    USER_LOGGED_OUT = "user.logged_out", "Déconnexion"
    USER_LOGIN_FAILED = "user.login_failed", "Échec de connexion"
    USER_LOGIN_BLOCKED = "user.login_blocked", "Connexion bloquée après trop d’essais"
    USER_CREATED = "user.created", "Compte créé"
    USER_UPDATED = "user.updated", "Compte modifié"
    USER_DEACTIVATED = "user.deactivated", "Compte désactivé"
    USER_REACTIVATED = "user.reactivated", "Compte réactivé"
    USER_LINK_PREPARED = "user.link_prepared", "Lien de premier mot de passe remis"
    USER_PASSWORD_CHANGED = "user.password_changed", "Mot de passe changé"
    USER_SECOND_FACTOR_ADDED = "user.second_factor_added", "Second facteur ajouté"
    USER_SECOND_FACTOR_REMOVED = "user.second_factor_removed", "Second facteur retiré"
    USER_SESSION_REVOKED = "user.session_revoked", "Session fermée à distance"
    MEMBERSHIP_STARTED = "membership.started", "Entrée dans l’équipe"
    MEMBERSHIP_CHANGED = "membership.changed", "Rôle ou équipe changés"
    MEMBERSHIP_ENDED = "membership.ended", "Sortie de l’équipe"
    ORGANISATION_CREATED = "organisation.created", "Organisation créée"
    ORGANISATION_UPDATED = "organisation.updated", "Organisation modifiée"
    TEAM_CREATED = "team.created", "Équipe créée"
    TEAM_UPDATED = "team.updated", "Équipe modifiée"

    # Readings of a dossier.
    DOSSIER_OPENED = "dossier.opened", "Consultation du dossier"
    DOSSIER_REFRESHED = "dossier.refreshed", "Page restée ouverte, mise à jour automatique"
    DOSSIER_REFUSED = "dossier.refused", "Accès refusé"
    DOSSIER_SEARCHED = "dossier.searched", "Recherche de personne"
    # The life of a dossier and of those around it.
    DOSSIER_CREATED = "dossier.created", "Dossier créé"
    DOSSIER_UPDATED = "dossier.updated", "Dossier modifié"
    DOSSIER_CLOSED = "dossier.closed", "Dossier clos"
    DOSSIER_REOPENED = "dossier.reopened", "Dossier rouvert"
    DOSSIER_MERGED = "dossier.merged", "Dossiers réunis"
    DOSSIER_HANDED_OVER = "dossier.handed_over", "Référence confiée"
    DOSSIER_ERASED = "dossier.erased", "Contenu du dossier effacé"
    DOSSIER_KEY_DESTROYED = "dossier.key_destroyed", "Clé du dossier détruite"
    DUPLICATE_DISMISSED = "duplicate.dismissed", "Doublon écarté"
    PERSON_UPDATED = "person.updated", "Identité ou coordonnées modifiées"
    HOUSEHOLD_JOINED = "household.joined", "Entrée dans un ménage"
    HOUSEHOLD_LEFT = "household.left", "Sortie d’un ménage"
    HOUSEHOLD_CHANGED = "household.changed", "Ménage modifié"
    CIRCLE_JOINED = "circle.joined", "Entrée dans le cercle"
    CIRCLE_CHANGED = "circle.changed", "Place dans le cercle modifiée"
    CIRCLE_LEFT = "circle.left", "Sortie du cercle"
    CONSENT_ASKED = "consent.asked", "Accord demandé"
    CONSENT_ANSWERED = "consent.answered", "Réponse à la demande d’accord"
    CONSENT_WITHDRAWN = "consent.withdrawn", "Accord retiré"
    CONSENT_RENEWED = "consent.renewed", "Accord renouvelé"
    CONSENT_EXPIRED = "consent.expired", "Accord arrivé à son terme"
    NOTE_DRAFTED = "note.drafted", "Brouillon de note gardé"
    NOTE_WRITTEN = "note.written", "Note écrite"
    NOTE_EDITED = "note.edited", "Note modifiée"
    NOTE_CONFLICTED = "note.conflicted", "Deux versions d’une note gardées"
    NOTE_SHARED = "note.shared", "Extrait de note partagé"
    NOTE_WITHDRAWN = "note.withdrawn", "Note retirée"
    OUTLOOK_WRITTEN = "outlook.written", "Regard écrit"
    OUTLOOK_SHARED = "outlook.shared", "Extrait d’un regard partagé"
    OUTLOOK_UNSHARED = "outlook.unshared", "Extrait d’un regard repris"
    EXPECTATION_EXPRESSED = "expectation.expressed", "Attente exprimée"
    EXPECTATION_CHANGED = "expectation.changed", "Attente reformulée"
    EXPECTATION_ENDED = "expectation.ended", "Attente close"
    EMERGENCY_OPENED = "emergency.opened", "Accès d’urgence ouvert"
    EMERGENCY_CLOSED = "emergency.closed", "Accès d’urgence terminé"
    EMERGENCY_ACKNOWLEDGED = "emergency.acknowledged", "Accès d’urgence lu par la personne référente"
    EMERGENCY_SHOWN = "emergency.shown", "Accès d’urgence montré à la personne"
    SHEET_SHOWN = "sheet.shown", "Fiche montrée à la personne"
    SHEET_PRINTED = "sheet.printed", "Fiche imprimée"
    KEYS_SHOWN = "keys.shown", "Page « Qui a la clé ? » consultée"

    # Needs and means.
    NEED_CREATED = "need.created", "Besoin décrit"
    NEED_UPDATED = "need.updated", "Besoin modifié"
    NEED_READ = "need.read", "Lecture du besoin par une culture"
    NEED_VOICED = "need.voiced", "Lecture du besoin par la personne"
    NEED_MET = "need.met", "Besoin couvert"
    NEED_REOPENED = "need.reopened", "Besoin rouvert"
    NEED_CLOSED = "need.closed", "Besoin clos"
    MEANS_SUGGESTED = "means.suggested", "Moyens suggérés"
    MEANS_DISMISSED = "means.dismissed", "Suggestion écartée"
    MEANS_ADDED = "means.added", "Moyen ajouté"
    ANSWER_PROPOSED = "answer.proposed", "Moyen proposé"
    ANSWER_AGREED = "answer.agreed", "Moyen accepté par la personne"
    ANSWER_REFUSED = "answer.refused", "Moyen refusé"
    ANSWER_STARTED = "answer.started", "Moyen mis en œuvre"
    ANSWER_WORKED = "answer.worked", "Moyen qui a répondu au besoin"
    ANSWER_PARTLY_WORKED = "answer.partly_worked", "Moyen qui a répondu en partie"
    ANSWER_FAILED = "answer.failed", "Moyen qui n’a pas répondu"
    ANSWER_ABANDONED = "answer.abandoned", "Moyen abandonné"
    ANSWER_OPINION_GIVEN = "answer.opinion_given", "Avis de la personne recueilli"
    DISAGREEMENT_NOTED = "disagreement.noted", "Désaccord noté"
    OBJECTIVE_SET = "objective.set", "Objectif fixé"
    OBJECTIVE_CHANGED = "objective.changed", "Objectif modifié"
    OBJECTIVE_REACHED = "objective.reached", "Objectif atteint"
    OBJECTIVE_DROPPED = "objective.dropped", "Objectif abandonné"
    REVIEW_PLANNED = "review.planned", "Bilan prévu"
    REVIEW_HELD = "review.held", "Bilan tenu"

    # The directory of the territory.
    DIRECTORY_IMPORT_STARTED = "directory.import_started", "Import du répertoire commencé"
    DIRECTORY_IMPORT_PROGRESSED = "directory.import_progressed", "Import du répertoire en cours"
    DIRECTORY_IMPORTED = "directory.imported", "Répertoire importé"
    DIRECTORY_IMPORT_FAILED = "directory.import_failed", "Import du répertoire échoué"
    SERVICE_UPDATED = "service.updated", "Service du répertoire modifié"
    SERVICE_RETIRED = "service.retired", "Service du répertoire retiré"

    # The installation itself.
    JOURNAL_VERIFIED = "journal.verified", "Journal vérifié"
    BACKUP_MADE = "backup.made", "Sauvegarde faite"
    BACKUP_RESTORED = "backup.restored", "Sauvegarde restaurée"


# What counts as a reading of a file on the page of keys; everything else that touches a dossier is a change.
READINGS: frozenset[Event] = frozenset(
    {
        Event.DOSSIER_OPENED,
        Event.DOSSIER_REFRESHED,
        Event.DOSSIER_REFUSED,
        Event.SHEET_SHOWN,
        Event.SHEET_PRINTED,
        Event.KEYS_SHOWN,
    }
)


def label_of(event: str) -> str:
    """The words for a stored value; a value of a slice since removed is shown as it is."""
    return str(Event(event).label) if event in Event.values else event
