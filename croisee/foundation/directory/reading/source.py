"""What every format of file offers to the importer."""

from __future__ import annotations

import abc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from croisee.foundation.directory.validation import Kind
from croisee.foundation.ui.errors import Invalid


class UnreadableFile(Invalid):
    """A file that cannot be imported at all; its message is the sentence shown."""


SHEETS = {Kind.STRUCTURE: "Structures", Kind.SERVICE: "Services"}


@dataclass(frozen=True)
class Row:
    """One structure or service as written, with where it stands in the file."""

    kind: Kind
    sheet: str
    line: int
    values: Mapping[str, Any]


class Source(abc.ABC):
    """A file being read; `fraction` says how far (0 to 1)."""

    from_cells: ClassVar[bool] = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.fraction = 0.0

    @abc.abstractmethod
    def rows(self) -> Iterator[Row]: ...
