"""The sheet as a PDF/UA-1 document, made by typst in memory: no file, no argument of a process holds the content."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from croisee.person.dossiers.queries.sheet import Sheet

_SOURCE = Path(__file__).parent.parent / "typst" / "sheet.typ"
# PDF/UA refuses a character that no font can draw; the embedded fonts know Latin, Greek and Cyrillic.
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_INSTEAD = "□"
_MOST_TRIES = 60
_NOT_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})


@cache
def _source() -> bytes:
    return _SOURCE.read_bytes()


def pdf_of(sheet: Sheet) -> bytes:
    """Fonts embedded in typst come first, so the page looks the same everywhere; the machine's own fill the gaps."""
    content = asdict(sheet)
    content["title"] = _("Ma fiche : %(name)s") % {"name": sheet.name}
    content["lede"] = _("Dossier %(number)s, le %(on)s") % {"number": sheet.number, "on": sheet.on}
    content["footer"] = _("%(organisation)s. Cette feuille est à vous.") % {
        "organisation": sheet.organisation
    }
    text = json.dumps(_drawable(content), ensure_ascii=False)
    for tries in range(_MOST_TRIES):
        try:
            # The machine's fonts take a tenth of a second to read: only when ours do not know a character.
            return _compiled(text, system_fonts=tries > 0)
        except typst.TypstError as error:
            undrawn = _UNDRAWN.search(error.message)
            if undrawn is None:
                # The message may quote the person's words: it goes nowhere.
                raise RuntimeError("typst could not make the sheet") from None
            text = text if tries == 0 else _without(text, undrawn[1])
    raise RuntimeError("too many characters without a font")


def _drawable(content: Any) -> Any:
    """The same without control and unassigned characters, which some texts carry from a paste."""
    if isinstance(content, str):
        return "".join(one for one in content if one in "\n\t" or unicodedata.category(one) not in _NOT_TEXT)
    if isinstance(content, dict):
        return {key: _drawable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_drawable(value) for value in content]
    return content


def _compiled(text: str, *, system_fonts: bool) -> bytes:
    made = typst.compile(
        _source(),
        format="pdf",
        sys_inputs={"sheet": text},
        pdf_standards=["ua-1"],
        ignore_system_fonts=not system_fonts,
    )
    assert isinstance(made, bytes)  # noqa: S101 (one document, not a list of images)
    return made


def _without(text: str, undrawn: str) -> str:
    for character in set(undrawn) - {_INSTEAD, '"', "\\"}:
        text = text.replace(character, _INSTEAD)
    return text
