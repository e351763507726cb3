"""Submitted forms, for idempotent submits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="SubmittedForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("user_id", models.BigIntegerField()),
                ("status", models.PositiveSmallIntegerField()),
                ("location", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "formulaire envoyé"},
        ),
    ]
