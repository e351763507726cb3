"""The tables of needs, means and answers."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import croisee.foundation.vault.fields
import croisee.person.dossiers.models.base


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_perimeters"),
        ("dossiers", "0002_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="Means",
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
                            ("service", "Service du territoire"),
                            ("right", "Droit"),
                            ("aid", "Aide"),
                            ("professional", "Action d'un·e professionnel·le"),
                            ("own", "Ressource de la personne"),
                            ("relative", "Proche"),
                            ("equipment", "Équipement"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("label", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("detail", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("service_id", models.TextField(blank=True, verbose_name="service de l'annuaire")),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
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
                    "membership",
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
                "verbose_name": "moyen",
            },
        ),
        migrations.CreateModel(
            name="Need",
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
                ("thematic", models.CharField(blank=True, max_length=120, verbose_name="thématique")),
                ("serafin_code", models.CharField(blank=True, max_length=20, verbose_name="code SERAFIN-PH")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Ouvert"),
                            ("met", "Couvert"),
                            ("closed", "Clos sans être couvert"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("noted_at", models.DateTimeField(verbose_name="noté le")),
                ("touched_at", models.DateTimeField(verbose_name="dernier changement le")),
                ("settled_date", models.DateField(blank=True, null=True, verbose_name="couvert ou clos le")),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_longer", "La personne n'en parle plus comme d'un besoin"),
                            ("not_wished", "La personne ne souhaite plus y travailler"),
                            ("elsewhere", "Suivi ailleurs, par un autre service"),
                            ("changed", "Devenu un autre besoin"),
                            ("other", "Autre raison"),
                        ],
                        max_length=20,
                        verbose_name="raison de la clôture",
                    ),
                ),
                ("settled_words", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "expectation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="needs",
                        to="dossiers.expectation",
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
                "verbose_name": "besoin",
            },
        ),
        migrations.CreateModel(
            name="Dismissal",
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
                ("service_id", models.TextField(verbose_name="service de l'annuaire")),
                ("label", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("too_far", "Trop loin ou mal desservi"),
                            ("not_for_them", "Ne s'adresse pas à cette personne"),
                            ("full", "Plus de place, ou délai trop long"),
                            ("cost", "Trop cher"),
                            ("out_of_date", "Fiche dépassée ou service fermé"),
                            ("person_no", "La personne n'en veut pas"),
                            ("other", "Autre raison"),
                        ],
                        max_length=20,
                        verbose_name="raison",
                    ),
                ),
                ("words", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("dismissed_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dismissals",
                        to="needs.need",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggestion écartée",
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="essai")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposé"),
                            ("thinking", "En réflexion"),
                            ("agreed", "Accepté"),
                            ("refused", "Refusé"),
                            ("under_way", "En cours"),
                            ("worked", "A répondu au besoin"),
                            ("partly", "A répondu en partie"),
                            ("failed", "N'a pas répondu"),
                            ("abandoned", "Arrêté"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "refused_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "La personne"),
                            ("professional", "Un·e professionnel·le"),
                            ("service", "Le service ou l'organisme"),
                        ],
                        max_length=20,
                        verbose_name="refusé par",
                    ),
                ),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fine", "Cela lui convient"),
                            ("mixed", "Avis partagé"),
                            ("poor", "Cela ne lui convient pas"),
                            ("unsaid", "N'a pas souhaité le dire"),
                        ],
                        max_length=10,
                        verbose_name="avis de la personne",
                    ),
                ),
                ("has_disagreement", models.BooleanField(default=False, verbose_name="avis différents")),
                ("suggested_for", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("proposed_date", models.DateField(verbose_name="proposé le")),
                ("started_date", models.DateField(blank=True, null=True, verbose_name="commencé le")),
                ("ended_date", models.DateField(blank=True, null=True, verbose_name="terminé le")),
                ("touched_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "means",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="needs.means"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="needs.need"
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse",
            },
        ),
        migrations.CreateModel(
            name="NeedReading",
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
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="needs.need"
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture d'un besoin",
            },
        ),
        migrations.CreateModel(
            name="Objective",
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
                ("text", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("due_date", models.DateField(blank=True, null=True, verbose_name="pour le")),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fine", "Cela lui convient"),
                            ("mixed", "Avis partagé"),
                            ("poor", "Cela ne lui convient pas"),
                            ("unsaid", "N'a pas souhaité le dire"),
                        ],
                        max_length=10,
                        verbose_name="avis de la personne",
                    ),
                ),
                ("person_words", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("set", "En cours"), ("reached", "Atteint"), ("dropped", "Abandonné")],
                        default="set",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("set_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                (
                    "ended_date",
                    models.DateField(blank=True, null=True, verbose_name="atteint ou abandonné le"),
                ),
                ("ended_words", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectives",
                        to="needs.need",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "objectif",
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                ("planned_date", models.DateField(blank=True, null=True, verbose_name="prévu le")),
                (
                    "on_request",
                    models.BooleanField(default=False, verbose_name="à la demande de la personne"),
                ),
                ("held_date", models.DateField(blank=True, null=True, verbose_name="tenu le")),
                ("text", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("person_words", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                ("noted_at", models.DateTimeField()),
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
                "verbose_name": "bilan",
            },
        ),
        migrations.CreateModel(
            name="AnswerStep",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposé"),
                            ("thinking", "En réflexion"),
                            ("agreed", "Accepté"),
                            ("refused", "Refusé"),
                            ("under_way", "En cours"),
                            ("worked", "A répondu au besoin"),
                            ("partly", "A répondu en partie"),
                            ("failed", "N'a pas répondu"),
                            ("abandoned", "Arrêté"),
                        ],
                        max_length=10,
                        verbose_name="devenu",
                    ),
                ),
                (
                    "refused_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "La personne"),
                            ("professional", "Un·e professionnel·le"),
                            ("service", "Le service ou l'organisme"),
                        ],
                        max_length=20,
                        verbose_name="refusé par",
                    ),
                ),
                ("happened_date", models.DateField(verbose_name="date")),
                ("noted_at", models.DateTimeField()),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fine", "Cela lui convient"),
                            ("mixed", "Avis partagé"),
                            ("poor", "Cela ne lui convient pas"),
                            ("unsaid", "N'a pas souhaité le dire"),
                        ],
                        max_length=10,
                        verbose_name="avis de la personne",
                    ),
                ),
                ("has_disagreement", models.BooleanField(default=False, verbose_name="avis différents")),
                ("person_words", croisee.foundation.vault.fields.SealedTextField(editable=True, null=True)),
                (
                    "professional_words",
                    croisee.foundation.vault.fields.SealedTextField(editable=True, null=True),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="needs.answer"
                    ),
                ),
                (
                    "by",
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
                "verbose_name": "étape d'une réponse",
                "indexes": [models.Index(fields=["dossier", "noted_at"], name="needs_step_dossier")],
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "number"), name="needs_step_number")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="means",
            index=models.Index(fields=["dossier", "added_at"], name="needs_means_dossier"),
        ),
        migrations.AddConstraint(
            model_name="means",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("service_id", ""), _negated=True), ("key_id__isnull", True)),
                fields=("dossier", "service_id"),
                name="needs_means_service_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="means",
            constraint=models.CheckConstraint(
                condition=models.Q(("service_id", ""), ("kind", "service"), _connector="OR"),
                name="needs_means_service_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(fields=["dossier", "noted_at"], name="needs_need_dossier"),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closing_reason", ""), ("settled_date__isnull", True), ("state", "open")),
                    models.Q(("closing_reason", ""), ("settled_date__isnull", False), ("state", "met")),
                    models.Q(
                        ("settled_date__isnull", False),
                        ("state", "closed"),
                        models.Q(("closing_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="needs_need_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissal",
            constraint=models.UniqueConstraint(fields=("need", "service_id"), name="needs_dismissal_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("need", "means", "round"), name="needs_answer_round"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("proposed", "thinking", "agreed", "under_way"))),
                fields=("need", "means"),
                name="needs_answer_one_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_date__isnull", True),
                    ("started_date__gte", models.F("proposed_date")),
                    _connector="OR",
                ),
                name="needs_answer_started",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("refused_by", ""), _negated=True)),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refused_by", "")),
                    _connector="OR",
                ),
                name="needs_answer_refused_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="needreading",
            constraint=models.UniqueConstraint(fields=("need", "culture"), name="needs_reading_once"),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_date__isnull", True), ("state", "set")),
                    models.Q(models.Q(("state", "set"), _negated=True), ("ended_date__isnull", False)),
                    _connector="OR",
                ),
                name="needs_objective_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["dossier", "-held_date"], name="needs_review_dossier"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_date__isnull", False), ("planned_date__isnull", False), _connector="OR"
                ),
                name="needs_review_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("held_date__isnull", True), ("key_id__isnull", True)),
                fields=("dossier",),
                name="needs_review_next",
            ),
        ),
    ]
