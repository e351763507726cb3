"""Says which model changes have no migration, without any database."""

from __future__ import annotations

import os
import sys


def missing() -> list[str]:
    """One line per operation that `makemigrations` would write for our applications, or per conflict."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("croisee.")}
    loader = MigrationLoader(None)
    conflicts = [f"{label}: {', '.join(sorted(names))}" for label, names in loader.detect_conflicts().items()]
    # Migrations hold the untranslated labels of other packages.
    with translation.override(None):
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph, trim_to_apps=ours)
    return conflicts + [
        f"{label}: {operation.describe()}"
        for label, migrations in sorted(changes.items())
        for migration in migrations
        for operation in migration.operations
    ]


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croisee.config.settings")
    django.setup()
    if found := missing():
        sys.exit("\n".join(["Model changes without a migration:", *found]))


if __name__ == "__main__":
    main()
