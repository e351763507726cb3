"""The journal's rows, read by the application; only `operations.record` and the sealer write them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction number: an integer in Python, `xid8` in the table."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def get_prep_value(self, value: Any) -> str | None:
        # As text: PostgreSQL compares xid8 with no integer type.
        return None if value is None else str(int(value))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)


class Line(models.Model):
    """One thing that happened: ids and codes only, no foreign key, so nothing can block or break it."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    xid = TransactionIdField()
    user_id = models.IntegerField(null=True)
    membership_id = models.IntegerField(null=True)
    event = models.TextField()
    dossier_id = models.UUIDField(null=True)
    subject = models.TextField()
    topics = ArrayField(models.TextField())
    labels = models.JSONField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "journal_line"
        default_permissions = ()


class Seal(models.Model):
    """One link of the chain: the Merkle root of the lines of a span of transactions, signed."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    at = models.DateTimeField()
    cluster = models.TextField()
    era_floor = models.BigIntegerField()
    from_xid = TransactionIdField()
    to_xid = TransactionIdField()
    line_count = models.BigIntegerField()
    first_id = models.BigIntegerField(null=True)
    last_id = models.BigIntegerField(null=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    months = models.JSONField()
    detail = models.JSONField()
    root = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        managed = False
        db_table = "journal_seal"
        default_permissions = ()
