"""Journeys written as sentences: a step that fails says which one it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager


@contextmanager
def _step(word: str, sentence: str) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        error.add_note(f"in the step « {word} {sentence} »")
        raise


def given(sentence: str) -> AbstractContextManager[None]:
    return _step("Given", sentence)


def when(sentence: str) -> AbstractContextManager[None]:
    return _step("When", sentence)


def then(sentence: str) -> AbstractContextManager[None]:
    return _step("Then", sentence)
