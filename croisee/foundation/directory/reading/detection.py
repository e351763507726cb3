"""Tells the format of a file by its first bytes, never by its name, and refuses what is no directory file."""

from __future__ import annotations

import enum
import zipfile
from pathlib import Path

from croisee.foundation.directory.reading.source import UnreadableFile


class Format(enum.StrEnum):
    CSV = "CSV"
    JSON = "JSON"
    PARQUET = "Parquet"
    XLSX = "XLSX"


ACCEPTED = "Les formats acceptés sont JSON, CSV, XLSX et Parquet."
# Known beginnings of what people send by mistake.
FOREIGN = {
    b"%PDF": "un PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"\x1f\x8b": "une archive compressée",
    b"7z\xbc\xaf": "une archive compressée",
    b"Rar!": "une archive compressée",
    b"<!DO": "une page web",
    b"<!do": "une page web",
    b"<htm": "une page web",
    b"<?xm": "un fichier XML",
    b"\x7fELF": "un programme",
}
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# A spreadsheet is a compressed archive: one that would open into more than this is refused unread.
MOST_UNZIPPED_BYTES = 2 * 1024**3


def format_of(path: Path, *, most_bytes: int) -> Format:
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("Le fichier est vide.")
    if size > most_bytes:
        limit = most_bytes // 1024**2
        raise UnreadableFile(f"Le fichier est trop gros : {limit} Mo au plus. Découpez-le par source.")
    with path.open("rb") as file:
        start = file.read(4096)
    if start[:4] == OLD_EXCEL:
        raise UnreadableFile("Ce fichier est un ancien classeur .xls : enregistrez-le au format .xlsx.")
    for beginning, what in FOREIGN.items():
        if start.startswith(beginning):
            raise UnreadableFile(f"Ce fichier est {what}. {ACCEPTED}")
    if start.startswith(b"PK"):
        return _workbook(path)
    if start.startswith(b"PAR1"):
        return Format.PARQUET
    return _text(start)


def _workbook(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile("Le classeur est incomplet ou abîmé : exportez-le à nouveau.") from error
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise UnreadableFile(f"Cette archive n’est pas un classeur .xlsx. {ACCEPTED}")
    if sum(entry.file_size for entry in entries) > MOST_UNZIPPED_BYTES:
        raise UnreadableFile("Le classeur est trop gros une fois ouvert. Découpez-le par source.")
    return Format.XLSX


def _text(start: bytes) -> Format:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Format.CSV
    if b"\x00" in start:
        raise UnreadableFile(f"Ce fichier n’est pas un fichier de texte. {ACCEPTED}")
    stripped = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not stripped:
        raise UnreadableFile("Le fichier est vide.")
    return Format.JSON if stripped[:1] in b"[{" else Format.CSV
