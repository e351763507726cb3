"""Verification of the whole journal against its seals and their copy, line by line, in bounded memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from croisee.foundation.journal.seals import copy
from croisee.foundation.journal.seals.chain import GENESIS, SELECT, Link, from_row
from croisee.foundation.journal.seals.hashes import COLUMNS, Row
from croisee.foundation.journal.seals.merkle import Forest, root_of_months
from croisee.foundation.journal.seals.report import Report, difference

_CHUNK = 5_000
# A copy may be this late: the sealer commits, then appends.
_COPY_MAY_BE_LATE_MICROS = 10 * 1_000_000


@dataclass
class _Era:
    """The span of numbers in which transaction numbers only grow."""

    floor: int
    to_xid: int
    highest_id: int
    opens_with: Link | None


class _Verification:
    def __init__(self, key: Ed25519PublicKey, progress: Callable[[int], None]) -> None:
        self.key = key
        self.progress = progress
        self.report = Report()
        self.erased: dict[str, int] = {}
        self.last: Link | None = None
        self._copies = self._copied_links()
        self._copied: Link | None = next(self._copies, None)

    def run(self) -> Report:
        # One snapshot for everything: lines written meanwhile are not half seen.
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("SET LOCAL timezone = 'UTC'")
            self._read_erasures()
            for era, links in self._eras():
                self._verify_era(era, links)
            self._verify_rest()
        self._verify_end_of_copy()
        return self.report

    # The chain of seals

    def _links(self, where: str = "", params: list[Any] | None = None) -> Iterator[tuple[Link, str]]:
        for row in _rows(f"{SELECT} {where} ORDER BY number", params or []):
            yield from_row(row)

    def _read_erasures(self) -> None:
        for link, _ in self._links("WHERE kind = 'retention'"):
            if link.is_signed_by(self.key):
                for month in link.detail.get("erased", {}):
                    self.erased.setdefault(month, link.number)
        self.report.erased_months = sorted(self.erased)

    def _eras(self) -> Iterator[tuple[_Era, Iterator[Link]]]:
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT era_floor, max(to_xid::text::bigint), max(last_id) FILTER (WHERE kind = 'lines')
                   FROM journal_seal GROUP BY era_floor ORDER BY min(number)"""
            )
            spans = cursor.fetchall()
        checked = self._checked_chain()
        for index, (_, links) in enumerate(groupby(checked, key=lambda link: link.era_floor)):
            if index >= len(spans):
                self.report.find("La chaîne des sceaux mêle plusieurs époques.")
                return
            floor, to_xid, highest = spans[index]
            first = next(links)
            opens = first if first.kind == "era" else None
            yield _Era(floor, to_xid, highest or floor, opens), chain([first], links)

    def _checked_chain(self) -> Iterator[Link]:
        """Every seal in order, each compared with the one before it, its signature and its copy."""
        for link, claimed in self._links():
            self._check_link(link, claimed)
            self._check_copy(link)
            self.last = link
            self.report.seals += 1
            yield link

    def _check_link(self, link: Link, claimed: str) -> None:
        before, find = self.last, self.report.find
        expected = before.number + 1 if before else 1
        if link.number != expected:
            find(f"Sceaux manquants : du n° {expected} au n° {link.number - 1}.")
        elif link.previous != (before.hash() if before else GENESIS):
            find(f"Le sceau n° {link.number} ne suit pas le précédent : l’un des deux a changé.")
        if link.hash() != claimed:
            find(f"Le sceau n° {link.number} a été modifié.")
        if not link.is_signed_by(self.key):
            find(f"La signature du sceau n° {link.number} est fausse.")
        if before and link.kind != "era" and link.from_xid != before.to_xid:
            find(f"Le sceau n° {link.number} ne reprend pas où s’arrête le sceau n° {before.number}.")
        if root_of_months(link.months).hex() != link.root:
            find(f"La racine du sceau n° {link.number} ne correspond pas à ses mois.")

    def _check_copy(self, link: Link) -> None:
        while self._copied and self._copied.number < link.number:
            self._copied = next(self._copies, None)
        if self._copied is None or self._copied.number != link.number:
            if self._copied or time.time() * 1_000_000 - link.at > _COPY_MAY_BE_LATE_MICROS:
                self.report.find(f"Le sceau n° {link.number} manque dans la copie hors de la base.")
        elif self._copied != link:
            self.report.find(f"Le sceau n° {link.number} diffère de sa copie hors de la base.")

    def _verify_end_of_copy(self) -> None:
        """Seals that the copy has and the database has not: the end of the journal was cut."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(number), 0) FROM journal_seal")
            row = cursor.fetchone()
        highest = row[0] if row else 0
        copied = chain([self._copied] if self._copied else [], self._copies)
        numbers = [link.number for link in copied if link.number > highest]
        if numbers:
            self.report.find(
                f"La fin du journal a été coupée : la copie hors de la base a les sceaux n° {numbers[0]} à "
                f"n° {numbers[-1]}, la base s’arrête au n° {highest}."
            )

    def _copied_links(self) -> Iterator[Link]:
        for index, text in enumerate(copy.read(), start=1):
            try:
                yield Link.from_json(text)
            except ValueError:
                self.report.find(f"La ligne {index} de la copie des sceaux est illisible.")

    # The lines

    def _verify_era(self, era: _Era, links: Iterator[Link]) -> None:
        lines = _Merged(self._lines(era))
        for link in links:
            if link.kind == "era":
                self._compare(link, self._closing_lines(era, link))
            else:
                self._compare(link, lines.below(link.to_xid))
        for row in lines.below(None):
            self.report.find(f"La ligne n° {row.id} n’appartient à aucun sceau : elle a été ajoutée.")

    def _lines(self, era: _Era) -> Iterator[Row]:
        where = "xid < %s::text::xid8 AND id <= %s"
        params = [era.to_xid, era.highest_id]
        if era.opens_with is not None:
            where, params = f"{where} AND id > %s", [*params, era.floor]
        return self._read(
            # With its table's name: alone, it would be the text of the selected column, and 1000 come before 999.
            f"SELECT {COLUMNS} FROM journal_line WHERE {where} ORDER BY journal_line.xid",  # noqa: S608
            params,
        )

    def _closing_lines(self, era: _Era, link: Link) -> list[Row]:
        """The lines that a restoration found unsealed, bound by the first seal of the next era."""
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT era_floor, to_xid::text::bigint,
                       (SELECT max(last_id) FROM journal_seal o
                        WHERE o.era_floor = s.era_floor AND o.kind = 'lines')
                   FROM journal_seal s WHERE number = %s""",
                [link.number - 1],
            )
            before = cursor.fetchone()
        if before is None:
            return []
        floor, to_xid, highest = before
        return list(
            self._read(
                f"""SELECT {COLUMNS} FROM journal_line
                    WHERE id > %s AND id <= %s AND (xid >= %s::text::xid8 OR id > %s) ORDER BY id""",  # noqa: S608
                [floor, era.floor, to_xid, highest or floor],
            )
        )

    def _verify_rest(self) -> None:
        """Lines that no seal speaks of yet: their own hash, and whether they could be that recent."""
        last = self.last
        to_xid, floor = (last.to_xid, last.era_floor) if last else (0, 0)
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT max(last_id), (SELECT system_identifier::text FROM pg_control_system()),
                          pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                   FROM journal_seal WHERE era_floor = %s AND kind = 'lines'""",
                [floor],
            )
            highest, cluster, xmax = cursor.fetchone() or (None, "", 0)
        is_same_cluster = last is None or last.cluster == cluster
        rows = self._read(
            f"""SELECT {COLUMNS} FROM journal_line WHERE id > %s AND xid >= %s::text::xid8
                UNION ALL SELECT {COLUMNS} FROM journal_line
                WHERE id > %s AND xid < %s::text::xid8""",  # noqa: S608
            # Numbers begin at 1: in the first era nothing may hide below.
            [floor or -(2**62), to_xid, highest or floor, to_xid],
        )
        for row in rows:
            self.report.unsealed += 1
            self._check_hash(row)
            if is_same_cluster and not to_xid <= int(row.xid) < xmax:
                self.report.find(f"La ligne n° {row.id} n’appartient à aucun sceau : elle a été ajoutée.")

    def _read(self, query: str, params: list[Any]) -> Iterator[Row]:
        for values in _rows(query, params):
            self.report.lines += 1
            if self.report.lines % _CHUNK == 0:
                self.progress(self.report.lines)
            yield Row(*values)

    def _check_hash(self, row: Row) -> bytes:
        expected = row.expected_hash()
        if expected != bytes(row.hash):
            self.report.find(f"La ligne n° {row.id} a été modifiée : son empreinte ne correspond plus.")
        return expected

    def _compare(self, link: Link, rows: list[Row]) -> None:
        """The lines of a seal, in the order of their numbers, give the roots that the seal holds."""
        forest = Forest()
        for row in sorted(rows, key=lambda row: row.id):
            forest.add(row.month, self._check_hash(row))
        found = forest.months()
        for month in sorted({*link.months, *found}):
            sealed, present = link.months.get(month), found.get(month)
            if sealed == present or (present is None and self.erased.get(month, 0) > link.number):
                continue
            self.report.find(difference(link, month, sealed, present))


class _Merged:
    """Lines by growing transaction, handed out seal by seal."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next: Row | None = next(rows, None)

    def below(self, xid: int | None) -> list[Row]:
        taken = []
        while self._next is not None and (xid is None or int(self._next.xid) < xid):
            taken.append(self._next)
            self._next = next(self._rows, None)
        return taken


def _rows(query: str, params: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, params)
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows


def verify(key: Ed25519PublicKey, *, progress: Callable[[int], None] = lambda lines: None) -> Report:
    """Read everything and say what is wrong; an empty `findings` is a journal that nobody touched."""
    return _Verification(key, progress).run()


def lines_expected() -> int:
    """About how many lines there are, from the statistics: for the progress bar only."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_inherits
               JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'journal_line'::regclass"""
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
