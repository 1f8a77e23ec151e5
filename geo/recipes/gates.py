"""Draws the gates of ``layers/straits.geojson`` on the coast of ``land.npz``.

    python geo/gates.py

A strait's ``through`` lists a point on each land that its gate joins, in order. The gate is the shortest line from each
land to the next, cut where it crosses an islet. Its first stretch, or the one that ``main_stretch`` counts from 0, is
measured: the mid-point and length become ``mid_lon``, ``mid_lat`` and ``width_km``; the others close the gaps between
islands beside it. ``reach_deg`` (default 1.5) limits how far from its two points a land is looked at, since the
shortest line between two mainlands may lie elsewhere. ``necks`` are other gaps that sources measure, each with its own
``through`` of two lands; they get a width, a mid-point and a ``line`` and are no part of the gate.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from eastup import basemap, geodesy

_DECIMALS = 5
_LEAST_GAP_DEG = 3e-5  # about 3 m: a line may graze a coast


class Coast:
    """The land, and the piece of it that a point lies on."""

    def __init__(self) -> None:
        self.shapes = basemap.land().geometry.to_numpy()
        self.tree = shapely.STRtree(self.shapes)

    def near(self, lon: float, lat: float, reach_deg: float) -> shapely.Geometry:
        """Return the land at a point, as far as the reach."""
        index = self.tree.query_nearest(shapely.Point(lon, lat))[0]
        box = (lon - reach_deg, lat - reach_deg, lon + reach_deg, lat + reach_deg)
        return shapely.clip_by_rect(self.shapes[index], *box)

    def gap(self, a: shapely.Geometry, b: shapely.Geometry) -> np.ndarray:
        """Return the ends of the shortest geodesic between two lands, ``(2, 2)``.

        The plane that shortens longitudes at the gap's own latitude finds it; the error of doing so is far below that
        of the coast.
        """
        lat = (shapely.bounds(a)[[1, 3]].mean() + shapely.bounds(b)[[1, 3]].mean()) / 2
        for _ in range(2):
            squeeze = np.cos(np.radians(lat))
            plane = [shapely.transform(g, lambda xy, s=squeeze: xy * [s, 1.0]) for g in (a, b)]
            ends = shapely.get_coordinates(shapely.shortest_line(*plane)) / [squeeze, 1.0]
            lat = ends[:, 1].mean()
        return ends

    def over_water(self, ends: np.ndarray) -> list[np.ndarray]:
        """Return the line between two coasts, cut where it crosses islets."""
        line = shapely.LineString(ends)
        crossed = self.shapes[self.tree.query(line, predicate="crosses")]
        rest = shapely.difference(line, shapely.union_all(crossed)) if len(crossed) else line
        parts = [p for p in shapely.get_parts(rest) if p.length > _LEAST_GAP_DEG]
        parts.sort(key=lambda p: line.project(shapely.Point(p.coords[0])))
        return [shapely.get_coordinates(p) for p in parts]

    def between(self, seeds: list[dict[str, Any]], reach_deg: float) -> np.ndarray:
        """Return the gap between the lands that two points lie on."""
        return self.gap(*(self.near(s["lon"], s["lat"], reach_deg) for s in seeds))


def draw(feature: dict[str, Any], coast: Coast) -> None:
    """Set geometry, mid-point and width of one strait, and of its other necks."""
    properties = feature["properties"]
    seeds = properties["through"]
    reach = properties.get("reach_deg", 1.5)
    stretches: list[np.ndarray] = []
    for number, pair in enumerate(zip(seeds[:-1], seeds[1:], strict=True)):
        ends = coast.between(list(pair), reach)
        if number == properties.get("main_stretch", 0):
            properties.update(measured(ends))
        stretches += coast.over_water(ends)
    for neck in properties.get("necks", []):
        ends = coast.between(neck["through"], reach)
        neck.update(measured(ends), line=np.round(ends, _DECIMALS).tolist())
    lines = [np.round(s, _DECIMALS).tolist() for s in stretches]
    single = len(lines) == 1
    feature["geometry"] = {
        "type": "LineString" if single else "MultiLineString",
        "coordinates": lines[0] if single else lines,
    }


def measured(ends: np.ndarray) -> dict[str, float]:
    """Return the mid-point and length of a gap."""
    azimuth, length = geodesy.inverse(*ends[0], *ends[1])
    lon, lat = geodesy.forward(*ends[0], azimuth, length / 2)
    return {
        "mid_lon": round(float(lon), 4),
        "mid_lat": round(float(lat), 4),
        "width_km": round(float(length) / 1000, 1),
    }


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
