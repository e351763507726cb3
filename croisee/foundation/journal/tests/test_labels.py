"""What may enter a journal line."""

import pytest

from croisee.foundation.journal.labels import checked_labels, checked_subject, checked_topics


class TestALabel:
    @pytest.mark.parametrize(
        "value",
        [
            "social",
            "need.met",
            "2026-01",
            12,
            -3,
            True,
            "5ad2d6a8-3f0f-4c53-9c2e-6d7c1f0a2b11",
            "ghijabcdefgh",
            "art:l1110-4",
        ],
    )
    def test_takes_codes_and_ids(self, value: str | int) -> None:
        assert checked_labels({"what": value}) == {"what": value}

    @pytest.mark.parametrize(
        "value",
        [
            "Jeanne Morel",
            "Morel",
            "a refusé",
            "",
            "x" * 65,
            "0612345678",
            "06.12.34.56.78",
            "2850675056001",
            612_345_678,
            1.5,
            None,
            ["social"],
            "nadia@ccas.example",
            "a\nb",
        ],
    )
    def test_refuses_what_could_be_a_name_a_text_or_a_number_of_someone(self, value: object) -> None:
        with pytest.raises(ValueError, match="neither an id nor a code"):
            checked_labels({"what": value})  # type: ignore[dict-item]

    def test_does_not_repeat_the_refused_value(self) -> None:
        with pytest.raises(ValueError, match="what") as refusal:
            checked_labels({"what": "Jeanne Morel"})
        assert "Morel" not in str(refusal.value)

    def test_has_a_short_name(self) -> None:
        with pytest.raises(ValueError, match="short word"):
            checked_labels({"What it is": 1})

    def test_has_few_neighbours(self) -> None:
        with pytest.raises(ValueError, match="at most"):
            checked_labels({f"label_{letter}": 1 for letter in "abcdefghijklm"})


class TestASubject:
    @pytest.mark.parametrize("subject", ["", "membership:12", "need:5ad2d6a8-3f0f-4c53-9c2e-6d7c1f0a2b11"])
    def test_is_a_kind_and_an_id(self, subject: str) -> None:
        assert checked_subject(subject) == subject

    @pytest.mark.parametrize("subject", ["Jeanne", "need:", "need:jeanne", "need 12"])
    def test_is_nothing_else(self, subject: str) -> None:
        with pytest.raises(ValueError, match="kind:id"):
            checked_subject(subject)


class TestTopics:
    def test_are_sorted_and_single(self) -> None:
        assert checked_topics(["user-2", "user-1", "user-2"]) == ["user-1", "user-2"]

    @pytest.mark.parametrize("topic", ["", "dossier", "dossier-jeanne-needs", "user-1-Needs", "user 1"])
    def test_hold_nothing_but_ids(self, topic: str) -> None:
        with pytest.raises(ValueError, match="kind-id"):
            checked_topics([topic])
