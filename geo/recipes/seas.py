"""Builds ``seas.csv``: how far a sea's name may stand from the line that it mostly runs along, from Natural Earth.

    python -m geo.recipes.seas ne_10m_geography_marine_polys.json

The file is in GitHub's martynafford/natural-earth-geojson (January 2024). Which seas, and how they are written, stands
in ``seas_names.csv``; those of ``layers/seas.geojson`` have their names there. English names are of Natural Earth.
Japanese ones, read on 27 November 2026: Wikipedia (アラフラ海, 東インド諸島, ノルウェー海) and Britannica (北極海).
Korean ones: the seas of S-23 in 나무위키, 북극해. Areas are for the names on maps alone, simplified to 0.15
degree and without their islands: no limits of a sea, and no position on any.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import shape

_NAMES = Path(__file__).parent / "seas_names.csv"
_TOLERANCE_DEG = 0.15
_LEAST_DEG2 = 0.3
"""Smaller parts have no room for a name on any map that shows the rest."""
HEADS = ["id", "name", "name_ja", "name_ko", "area"]


def build(marine: Path) -> list[list[str]]:
    """Return the rows of ``seas.csv`` from Natural Earth's marine areas, with their heads."""
    found: dict[str, list[shapely.Geometry]] = {}
    for feature in json.loads(marine.read_text(encoding="utf-8"))["features"]:
        name = " ".join((feature["properties"]["name"] or "").split())
        found.setdefault(name, []).append(shape(feature["geometry"]))
    with _NAMES.open(encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    rows = [HEADS]
    for row in wanted:
        parts = [part for name in dict.fromkeys(row["natural_earth"].split("+")) for part in found[name]]
        rows.append([row["id"], row["name"], row["name_ja"], row["name_ko"], _simple(parts).wkt])
    return rows


def _simple(parts: list[shapely.Geometry]) -> shapely.MultiPolygon:
    """Return areas without their islands, of few corners."""
    whole = shapely.get_parts(shapely.union_all([shapely.make_valid(part) for part in parts]))
    areas = [part for part in whole if part.geom_type == "Polygon" and part.area > _LEAST_DEG2]
    outer = [shapely.Polygon(part.exterior) for part in areas]
    plain = shapely.simplify(shapely.MultiPolygon(outer), _TOLERANCE_DEG)
    kept = [part for part in shapely.get_parts(shapely.set_precision(plain, 0.01)) if part.area > _LEAST_DEG2]
    return shapely.MultiPolygon(kept)


def main(marine: Path, output: Path) -> None:
    """Write the file."""
    with output.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(build(marine))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "seas.csv")
