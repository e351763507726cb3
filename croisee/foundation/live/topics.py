"""What a page may wait for: `dossier-<uuid>-needs`, `user-12`, `import-<id>`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TOPIC = re.compile(rf"(?P<kind>[a-z]{{1,20}})-(?P<key>{_UUID}|\d{{1,18}})(?:-[a-z_]{{1,30}})?")
_FUNCTION = re.compile(r"[a-z_]+")
# More would be a mistake of a page or a hostile client: the busiest page waits for nine sections.
MOST_TOPICS = 40


class BadTopic(ValueError):
    """The page asks for something that is not a topic."""


@dataclass(frozen=True)
class Topic:
    """A name that journal lines carry, and what its right depends on."""

    name: str
    kind: str
    key: str

    @classmethod
    def parse(cls, name: str) -> Topic:
        match = _TOPIC.fullmatch(name)
        if match is None:
            raise BadTopic("not a topic")
        topic = cls(name, match["kind"], match["key"])
        if topic.kind in rights() and not re.fullmatch(_UUID, topic.key):
            raise BadTopic("this kind of topic has a UUID")
        return topic


def parse_all(names: Iterable[str]) -> frozenset[Topic]:
    """The topics of a stream, or BadTopic."""
    topics = frozenset(Topic.parse(name) for name in names)
    if not 1 <= len(topics) <= MOST_TOPICS:
        raise BadTopic("too few or too many topics")
    return topics


def rights() -> dict[str, str]:
    """For each kind of topic, the SQL function `(user integer, key uuid) → boolean` that says who may follow.

    Slices above add theirs by the setting: this one knows none of them.
    """
    found: dict[str, str] = getattr(settings, "LIVE_TOPIC_RIGHTS", {"dossier": "may_see"})
    for function in found.values():
        if not _FUNCTION.fullmatch(function):
            raise ValueError("LIVE_TOPIC_RIGHTS names SQL functions")
    return found


# Kinds whose pages any user who is logged in may see.
OPEN_KINDS = frozenset({"import"})


def keys_to_check(topics: Iterable[Topic]) -> set[tuple[str, UUID]]:
    """The (kind, key) pairs on which the database must say yes."""
    checked = rights()
    return {(topic.kind, UUID(topic.key)) for topic in topics if topic.kind in checked}


def allowed_without_asking(topic: Topic, user_id: int) -> bool:
    """Topics whose right does not depend on data: one's own, and the open ones."""
    return topic.kind in OPEN_KINDS or (topic.kind == "user" and topic.key == str(user_id))
