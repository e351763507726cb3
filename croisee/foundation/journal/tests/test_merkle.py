"""The trees under the seals."""

import hashlib

from croisee.foundation.journal.seals.merkle import EMPTY, Forest, Tree, root_of_months


def _leaf(value: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + value).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _root(values: list[bytes]) -> bytes:
    tree = Tree()
    for value in values:
        tree.add(value)
    return tree.root()


class TestATree:
    def test_without_a_leaf_has_the_root_of_nothing(self) -> None:
        assert _root([]) == EMPTY

    def test_joins_its_leaves_two_by_two(self) -> None:
        a, b, c = (_leaf(value) for value in (b"a", b"b", b"c"))
        assert _root([b"a"]) == a
        assert _root([b"a", b"b", b"c"]) == _node(_node(a, b), c)

    def test_has_another_root_for_any_other_list(self) -> None:
        lists = [
            [b"a"],
            [b"a", b"b"],
            [b"b", b"a"],
            [b"a", b"b", b"c"],
            [b"a", b"b", b"c", b"c"],
            [b"a", b"c"],
        ]
        assert len({_root(values) for values in lists}) == len(lists)


class TestAForest:
    def test_keeps_a_tree_for_each_month(self) -> None:
        forest = Forest()
        forest.add("2026-02", b"b")
        forest.add("2026-01", b"a")
        forest.add("2026-02", b"c")
        months = forest.months()
        assert forest.count == 3
        assert list(months) == ["2026-01", "2026-02"]
        assert months["2026-02"] == [2, _root([b"b", b"c"]).hex()]

    def test_has_a_root_that_needs_no_line_any_more(self) -> None:
        forest = Forest()
        forest.add("2026-01", b"a")
        months = forest.months()
        changed = {"2026-01": [2, months["2026-01"][1]]}
        assert root_of_months(months) != root_of_months(changed)
