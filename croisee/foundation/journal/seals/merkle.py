"""A Merkle tree grown leaf by leaf: one root for any number of lines, in constant memory."""

from __future__ import annotations

import hashlib

EMPTY = hashlib.sha256(b"").digest()


class Tree:
    """Leaves and nodes differ by a first byte, so that no node can be passed off as a leaf (RFC 6962)."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        self.count += 1
        height, digest = 0, hashlib.sha256(b"\x00" + leaf).digest()
        while self._peaks and self._peaks[-1][0] == height:
            digest = _node(self._peaks.pop()[1], digest)
            height += 1
        self._peaks.append((height, digest))

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY
        digest = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            digest = _node(left, digest)
        return digest


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Forest:
    """One tree for each month of the lines: a month can be erased later and the others still be verified."""

    def __init__(self) -> None:
        self._trees: dict[str, Tree] = {}

    def add(self, month: str, leaf: bytes) -> None:
        self._trees.setdefault(month, Tree()).add(leaf)

    @property
    def count(self) -> int:
        return sum(tree.count for tree in self._trees.values())

    def months(self) -> dict[str, list[int | str]]:
        return {month: [tree.count, tree.root().hex()] for month, tree in sorted(self._trees.items())}


def root_of_months(months: dict[str, list[int | str]]) -> bytes:
    """The root of a seal, from the count and root of each of its months."""
    tree = Tree()
    for month, (count, root) in sorted(months.items()):
        tree.add(f"{month}:{count}:{root}".encode())
    return tree.root()
