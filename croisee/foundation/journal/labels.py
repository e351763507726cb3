"""What may enter a line: ids and codes. Free text, names and phone numbers are refused here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = re.compile(r"[a-z][a-z_]{0,31}")
_CODE = re.compile(r"[a-z0-9_.:-]{1,64}")
_IS_UUID = re.compile(_UUID)
_SUBJECT = re.compile(rf"[a-z_]{{1,40}}:(?:{_UUID}|\d{{1,18}})")
_TOPIC = re.compile(rf"[a-z]{{1,20}}-(?:{_UUID}|\d{{1,18}})(?:-[a-z_]{{1,30}})?")
# Nine digits with or without separators: a phone number or a NIR, never a code of ours.
_LONG_NUMBER = re.compile(r"(?:\d[_.:-]?){9}")
_SMALL = 100_000_000
_MOST_LABELS = 12


def checked_labels(labels: Mapping[str, str | int] | None) -> dict[str, str | int]:
    """The labels themselves, or ValueError: a line is read by more people than the dossier is."""
    kept = dict(labels or {})
    if len(kept) > _MOST_LABELS:
        raise ValueError(f"A journal line takes {_MOST_LABELS} labels at most")
    for key, value in kept.items():
        if not _KEY.fullmatch(key):
            raise ValueError("A journal label's name is a short word in lower case")
        # The refused value is not repeated: this message may reach a log.
        if not _is_code(value):
            raise ValueError(f"The journal label {key!r} is neither an id nor a code")
    return kept


def _is_code(value: object) -> bool:
    if isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) < _SMALL
    if not isinstance(value, str):
        return False
    if _IS_UUID.fullmatch(value):
        return True
    return bool(_CODE.fullmatch(value)) and not _LONG_NUMBER.search(value)


def checked_subject(subject: str) -> str:
    """`need:<uuid>` or `membership:12`, or nothing."""
    if subject and not _SUBJECT.fullmatch(subject):
        raise ValueError("A journal subject is written kind:id")
    return subject


def checked_topics(topics: Sequence[str]) -> list[str]:
    """`dossier-<uuid>-needs`, `user-12`, `import-<id>`: what an open page may wait for."""
    for topic in topics:
        if not _TOPIC.fullmatch(topic):
            raise ValueError("A live topic is written kind-id or kind-id-section")
    return sorted(set(topics))
