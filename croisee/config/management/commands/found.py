"""Opens the first organisation of an installation and the account that manages it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from croisee.foundation.accounts import operations
from croisee.foundation.accounts.models import Organisation, OrganisationKind
from croisee.foundation.accounts.views import password_path


class Command(BaseCommand):
    help = "Ouvre la première organisation d'une installation vide et le compte qui la gère."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="nom de l'organisation")
        parser.add_argument("--kind", required=True, choices=OrganisationKind.values, help="nature")
        parser.add_argument("--team", required=True, help="nom de la première équipe")
        for option in ("email", "first-name", "last-name"):
            parser.add_argument(f"--{option}", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.exists():
            raise CommandError(
                "Une organisation existe déjà : les comptes s'ouvrent depuis la page « Équipes »."
            )
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError("Cette adresse électronique n'est pas valable.") from None
        membership = operations.found_organisation(
            name=options["name"],
            kind=options["kind"],
            team_name=options["team"],
            email=options["email"],
            first_name=options["first_name"],
            last_name=options["last_name"],
            at=timezone.now(),
        )
        self.stdout.write(
            "L'organisation est ouverte. Lien pour choisir le mot de passe, à ouvrir une fois :"
        )
        self.stdout.write(password_path(membership.user))
