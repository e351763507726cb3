"""Run as its own process before serving: migrations that are due, the demo territory, the demo accounts.

One Django start for all of it, and none of its memory kept by the supervisor.
"""

import json
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from croisee.config.roles import LABELS

# The supervisor recognises the last line by this mark; every other line is for people.
RESULT_MARK = "@@"
OWNERS = {"default": ("owner", "DATABASE_OWNER_URL"), "vault": ("vault_owner", "VAULT_DATABASE_OWNER_URL")}


def main(arguments: list[str]) -> int:
    """Prepare the databases and print the result as one line of JSON."""
    django.setup(set_prefix=False)
    try:
        migrate()
        refuse_dangerous_roles()
        if "--demo" in arguments:
            load_demo()
        _say(RESULT_MARK + json.dumps({"accounts": demo_accounts()}))
    except CommandError as error:
        _say(str(error))
        return 1
    finally:
        close()
    return 0


def migrate() -> None:
    """Apply what is due on both databases; nothing due costs a few queries."""
    for alias, label in LABELS.items():
        owner, variable = OWNERS[alias]
        # On an external server the owner's password may be kept away from this machine.
        known = not os.environ.get("DATABASE_URL") or bool(os.environ.get(variable))
        executor = MigrationExecutor(connections[owner if known else alias])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan and not known:
            raise CommandError(f"La structure de la {label} doit être mise à jour : donnez {variable}.")
        if plan:
            _say(f"Mise à jour de la structure de la {label} ({len(plan)} étapes)…")
            call_command("migrate", database=owner, interactive=False, verbosity=0, skip_checks=True)


def refuse_dangerous_roles() -> None:
    """Refuse to serve under a database role that row-level security would not hold."""
    for alias in LABELS:
        try:
            connections[alias].ensure_connection()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None


def load_demo() -> None:
    """Load the demo territory into an installation that holds no organisation yet."""
    from croisee.foundation.accounts.models import Organisation

    if Organisation.objects.exists():
        return
    if "demo" not in get_commands():
        raise CommandError("cette version ne contient pas de territoire de démonstration")
    _say("Chargement du territoire de démonstration…")
    call_command("demo")


def demo_accounts() -> list[dict[str, str]]:
    """Return the demo accounts, to be shown with the address."""
    from croisee.foundation.accounts.models import Membership, User

    users = User.objects.filter(email__endswith=".demo.example", is_active=True).order_by("pk")[:20]
    roles = {
        membership.user_id: membership.get_role_display()
        for membership in Membership.objects.filter(user__in=list(users)).order_by("pk")
    }
    return [{"email": user.email, "name": user.full_name, "role": roles.get(user.pk, "")} for user in users]


def close() -> None:
    """Give every connection back, pools included, so that the database can stop in peace."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croisee.config.settings")
    sys.exit(main(sys.argv[1:]))
