"""Application configuration of the vault slice."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "croisee.foundation.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
