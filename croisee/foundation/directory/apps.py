"""Application configuration of the directory slice."""

from typing import Any

from django.apps import AppConfig
from django.db import connections, router
from django.db.models.signals import post_migrate
from django.utils import timezone


def load_reference_after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Reference tables follow the installed packages, so they are checked after every migration."""
    from croisee.foundation.directory.models import Commune
    from croisee.foundation.directory.operations import load_reference

    # `migrate` to an earlier state may have removed the tables
    table = Commune._meta.db_table
    if router.allow_migrate_model(using, Commune) and table in connections[using].introspection.table_names():
        load_reference(at=timezone.now(), using=using)


class DirectoryConfig(AppConfig):
    name = "croisee.foundation.directory"
    label = "directory"
    verbose_name = "annuaire"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(load_reference_after_migrate, sender=self, dispatch_uid="directory.reference")
