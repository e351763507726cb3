"""Application configuration of the accounts slice."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "croisee.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
