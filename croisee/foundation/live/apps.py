"""Application configuration of the live slice."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "croisee.foundation.live"
    label = "live"
    default_auto_field = "django.db.models.BigAutoField"
