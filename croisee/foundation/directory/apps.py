"""Application configuration of the directory slice."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "croisee.foundation.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
