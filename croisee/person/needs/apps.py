"""Application configuration of the needs slice."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "croisee.person.needs"
    label = "needs"
    verbose_name = "besoins et moyens"
    default_auto_field = "django.db.models.BigAutoField"
