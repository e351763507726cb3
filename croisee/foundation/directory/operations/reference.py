"""Loads the published reference tables: quick when nothing changed, never deletes, retires what is gone."""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from data_inclusion.schema import v1
from django.db import connections, models, transaction
from psycopg import sql

from croisee.foundation.directory.models import Commune, ReferenceSet, ReferenceValue, SerafinCode
from croisee.foundation.directory.models.reference import ReferenceKind
from croisee.foundation.directory.rules import plain

DATA = Path(__file__).parent.parent / "data"
COMMUNES, SERAFIN = DATA / "communes.csv.xz", DATA / "serafin_ph.csv"
COMMUNES_VERSION, SERAFIN_VERSION = "2026", "2023.1.0"
VOCABULARIES = {
    ReferenceKind.THEMATIC_CATEGORY: v1.Categorie,
    ReferenceKind.THEMATIC: v1.Thematique,
    ReferenceKind.PUBLIC: v1.Public,
    ReferenceKind.FEE: v1.Frais,
    ReferenceKind.RECEPTION_MODE: v1.ModeAccueil,
    ReferenceKind.MOBILISATION_MODE: v1.ModeMobilisation,
    ReferenceKind.MOBILISING_PERSON: v1.PersonneMobilisatrice,
    ReferenceKind.SERVICE_TYPE: v1.TypeService,
    ReferenceKind.NETWORK: v1.ReseauPorteur,
}
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class _Table:
    name: str
    version: str
    model: type[models.Model]
    key: Sequence[str]
    rows: Callable[[], Rows]


def load_reference(*, at: datetime, using: str = "default") -> list[str]:
    """Load the tables whose version is not the one in the database; returns their names."""
    known = dict(ReferenceSet.objects.using(using).values_list("name", "version"))
    stale = [table for table in _tables() if known.get(table.name) != table.version]
    for table in stale:
        with transaction.atomic(using=using):
            _load(table, at=at, using=using)
            ReferenceSet.objects.using(using).update_or_create(
                name=table.name, defaults={"version": table.version, "loaded_at": at}
            )
    return [table.name for table in stale]


def _tables() -> list[_Table]:
    schema = version("data-inclusion-schema")
    return [
        _Table("data-inclusion", schema, ReferenceValue, ("kind", "value"), lambda: _vocabularies(schema)),
        _Table(
            "serafin-ph", f"{SERAFIN_VERSION} {_digest(SERAFIN)}", SerafinCode, ("family", "code"), _serafin
        ),
        _Table("communes", f"{COMMUNES_VERSION} {_digest(COMMUNES)}", Commune, ("code",), _communes),
    ]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


_UPSERT = """
    INSERT INTO {table} AS old ({columns})
    SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %(rows)s::jsonb)
    ON CONFLICT ({key}) DO UPDATE SET ({columns}, retired_at) = ROW({excluded}, NULL::timestamptz)
    WHERE ROW({olds}, old.retired_at) IS DISTINCT FROM ROW({excluded}, NULL::timestamptz)"""
_RETIRE = """
    UPDATE {table} SET retired_at = %(at)s
    WHERE retired_at IS NULL AND ({key}) NOT IN (
        SELECT {key} FROM jsonb_populate_recordset(NULL::{table}, %(rows)s::jsonb))"""


def _load(table: _Table, *, at: datetime, using: str) -> None:
    rows = table.rows()
    names = [sql.Identifier(name) for name in rows[0]]
    parts = {
        "table": sql.Identifier(table.model._meta.db_table),
        "columns": sql.SQL(", ").join(names),
        "excluded": sql.SQL(", ").join(sql.SQL("EXCLUDED.{}").format(name) for name in names),
        "olds": sql.SQL(", ").join(sql.SQL("old.{}").format(name) for name in names),
        "key": sql.SQL(", ").join(map(sql.Identifier, table.key)),
    }
    values: dict[str, str | datetime] = {"rows": json.dumps(rows, ensure_ascii=False), "at": at}
    with connections[using].cursor() as cursor:
        cursor.execute(sql.SQL(_UPSERT).format(**parts), values)
        cursor.execute(sql.SQL(_RETIRE).format(**parts), values)


def _vocabularies(schema: str) -> Rows:
    return [
        {
            "kind": kind.value,
            "value": member.value,
            "label": member.label,
            "description": member.description or "",
            "category": member.value.split("--")[0] if kind is ReferenceKind.THEMATIC else "",
            "position": position,
            "version": schema,
        }
        for kind, vocabulary in VOCABULARIES.items()
        for position, member in enumerate(vocabulary)
    ]


def _serafin() -> Rows:
    with SERAFIN.open(encoding="utf-8", newline="") as file:
        return [{**row, "version": SERAFIN_VERSION} for row in csv.DictReader(file)]


def _communes() -> Rows:
    with lzma.open(COMMUNES, "rt", encoding="utf-8", newline="") as file:
        return [
            {
                "code": row["code"],
                "name": row["name"],
                "name_key": plain(row["name"]),
                "postcodes": row["postcodes"].split(),
                "latitude": float(row["lat"]) if row["lat"] else None,
                "longitude": float(row["lon"]) if row["lon"] else None,
                "department": row["department"],
                "region": row["region"],
                "epci": row["epci"],
                "population": int(row["population"] or 0),
                "kind": row["type"],
                "parent_code": row["parent"],
            }
            for row in csv.DictReader(file)
        ]
