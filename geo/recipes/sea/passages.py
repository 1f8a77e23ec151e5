"""Reads ``geo/passages.toml``: narrow passages, what they cost through traffic, and waters that ships keep out of."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup import geodesy
from geo.recipes.sea import region
from geo.recipes.sea.region import KM_PER_NMI

if TYPE_CHECKING:
    from eastup.geodesy.types import Bounds
    from geo.recipes.sea.region import FloatArray, Geometries

FILE = Path(__file__).resolve().parents[2] / "passages.toml"
_REACH_DEG = 0.6
_LEAST_GAP_DEG = 3e-5  # about 3 m: a line may graze a coast


@dataclass(frozen=True)
class Passage:
    """A narrow passage.

    Parameters
    ----------
    id, name : str
    kind : str
        Its class in the file.
    is_closed : bool
        Whether no ship goes through.
    through : tuple of (lon, lat)
        A point on each land that its gate joins.
    narrows : Bounds or None
        Where the coast is drawn finer.
    reach_deg : float
        How far from its points a land is looked at: the shortest line between two mainlands may lie elsewhere.
    """

    id: str
    name: str
    kind: str
    is_closed: bool
    through: tuple[tuple[float, float], ...]
    narrows: Bounds | None
    reach_deg: float = _REACH_DEG


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def passages() -> list[Passage]:
    """Return the passages in the order of the file, which is that of their gates."""
    return [
        Passage(
            entry["id"],
            entry["name"],
            entry["class"],
            entry.get("traffic") == "closed",
            tuple((float(x), float(y)) for x, y in entry["through"]),
            tuple(entry["narrows"]) if "narrows" in entry else None,
            float(entry.get("reach_deg", _REACH_DEG)),
        )
        for entry in _document()["passage"]
    ]


def kinds() -> dict[str, str]:
    """Return the class of each passage, and of each strait of the layer that has one."""
    return {p.id: p.kind for p in passages()} | {s["id"]: s["class"] for s in _document().get("strait", [])}


def toll_km() -> dict[str, float]:
    """Return what a gate of each class costs through traffic; other classes cost nothing."""
    return {kind: float(km) for kind, km in _document()["toll_km"].items()}


def gate_line(passage: Passage, land: Geometries) -> shapely.MultiLineString:
    """Return the gate of a passage: the shortest line from each land to the next, without the islets on it."""
    tree = shapely.STRtree(land)
    lines: list[shapely.LineString] = []
    for a, b in zip(passage.through[:-1], passage.through[1:], strict=True):
        lines += _over_water(_gap(*(_land_at(p, passage.reach_deg, land, tree) for p in (a, b))), land, tree)
    return shapely.MultiLineString(lines)


def _land_at(point: tuple[float, float], reach_deg: float, land: Geometries, tree: shapely.STRtree) -> shapely.Geometry:
    lon, lat = point
    box = shapely.box(lon - reach_deg, lat - reach_deg, lon + reach_deg, lat + reach_deg)
    around = land[tree.query(box)]
    joined = shapely.get_parts(shapely.union_all(shapely.buffer(shapely.clip_by_rect(around, *box.bounds), 1e-7)))
    nearest: shapely.Geometry = joined[shapely.distance(joined, shapely.Point(point)).argmin()]
    return nearest


def _gap(a: shapely.Geometry, b: shapely.Geometry) -> shapely.LineString:
    """Return the shortest line between two lands, in the plane true to scale at the gap."""
    lat = (shapely.bounds(a)[[1, 3]].mean() + shapely.bounds(b)[[1, 3]].mean()) / 2
    for _ in range(2):
        scale = region.km_per_degree(lat)
        plane = [_scaled(g, scale) for g in (a, b)]
        ends = shapely.get_coordinates(shapely.shortest_line(*plane)) / scale
        lat = float(ends[:, 1].mean())
    return shapely.LineString(ends)


def _scaled(shape: shapely.Geometry, scale: FloatArray) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: xy * scale)


def _over_water(line: shapely.LineString, land: Geometries, tree: shapely.STRtree) -> list[shapely.LineString]:
    crossed = land[tree.query(line, predicate="intersects")]
    rest = shapely.difference(line, shapely.union_all(crossed)) if len(crossed) else line
    return [part for part in shapely.get_parts(rest) if part.length > _LEAST_GAP_DEG]


def shoals() -> Geometries:
    """Return the waters that ships keep out of although no land stands in them: ellipses, polygons in degrees."""
    areas = []
    for shoal in _document()["shoals"]:
        lon, lat = shoal["centre"]
        round_it = np.radians(np.arange(0.0, 360.0, 12.0))
        half_km = np.array([shoal["length_nmi"], shoal["width_nmi"]]) * KM_PER_NMI / 2.0
        along, across = half_km[0] * np.cos(round_it), half_km[1] * np.sin(round_it)
        azimuth_deg = np.degrees(np.arctan2(across, along)) + shoal["azimuth_deg"]
        at = geodesy.forward(
            np.full_like(along, lon), np.full_like(along, lat), azimuth_deg, 1000 * np.hypot(along, across)
        )
        areas.append(shapely.Polygon(np.column_stack(at)))
    return np.array(areas, dtype=np.object_)
