"""Every accepted format gives the same rows; every unreadable file gives one sentence."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from croisee.foundation.directory.reading import UnreadableFile, open_file
from croisee.foundation.directory.tests.factories import json_file, service_row, structure_row
from croisee.foundation.directory.validation import Kind, check

LIMIT = 50_000_000


def as_cells(row: dict[str, Any]) -> dict[str, Any]:
    return {name: ", ".join(value) if isinstance(value, list) else value for name, value in row.items()}


def template(path: Path, structures: list[dict[str, Any]], services: list[dict[str, Any]]) -> Path:
    """The producers' workbook: help sheet, names on the first line, help and example rows marked `__ignore__`."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Lisez-moi"
    for title, rows, model in (
        ("Structures", structures, structure_row()),
        ("Services", services, service_row()),
    ):
        sheet = book.create_sheet(title)
        names = list(model)
        sheet.append(["__ignore__", *names])
        sheet.append(["description", *(f"Aide sur {name}" for name in names)])
        sheet.append([True, *as_cells(model).values()])
        for row in rows:
            cells = as_cells(row)
            sheet.append([None, *(cells.get(name) for name in names)])
    book.save(path)
    return path


def csv_file(
    path: Path, rows: list[dict[str, Any]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(as_cells(row) for row in rows)
    return path


def parquet_file(path: Path, rows: list[dict[str, Any]]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


FILES: dict[str, Callable[[Path], Path]] = {
    "json-array": lambda path: _written(path, json.dumps([service_row(1), service_row(2)])),
    "json-object": lambda path: json_file(path.parent, services=[service_row(1), service_row(2)]),
    "csv": lambda path: csv_file(path, [service_row(1), service_row(2)]),
    "csv-semicolon-bom": lambda path: csv_file(
        path, [service_row(1), service_row(2)], delimiter=";", encoding="utf-8-sig"
    ),
    "csv-windows": lambda path: csv_file(
        path, [service_row(1), service_row(2)], delimiter=";", encoding="cp1252"
    ),
    "xlsx": lambda path: template(path, [], [service_row(1), service_row(2)]),
    "parquet": lambda path: parquet_file(path, [service_row(1), service_row(2)]),
}


def _written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_every_format_gives_the_same_rows(make: Callable[[Path], Path], tmp_path: Path) -> None:
    source = open_file(make(tmp_path / "fichier"), most_bytes=LIMIT)
    rows = list(source.rows())
    assert [row.kind for row in rows] == [Kind.SERVICE, Kind.SERVICE]
    expected = [check(Kind.SERVICE, service_row(number), from_cells=False).data for number in (1, 2)]
    assert [check(row.kind, row.values, from_cells=source.from_cells).data for row in rows] == expected


def test_lines_of_the_template_are_those_of_the_sheet(tmp_path: Path) -> None:
    path = template(tmp_path / "gabarit.xlsx", [structure_row()], [service_row(1), service_row(2)])
    rows = list(open_file(path, most_bytes=LIMIT).rows())
    assert [(row.sheet, row.line) for row in rows] == [("Structures", 4), ("Services", 4), ("Services", 5)]


def test_a_title_above_the_column_names_is_tolerated(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [structure_row()])
    path.write_text("Structures du territoire\n\n" + path.read_text())
    rows = list(open_file(path, most_bytes=LIMIT).rows())
    assert [(row.kind, row.line) for row in rows] == [(Kind.STRUCTURE, 4)]


def test_a_json_file_larger_than_one_piece(tmp_path: Path) -> None:
    rows = [service_row(number, description="é" * 5_000) for number in range(600)]
    path = json_file(tmp_path, services=rows)
    found = [row.values["id"] for row in open_file(path, most_bytes=LIMIT).rows()]
    assert found == [row["id"] for row in rows]


WHOLE = json.dumps({"structures": [structure_row()], "services": [service_row()]})
UNREADABLE: dict[str, tuple[str | bytes, str]] = {
    "empty": (b"", "Le fichier est vide."),
    "blank": (b"\n \n", "Le fichier est vide."),
    "pdf": (b"%PDF-1.7", "Ce fichier est un PDF. Les formats acceptés"),
    "xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "ancien classeur .xls"),
    "binary": (b"abc\x00def", "n’est pas un fichier de texte"),
    "broken-zip": (b"PK\x03\x04" + b"\0" * 99, "incomplet ou abîmé"),
    "broken-parquet": (b"PAR1" + b"\0" * 99, "Parquet est incomplet ou abîmé"),
    "truncated-json": (WHOLE[: len(WHOLE) // 2], "s’arrête avant sa fin"),
    "json-cut-at-a-name": (WHOLE[: WHOLE.index('"nom"') + 3], "s’arrête avant sa fin"),
    "malformed-json": ('[{"id": 1,, }]', "mal formé"),
    "json-after-its-end": (WHOLE + "]", "continue après sa fin"),
    "json-of-something-else": (
        '[{"a": 1, "b": 2}]',
        "Ce n’est pas un fichier data.inclusion. Clés trouvées : a, b.",
    ),
    "json-without-lists": ('{"services": {}}', "ne contient ni structures ni services"),
    "json-of-numbers": ("[1, 2]", "L’élément 1 du fichier JSON n’est pas un objet."),
    "csv-of-something-else": ("prénom,âge\nAna,3\n", "n’ont pas été trouvés (fichier CSV)"),
    "csv-without-date": ("id,source,nom\n1,dora,Maison\n", "Il manque la colonne obligatoire date_maj"),
    "csv-cut-in-quotes": ('id,source,nom,date_maj\n1,dora,"Mais', "s’arrête au milieu d’une ligne (ligne 2)"),
    "csv-cut-in-a-row": (
        "id,source,nom,date_maj\n1,dora,Maison,2026-01-01\n2,do",
        "ligne 3) : il est incomplet",
    ),
    "csv-bad-quotes": ('id,source,nom,date_maj\n1,"a"b,x,y\n', "mal formé à la ligne 2"),
}


@pytest.mark.parametrize(("content", "sentence"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_gets_one_sentence(content: str | bytes, sentence: str, tmp_path: Path) -> None:
    path = _written(tmp_path / "fichier", content)
    with pytest.raises(UnreadableFile) as refusal:
        list(open_file(path, most_bytes=LIMIT).rows())
    assert sentence in refusal.value.sentence


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="trop gros : 1 Mo au plus"):
        open_file(_written(tmp_path / "a.json", b"[" + b" " * 1_100_000), most_bytes=1024**2)


def test_a_workbook_without_the_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Budget")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFile, match="Feuilles trouvées : Sheet, Budget"):
        list(open_file(tmp_path / "a.xlsx", most_bytes=LIMIT).rows())


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(UnreadableFile, match="n’est pas un classeur"):
        open_file(tmp_path / "a.zip", most_bytes=LIMIT)
