"""Prepares, for who administers the installation, the link by which somebody chooses a new password."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from croisee.foundation.accounts import operations
from croisee.foundation.accounts.models import User
from croisee.foundation.accounts.views import password_path


class Command(BaseCommand):
    help = "Affiche un lien, à ouvrir une fois, pour qu'une personne choisisse un nouveau mot de passe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="adresse du compte")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"], is_active=True).order_by("pk").first()
        if user is None:
            raise CommandError("Aucun compte ouvert ne porte cette adresse.")
        operations.record_link(user=user, at=timezone.now())
        self.stdout.write(
            "Lien à remettre à cette personne, et à elle seule. Sa préparation est au journal :"
        )
        self.stdout.write(password_path(user))
