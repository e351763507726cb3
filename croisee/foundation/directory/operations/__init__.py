"""Everything that changes the directory: load its reference tables, import files."""

from croisee.foundation.directory.operations.importing import import_file, run_import
from croisee.foundation.directory.operations.reference import load_reference
from croisee.foundation.directory.operations.runs import (
    NotStoppable,
    request_import,
    stop_import,
)

__all__ = [
    "NotStoppable",
    "import_file",
    "load_reference",
    "request_import",
    "run_import",
    "stop_import",
]
