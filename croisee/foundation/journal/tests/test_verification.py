"""Verification finds what an administrator of the database did behind the application's back."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command

from croisee.foundation.journal.seals.keys import NoSealKey
from croisee.foundation.journal.seals.report import Report
from croisee.foundation.journal.tests.conftest import REHASH, seal_all, write

pytestmark = pytest.mark.django_db(transaction=True)

FORGED = """INSERT INTO journal_line (id, at, xid, event, subject, topics, labels, hash)
    SELECT {id}, at, {xid}, 'need.created', subject, topics, labels, hash FROM journal_line WHERE id = 7"""
SWAP = """UPDATE journal_line SET id = CASE id WHEN 6 THEN 7 ELSE 6 END WHERE id IN (6, 7)"""
SEAL_HASH = "UPDATE journal_seal SET hash = sha256('forged'::bytea) WHERE number = 2"

TAMPERINGS: dict[str, tuple[list[str], str]] = {
    "a line edited": (
        ["UPDATE journal_line SET event = 'need.created' WHERE id = 7"],
        "La ligne n° 7 a été modifiée",
    ),
    "a line edited, hash recomputed": (
        ["UPDATE journal_line SET user_id = 12 WHERE id = 7", REHASH],
        "Sceau n° 2",
    ),
    "the time of a line changed": (
        ["UPDATE journal_line SET at = at - interval '40 days' WHERE id = 7", REHASH],
        "Sceau n° 2",
    ),
    "the hash of a line changed": (["UPDATE journal_line SET hash = '\\x00' WHERE id = 7"], "La ligne n° 7"),
    "a line moved to another transaction": (
        ["UPDATE journal_line SET xid = (SELECT xid FROM journal_line WHERE id = 2) WHERE id = 7", REHASH],
        "Sceau n° 1",
    ),
    "a line removed": (["DELETE FROM journal_line WHERE id = 7"], "1 ligne(s) retirée(s)"),
    "the last line removed": (["DELETE FROM journal_line WHERE id = 15"], "1 ligne(s) retirée(s)"),
    "all lines removed": (["DELETE FROM journal_line"], "5 ligne(s) retirée(s)"),
    "a line inserted between two": (
        [FORGED.format(id=7, xid="xid").replace("7, at", "7, at + interval '1 second'"), REHASH],
        "1 ligne(s) ajoutée(s)",
    ),
    "a line inserted after the others in an old transaction": (
        [FORGED.format(id=1000, xid="xid"), REHASH],
        "La ligne n° 1000 n’appartient à aucun sceau",
    ),
    "a line inserted with a number below all others": ([FORGED.format(id=-4, xid="xid"), REHASH], "ajoutée"),
    "a line inserted in a transaction to come": (
        [FORGED.format(id=1000, xid="'99999999'::xid8"), REHASH],
        "La ligne n° 1000 n’appartient à aucun sceau",
    ),
    "two lines swapped": ([SWAP, REHASH], "changées d’ordre"),
    "the tail cut, lines and seal": (
        ["DELETE FROM journal_line WHERE id > 10", "DELETE FROM journal_seal WHERE number = 3"],
        "La fin du journal a été coupée",
    ),
    "the last seal removed": (
        ["DELETE FROM journal_seal WHERE number = 3"],
        "La fin du journal a été coupée",
    ),
    "a seal removed": (["DELETE FROM journal_seal WHERE number = 2"], "Sceaux manquants"),
    "every seal removed": (["DELETE FROM journal_seal"], "La fin du journal a été coupée"),
    "a seal edited": (
        ["UPDATE journal_seal SET months = jsonb_set(months, '{2000-01}', '[1, \"00\"]') WHERE number = 2"],
        "Le sceau n° 2 a été modifié",
    ),
    "the hash of a seal changed": ([SEAL_HASH], "Le sceau n° 2 a été modifié"),
    "a signature changed": (
        ["UPDATE journal_seal SET signature = sha256('a') || sha256('b') WHERE number = 2"],
        "La signature du sceau n° 2 est fausse",
    ),
    "a month erased under a note that nobody signed": (
        [
            """UPDATE journal_seal SET kind = 'retention', detail = jsonb_build_object('erased',
               jsonb_build_object(to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM'), 15)) WHERE number = 3""",
            "DELETE FROM journal_line",
        ],
        "retirée(s)",
    ),
}


class TestTampering:
    @pytest.mark.parametrize("kind", list(TAMPERINGS))
    def test_is_found(
        self, kind: str, sealed: Path, administrator: psycopg.Connection, verify: Callable[[], Report]
    ) -> None:
        assert verify().findings == []
        statements, expected = TAMPERINGS[kind]
        for statement in statements:
            administrator.execute(statement)
        assert expected in "\n".join(verify().findings)

    def test_of_a_line_not_yet_sealed_is_found_by_its_hash(
        self, sealed: Path, administrator: psycopg.Connection, verify: Callable[[], Report]
    ) -> None:
        write(2)
        assert verify().unsealed == 2
        administrator.execute("UPDATE journal_line SET event = 'need.created' WHERE id = 16")
        assert verify().findings == ["La ligne n° 16 a été modifiée : son empreinte ne correspond plus."]


class TestTheCopy:
    def test_cut_short_is_found(
        self, sealed: Path, administrator: psycopg.Connection, verify: Callable[[], Report]
    ) -> None:
        lines = sealed.read_text().splitlines(keepends=True)
        sealed.write_text(lines[0] + lines[2])
        assert verify().findings == ["Le sceau n° 2 manque dans la copie hors de la base."]

    def test_edited_is_found(self, sealed: Path, verify: Callable[[], Report]) -> None:
        lines = [json.loads(line) for line in sealed.read_text().splitlines()]
        lines[1]["line_count"] = 4
        sealed.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        assert verify().findings == ["Le sceau n° 2 diffère de sa copie hors de la base."]

    def test_unreadable_is_found(self, sealed: Path, verify: Callable[[], Report]) -> None:
        sealed.write_text("perdu\n" + sealed.read_text())
        assert verify().findings == ["La ligne 1 de la copie des sceaux est illisible."]


class TestTheCommand:
    def test_says_that_the_journal_is_intact(self, sealed: Path) -> None:
        out = StringIO()
        call_command("journal_verify", "--quiet", stdout=out)
        assert "15 lignes et 3 sceaux lus." in out.getvalue()
        assert "Le journal est intact." in out.getvalue()

    def test_fails_when_it_is_not(self, sealed: Path, administrator: psycopg.Connection) -> None:
        administrator.execute("DELETE FROM journal_line WHERE id = 7")
        out = StringIO()
        with pytest.raises(SystemExit) as stop:
            call_command("journal_verify", "--quiet", stdout=out)
        assert stop.value.code == 1
        assert "n’est PAS intact" in out.getvalue()

    def test_fails_without_a_key(self, sealed: Path, settings: object, tmp_path: Path) -> None:
        settings.KEYS_DIR = tmp_path / "nowhere"  # type: ignore[attr-defined]
        error = StringIO()
        with pytest.raises(SystemExit):
            call_command("journal_verify", "--quiet", stderr=error)
        assert "introuvable" in error.getvalue()

    def test_is_done_by_whoever_has_only_the_public_key(self, sealed: Path, settings: object) -> None:
        (settings.KEYS_DIR / "seal.key").unlink()  # type: ignore[attr-defined]
        out = StringIO()
        call_command("journal_verify", "--quiet", stdout=out)
        assert "intact" in out.getvalue()
        write()
        with pytest.raises(NoSealKey):
            seal_all()
