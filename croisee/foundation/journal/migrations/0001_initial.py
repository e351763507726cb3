"""The journal's tables: the state is unmanaged models, the tables come from schema.sql (partitions, triggers, rights)."""

from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from croisee.foundation.journal.models import TransactionIdField

SCHEMA = (Path(__file__).parents[1] / "schema.sql").read_text(encoding="utf-8")
DROP = """
DROP TABLE journal_line, journal_seal;
DROP FUNCTION journal_line_stamp, journal_make_partitions, journal_drop_partitions, journal_protect,
    journal_month_partition;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(SCHEMA, DROP),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("xid", TransactionIdField()),
                ("user_id", models.IntegerField(null=True)),
                ("membership_id", models.IntegerField(null=True)),
                ("event", models.TextField()),
                ("dossier_id", models.UUIDField(null=True)),
                ("subject", models.TextField()),
                ("topics", ArrayField(base_field=models.TextField(), size=None)),
                ("labels", models.JSONField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "journal_line",
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("at", models.DateTimeField()),
                ("cluster", models.TextField()),
                ("era_floor", models.BigIntegerField()),
                ("from_xid", TransactionIdField()),
                ("to_xid", TransactionIdField()),
                ("line_count", models.BigIntegerField()),
                ("first_id", models.BigIntegerField(null=True)),
                ("last_id", models.BigIntegerField(null=True)),
                ("first_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
                ("months", models.JSONField()),
                ("detail", models.JSONField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("signature", models.BinaryField()),
            ],
            options={
                "db_table": "journal_seal",
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
