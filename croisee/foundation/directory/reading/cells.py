"""Files made of cells: CSV and the producers' XLSX template."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import openpyxl

from croisee.foundation.directory.reading import headers
from croisee.foundation.directory.reading.source import SHEETS, Row, Source, UnreadableFile
from croisee.foundation.directory.validation import Kind

LONGEST_CELL = 2_000_000
Line = tuple[int, Sequence[Any]]


class _CellSource(Source):
    from_cells = True

    def _rows_below_header(self, lines: Iterator[Line], sheet: str, expected: Kind | None) -> Iterator[Row]:
        names: list[str] = []
        kind = Kind.STRUCTURE
        for number, cells in lines:
            if names:
                if any(cell not in (None, "") for cell in cells) and not headers.is_ignored(names, cells):
                    values = {name: cell for name, cell in zip(names, cells, strict=False) if name}
                    yield Row(kind, sheet or SHEETS[kind], number, values)
            elif headers.is_header(cells):
                names = headers.names_of(cells)
                kind = expected or headers.kind_of(names)
                headers.check_columns(names, kind, f"feuille « {sheet} »" if sheet else "fichier CSV")
            elif number > headers.MOST_LINES_ABOVE:
                break
        if not names:
            raise headers.no_header(f"feuille « {sheet} »" if sheet else "fichier CSV")


class CsvSource(_CellSource):
    """A CSV of structures or of services, told apart by its columns; `,` `;` or tabulation."""

    def rows(self) -> Iterator[Row]:
        encoding = _encoding_of(self.path)
        with self.path.open("rb") as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
            yield from self._rows_below_header(self._lines(raw, text), "", None)

    def _lines(self, raw: IO[bytes], text: IO[str]) -> Iterator[Line]:
        csv.field_size_limit(LONGEST_CELL)
        delimiter = _delimiter_of(text.read(64_000))
        text.seek(0)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        width, started, last = 0, 1, list[str]()
        try:
            for cells in reader:
                if reader.line_num % 200 < 2:
                    self.fraction = raw.tell() / self.size
                yield started, cells
                started, width, last = reader.line_num + 1, max(width, len(cells)), cells
        except csv.Error as error:
            raise UnreadableFile(_malformed(started, str(error))) from error
        if width > 1 and len(last) < width and not self._ends_with_newline():
            raise UnreadableFile(_malformed(started - 1, "unexpected end"))

    def _ends_with_newline(self) -> bool:
        with self.path.open("rb") as raw:
            raw.seek(-1, io.SEEK_END)
            return raw.read(1) in b"\r\n"


def _malformed(line: int, message: str) -> str:
    if "unexpected end" in message:
        return f"Le fichier s’arrête au milieu d’une ligne (ligne {line}) : il est incomplet."
    if "field larger" in message:
        return f"Une cellule de la ligne {line} est trop longue."
    return f"Le fichier CSV est mal formé à la ligne {line} : vérifiez les guillemets."


def _encoding_of(path: Path) -> str:
    """UTF-8 as the standard asks, else what a French spreadsheet writes."""
    with path.open("rb") as raw:
        start = raw.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter_of(sample: str) -> str:
    """The separator that cuts one of the first lines into the most known column names."""
    lines = sample.splitlines()[: headers.MOST_LINES_ABOVE]

    def best(delimiter: str) -> int:
        return max(
            (
                len(line.split(delimiter))
                for line in lines
                if headers.is_header([cell.strip('"') for cell in line.split(delimiter)])
            ),
            default=0,
        )

    return max((",", ";", "\t", "|"), key=best)


class XlsxSource(_CellSource):
    """The producers' template: sheets `Structures` and `Services`; other sheets are help."""

    def rows(self) -> Iterator[Row]:
        # an open file: given a path, openpyxl trusts the name's ending, and an upload has none
        with self.path.open("rb") as file:
            workbook = self._open(file)
            sheets = self._sheets(workbook)
            for index, (kind, name) in enumerate(sheets):
                lines = self._lines(workbook[name], index, len(sheets))
                yield from self._rows_below_header(lines, name, kind)
            workbook.close()

    def _open(self, file: IO[bytes]) -> openpyxl.Workbook:
        try:
            return openpyxl.load_workbook(file, read_only=True, data_only=True)
        # openpyxl lets whatever its parsers raise go through on a damaged file
        except Exception as error:
            raise UnreadableFile("Le classeur est incomplet ou abîmé : exportez-le à nouveau.") from error

    def _sheets(self, workbook: openpyxl.Workbook) -> list[tuple[Kind | None, str]]:
        named = {name.strip().lower(): name for name in workbook.sheetnames}
        found = [(kind, named[sheet.lower()]) for kind, sheet in SHEETS.items() if sheet.lower() in named]
        if found:
            return list(found)
        if len(workbook.sheetnames) == 1:
            return [(None, workbook.sheetnames[0])]
        present = ", ".join(workbook.sheetnames)[:200]
        raise UnreadableFile(
            f"Le classeur n’a ni feuille « Structures » ni feuille « Services ». Feuilles trouvées : {present}."
        )

    def _lines(self, sheet: Any, index: int, sheets: int) -> Iterator[Line]:
        # some writers leave out the dimensions, or give false ones that would hide rows
        total = sheet.max_row or 0
        sheet.reset_dimensions()
        try:
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                if total and number % 200 == 0:
                    self.fraction = (index + min(1.0, number / total)) / sheets
                yield number, cells
        except UnreadableFile:
            raise
        except Exception as error:
            raise UnreadableFile("Le classeur est incomplet ou abîmé : exportez-le à nouveau.") from error
