"""Application configuration of the dossiers slice."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "croisee.person.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from croisee.person.dossiers.queries import moments, timeline

        for provider in moments.PROVIDERS:
            timeline.register(provider, brief=provider is moments.notes)
