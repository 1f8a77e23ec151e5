"""Draws the gates of ``layers/straits.geojson`` on the coast of ``land.npz``.

    python -m geo.recipes.gates

A strait's ``through`` lists a point on each land that its gate joins, in order. The gate is the shortest line from each
land to the next, cut where it crosses an islet. Its first stretch, or the one that ``main_stretch`` counts from 0, is
measured: the mid-point and length become ``mid_lon``, ``mid_lat`` and ``width_km``; the others close the gaps between
islands beside it. Where the mid-point lies on an island, it is that of the widest water of the stretch. ``reach_deg``
(default 1.5) limits how far from its two points a land is looked at, since the shortest line between two mainlands may
lie elsewhere. ``necks`` are other gaps that sources measure, each with its own
``through`` of two lands; they get a width, a mid-point and a ``line`` and are no part of the gate.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from eastup import geodesy
from eastup.basemap.coast import Coast

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray

_DECIMALS = 5


def draw(feature: dict[str, Any], coast: Coast) -> None:
    """Set geometry, mid-point and width of one strait, and of its other necks."""
    properties = feature["properties"]
    seeds = properties["through"]
    reach = properties.get("reach_deg", 1.5)
    stretches: list[FloatArray] = []
    for number, pair in enumerate(zip(seeds[:-1], seeds[1:], strict=True)):
        ends = coast.between(_lonlat(pair[0]), _lonlat(pair[1]), reach)
        water = coast.over_water(ends)
        if number == properties.get("main_stretch", 0):
            properties.update(measured(ends) | mid_of_water(ends, water))
        stretches += water
    for neck in properties.get("necks", []):
        ends = coast.between(_lonlat(neck["through"][0]), _lonlat(neck["through"][1]), reach)
        neck.update(measured(ends), line=np.round(ends, _DECIMALS).tolist())
    lines = [np.round(s, _DECIMALS).tolist() for s in stretches]
    single = len(lines) == 1
    feature["geometry"] = {
        "type": "LineString" if single else "MultiLineString",
        "coordinates": lines[0] if single else lines,
    }


def measured(ends: FloatArray) -> dict[str, float]:
    """Return the mid-point and length of a gap."""
    azimuth, length = geodesy.inverse(*ends[0], *ends[1])
    lon, lat = geodesy.forward(ends[0, 0], ends[0, 1], azimuth, length / 2)
    return {
        "mid_lon": round(float(lon), 4),
        "mid_lat": round(float(lat), 4),
        "width_km": round(float(length) / 1000, 1),
    }


def mid_of_water(ends: FloatArray, water: list[FloatArray]) -> dict[str, float]:
    """Return the mid-point of a gap, or that of its widest water where its own lies on an island.

    Parameters
    ----------
    ends : (2, 2) ndarray, degrees
    water : list of (2, 2) ndarrays, degrees
        The stretches of the gap without the islands on it, in order.
    """
    half_m = _length_m(ends) / 2
    on_water = any(_length_m(ends[:1], part[:1]) < half_m < _length_m(ends[:1], part[1:]) for part in water)
    middle = measured(ends if on_water else max(water, key=_length_m))
    return {key: middle[key] for key in ("mid_lon", "mid_lat")}


def _length_m(*points: FloatArray) -> float:
    a, b = np.concatenate(points)
    return float(geodesy.inverse(*a, *b)[1])


def _lonlat(point: dict[str, Any]) -> tuple[float, float]:
    return point["lon"], point["lat"]


def main(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    coast = Coast()
    for feature in document["features"]:
        draw(feature, coast)
        p = feature["properties"]
        print(f"{p['id']:28} {p['mid_lat']:8.3f} {p['mid_lon']:8.3f} {p['width_km']:7.1f} km", file=sys.stderr)
    path.write_text(readable(document), encoding="utf-8")


def readable(document: dict[str, Any]) -> str:
    """Write GeoJSON with one property a line and the geometry on one line, so that a person can edit it."""
    blocks = []
    for feature in document["features"]:
        properties = json.dumps(feature["properties"], ensure_ascii=False, indent=1).replace("\n", "\n  ")
        geometry = json.dumps(feature["geometry"])
        blocks.append(f'{{ "type": "Feature",\n  "properties": {properties},\n  "geometry": {geometry} }}')
    head = "".join(f'"{k}": {json.dumps(v, ensure_ascii=False)},\n' for k, v in document.items() if k != "features")
    return "{\n" + head + '"features": [\n' + ",\n".join(blocks) + "\n]\n}\n"


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2] / "layers" / "straits.geojson")
