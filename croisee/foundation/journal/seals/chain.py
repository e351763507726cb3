"""One link of the chain of seals: what it says, its hash, its signature, its row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

GENESIS = "0" * 64
Months = dict[str, list[int | str]]


@dataclass(frozen=True)
class Link:
    """Times are microseconds since 1970, digests are hexadecimal: the same text on any machine.

    `era_floor`: transaction numbers start again when a dump is restored into another cluster, so a seal
    speaks of the lines whose number is above the floor of its era.
    """

    number: int
    kind: str
    at: int
    cluster: str
    era_floor: int
    from_xid: int
    to_xid: int
    line_count: int
    first_id: int | None
    last_id: int | None
    first_at: int | None
    last_at: int | None
    months: Months
    root: str
    previous: str
    detail: dict[str, Any] = field(default_factory=dict)
    signature: str = ""

    def hash(self) -> str:
        said = asdict(self)
        del said["signature"]
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def signed(self, key: Ed25519PrivateKey) -> Link:
        return Link(**{**asdict(self), "signature": key.sign(bytes.fromhex(self.hash())).hex()})

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(bytes.fromhex(self.signature), bytes.fromhex(self.hash()))
        except (InvalidSignature, ValueError):
            return False
        return True

    def to_json(self) -> str:
        """The line of the copy outside the database."""
        return json.dumps({**asdict(self), "hash": self.hash()}, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Link:
        """Raises ValueError on anything that is not a link."""
        content = json.loads(text)
        try:
            return cls(**{name: content[name] for name in _NAMES})
        except (KeyError, TypeError) as error:
            raise ValueError("not a seal") from error


_NAMES = [found.name for found in fields(Link)]
_TIMES = {"at", "first_at", "last_at"}
_XIDS = {"from_xid", "to_xid"}
_DIGESTS = {"root", "previous", "signature"}


def _read(name: str) -> str:
    if name in _TIMES:
        return f"(extract(epoch FROM {name}) * 1000000)::bigint"
    if name in _XIDS:
        return f"{name}::text::bigint"
    if name in _DIGESTS:
        return f"encode({name}, 'hex')"
    return f"{name}::text" if name in {"months", "detail"} else name


def _written(name: str) -> str:
    if name in _TIMES:
        # Through an interval of microseconds: a double of seconds would lose the last digits.
        return "timestamptz 'epoch' + %s * interval '1 microsecond'"
    if name in _XIDS:
        return "%s::text::xid8"
    if name in _DIGESTS or name == "hash":
        return "decode(%s, 'hex')"
    return "%s::jsonb" if name in {"months", "detail"} else "%s"


SELECT = f"SELECT {', '.join(_read(name) for name in _NAMES)}, encode(hash, 'hex') FROM journal_seal"  # noqa: S608
INSERT = (
    f"INSERT INTO journal_seal ({', '.join([*_NAMES, 'hash'])}) "  # noqa: S608
    f"VALUES ({', '.join(_written(name) for name in [*_NAMES, 'hash'])})"
)


def from_row(row: Sequence[Any]) -> tuple[Link, str]:
    """A link as the table has it, and the hash that the table claims for it."""
    values = dict(zip(_NAMES, row, strict=False))
    values["months"] = json.loads(values["months"])
    values["detail"] = json.loads(values["detail"])
    return Link(**values), row[len(_NAMES)]


def to_row(link: Link) -> list[Any]:
    """The parameters of `INSERT`."""
    values = asdict(link)
    values["months"] = json.dumps(link.months)
    values["detail"] = json.dumps(link.detail)
    return [*(values[name] for name in _NAMES), link.hash()]
