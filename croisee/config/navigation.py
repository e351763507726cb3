"""The one list of what a user sees: modules of the rail, tabs of a dossier, pages of one's own account."""

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.context import Module

P = Permission

MODULES = [
    Module("Dossiers", "people", "dossiers:list", Permission.DOSSIER_LIST, inside=("dossiers:", "needs:")),
    Module(
        "Annuaire", "signpost-split", "directory:search", Permission.DIRECTORY_VIEW, inside=("directory:",)
    ),
    Module("Équipes", "diagram-3", "accounts:teams", Permission.TEAM_MANAGE, inside=("accounts:team",)),
]

# One field in the rail: a person is found from any page.
SEARCH = Module(
    "Retrouver quelqu'un", "search", "dossiers:search", Permission.DOSSIER_LIST, short="Chercher…"
)

DOSSIER_TABS = [
    Module(
        "Vue d'ensemble", "person-vcard", "dossiers:detail", P.DOSSIER_VIEW, inside=("dossiers:identity",)
    ),
    Module("Parcours", "clock-history", "dossiers:timeline", P.DOSSIER_VIEW),
    Module("Notes", "journal-text", "dossiers:notes", P.NOTE_VIEW, inside=("dossiers:note",)),
    Module("La croisée", "croisee", "needs:crossing", P.NEED_VIEW, inside=("needs:",)),
    Module("Regards", "compass", "dossiers:outlooks", P.OUTLOOK_VIEW, inside=("dossiers:outlook",)),
    Module("Ménage", "house", "dossiers:household", P.DOSSIER_VIEW, inside=("dossiers:household",)),
    Module("Cercle", "people", "dossiers:circle", P.CIRCLE_VIEW, inside=("dossiers:circle",)),
    Module("Accords", "chat-quote", "dossiers:consents", P.CONSENT_VIEW, inside=("dossiers:consent",)),
    Module("Qui a la clé ?", "key", "dossiers:keys", P.CIRCLE_VIEW),
]

ACCOUNT = [
    Module("Mot de passe", "lock", "account_change_password"),
    Module("Double sécurité et clés d'accès", "shield-lock", "mfa_index", inside=("mfa_",)),
    Module("Appareils connectés", "laptop", "usersessions_list"),
]

# Where the choice between several memberships is posted, as `membership`.
SWITCH_MEMBERSHIP = "accounts:switch"
