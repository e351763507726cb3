"""Accounts, organisations, teams and memberships."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import croisee.foundation.accounts.identifiers


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="adresse électronique"),
                ),
                ("first_name", models.CharField(max_length=80, verbose_name="prénom")),
                ("last_name", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "profession",
                    models.CharField(
                        choices=[
                            ("social_worker", "Assistant·e de service social"),
                            ("family_economist", "Conseiller·ère en économie sociale et familiale"),
                            ("special_educator", "Éducateur·rice spécialisé·e"),
                            ("social_educator", "Moniteur·rice-éducateur·rice"),
                            ("family_worker", "Technicien·ne de l'intervention sociale et familiale"),
                            ("home_carer", "Aide à domicile"),
                            ("support_worker", "Accompagnant·e éducatif·ve et social·e"),
                            ("nurse", "Infirmier·ère"),
                            ("physician", "Médecin"),
                            ("care_assistant", "Aide-soignant·e"),
                            ("occupational_therapist", "Ergothérapeute"),
                            ("psychologist", "Psychologue"),
                            ("receptionist", "Chargé·e d'accueil"),
                            ("manager", "Responsable"),
                            ("other", "Autre profession"),
                        ],
                        default="other",
                        max_length=30,
                        verbose_name="profession",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
                ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="compte créé le")),
            ],
            options={
                "verbose_name": "compte",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="accounts_user_email"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ccas", "CCAS ou CIAS"),
                            ("association", "Association"),
                            ("home_care", "Service d'aide à domicile"),
                            ("departement", "Service social départemental"),
                            ("health", "Établissement ou réseau de santé"),
                            ("other", "Autre organisation"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "siret",
                    models.CharField(
                        blank=True,
                        help_text="14 chiffres",
                        max_length=14,
                        validators=[croisee.foundation.accounts.identifiers.validate_siret],
                        verbose_name="SIRET",
                    ),
                ),
                (
                    "finess",
                    models.CharField(
                        blank=True,
                        help_text="9 chiffres",
                        max_length=9,
                        validators=[croisee.foundation.accounts.identifiers.validate_finess],
                        verbose_name="FINESS",
                    ),
                ),
                (
                    "commune_code",
                    models.CharField(blank=True, max_length=5, verbose_name="code de la commune"),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("siret", ""), _negated=True),
                        fields=("siret",),
                        name="accounts_organisation_siret",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("finess", ""), _negated=True),
                        fields=("finess",),
                        name="accounts_organisation_finess",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "Coordination"),
                            ("professional", "Professionnel·le"),
                            ("carer", "Aide à domicile"),
                            ("reception", "Accueil"),
                            ("manager", "Gestion des comptes et de l'annuaire"),
                        ],
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "culture",
                    models.CharField(
                        choices=[
                            ("medical", "médicale"),
                            ("psychological", "psychologique"),
                            ("educational", "éducative"),
                            ("social", "sociale"),
                        ],
                        max_length=20,
                        verbose_name="culture",
                    ),
                ),
                ("started_date", models.DateField(verbose_name="depuis le")),
                (
                    "ended_date",
                    models.DateField(
                        blank=True, help_text="Premier jour sans accès", null=True, verbose_name="jusqu'au"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "appartenance",
            },
        ),
        migrations.CreateModel(
            name="PerimeterGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField()),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "clé temporaire",
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "équipe",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="accounts.team",
                verbose_name="équipe",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="accounts_team_name"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_date__isnull", True),
                    ("ended_date__gte", models.F("started_date")),
                    _connector="OR",
                ),
                name="accounts_membership_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_date__isnull", True)),
                fields=("user", "team"),
                name="accounts_membership_once",
            ),
        ),
    ]
