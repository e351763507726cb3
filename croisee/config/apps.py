"""Application configuration of the project itself (its checks and commands)."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from croisee.config.roles import refuse_dangerous_role


class ConfigConfig(AppConfig):
    name = "croisee.config"
    label = "config"

    def ready(self) -> None:
        connection_created.connect(refuse_dangerous_role, dispatch_uid="refuse_dangerous_role")
