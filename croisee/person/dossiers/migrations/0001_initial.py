"""The dossier, its circle, its agreements and its content."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import croisee.foundation.vault.fields
import croisee.person.dossiers.models.base


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "ménage",
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("in_person", "De vive voix, en face à face"),
                            ("phone", "Au téléphone"),
                            ("interpreter", "Avec un interprète"),
                            ("relative", "Avec un proche ou la personne de confiance"),
                            ("plain", "Avec un support en langage simple"),
                            ("written", "Par écrit"),
                        ],
                        max_length=20,
                        verbose_name="manière",
                    ),
                ),
                ("explained", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("pending", "En attente de réponse"),
                            ("yes", "Oui"),
                            ("partly", "En partie"),
                            ("not_now", "Pas maintenant"),
                            ("no", "Non"),
                        ],
                        default="pending",
                        max_length=20,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                ("words", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("until", models.DateField(blank=True, null=True, verbose_name="valable jusqu'au")),
                (
                    "ask_again_date",
                    models.DateField(blank=True, null=True, verbose_name="à redemander à partir du"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
                (
                    "withdrawn_words",
                    croisee.foundation.vault.fields.SealedTextField(editable=True, null=True),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="dossiers.consent",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "accord",
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(editable=False, max_length=20, verbose_name="numéro")),
                ("opened_date", models.DateField(verbose_name="ouvert le")),
                ("closed_date", models.DateField(blank=True, null=True, verbose_name="clos le")),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("needs_met", "Les besoins ont trouvé une réponse"),
                            ("person_stopped", "La personne ne souhaite pas poursuivre"),
                            ("moved", "Départ du territoire"),
                            ("handed_over", "Relais pris par un autre service"),
                            ("no_news", "Plus de nouvelles malgré les relances"),
                            ("death", "Décès"),
                            ("other", "Autre raison"),
                        ],
                        max_length=20,
                        verbose_name="raison de la clôture",
                    ),
                ),
                ("closing_text", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("last_contact_date", models.DateField(verbose_name="dernier contact de la personne")),
                ("touched_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acl",
                    croisee.person.dossiers.models.base.AclField(
                        base_field=models.IntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "acl_common",
                    croisee.person.dossiers.models.base.AclField(
                        base_field=models.IntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "acl_medical",
                    croisee.person.dossiers.models.base.AclField(
                        base_field=models.IntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "acl_psychological",
                    croisee.person.dossiers.models.base.AclField(
                        base_field=models.IntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "acl_educational",
                    croisee.person.dossiers.models.base.AclField(
                        base_field=models.IntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "acl_social",
                    croisee.person.dossiers.models.base.AclField(
                        base_field=models.IntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_dossiers",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "referent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                        verbose_name="référent·e",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                        verbose_name="équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
            },
        ),
        migrations.CreateModel(
            name="ConsentPart",
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
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("shared_file", "Travailler à plusieurs métiers dans un dossier partagé"),
                            ("partner", "Partager le dossier avec une autre organisation"),
                        ],
                        max_length=20,
                        verbose_name="finalité",
                    ),
                ),
                (
                    "culture",
                    models.CharField(
                        blank=True,
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
                ("agreed", models.BooleanField(null=True, verbose_name="accordé")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="dossiers.consent",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "part d'accord",
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
            ),
        ),
        migrations.CreateModel(
            name="CircleMember",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("professional", "Professionnel·le"),
                            ("partner", "Partenaire d'une autre organisation"),
                            ("relative", "Proche"),
                            ("trusted", "Personne de confiance"),
                        ],
                        max_length=20,
                        verbose_name="qualité",
                    ),
                ),
                ("name", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("relation", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("contact", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("reason", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("started_date", models.DateField(verbose_name="depuis le")),
                ("ended_date", models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "membre du cercle",
            },
        ),
        migrations.CreateModel(
            name="Draft",
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
                ("place", models.CharField(max_length=80)),
                ("text", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
            ],
            options={
                "verbose_name": "brouillon",
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
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
                ("reason", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("seen_by_referent_at", models.DateTimeField(blank=True, null=True)),
                ("shown_to_person_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.perimetergrant",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "accès d'urgence",
            },
        ),
        migrations.CreateModel(
            name="Expectation",
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
                ("words", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("said_date", models.DateField(verbose_name="dit le")),
                ("noted_at", models.DateTimeField()),
                (
                    "ended_date",
                    models.DateField(blank=True, null=True, verbose_name="n'est plus attendu depuis le"),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "attente",
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
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
                ("is_self", models.BooleanField(default=False)),
                ("first_name", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("last_name", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("birth_date", croisee.foundation.vault.fields.SealedDateField(editable=True, null=True)),
                (
                    "relationship",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("partner", "Conjoint·e"),
                            ("child", "Enfant"),
                            ("parent", "Parent"),
                            ("sibling", "Frère ou sœur"),
                            ("other", "Autre membre du foyer"),
                        ],
                        max_length=20,
                        verbose_name="lien",
                    ),
                ),
                ("started_date", models.DateField(verbose_name="depuis le")),
                ("ended_date", models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="dossiers.household",
                    ),
                ),
            ],
            options={
                "verbose_name": "membre du ménage",
            },
        ),
        migrations.CreateModel(
            name="NameToken",
            fields=[
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
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("token", models.BigIntegerField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "jeton de recherche",
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("interview", "Entretien"),
                            ("call", "Appel téléphonique"),
                            ("visit", "Visite à domicile"),
                            ("meeting", "Réunion"),
                            ("mail", "Courrier ou message"),
                        ],
                        default="note",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="date de l'échange")),
                ("written_at", models.DateTimeField()),
                ("text", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                (
                    "third_party_text",
                    croisee.foundation.vault.fields.SealedTextField(editable=True, null=True),
                ),
                ("with_person", models.BooleanField(default=True, verbose_name="échange avec la personne")),
                ("version", models.PositiveIntegerField(default=1)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "verbose_name": "note",
            },
        ),
        migrations.CreateModel(
            name="NoteVersion",
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
                    "third_party_text",
                    croisee.foundation.vault.fields.SealedTextField(editable=True, null=True),
                ),
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
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="dossiers.note",
                    ),
                ),
            ],
            options={
                "verbose_name": "version de note",
            },
        ),
        migrations.CreateModel(
            name="Outlook",
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
                ("text", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("written_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
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
            ],
            options={
                "verbose_name": "regard",
            },
        ),
        migrations.CreateModel(
            name="OutlookExtract",
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
                ("text", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("shared_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "extrait de regard",
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("civility", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("first_name", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("last_name", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("birth_name", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("birth_date", croisee.foundation.vault.fields.SealedDateField(editable=True, null=True)),
                ("phone", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("email", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("address", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("commune_code", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("ways_to_talk", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne accompagnée",
            },
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["-touched_at", "id"], name="dossiers_dossier_touched"),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="dossiers_dossier_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_date__isnull", True),
                    ("closed_date__gte", models.F("opened_date")),
                    _connector="OR",
                ),
                name="dossiers_dossier_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_date__isnull", True),
                    models.Q(("closing_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="dossiers_dossier_closing_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("purpose", "shared_file"),
                        models.Q(("culture", ""), _negated=True),
                        ("organisation__isnull", True),
                    ),
                    models.Q(("culture", ""), ("organisation__isnull", False), ("purpose", "partner")),
                    _connector="OR",
                ),
                name="dossiers_consentpart_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "pending"), ("answered_at__isnull", True)),
                    models.Q(models.Q(("answer", "pending"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="dossiers_consent_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="circlemember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_date__isnull", True),
                    ("ended_date__gte", models.F("started_date")),
                    _connector="OR",
                ),
                name="dossiers_circlemember_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="circlemember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_date__isnull", True), ("membership__isnull", False)),
                fields=("dossier", "membership"),
                name="dossiers_circlemember_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="circlemember",
            constraint=models.CheckConstraint(
                condition=models.Q(("membership__isnull", False), ("name__isnull", False), _connector="OR"),
                name="dossiers_circlemember_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("dossier", "author", "place"), name="dossiers_draft_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_date__isnull", True),
                    ("ended_date__gte", models.F("started_date")),
                    _connector="OR",
                ),
                name="dossiers_householdmember_dates",
            ),
        ),
        migrations.AddIndex(
            model_name="nametoken",
            index=models.Index(fields=["token", "dossier"], name="dossiers_nametoken_token"),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["dossier", "-happened_at", "id"], name="dossiers_note_feed"),
        ),
        migrations.AddConstraint(
            model_name="noteversion",
            constraint=models.UniqueConstraint(fields=("note", "version"), name="dossiers_noteversion_once"),
        ),
        migrations.AddConstraint(
            model_name="outlook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key_id__isnull", True)),
                fields=("dossier", "culture"),
                name="dossiers_outlook_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="outlook",
            constraint=models.CheckConstraint(
                condition=models.Q(("compartment", models.F("culture"))), name="dossiers_outlook_compartment"
            ),
        ),
    ]
