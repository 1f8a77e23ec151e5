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
GATE_GAP_M = 60.0
"""Two stretches of a gate may be this far from a common landmass; no ship slips through."""
MID_POINT_WITHIN_M = 2000.0
WIDTH_SHARE = 0.05
"""A published width that differs by more is listed."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SCRIPTS = {"name_ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"), "name_ko": re.compile("[\uac00-\ud7af]")}
_COUNTRY_OF = {"GUM": "USA", "MNP": "USA", "UMI": "USA", "HKG": "CHN", "MAC": "CHN"}
_REQUIRED = {
    "bases": ("operator", "operator_country", "host", "service", "kind", "access", "coord_source", "precision_km"),
    "straits": ("coast_a", "coast_b", "mid_lon", "mid_lat", "width_km", "through"),
    "chains": ("chain", "variant", "with_korea", "drawn_by", "sequence", "stations"),
    "nodes": ("role", "country", "sea_lon", "sea_lat"),
    "places": ("kind", "country"),
    "seas": ("kind",),
    "claims": ("from_id", "to_id", "value", "unit", "kind", "basis"),
}
_ONE_OF = {
    "bases": {
        "service": {"army", "navy", "air force", "marine corps", "joint", "coast guard", "civil"},
        "kind": {"air", "naval", "ground", "port"},
        "access": {"own", "shared", "EDCA", "civil"},
    },
    "nodes": {"role": {"capital", "port", "home-port", "airlift", "edca", "repair", "rear"}},
    "straits": {"traffic": {"open", "closed"}},
    "chains": {"chain": {"first", "second", "third"}},
    "seas": {"kind": {"sea", "island"}},
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
    yield from _columns(name, frame)
    if name in {"bases", "nodes", "places"}:
        yield from _places_near_land(name, frame)
    if name in {"bases", "nodes"}:
        yield from _countries(name, frame, "host" if name == "bases" else "country")
    rows = _rows(frame)
    if name == "straits":
        for row in rows:
            yield from _gate(row)
            yield from _published_widths(row)
    if name == "bases":
        for row in rows:
            yield from _other_positions(row)
    if name == "nodes":
        yield from _nodes(rows)
    if name == "chains":
        yield from _chains(frame)
    if name == "seas":
        for row in rows:
            yield from _sea(row)
    if name == "claims":
        yield from _claims(frame)


def _columns(name: str, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Check that what must be there is there, in its language, and one of the words that it may be."""
    common = ("source", "as_of") if name == "claims" else _SHIPPED_COMMON
    may_lack = {"from_id", "to_id"} if name == "claims" else set()
    for row in _rows(frame):
        for column in (*common, *_REQUIRED.get(name, ())):
            if column not in may_lack and _is_missing(row.get(column)):
                yield Finding(name, row["id"], "error", f"no {column}")
        for column, script in _SCRIPTS.items():
            if not _is_missing(row.get(column)) and not script.search(str(row[column])):
                yield Finding(name, row["id"], "error", f"{column} {row[column]!r} is not in that language")
        for column, words in _ONE_OF.get(name, {}).items():
            if row.get(column) not in words:
                yield Finding(name, row["id"], "error", f"{column} {row.get(column)!r} is none of {sorted(words)}")


def _generic(name: str, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    for row in _rows(frame):
        if not _ID.fullmatch(str(row["id"])) and name in layers.names():
            yield Finding(name, row["id"], "error", "the id is not in small letters, digits and hyphens")
        if not str(row["name"]).strip():
            yield Finding(name, row["id"], "warning", "no name")
        shape = row["geometry"]
        if shape is None or shape.is_empty:
            if name != "claims":  # a claim may lack an end
                yield Finding(name, row["id"], "warning", "no geometry")
        elif not shape.is_valid:
            yield Finding(name, row["id"], "error", f"the geometry is not valid: {shapely.is_valid_reason(shape)}")
        elif shape.geom_type == "Point" and shape.x == 0 and shape.y == 0:
            yield Finding(name, row["id"], "warning", "at 0, 0 in the Gulf of Guinea: is the position missing?")
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


def _countries(name: str, frame: gpd.GeoDataFrame, column: str) -> Iterator[Finding]:
    """Find places in another country than they say: often a swapped or mistyped coordinate."""
    countries = basemap.land()["country"].to_numpy()
    _, tree = _land()
    nearest = tree.nearest(shapely.points(_in_frame(shapely.get_coordinates(frame.geometry))))
    for row, found in zip(_rows(frame), countries[nearest], strict=True):
        if _COUNTRY_OF.get(found, found) != row.get(column):
            yield Finding(name, row["id"], "warning", f"{column} is {row.get(column)}, but it lies in {found}")


def _gate(row: dict[str, Any]) -> Iterator[Finding]:
    """Check that a gate runs over water from coast to coast, and that no ship can slip through it."""
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
    ends = np.array([(line.coords[0][:2], line.coords[-1][:2]) for line in lines]).reshape(-1, 2)
    for number, far_m in enumerate(distance_to_land_m(ends)):
        if far_m > GATE_END_WITHIN_M:
            text = f"an end of stretch {number // 2 + 1} of the gate is {far_m:.0f} m off the coast"
            yield Finding("straits", row["id"], "error", text)
    lands = shapes[tree.nearest(shapely.points(_in_frame(ends)))]
    gaps_m = shapely.distance(lands[1:-1:2], lands[2::2]) * 111_195.0  # an upper bound: degrees of latitude
    for gap in np.flatnonzero(gaps_m > GATE_GAP_M):
        text = f"the gate is not watertight: {gaps_m[gap]:.0f} m between stretches {gap + 1} and {gap + 2}"
        yield Finding("straits", row["id"], "error", text)
    seeds = np.array([(seed["lon"], seed["lat"]) for seed in row["through"]])
    for seed, far_m in zip(row["through"], distance_to_land_m(seeds), strict=True):
        if far_m > 0:  # the gate would start from whichever islet lies nearest
            yield Finding("straits", row["id"], "error", f"the point for {seed['name']} lies {far_m:.0f} m off land")
    whole = shapely.LineString(ends)
    middle = shapely.Point(row["mid_lon"], row["mid_lat"])
    foot = whole.interpolate(whole.project(middle))
    if geodesy.distance_m(middle.x, middle.y, foot.x, foot.y) > MID_POINT_WITHIN_M:
        yield Finding("straits", row["id"], "error", "the mid-point does not lie on the gate")


def _published_widths(row: dict[str, Any]) -> Iterator[Finding]:
    """List the published widths that differ from the gap that they speak of."""
    published = row.get("published")
    necks = row.get("necks")
    measured = {n["name"]: n["width_km"] for n in necks} if isinstance(necks, list) else {}
    for item in published if isinstance(published, list) else []:
        neck = item.get("neck")
        if neck and neck not in measured:
            yield Finding("straits", row["id"], "error", f"there is no neck {neck!r}")
            continue
        width_km = measured[neck] if neck else row["width_km"]
        least, most = item["value_km"], item.get("to_km", item["value_km"])
        difference = least / width_km - 1 if width_km < least else most / width_km - 1 if width_km > most else 0.0
        if abs(difference) > WIDTH_SHARE:
            yield Finding(
                "straits",
                row["id"],
                "note",
                f"{width_km:g} km here ({neck or row['coast_a'] + ' - ' + row['coast_b']}); "
                f"{item['source']} prints {item['text']} ({item['of']}), {100 * difference:+.0f} %",
            )


def _other_positions(row: dict[str, Any]) -> Iterator[Finding]:
    others = row.get("other_coords")
    for other in others if isinstance(others, list) else []:
        far_m = geodesy.distance_m(row["geometry"].x, row["geometry"].y, other["lon"], other["lat"])
        far_km = float(far_m) / 1000
        if far_km > row["precision_km"] + 1.0:
            yield Finding("bases", row["id"], "note", f"{other['source']} puts it {far_km:.1f} km away")


def _nodes(rows: list[dict[str, Any]]) -> Iterator[Finding]:
    bases = {b["id"]: b["geometry"] for b in _rows(layers.load("bases"))}
    for row in rows:
        base = row.get("base")
        if _is_missing(base):
            continue
        if base not in bases:
            yield Finding("nodes", row["id"], "error", f"there is no base {base!r}")
        elif not bases[base].equals(row["geometry"]):
            yield Finding("nodes", row["id"], "error", f"it does not lie where its base {base} does")


def _chains(frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    defaults = int(frame["default"].fillna(False).astype(bool).sum())
    if defaults != 1:
        yield Finding("chains", "default", "error", f"{defaults} variants are the default; one must be")
    for variant in frame["variant"][frame["variant"].duplicated()]:
        yield Finding("chains", str(variant), "error", "two lines have this variant's name")
    for row in _rows(frame):
        stations = np.array([(s["lon"], s["lat"]) for s in row["stations"]])
        line = shapely.get_coordinates(row["geometry"])
        if stations.shape != line.shape or np.abs((stations - line + 180) % 360 - 180).max() > 1e-3:
            yield Finding("chains", row["id"], "error", "the line does not run through its stations")
        for station, far_m in zip(row["stations"], distance_to_land_m(stations), strict=True):
            if far_m > LAND_WITHIN_M:
                yield Finding("chains", row["id"], "error", f"{station['name']} is {far_m / 1000:.1f} km from land")


def _sea(row: dict[str, Any]) -> Iterator[Finding]:
    forms = row.get("forms")
    if isinstance(forms, list):
        if any(not {"form", "language", "used_by"} <= set(form) for form in forms):
            yield Finding("seas", row["id"], "error", "each of its forms needs form, language and used_by")
        if _is_missing(row.get("default_source")):
            yield Finding("seas", row["id"], "error", "several forms are in use, but no default_source")
    if row["kind"] == "sea" and inland_m(shapely.get_coordinates(row["geometry"])).max() > LAND_WITHIN_M:
        yield Finding("seas", row["id"], "warning", "its label would run over land")
    if row["kind"] == "island" and distance_to_land_m(shapely.get_coordinates(row["geometry"])).max() > LAND_WITHIN_M:
        yield Finding("seas", row["id"], "error", "it does not lie on land")


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
    degrees = shapely.distance(points, shapes[tree.nearest(points)])
    for number in np.flatnonzero(degrees):
        # The nearest by degrees may not be the nearest by metres: look as far as that one can be.
        lon, lat = points[number].x, points[number].y
        squeeze = max(np.cos(np.radians(lat)), 0.05)
        reach = max(degrees[number] / squeeze * 1.001, 1e-4)
        box = (lon - reach, lat - reach, lon + reach, lat + reach)
        pieces = shapely.clip_by_rect(shapes[tree.query(shapely.box(*box))], *box)
        flat = shapely.transform(pieces[~shapely.is_empty(pieces)], lambda xy, k=squeeze: xy * [k, 1.0])
        here = shapely.Point(lon * squeeze, lat)
        nearest = flat[np.argmin(shapely.distance(flat, here))]
        end = shapely.get_coordinates(shapely.shortest_line(here, nearest))[1]
        far[number] = geodesy.distance_m(lon, lat, end[0] / squeeze, end[1])
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
