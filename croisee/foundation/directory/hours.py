"""Opening hours of OpenStreetMap (the standard's form) said in French; what is not understood is left as it is."""

from __future__ import annotations

import re

DAYS = {
    "Mo": "lundi", "Tu": "mardi", "We": "mercredi", "Th": "jeudi", "Fr": "vendredi", "Sa": "samedi",
    "Su": "dimanche", "PH": "jours fériés", "SH": "vacances scolaires",
}  # fmt: skip
_DAY = "|".join(DAYS)
_RULE = re.compile(rf"(?P<days>(?:(?:{_DAY})(?:-(?:{_DAY}))?,?\s*)+)?\s*(?P<hours>[\d:,\s+-]+|off|closed)?")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


def in_french(text: str) -> list[str]:
    """« Mo-Fr 08:30-12:30; PH off » → [« lundi à vendredi : 8 h 30 – 12 h 30 », « jours fériés : fermé »]."""
    cleaned = re.sub(r'"[^"]*"', "", text).strip().rstrip(";")
    if cleaned == "24/7":
        return ["tous les jours, jour et nuit"]
    lines = [_rule(part.strip()) for part in cleaned.split(";") if part.strip()]
    understood = [line for line in lines if line]
    return (
        understood
        if understood and len(understood) == len(lines)
        else ([text.strip()] if text.strip() else [])
    )


def _rule(part: str) -> str:
    match = _RULE.fullmatch(part)
    if match is None or not match["hours"]:
        return ""
    hours = match["hours"].strip()
    if hours in ("off", "closed"):
        spoken = "fermé"
    else:
        spans = _SPAN.findall(hours)
        if not spans or _SPAN.sub("", hours).strip(" ,+"):
            return ""
        spoken = ", ".join(f"{_hour(a, b)} – {_hour(c, d)}" for a, b, c, d in spans)
    days = _days(match["days"] or "")
    return f"{days}\u00a0: {spoken}" if days else spoken


def _days(text: str) -> str:
    parts = []
    for part in re.split(r"[,\s]+", text.strip()):
        first, _, last = part.partition("-")
        if first:
            parts.append(f"{DAYS[first]} à {DAYS[last]}" if last else DAYS[first])
    return ", ".join(parts)


def _hour(hour: str, minute: str) -> str:
    return f"{int(hour)}\u00a0h" if minute == "00" else f"{int(hour)}\u00a0h\u00a0{minute}"
