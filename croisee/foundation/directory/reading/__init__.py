"""Reads directory files of any accepted format as one stream of rows."""

from __future__ import annotations

from pathlib import Path

from croisee.foundation.directory.reading.cells import CsvSource, XlsxSource
from croisee.foundation.directory.reading.detection import Format, format_of
from croisee.foundation.directory.reading.json_file import JsonSource
from croisee.foundation.directory.reading.parquet_file import ParquetSource
from croisee.foundation.directory.reading.source import Row, Source, UnreadableFile

__all__ = ["Format", "Row", "Source", "UnreadableFile", "open_file"]

_SOURCES: dict[Format, type[Source]] = {
    Format.CSV: CsvSource,
    Format.JSON: JsonSource,
    Format.PARQUET: ParquetSource,
    Format.XLSX: XlsxSource,
}


def open_file(path: Path, *, most_bytes: int) -> Source:
    """The source of rows of a file, or UnreadableFile with the sentence to show."""
    return _SOURCES[format_of(path, most_bytes=most_bytes)](path)
