"""Application configuration of the needs slice."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "croisee.person.needs"
    label = "needs"
    verbose_name = "besoins et moyens"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from croisee.person.dossiers.queries import sheet, timeline
        from croisee.person.needs.queries import moments

        for provider in moments.PROVIDERS:
            timeline.register(provider, brief=provider is moments.answers)
        sheet.register_needs(moments.for_sheet)
