"""Every page of the software: who looks at it, and what does not need looking at, with the reason."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Seen by whom, in the order of the map. A group is one test.
SCREENS: dict[str, dict[str, list[str]]] = {
    "entrance": {
        "visitor": [
            "account_login", "account_reset_password", "account_reset_password_done", "account_inactive",
            "account_signup", "account_reset_password_from_key", "account_reset_password_from_key_done",
            "socialaccount_login_cancelled", "socialaccount_login_error",
        ],
    },
    "account": {
        "claire": [
            "account_logout", "account_change_password", "account_reauthenticate", "mfa_index",
            "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list",
            "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
            "mfa_reauthenticate", "mfa_edit_webauthn", "mfa_remove_webauthn",
        ],
        "half": [
            "mfa_authenticate",
        ],
    },
    "teams": {
        "claire": [
            "accounts:teams", "accounts:team-organisation", "accounts:team-add", "accounts:team-rename",
            "accounts:team-invite", "accounts:team-member", "accounts:team-member-end",
        ],
    },
    "directory": {
        "claire": [
            "directory:search", "directory:service", "directory:structure", "directory:imports",
            "directory:import_run",
        ],
    },
    "file": {
        "nadia": [
            "dossiers:list", "dossiers:open", "dossiers:detail", "dossiers:timeline", "dossiers:identity",
            "dossiers:household", "dossiers:household-add", "dossiers:household-settle",
            "dossiers:household-leave", "dossiers:show",
        ],
    },
    "life": {
        "karim": [
            "dossiers:close", "dossiers:hand-over", "dossiers:merge-choice", "dossiers:merge",
            "dossiers:erase", "dossiers:reopen",
        ],
    },
    "agreement": {
        "nadia": [
            "dossiers:consents", "dossiers:consent-ask", "dossiers:consent-answer",
            "dossiers:consent-withdraw", "dossiers:consent-print", "dossiers:circle",
            "dossiers:circle-add", "dossiers:circle-end", "dossiers:keys", "dossiers:keys-person",
        ],
        "omar": [
            "dossiers:emergency", "dossiers:detail",
        ],
    },
    "content": {
        "nadia": [
            "dossiers:notes", "dossiers:note-write", "dossiers:note", "dossiers:note-edit",
            "dossiers:note-withdraw", "dossiers:outlooks", "dossiers:outlook-edit",
            "dossiers:outlook-share", "dossiers:expectations", "dossiers:expectation-add",
            "dossiers:expectation-say-again", "dossiers:expectation-end",
        ],
    },
    "needs": {
        "nadia": [
            "needs:crossing", "needs:need_add", "needs:need", "needs:need_edit", "needs:need_read",
            "needs:need_voice", "needs:need_meet", "needs:need_close", "needs:suggestions",
            "needs:means_add",
        ],
    },
    "answers": {
        "nadia": [
            "needs:answer", "needs:answer_opinion", "needs:answer_again", "needs:objective_add",
            "needs:objective_edit", "needs:objective_end", "needs:reviews", "needs:review_hold",
            "needs:review_plan",
        ],
    },
}  # fmt: skip

NO_SCREEN = {
    "home": "leads to the first module",
    "health": "two words for machines",
    "dossiers:search": "shows what is sent: in the journey of a search",
    "dossiers:head": "a fragment of every page of a dossier",
    "dossiers:emergencies": "a fragment of the list",
    "dossiers:sheet": "a PDF, read by the spine's journey",
    "directory:communes": "suggestions while one types",
    "directory:import_progress": "a fragment of the import's page",
    "directory:import_issues": "a CSV file",
    "mfa_download_recovery_codes": "a text file",
    "mfa_login_webauthn": "data for the browser's own dialog",
    "account_email": "leads elsewhere: addresses are changed by the organisation",
    "account_email_verification_sent": "addresses are not verified by mail",
    "account_confirm_email": "addresses are not verified by mail",
    "account_confirm_login_code": "no log-in by a code sent",
    "account_set_password": "leads to the change of one's password",
    "mfa_reauthenticate_webauthn": "asks for a passkey at hand",
    "socialaccount_signup": "accounts are opened by the organisation",
    "socialaccount_connections": "no provider is set here",
    "openid_connect_login": "leads to the provider",
    "openid_connect_callback": "comes from the provider",
    **dict.fromkeys(
        [
            "accounts:switch", "accounts:session-close", "accounts:team-member-link", "directory:import_stop",
            "dossiers:household-link", "dossiers:emergency-give-back", "dossiers:emergency-read",
            "dossiers:emergency-shown", "dossiers:note-draft", "dossiers:note-draft-of", "dossiers:outlook-draft",
            "dossiers:outlook-unshare", "needs:review_draft", "needs:need_reopen", "needs:answer_step",
            "needs:suggestion_propose",
            "needs:suggestion_dismiss",
        ],
        "is sent, not shown",
    ),
}  # fmt: skip


def routes(patterns: list[URLPattern | URLResolver] | None = None, space: str = "") -> Iterator[str]:
    """The name of every address of the software."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield space + entry.name


def looked_at() -> set[str]:
    return {name for group in SCREENS.values() for names in group.values() for name in names}
