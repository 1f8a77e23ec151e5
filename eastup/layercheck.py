"""Checks layers: schema, ids, languages, sources, places on land, gates over water, widths against published ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from eastup import basemap, geodesy, layers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

Severity = Literal["error", "warning", "note"]

LAND_WITHIN_M = 3000.0
"""A place may lie this far from land: piers, reclaimed ground, a coast drawn to 100 m, ports to an arc-minute."""
GATE_END_WITHIN_M = 300.0
GATE_ON_LAND_M = 200.0
WIDTH_SHARE = 0.05
"""A published width that differs by more is listed."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = {
    "bases": ("operator", "operator_country", "host", "service", "kind", "access", "coord_source", "precision_km"),
    "straits": ("coast_a", "coast_b", "mid_lon", "mid_lat", "width_km", "through"),
    "chains": ("chain", "variant", "with_korea", "drawn_by", "sequence", "stations"),
    "nodes": ("role", "country", "sea_lon", "sea_lat"),
    "places": ("kind", "country"),
    "seas": ("kind",),
    "claims": ("from_id", "to_id", "value", "unit", "kind", "basis"),
}
_SHIPPED_COMMON = ("name_ja", "name_ko", "source", "as_of")


@dataclass(frozen=True)
class Finding:
    """One thing that a check found."""

    layer: str
    feature: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.layer}: {self.feature}: {self.message}"


def check(source: str | Path | None = None) -> list[Finding]:
    """Check a layer, or all that ship with eastup.

    Parameters
    ----------
    source : str or Path, optional
        A layer's name or a file of the user's, of which only what every layer needs is checked.

    Returns
    -------
    list of Finding
        Errors first. Disagreement between sources is a note, not an error.
    """
    if source is None:
        frames = {name: layers.load(name) for name in layers.names()}
        found = [f for name, frame in frames.items() for f in _check_shipped(name, frame)]
        found += _repeated_ids(frames)
    elif str(source) in layers.names():
        found = list(_check_shipped(str(source), layers.load(source)))
    else:
        frame = layers.load(source)
        found = [*_generic(str(source), frame), *_repeated_ids({str(source): frame})]
    return sorted(found, key=lambda f: ("error", "warning", "note").index(f.severity))


def _check_shipped(name: str, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    yield from _generic(name, frame)
    common = ("source", "as_of") if name == "claims" else _SHIPPED_COMMON
    for column in (*common, *_REQUIRED.get(name, ())):
        for row in _rows(frame):
            end_may_lack = name == "claims" and column in {"from_id", "to_id"}
            if not end_may_lack and _is_missing(row.get(column)):
                yield Finding(name, row["id"], "error", f"no {column}")
    if name in {"bases", "nodes", "places"}:
        yield from _places_near_land(name, frame)
    if name == "straits":
        for row in _rows(frame):
            yield from _gate(row)
            yield from _published_widths(row)
    if name == "bases":
        for row in _rows(frame):
            yield from _other_positions(row)
    if name == "chains":
        yield from _chains(frame)
    if name == "claims":
        yield from _claims(frame)


def _generic(name: str, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    for row in _rows(frame):
        if not _ID.fullmatch(str(row["id"])) and name in layers.names():
            yield Finding(name, row["id"], "error", "the id is not in small letters, digits and hyphens")
        if not str(row["name"]).strip():
            yield Finding(name, row["id"], "warning", "no name")
    points = frame[frame.geometry.notna() & (frame.geometry.geom_type == "Point")]
    twice = points[points.geometry.to_wkb().duplicated()]
    for row in _rows(twice):
        if name not in {"nodes", "bases", "places"}:  # a port and the base in it share a point there
            yield Finding(name, row["id"], "warning", "another feature has the same point")


def _repeated_ids(frames: dict[str, gpd.GeoDataFrame]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, frame in frames.items():
        for feature in frame["id"].astype(str):
            if feature in seen:
                yield Finding(name, feature, "error", f"the id stands in {seen[feature]} already")
            seen[feature] = name


def _places_near_land(name: str, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    points = shapely.get_coordinates(frame.geometry)
    for row, far_m in zip(_rows(frame), distance_to_land_m(points), strict=True):
        reef = row.get("kind") == "point"
        if far_m > LAND_WITHIN_M and not reef:
            yield Finding(name, row["id"], "error", f"{far_m / 1000:.1f} km from land")
    if "sea_lon" in frame:
        at_sea = frame[frame["sea_lon"].notna()]
        inland = inland_m(at_sea[["sea_lon", "sea_lat"]].to_numpy(float))
        for row, deep_m in zip(_rows(at_sea), inland, strict=True):
            if deep_m > LAND_WITHIN_M:
                yield Finding(name, row["id"], "error", f"its sea point lies {deep_m / 1000:.1f} km inland")


def _gate(row: dict[str, Any]) -> Iterator[Finding]:
    shapes, tree = _land()
    lines = shapely.get_parts(row["geometry"])
    on_land_m = 0.0
    for line in lines:
        crossed = shapes[tree.query(line, predicate="intersects")]
        overland = shapely.get_parts(shapely.intersection(line, crossed))
        for part in overland[shapely.get_type_id(overland) == shapely.GeometryType.LINESTRING]:
            on_land_m += float(geodesy.distance_m(*part.coords[0][:2], *part.coords[-1][:2]))
    if on_land_m > GATE_ON_LAND_M:
        yield Finding("straits", row["id"], "error", f"{on_land_m:.0f} m of the gate run over land")
    ends = np.array([lines[0].coords[0][:2], lines[-1].coords[-1][:2]])
    for end, far_m in zip(("first", "last"), distance_to_land_m(ends), strict=True):
        if far_m > GATE_END_WITHIN_M:
            yield Finding("straits", row["id"], "error", f"the gate's {end} end is {far_m:.0f} m off the coast")
    middle = shapely.Point(row["mid_lon"], row["mid_lat"])
    if shapely.distance(middle, row["geometry"]) > 0.02 * row["width_km"] / 100 + 0.06:
        yield Finding("straits", row["id"], "error", "the mid-point does not lie on the gate")


def _published_widths(row: dict[str, Any]) -> Iterator[Finding]:
    published = row.get("published")
    for item in published if isinstance(published, list) else []:
        difference = item["value_km"] / row["width_km"] - 1
        if abs(difference) > WIDTH_SHARE:
            yield Finding(
                "straits",
                row["id"],
                "note",
                f"the gate is {row['width_km']:g} km ({row['coast_a']} - {row['coast_b']}); "
                f"{item['source']} prints {item['text']} ({item['of']}), {100 * difference:+.0f} %",
            )


def _other_positions(row: dict[str, Any]) -> Iterator[Finding]:
    others = row.get("other_coords")
    for other in others if isinstance(others, list) else []:
        far_m = geodesy.distance_m(row["geometry"].x, row["geometry"].y, other["lon"], other["lat"])
        far_km = float(far_m) / 1000
        if far_km > row["precision_km"] + 1.0:
            yield Finding("bases", row["id"], "note", f"{other['source']} puts it {far_km:.1f} km away")


def _chains(frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    defaults = int(frame["default"].fillna(False).astype(bool).sum())
    if defaults != 1:
        yield Finding("chains", "default", "error", f"{defaults} variants are the default; one must be")
    for row in _rows(frame):
        stations = np.array([(s["lon"], s["lat"]) for s in row["stations"]])
        line = shapely.get_coordinates(row["geometry"])
        if stations.shape != line.shape or np.abs((stations - line + 180) % 360 - 180).max() > 1e-3:
            yield Finding("chains", row["id"], "error", "the line does not run through its stations")


def _claims(frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    from eastup.places import all_places

    known = {p.id for p in all_places()}
    for row in _rows(frame):
        for column in ("from_id", "to_id"):
            if not _is_missing(row[column]) and row[column] not in known:
                yield Finding("claims", row["id"], "error", f"there is no place {row[column]!r}")
        if row["unit"] not in {"km", "mi", "nmi", "mile", "h", "days"}:
            yield Finding("claims", row["id"], "error", f"unknown unit {row['unit']!r}")


def distance_to_land_m(lonlat: Any) -> Any:
    """Return how far points lie from land, metres; 0 on land."""
    shapes, tree = _land()
    points = shapely.points(_in_frame(lonlat))
    far = np.zeros(len(points))
    nearest = tree.nearest(points)
    lines = shapely.shortest_line(points, shapes[nearest])
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    far[:] = geodesy.distance_m(*ends[:, 0].T, *ends[:, 1].T)
    return far


def inland_m(lonlat: Any) -> Any:
    """Return how far points lie from the nearest coast when they are on land, metres; 0 on water."""
    shapes, tree = _land()
    points = shapely.points(_in_frame(lonlat))
    deep = np.zeros(len(points))
    for number, index in tree.query(points, predicate="within").T:
        ends = shapely.get_coordinates(shapely.shortest_line(points[number], shapely.boundary(shapes[index])))
        deep[number] = geodesy.distance_m(*ends[0], *ends[1])
    return deep


def _in_frame(lonlat: Any) -> Any:
    """Bring longitudes into the continuous frame of the land."""
    points = np.array(lonlat, dtype=float)
    points[:, 0] = (points[:, 0] - basemap.SEAM_LON) % 360.0 + basemap.SEAM_LON
    return points


@cache
def _land() -> tuple[Any, shapely.STRtree]:
    shapes = basemap.land().geometry.to_numpy()
    return shapes, shapely.STRtree(shapes)


def _rows(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")  # type: ignore[no-any-return]


def _is_missing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))
