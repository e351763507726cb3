"""Moves the checked rows into the directory, in the caller's transaction: all of them or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from psycopg import sql

from croisee.foundation.directory.models import ImportRun
from croisee.foundation.directory.validation import SCHEMA, Kind

# Two imports at once would wait for each other's rows; the second waits here instead.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('croisee.directory.merge'))"
# The waiting table has just been filled and the application's role may not ANALYZE it: without statistics the
# planner would join 100,000 rows one by one.
_PLANS = "SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'"
_TABLES = {Kind.STRUCTURE: "directory_structure", Kind.SERVICE: "directory_service"}

_PLACE = """
    CASE WHEN r.latitude IS NOT NULL AND r.longitude IS NOT NULL THEN r.{axis}
         WHEN c.latitude IS NOT NULL THEN c.{axis}
         WHEN p.latitude IS NOT NULL THEN p.{axis}
         WHEN t.latitude IS NOT NULL AND t.longitude IS NOT NULL THEN t.{axis}
         ELSE d.{axis} END"""
_EXACT = """
    (r.latitude IS NOT NULL AND r.longitude IS NOT NULL) OR (r.code_insee = '' AND r.code_postal = ''
    AND t.latitude IS NOT NULL AND t.longitude IS NOT NULL)"""
# The postcode places a service only when nothing better does: several communes may share it.
_PLACES = """
    JOIN directory_structure t ON t.external_id = s.data->>'structure_key'
    LEFT JOIN directory_commune c ON c.code = r.code_insee
    LEFT JOIN LATERAL (
        SELECT latitude, longitude FROM directory_commune
        WHERE r.code_insee = '' AND r.code_postal <> '' AND r.latitude IS NULL
          AND postcodes @> ARRAY[r.code_postal]
        ORDER BY lower(name) = lower(r.commune) DESC, population DESC LIMIT 1
    ) p ON true
    LEFT JOIN directory_commune d ON d.code = t.code_insee"""
# Unchanged rows are left out before the insert: their search words, the dearest column, are not computed.
_UPSERT = """
    WITH incoming AS (
        SELECT {values}
        FROM directory_stagedrow s CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, s.data) r {joins}
        WHERE s.run_id = %(run)s AND s.kind = %(kind)s AND s.data IS NOT NULL
    ), changed AS (
        INSERT INTO {table} ({columns}, imported_at)
        SELECT {news}, %(at)s FROM incoming new LEFT JOIN {table} old USING (external_id)
        WHERE old.id IS NULL OR old.retired_at IS NOT NULL OR ROW({olds}) IS DISTINCT FROM ROW({news})
        ON CONFLICT (external_id) DO UPDATE
        SET ({columns}, imported_at, retired_at) = ({excluded}, EXCLUDED.imported_at, NULL)
        RETURNING (xmax = 0) AS is_new
    )
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM changed"""
_ORPHANS = """
    UPDATE directory_stagedrow s SET data = NULL
    WHERE run_id = %(run)s AND kind = 'service' AND data IS NOT NULL AND NOT EXISTS (
        SELECT FROM directory_structure t WHERE t.external_id = s.data->>'structure_key')
    RETURNING s.sheet, s.line, s.external_id"""
_RETIRE = """
    UPDATE {table} o SET retired_at = %(at)s
    WHERE retired_at IS NULL
      AND source IN (SELECT DISTINCT data->>'source' FROM directory_stagedrow
                     WHERE run_id = %(run)s AND kind = %(kind)s AND data IS NOT NULL)
      AND NOT EXISTS (SELECT FROM directory_stagedrow s
                      WHERE s.run_id = %(run)s AND s.kind = %(kind)s AND s.external_id = o.external_id)
      {unless}"""
_STILL_OFFERS = """AND NOT EXISTS (
    SELECT FROM directory_service v WHERE v.structure_id = o.id AND v.retired_at IS NULL)"""
_RENAMED = """
    UPDATE directory_service v SET structure_name = t.nom
    FROM directory_structure t WHERE t.id = v.structure_id AND v.structure_name <> t.nom"""
_MOVED = """
    UPDATE directory_service v SET place_latitude = t.latitude, place_longitude = t.longitude
    FROM directory_structure t
    WHERE t.id = v.structure_id AND v.place_is_exact AND v.latitude IS NULL AND t.latitude IS NOT NULL
      AND t.longitude IS NOT NULL
      AND (v.place_latitude, v.place_longitude) IS DISTINCT FROM (t.latitude, t.longitude)"""


@dataclass(frozen=True)
class Orphan:
    """A service whose structure is nowhere."""

    sheet: str
    line: int
    external_id: str


@dataclass(frozen=True)
class Changes:
    created: int
    updated: int


def own_columns(kind: Kind) -> list[str]:
    """Columns that hold what the schema says, named as it names them."""
    names = [name for name in SCHEMA[kind].model_fields if name not in ("id", "structure_id")]
    return ["external_id", *names, "score_qualite"]


def prepare() -> None:
    """Wait for one's turn, and say how to join, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        cursor.execute(_PLANS)


def staged_count(run: ImportRun) -> int:
    """Good rows waiting; fewer than were read means that the unlogged table was emptied by a crash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM directory_stagedrow WHERE run_id = %s AND data IS NOT NULL", [run.pk]
        )
        return int(cursor.fetchone()[0])


def upsert(run: ImportRun, kind: Kind, *, at: datetime) -> Changes:
    columns = own_columns(kind)
    values: list[sql.Composable] = [sql.SQL("r.{}").format(sql.Identifier(name)) for name in columns]
    joins = sql.SQL("")
    if kind is Kind.SERVICE:
        columns += ["structure_id", "structure_name", "place_latitude", "place_longitude", "place_is_exact"]
        places = [sql.SQL(_PLACE.format(axis=axis)) for axis in ("latitude", "longitude")]
        values += [sql.SQL("t.id"), sql.SQL("t.nom"), *places, sql.SQL(_EXACT)]
        joins = sql.SQL(_PLACES)
    names = [sql.Identifier(name) for name in columns]
    statement = sql.SQL(_UPSERT).format(
        table=sql.Identifier(_TABLES[kind]),
        columns=sql.SQL(", ").join(names),
        values=sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(value, name) for value, name in zip(values, names, strict=True)
        ),
        joins=joins,
        excluded=_prefixed("EXCLUDED", names),
        olds=_prefixed("old", names),
        news=_prefixed("new", names),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"run": run.pk, "kind": kind.value, "at": at})
        created, updated = cursor.fetchone()
    return Changes(created, updated)


def _prefixed(prefix: str, names: list[sql.Identifier]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("{}.{}").format(sql.SQL(prefix), name) for name in names)


def orphans(run: ImportRun) -> list[Orphan]:
    """Set aside the services whose structure is neither in the directory nor in the file."""
    with connection.cursor() as cursor:
        cursor.execute(_ORPHANS, {"run": run.pk})
        return [Orphan(*row) for row in cursor.fetchall()]


def retire(run: ImportRun, kind: Kind, *, at: datetime) -> int:
    """Retire what the same sources no longer publish; a structure that still offers something stays."""
    unless = _STILL_OFFERS if kind is Kind.STRUCTURE else ""
    statement = sql.SQL(_RETIRE).format(table=sql.Identifier(_TABLES[kind]), unless=sql.SQL(unless))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"run": run.pk, "kind": kind.value, "at": at})
        return int(cursor.rowcount)


def follow_structures() -> None:
    """Carry a structure's new name and place to the services that copy them."""
    with connection.cursor() as cursor:
        cursor.execute(_RENAMED)
        cursor.execute(_MOVED)
