"""Application configuration of the project itself (its checks and commands)."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "croisee.config"
    label = "config"
