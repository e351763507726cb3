"""Application configuration of the ui slice."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "croisee.foundation.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
