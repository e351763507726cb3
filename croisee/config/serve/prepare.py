"""Run as its own process before serving: migrations that are due, the demo territory, the demo accounts.

One Django start for all of it, and none of its memory kept by the supervisor.
"""

import json
import os
import sys

import django
from django.core.management import CommandError, call_command, get_commands
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

# The supervisor recognises the last line by this mark; every other line is for people.
RESULT_MARK = "@@"
LABELS = {"owner": "base principale", "vault_owner": "base des clés"}


def main(arguments: list[str]) -> int:
    """Prepare the databases and print the result as one line of JSON."""
    django.setup(set_prefix=False)
    migrate()
    if "--demo" in arguments:
        load_demo()
    _say(RESULT_MARK + json.dumps({"accounts": demo_accounts()}))
    close()
    return 0


def migrate() -> None:
    """Apply what is due on both databases; nothing due costs a few queries."""
    for alias, label in LABELS.items():
        executor = MigrationExecutor(connections[alias])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            _say(f"Mise à jour de la structure de la {label} ({len(plan)} étapes)…")
            call_command("migrate", database=alias, interactive=False, verbosity=0, skip_checks=True)


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

    users = User.objects.filter(email__endswith=".demo.example", is_active=True).order_by("pk")[:12]
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
