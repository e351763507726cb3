"""Application configuration of the retention slice."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "croisee.foundation.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"
