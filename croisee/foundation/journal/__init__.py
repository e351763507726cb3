"""The journal: one call for the trace and the live signal of everything that happens."""

from croisee.foundation.journal.events import READINGS, Event, label_of
from croisee.foundation.journal.operations import Actor, make_partitions, record, record_access, session_code

__all__ = [
    "READINGS",
    "Actor",
    "Event",
    "label_of",
    "make_partitions",
    "record",
    "record_access",
    "session_code",
]
