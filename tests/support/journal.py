"""What the journal must have received."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from croisee.foundation.journal.events import Event
from croisee.foundation.journal.models import Line


@contextmanager
def assert_journaled(event: Event, count: int = 1, *, dossier: object | None = None) -> Iterator[list[Line]]:
    """`count` lines of that event were written inside the block; they are in the list it gives, once it ends."""
    known = set(Line.objects.values_list("pk", flat=True))
    written: list[Line] = []
    yield written
    lines = [line for line in Line.objects.order_by("pk") if line.pk not in known]
    written += [line for line in lines if line.event == event.value and _is_of(line, dossier)]
    seen = ", ".join(sorted(line.event for line in lines)) or "nothing"
    assert len(written) == count, (
        f"{event.value} journaled {len(written)} times instead of {count} (written: {seen})"
    )


def _is_of(line: Line, dossier: object | None) -> bool:
    if dossier is None:
        return True
    wanted = dossier if isinstance(dossier, UUID) else getattr(dossier, "pk", None)
    return bool(line.dossier_id == wanted)
