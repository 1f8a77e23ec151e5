"""Checks layers: schema, ids, languages, sources, places on land, gates over water, widths against published ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from eastup import basemap, geodesy, layers
from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from eastup.geodesy import FloatArray

Severity = Literal["error", "warning", "note"]

LAND_WITHIN_M = 3000.0
"""A place may lie this far from land: piers, reclaimed ground, a coast drawn to 100 m, ports to an arc-minute."""
GATE_END_WITHIN_M = 300.0
GATE_ON_LAND_M = 200.0
GATE_GAP_M = 60.0
"""Two stretches of a gate may be this far from a common landmass; no ship slips through."""
MEASURED_WITHIN_M = 100.0
"""Widths are written to 0.1 km and mid-points to 0.0001 degree."""
WIDTH_SHARE = 0.05
"""A published width that differs by more is listed."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NO_ID = {"", "nan", "None", "<NA>"}
_SCRIPTS = {"name_ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"), "name_ko": re.compile("[\uac00-\ud7af]")}
_COUNTRY_OF = {"GUM": "USA", "MNP": "USA", "UMI": "USA", "HKG": "CHN", "MAC": "CHN"}
_REQUIRED = {
    "bases": (
        "operator",
        "operator_country",
        "host",
        "service",
        "kind",
        "access",
        "coord_source",
        "precision_km",
        "sea_lon",
    ),
    "straits": ("order", "coast_a", "coast_b", "mid_lon", "mid_lat", "width_km", "through", "chain_passage"),
    "chains": ("chain", "variant", "with_korea", "default", "drawn_by", "sequence", "stations"),
    "nodes": ("role", "country", "vertex", "precision_km", "sea_lon"),
    "places": ("kind", "country", "precision_km"),
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
    "places": {"kind": {"city", "port", "cape", "island", "point"}},
    "seas": {"kind": {"sea", "island"}},
    "claims": {
        "kind": {"air", "coast", "sea", "length", "time-air", "time-sea"},
        "unit": {"km", "mi", "nmi", "mile", "h", "days"},
    },
}
_RECORDS = {
    "through": ("name", "lon", "lat"),
    "published": ("value_km", "text", "of", "source"),
    "necks": ("name", "width_km", "mid_lon", "mid_lat", "line"),
    "stations": ("name", "lon", "lat"),
    "other_coords": ("lon", "lat", "source"),
    "forms": ("form", "language", "used_by"),
}
"""Columns that hold a list of records, and what each record needs."""
_NUMBERS = {"lon", "lat", "mid_lon", "mid_lat", "width_km", "value_km", "sea_lon", "sea_lat", "precision_km", "order"}
_SHAPES = {
    "bases": ("Point",),
    "nodes": ("Point",),
    "places": ("Point",),
    "straits": ("LineString", "MultiLineString"),
    "chains": ("LineString",),
    "seas": ("Point", "LineString"),
}
_TOGETHER = (
    ("sea_lon", "sea_lat", "sea_name", "sea_source"),
    ("regime", "regime_source"),
    ("forms", "default_source"),
    ("speed", "stated_nmi"),
)
"""Columns that say nothing without each other."""
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

    Raises
    ------
    InputError
        If there is no such layer or file. A file that can't be read is a finding.
    """
    names = layers.names()
    if source is None:
        frames = {name: layers.load(name) for name in names}
        found = [f for name, frame in frames.items() for f in _check_shipped(name, frame)]
        found += _repeated_ids({name: _features(frame) for name, frame in frames.items()})
    elif str(source) in names:
        frame = layers.load(source)
        found = [*_check_shipped(str(source), frame), *_repeated_ids({str(source): _features(frame)})]
    else:
        found = list(_check_file(source))
    return sorted(found, key=lambda f: ("error", "warning", "note").index(f.severity))


def _check_shipped(name: str, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Run every check of a layer on those features that have what the check needs."""
    rows = _rows(frame)
    yield from _generic(name, frame, _features(frame))
    yield from _columns(name, rows)
    shapes = _SHAPES.get(name)
    whole = [r for r in rows if not shapes or (r["geometry"] is not None and r["geometry"].geom_type in shapes)]
    whole = [r for r in whole if _records_are_whole(r)]
    if name in {"bases", "nodes", "places"}:
        yield from _near_land(name, whole)
        yield from _countries(name, whole, "host" if name == "bases" else "country")
        yield from _sea_points(name, whole)
    if name == "straits":
        for row in _having(whole, "through"):
            yield from _gate(row)
        for row in _having(whole, "through", "width_km", "mid_lon", "mid_lat"):
            yield from _measures(row)
        for row in _having(whole, "width_km"):
            yield from _published_widths(row)
    if name == "bases":
        for row in _having(whole, "other_coords", "precision_km"):
            yield from _other_positions(row)
    if name == "nodes":
        yield from _nodes(whole)
    if name == "chains":
        yield from _variants(rows)
        for row in _having(whole, "stations"):
            yield from _chain(row)
    if name == "seas":
        for row in _having(whole, "kind"):
            yield from _sea(row)
    if name == "claims":
        yield from _claims(rows)


def _check_file(source: str | Path) -> Iterator[Finding]:
    """Check a file of the user's; findings name the row of a table or the number of a feature."""
    try:
        frame = layers.load(source)
    except InputError as error:
        if not Path(source).is_file():
            raise
        place = str(error.where).removeprefix(str(source)).lstrip(", ")
        cure = f"; {error.cure}" if error.cure else ""
        yield Finding(str(source), place or "file", "error", f"{error.what}{cure}")
        return
    first, word = (2, "row") if Path(source).suffix.lower() == ".csv" else (1, "feature")
    features = [f"{word} {number} ({i})" for number, i in enumerate(frame["id"], start=first)]
    yield from _generic(str(source), frame, features)
    yield from _repeated_ids({str(source): features}, {str(source): list(frame["id"])})
    for feature, name, own in zip(features, frame["name"], frame["id"], strict=True):
        if str(name) == str(own):
            yield Finding(str(source), feature, "warning", "no name; the id stands for it")


def _generic(name: str, frame: gpd.GeoDataFrame, features: list[str]) -> Iterator[Finding]:
    """Check what every layer needs."""
    shipped = name in _REQUIRED
    for row, feature in zip(_rows(frame), features, strict=True):
        if str(row["id"]) in _NO_ID:
            yield Finding(name, feature, "error", "no id")
        elif shipped and not _ID.fullmatch(str(row["id"])):
            yield Finding(name, feature, "error", "the id is not in small letters, digits and hyphens")
        if not str(row["name"]).strip():
            yield Finding(name, feature, "warning", "no name")
        shape = row["geometry"]
        if shape is None or shape.is_empty:
            if name != "claims":  # a claim may lack an end
                yield Finding(name, feature, "error" if shipped else "warning", "no geometry")
        elif not shape.is_valid:
            yield Finding(name, feature, "error", f"the geometry is not valid: {shapely.is_valid_reason(shape)}")
        elif shape.geom_type == "Point" and shape.x == 0 and shape.y == 0:
            yield Finding(name, feature, "warning", "at 0, 0 in the Gulf of Guinea: is the position missing?")
        elif shipped and shape.geom_type not in _SHAPES.get(name, (shape.geom_type,)):
            yield Finding(name, feature, "error", f"a {shape.geom_type} is not what this layer holds")
    if name in {"nodes", "bases", "places", "claims"}:  # a port and the base in it share a point there
        return
    again = (frame.geometry.notna() & frame.geometry.to_wkb().duplicated()).to_numpy()
    for number in np.flatnonzero(again):
        yield Finding(name, features[number], "warning", "another feature has the same geometry")


def _columns(name: str, rows: list[dict[str, Any]]) -> Iterator[Finding]:
    """Check that what must be there is there, in its language, and one of the words that it may be."""
    common = ("source", "as_of") if name == "claims" else _SHIPPED_COMMON
    may_lack = {"from_id", "to_id"} if name == "claims" else set()
    for row in rows:
        for column in (*common, *_REQUIRED.get(name, ())):
            if column not in may_lack and _is_missing(row.get(column)):
                yield Finding(name, row["id"], "error", f"no {column}")
        for column, script in _SCRIPTS.items():
            if not _is_missing(row.get(column)) and not script.search(str(row[column])):
                yield Finding(name, row["id"], "error", f"{column} {row[column]!r} is not in that language")
        for column, words in _ONE_OF.get(name, {}).items():
            if row.get(column) not in words:
                yield Finding(name, row["id"], "error", f"{column} {row.get(column)!r} is none of {sorted(words)}")
        for column, fields in _RECORDS.items():
            value = row.get(column)
            if not _is_missing(value) and not _are_records(value, fields):
                yield Finding(name, row["id"], "error", f"each of its {column} needs {', '.join(fields)}")
        for group in _TOGETHER:
            lacks = [column for column in group if _is_missing(row.get(column))]
            if 0 < len(lacks) < len(group):
                has = ", ".join(column for column in group if column not in lacks)
                yield Finding(name, row["id"], "error", f"{has} without {', '.join(lacks)}")
        for column in sorted(_NUMBERS & row.keys()):
            if not _is_missing(row[column]) and not isinstance(row[column], int | float):
                yield Finding(name, row["id"], "error", f"{column} {row[column]!r} is not a number")
        as_of = row.get("as_of")
        if not _is_missing(as_of) and not _DATE.fullmatch(str(as_of)) and (name, as_of) != ("claims", "undated"):
            yield Finding(name, row["id"], "error", f"as_of {as_of!r} is not a year, month or day such as 2025-11-16")


def _repeated_ids(features: dict[str, list[str]], ids: dict[str, list[str]] | None = None) -> Iterator[Finding]:
    """Find ids that stand twice; the features are named by their ids unless these are given apart."""
    seen: dict[str, str] = {}
    for name, named in features.items():
        for feature, own in zip(named, (ids or features)[name], strict=True):
            if own in seen:
                yield Finding(name, feature, "error", f"the id stands in {seen[own]} already")
            seen.setdefault(own, name if ids is None else feature)


def _near_land(name: str, rows: list[dict[str, Any]]) -> Iterator[Finding]:
    for row, far_m in zip(rows, distance_to_land_m([_lonlat(r) for r in rows]), strict=True):
        if far_m > LAND_WITHIN_M:
            reef = name == "places" and row.get("kind") == "point"  # a shoal is a place too
            yield Finding(name, row["id"], "note" if reef else "error", f"{far_m / 1000:.1f} km from land")


def _sea_points(name: str, rows: list[dict[str, Any]]) -> Iterator[Finding]:
    rows = _having(rows, "sea_lon", "sea_lat")
    inland = inland_m([(r["sea_lon"], r["sea_lat"]) for r in rows])
    for row, deep_m in zip(rows, inland, strict=True):
        if deep_m > LAND_WITHIN_M:
            yield Finding(name, row["id"], "error", f"its sea point lies {deep_m / 1000:.1f} km inland")


def _countries(name: str, rows: list[dict[str, Any]], column: str) -> Iterator[Finding]:
    """Find places and sea points in another country than they say: often a swapped or mistyped coordinate."""
    countries = basemap.land()["country"].to_numpy()
    _, tree = _land()
    ashore = [(r, _lonlat(r), "it") for r in _having(rows, column)]
    ashore += [(r, (r["sea_lon"], r["sea_lat"]), "its sea point") for r in _having(rows, column, "sea_lon", "sea_lat")]
    nearest = tree.nearest(_points([lonlat for _, lonlat, _ in ashore]))
    for (row, _, what), found in zip(ashore, countries[nearest], strict=True):
        if row[column] not in {found, _COUNTRY_OF.get(found)}:
            text = f"{column} is {row[column]}, but {what} lies in {found}"
            yield Finding(name, row["id"], "warning", text)


def _gate(row: dict[str, Any]) -> Iterator[Finding]:
    """Check that a gate runs over water from coast to coast, and that no ship can slip through it."""
    shapes, tree = _land()
    lines = shapely.get_parts(row["geometry"])
    for number, line in enumerate(lines, start=1):
        crossed = shapes[tree.query(line, predicate="intersects")]
        overland = shapely.get_parts(shapely.get_parts(shapely.intersection(line, crossed)))
        overland = overland[shapely.get_type_id(overland) == shapely.GeometryType.LINESTRING]
        on_land_m = sum(geodesy.GEOD.line_length(*shapely.get_coordinates(part).T) for part in overland)
        if on_land_m > GATE_ON_LAND_M:
            text = f"{on_land_m:.0f} m of stretch {number} of the gate run over land"
            yield Finding("straits", row["id"], "error", text)
    ends = _ends(row)
    for number, far_m in enumerate(distance_to_land_m(ends)):
        if far_m > GATE_END_WITHIN_M:
            text = f"an end of stretch {number // 2 + 1} of the gate is {far_m:.0f} m off the coast"
            yield Finding("straits", row["id"], "error", text)
    lands = shapes[tree.nearest(_points(ends))]
    gaps_m = shapely.distance(lands[1:-1:2], lands[2::2]) * 111_195.0  # an upper bound: degrees of latitude
    for gap in np.flatnonzero(gaps_m > GATE_GAP_M):
        text = f"the gate is not watertight: {gaps_m[gap]:.0f} m between stretches {gap + 1} and {gap + 2}"
        yield Finding("straits", row["id"], "error", text)
    seeds = [(seed["lon"], seed["lat"]) for seed in row["through"]]
    for seed, far_m in zip(row["through"], distance_to_land_m(seeds), strict=True):
        if far_m > 0:  # the gate would start from whichever islet lies nearest
            yield Finding("straits", row["id"], "error", f"the point for {seed['name']} lies {far_m:.0f} m off land")


def _measures(row: dict[str, Any]) -> Iterator[Finding]:
    """Check the width and mid-point of a gate and its necks against the lines that they are said to measure."""
    ends = _main_gap(row)
    number = 0 if _is_missing(row.get("main_stretch")) else int(row["main_stretch"])
    between = " - ".join(seed["name"] for seed in row["through"][number : number + 2])
    if ends is None:
        yield Finding("straits", row["id"], "error", f"no stretch of the gate joins {between}")
    else:
        yield from _measured(row["id"], "", row, ends)
    for neck in _list(row, "necks"):
        yield from _measured(row["id"], f"of {neck['name']}: ", neck, np.array(neck["line"]))


def _measured(strait: str, of: str, said: dict[str, Any], ends: FloatArray) -> Iterator[Finding]:
    (lon0, lat0), (lon1, lat1) = ends
    azimuth, length_m = geodesy.inverse(lon0, lat0, lon1, lat1)
    lon, lat = geodesy.forward(lon0, lat0, azimuth, length_m / 2)
    if abs(float(length_m) - 1000 * said["width_km"]) > MEASURED_WITHIN_M:
        text = f"{of}width_km is {said['width_km']:g}, but the line is {float(length_m) / 1000:.1f} km long"
        yield Finding("straits", strait, "error", text)
    off_m = float(geodesy.distance_m(lon, lat, said["mid_lon"], said["mid_lat"]))
    if off_m > MEASURED_WITHIN_M:
        text = f"{of}the mid-point lies {off_m / 1000:.1f} km from the middle of the line"
        yield Finding("straits", strait, "error", text)


def _main_gap(row: dict[str, Any]) -> FloatArray | None:
    """Return the ends of that run of stretches that joins the two lands whose gap is measured.

    It is one stretch, or several where islets lie on the line.
    """
    _, tree = _land()
    number = 0 if _is_missing(row.get("main_stretch")) else int(row["main_stretch"])
    seeds = [(seed["lon"], seed["lat"]) for seed in row["through"][number : number + 2]]
    if len(seeds) < 2:
        return None
    ends = _ends(row)
    # An end on a coast is written to a metre, so it may just miss its land.
    end, touched = tree.query(_points(ends), predicate="dwithin", distance=1e-4)
    start_land, end_land = tree.nearest(_points(seeds))
    starts = [int(i) for i in end[touched == start_land] if i % 2 == 0]
    runs = [(b - a, a, b) for b in map(int, end[touched == end_land]) if b % 2 for a in starts if a < b]
    return ends[list(min(runs)[1:])] if runs else None


def _ends(row: dict[str, Any]) -> FloatArray:
    """Return both ends of each stretch of a gate in order, ``(2 * stretches, 2)``."""
    lines = shapely.get_parts(row["geometry"])
    return np.array([line.coords[i][:2] for line in lines for i in (0, -1)])


def _published_widths(row: dict[str, Any]) -> Iterator[Finding]:
    """List the published widths that differ from the gap that they speak of."""
    measured = {neck["name"]: neck["width_km"] for neck in _list(row, "necks")}
    for item in _list(row, "published"):
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
                f"{width_km:g} km here ({neck or '{} - {}'.format(row.get('coast_a'), row.get('coast_b'))}); "
                f"{item['source']} prints {item['text']} ({item['of']}), {100 * difference:+.0f} %",
            )


def _other_positions(row: dict[str, Any]) -> Iterator[Finding]:
    for other in _list(row, "other_coords"):
        far_m = geodesy.distance_m(*_lonlat(row), other["lon"], other["lat"])
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
        elif bases[base] != row["geometry"]:
            yield Finding("nodes", row["id"], "error", f"it does not lie where its base {base} does")


def _variants(rows: list[dict[str, Any]]) -> Iterator[Finding]:
    defaults = sum(row.get("default") is True for row in rows)
    if defaults != 1:
        yield Finding("chains", "default", "error", f"{defaults} variants are the default; one must be")
    variants = [row.get("variant") for row in rows]
    for variant in sorted({str(v) for v in variants if not _is_missing(v) and variants.count(v) > 1}):
        yield Finding("chains", variant, "error", "two lines have this variant's name")


def _chain(row: dict[str, Any]) -> Iterator[Finding]:
    stations = np.array([(s["lon"], s["lat"]) for s in row["stations"]])
    line = shapely.get_coordinates(row["geometry"])
    if stations.shape != line.shape or np.abs((stations - line + 180) % 360 - 180).max() > 1e-3:
        yield Finding("chains", row["id"], "error", "the line does not run through its stations")
    if np.abs(np.diff(line[:, 0])).max() > 180:
        yield Finding("chains", row["id"], "error", "the line jumps across 180 degrees; let its longitudes run on")
    if not row["geometry"].is_simple:
        yield Finding("chains", row["id"], "warning", "the line crosses itself: are its stations in order?")
    for station, far_m in zip(row["stations"], distance_to_land_m(stations), strict=True):
        if far_m > LAND_WITHIN_M:
            yield Finding("chains", row["id"], "error", f"{station['name']} is {far_m / 1000:.1f} km from land")


def _sea(row: dict[str, Any]) -> Iterator[Finding]:
    points = shapely.get_coordinates(row["geometry"])
    if row["kind"] == "sea" and inland_m(points).max() > LAND_WITHIN_M:
        yield Finding("seas", row["id"], "warning", "its label would run over land")
    if row["kind"] == "island" and distance_to_land_m(points).max() > LAND_WITHIN_M:
        yield Finding("seas", row["id"], "error", "it does not lie on land")


def _claims(rows: list[dict[str, Any]]) -> Iterator[Finding]:
    from eastup.places import all_places

    known = {p.id for p in all_places()}
    for row in rows:
        for column in ("from_id", "to_id"):
            if not _is_missing(row.get(column)) and row[column] not in known:
                yield Finding("claims", row["id"], "error", f"there is no place {row[column]!r}")
        in_time = row.get("unit") in {"h", "days"}
        if in_time != str(row.get("kind")).startswith("time"):
            text = f"a claim of the kind {row.get('kind')!r} is not given in {row.get('unit')}"
            yield Finding("claims", row["id"], "error", text)
        try:
            positive = float(row["value"]) > 0
        except (KeyError, TypeError, ValueError):
            positive = False
        if not positive:
            yield Finding("claims", row["id"], "error", f"value {row.get('value')!r} is not a positive number")
        lacks = [c for c in ("from_id", "to_id") if _is_missing(row.get(c))]
        if lacks and _is_missing(row.get("note")):
            yield Finding("claims", row["id"], "error", f"no {' and '.join(lacks)}, and no note that says why")


def distance_to_land_m(lonlat: Any) -> Any:
    """Return how far points lie from land, metres; 0 on land."""
    shapes, tree = _land()
    points = _points(lonlat)
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
    points = _points(lonlat)
    deep = np.zeros(len(points))
    for number, index in tree.query(points, predicate="within").T:
        ends = shapely.get_coordinates(shapely.shortest_line(points[number], shapely.boundary(shapes[index])))
        deep[number] = geodesy.distance_m(*ends[0], *ends[1])
    return deep


def _points(lonlat: Any) -> Any:
    """Return points in the continuous longitudes of the land, of which there may be none."""
    xy = np.array(lonlat, dtype=float).reshape(-1, 2)
    xy[:, 0] = (xy[:, 0] - basemap.SEAM_LON) % 360.0 + basemap.SEAM_LON
    return shapely.points(xy)


@cache
def _land() -> tuple[Any, shapely.STRtree]:
    shapes = basemap.land().geometry.to_numpy()
    return shapes, shapely.STRtree(shapes)


def _rows(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")  # type: ignore[no-any-return]


def _features(frame: gpd.GeoDataFrame) -> list[str]:
    return [str(own) for own in frame["id"]]


def _lonlat(row: dict[str, Any]) -> tuple[float, float]:
    return row["geometry"].x, row["geometry"].y


def _list(row: dict[str, Any], column: str) -> list[dict[str, Any]]:
    value = row.get(column)
    return value if isinstance(value, list) else []


def _having(rows: list[dict[str, Any]], *columns: str) -> list[dict[str, Any]]:
    """Return the features that a check which reads these columns can look at; `_columns` names the others."""
    return [row for row in rows if all(_is_usable(column, row.get(column)) for column in columns)]


def _is_usable(column: str, value: Any) -> bool:
    return not _is_missing(value) and (column not in _NUMBERS or isinstance(value, int | float))


def _are_records(value: Any, fields: tuple[str, ...]) -> bool:
    """Say whether a value is a list of records with these fields, with numbers where a number belongs."""
    if not isinstance(value, list) or not all(isinstance(v, dict) and set(fields) <= set(v) for v in value):
        return False
    numbers = [v[f] for v in value for f in fields if f in _NUMBERS]
    return all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers)


def _records_are_whole(row: dict[str, Any]) -> bool:
    return all(_is_missing(row.get(c)) or _are_records(row[c], fields) for c, fields in _RECORDS.items())


def _is_missing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))
