"""Application configuration of the journal slice."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "croisee.foundation.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
