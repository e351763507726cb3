"""Pure rules of the directory: plain words, distances, freshness, opening hours."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

EARTH_RADIUS_KM = 6371.0088
# Thresholds of the data.inclusion quality score: full marks under six months, none after two years.
RECENT_MONTHS = 6
STALE_MONTHS = 24

ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ’'-"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyy   "
LIGATURES = (("œ", "oe"), ("æ", "ae"))


def unaccented(text: str) -> str:
    """Lower case without accents, ligatures opened: what `models.offer.words_of` does in SQL."""
    lowered = text.lower()
    for ligature, letters in LIGATURES:
        lowered = lowered.replace(ligature, letters)
    decomposed = unicodedata.normalize("NFKD", lowered.translate(str.maketrans(ACCENTED, PLAIN)))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def plain(name: str) -> str:
    """A name as a key: no accent, no punctuation, « St » and « Ste » written in full."""
    words = re.findall(r"[a-z0-9]+", unaccented(name))
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def tsquery(text: str) -> str:
    """Every word must be there, the last ones typed may be beginnings: « aide log » finds « aide au logement »."""
    words = re.findall(r"[a-z0-9]+", unaccented(text))[:8]
    return " & ".join(f"{word}:*" for word in words)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by the haversine formula, in kilometres."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat, half_lon = (phi2 - phi1) / 2, math.radians(lon2 - lon1) / 2
    square = math.sin(half_lat) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(square)))


@dataclass(frozen=True)
class Box:
    """A rectangle of latitudes and longitudes, in degrees."""

    south: float
    north: float
    west: float
    east: float


def box_around(lat: float, lon: float, km: float) -> Box:
    """The rectangle that holds every point closer than `km`; one degree of latitude is 111.195 km."""
    lat_span = km / 111.195
    lon_span = min(180.0, lat_span / max(0.01, math.cos(math.radians(lat))))
    return Box(lat - lat_span, lat + lat_span, lon - lon_span, lon + lon_span)


def distance_text(km: float, *, is_exact: bool = True) -> str:
    """« à 800 m », « à 3,4 km », « à environ 12 km » when only the commune is known."""
    about = "" if is_exact else "environ "
    if km < 1 and is_exact:
        return f"à {max(100, round(km * 10) * 100)} m"
    if km < 1:
        return "dans la commune"
    figure = f"{km:.1f}".replace(".", ",") if km < 10 and is_exact else f"{km:.0f}"
    return f"à {about}{figure} km"


@dataclass(frozen=True)
class Freshness:
    """How old the producer's last change is, in words; `level` is recent, older or stale."""

    level: str
    text: str
    months: int


def months_between(earlier: date, later: date) -> int:
    """Whole months elapsed."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(0, months - (later.day < earlier.day))


def freshness(updated: date, today: date) -> Freshness:
    """Recent under 6 months, stale from 24 months: a stale sheet is to be checked by telephone first."""
    months, days = months_between(updated, today), max(0, (today - updated).days)
    level = "recent" if months < RECENT_MONTHS else "older" if months < STALE_MONTHS else "stale"
    return Freshness(level, f"mis à jour {_ago(days, months)}", months)


def _ago(days: int, months: int) -> str:
    if days < 1:
        return "aujourd’hui"
    if days == 1:
        return "hier"
    if months < 1:
        return f"il y a {days} jours"
    if months < 24:
        return f"il y a {months} mois"
    return f"il y a {months // 12} ans"
