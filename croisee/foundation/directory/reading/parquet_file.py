"""Parquet files, read by batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from croisee.foundation.directory.reading import headers
from croisee.foundation.directory.reading.source import SHEETS, Row, Source, UnreadableFile

_BATCH = 2_000
BROKEN = "Le fichier Parquet est incomplet ou abîmé : exportez-le à nouveau."


class ParquetSource(Source):
    """A table of structures or of services, told apart by its columns."""

    def rows(self) -> Iterator[Row]:
        table = self._open()
        with table:
            names = list(table.schema_arrow.names)
            if not headers.is_header(names):
                raise headers.no_header("fichier Parquet")
            kind = headers.kind_of(names)
            headers.check_columns(names, kind, "fichier Parquet")
            total = table.metadata.num_rows
            for line, values in enumerate(self._values(table), start=1):
                if line % 200 == 0:
                    self.fraction = line / total
                yield Row(kind, SHEETS[kind], line, values)

    def _open(self) -> Any:
        try:
            return pq.ParquetFile(self.path)
        except (pa.ArrowInvalid, OSError) as error:
            raise UnreadableFile(BROKEN) from error

    def _values(self, table: Any) -> Iterator[dict[str, Any]]:
        try:
            for batch in table.iter_batches(batch_size=_BATCH):
                yield from batch.to_pylist()
        except (pa.ArrowInvalid, OSError) as error:
            raise UnreadableFile(BROKEN) from error
