"""The one list of what a user sees: modules of the rail, tabs of a dossier, pages of one's own account."""

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.context import Module

MODULES = [
    Module("Dossiers", "people", "dossiers:list", Permission.DOSSIER_LIST, inside=("dossiers:", "needs:")),
    Module("Annuaire", "signpost-split", "directory:search", Permission.DIRECTORY_VIEW, inside=("directory:",)),
    Module("Équipes", "diagram-3", "accounts:teams", Permission.TEAM_MANAGE, inside=("accounts:team",)),
]

DOSSIER_TABS = [
    Module("Fiche", "person-vcard", "dossiers:detail", Permission.DOSSIER_VIEW),
    Module("La croisée", "croisee", "needs:crossing", Permission.NEED_VIEW, inside=("needs:",)),
    Module("Notes et regards", "journal-text", "dossiers:notes", Permission.NOTE_VIEW, inside=("dossiers:note",)),
    Module("Accord", "chat-quote", "dossiers:consent", Permission.CONSENT_VIEW, inside=("dossiers:consent",)),
    Module("Qui a la clé ?", "key", "dossiers:keys", Permission.CIRCLE_VIEW, inside=("dossiers:circle",)),
]

ACCOUNT = [
    Module("Mot de passe", "lock", "account_change_password"),
    Module("Double sécurité et clés d'accès", "shield-lock", "mfa_index", inside=("mfa_",)),
    Module("Appareils connectés", "laptop", "usersessions_list"),
]

# Where the choice between several memberships is posted, as `membership`.
SWITCH_MEMBERSHIP = "accounts:switch"
