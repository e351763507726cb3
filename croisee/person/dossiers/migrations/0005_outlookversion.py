"""What an outlook said before it was changed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import croisee.foundation.vault.fields
import croisee.person.dossiers.models.base
from croisee.foundation.accounts.wall import Walled


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_perimeters"),
        ("dossiers", "0004_wall_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutlookVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "compartment",
                    models.CharField(
                        choices=[
                            ("minimal", "Fiche minimale"),
                            ("common", "Page commune"),
                            ("medical", "Regard médical"),
                            ("psychological", "Regard psychologique"),
                            ("educational", "Regard éducatif"),
                            ("social", "Regard social"),
                            ("author", "Brouillon personnel"),
                        ],
                        default="common",
                        max_length=20,
                    ),
                ),
                (
                    "acl",
                    croisee.person.dossiers.models.base.AclField(
                        base_field=models.IntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("key_id", models.UUIDField(editable=False, null=True)),
                ("version", models.PositiveIntegerField()),
                ("written_at", models.DateTimeField()),
                ("text", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "outlook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="dossiers.outlook",
                    ),
                ),
            ],
            options={
                "verbose_name": "version de regard",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("outlook", "version"), name="dossiers_outlookversion_once"
                    )
                ],
            },
        ),
        Walled("dossiers_outlookversion"),
    ]
