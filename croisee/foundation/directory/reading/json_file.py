"""JSON files read as they come, element by element: a national file does not fit in memory."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from croisee.foundation.directory.reading.source import SHEETS, Row, Source, UnreadableFile
from croisee.foundation.directory.validation import REQUIRED, Kind

_CHUNK = 1 << 20
_SPACE = re.compile(r"[\s,]*")
# An element cut by the end of what was read so far fails close to that end; farther, it is malformed.
_LARGEST_ELEMENT = 4 << 20
_KEYS = {"structures": Kind.STRUCTURE, "services": Kind.SERVICE}
EXPECTED = "Un tableau de structures ou de services, ou un objet { structures, services }, est attendu."


class JsonSource(Source):
    """`[…]` of structures or services, or `{"structures": […], "services": […]}`."""

    def rows(self) -> Iterator[Row]:
        with self.path.open("rb") as raw, io.TextIOWrapper(raw, "utf-8-sig") as text:
            buffer = _Buffer(text)
            try:
                yield from self._rows(raw, buffer)
            except UnicodeDecodeError as error:
                raise UnreadableFile("Le fichier JSON n’est pas en UTF-8.") from error

    def _rows(self, raw: IO[bytes], buffer: _Buffer) -> Iterator[Row]:
        if buffer.take() == "[":
            yield from self._elements(raw, buffer, None)
        else:
            yield from self._object(raw, buffer)
        if buffer.peek():
            raise UnreadableFile("Le fichier JSON continue après sa fin : il est mal formé.")

    def _object(self, raw: IO[bytes], buffer: _Buffer) -> Iterator[Row]:
        known = False
        while buffer.peek() != "}":
            key = buffer.value()
            if buffer.take() != ":":
                raise buffer.broken()
            if key in _KEYS and buffer.peek() == "[":
                known = True
                buffer.take()
                yield from self._elements(raw, buffer, _KEYS[key])
            else:
                buffer.value()
        buffer.take()
        if not known:
            raise UnreadableFile(f"Le fichier JSON ne contient ni structures ni services. {EXPECTED}")

    def _elements(self, raw: IO[bytes], buffer: _Buffer, kind: Kind | None) -> Iterator[Row]:
        rank = 0
        while buffer.peek() != "]":
            rank += 1
            element = buffer.value()
            if not isinstance(element, dict):
                raise UnreadableFile(f"L’élément {rank} du fichier JSON n’est pas un objet. {EXPECTED}")
            found = kind or (Kind.SERVICE if "structure_id" in element else Kind.STRUCTURE)
            if rank == 1:
                _check_keys(element, found)
            if rank % 200 == 0:
                self.fraction = raw.tell() / self.size
            yield Row(found, SHEETS[found], rank, element)
        buffer.take()


def _check_keys(element: dict[str, Any], kind: Kind) -> None:
    """A first element with none of the main keys means another kind of file, not a bad row."""
    if not REQUIRED[kind].intersection(element) - {"description"}:
        keys = ", ".join(sorted(map(str, element))[:12]) or "aucune"
        raise UnreadableFile(f"Ce n’est pas un fichier data.inclusion. Clés trouvées : {keys}. {EXPECTED}")


class _Buffer:
    """Text read by pieces, and JSON values taken from its beginning."""

    def __init__(self, text: IO[str]) -> None:
        self._text, self._data, self._at, self._ended = text, "", 0, False
        # NaN and Infinity are not JSON, yet common exports write them for « nothing »
        self._decoder = json.JSONDecoder(parse_constant=lambda _: None)

    def peek(self) -> str:
        """The next character that is neither space nor comma; "" at the end of the file."""
        while True:
            match = _SPACE.match(self._data, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._data):
                return self._data[self._at]
            if not self._more():
                return ""

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise self.truncated()
        self._at += 1
        return character

    def value(self) -> Any:
        if not self.peek():
            raise self.truncated()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._data, self._at)
            except json.JSONDecodeError as error:
                if len(self._data) - error.pos > _LARGEST_ELEMENT:
                    raise self.broken() from error
                if not self._more():
                    raise (self._end_of(error)) from error
            except RecursionError as error:
                raise self.broken() from error
            else:
                # a number touching the end of the piece may continue in the next one
                if end < len(self._data) or not self._more():
                    self._at = end
                    return value

    def _more(self) -> bool:
        piece = "" if self._ended else self._text.read(_CHUNK)
        self._ended = not piece
        self._data, self._at = self._data[self._at :] + piece, 0
        return bool(piece)

    def _end_of(self, error: json.JSONDecodeError) -> UnreadableFile:
        is_cut = error.pos >= len(self._data) - 1 or "Unterminated" in error.msg
        return self.truncated() if is_cut else self.broken()

    def truncated(self) -> UnreadableFile:
        return UnreadableFile("Le fichier JSON s’arrête avant sa fin : il est incomplet.")

    def broken(self) -> UnreadableFile:
        return UnreadableFile("Le fichier JSON est mal formé.")
