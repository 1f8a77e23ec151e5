"""A theatre's features as our layers have theirs: the same columns, so that they take part as ours do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from eastup import geodesy, layers
from eastup.basemap.coast import Coast, in_frame
from eastup.errors import InputError
from eastup.layers.registers import own_id
from eastup.theatre.schema import Point, Strait

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.theatre.schema import Chain, Feature, Sea, Theatre

SNAP_KM = 5.0
"""An end of a gate no farther than this from a coast is drawn on to it."""
_PAST_COAST_M = 1_000.0
"""How far a gate runs on over land: the coast of the water's mesh is simpler than the land's."""
_STEP_M = 5_000.0
"""A straight line of longitude and latitude is then within a metre of the geodesic."""
_FIRST_ORDER = 1_000
"""Own straits come after ours."""

Row = dict[str, object]


def frame(rows: list[Row]) -> gpd.GeoDataFrame:
    """Return rows as a layer."""
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=layers.CRS)


def points(features: Sequence[Point], theatre: Theatre, layer: str) -> gpd.GeoDataFrame:
    """Return bases, nodes or places."""
    return frame([_point(feature, theatre, layer) for feature in features])


def _point(point: Point, theatre: Theatre, layer: str) -> Row:
    sea: Row = {}
    if point.sea is not None:
        sea = {
            "sea_lon": point.sea[0],
            "sea_lat": point.sea[1],
            "sea_name": point.sea_name,
            "sea_source": "eastup.toml",
        }
    kinds: dict[str, Row] = {
        "bases": {
            "host": point.host, "kind": point.kind or "base", "access": "own", "operator": point.operator,
            "operator_country": point.operator_country or point.host, "service": "",
        },
        "nodes": {"country": point.host, "role": point.kind or "port"},
        "places": {"country": point.host, "kind": point.kind or "place"},
    }  # fmt: skip
    return {
        **_common(point, theatre), **kinds[layer], **sea, "precision_km": point.precision_km,
        "geometry": shapely.Point(point.at),
    }  # fmt: skip


def straits(features: Sequence[Strait], theatre: Theatre) -> gpd.GeoDataFrame:
    """Return gates as lines over water, measured on the land of the base geography."""
    coast = Coast()
    return frame([_strait(feature, n, theatre, coast) for n, feature in enumerate(features, start=1)])


def _strait(strait: Strait, number: int, theatre: Theatre, coast: Coast) -> Row:
    drawn = whole_line(strait.line, coast)
    given, coasts = (strait.coast_a, strait.coast_b), _coasts(strait)
    ends = [{"name": name, "lon": lon, "lat": lat} for name, (lon, lat) in zip(given, drawn[[0, -1]], strict=True)]
    along = geodesy.line(drawn, _STEP_M)
    parts = coast.over_water(np.column_stack([[in_frame(lon) for lon in along[:, 0]], along[:, 1]]))
    if not parts:
        raise InputError(f"the gate {strait.name['en']!r} lies on land", hint="draw it from coast to coast")
    lengths = [float(geodesy.distance_m(*p[:-1].T, *p[1:].T).sum()) for p in parts]
    lon, lat = _middle(parts[int(np.argmax(lengths))])
    lines = [shapely.LineString(np.column_stack([_signed(p[:, 0]), p[:, 1]])) for p in parts]
    return {
        **_common(strait, theatre),
        "order": _FIRST_ORDER + number, "coast_a": coasts[0], "coast_b": coasts[1],
        "side_a": strait.side_a or None, "side_b": strait.side_b or None, "width_km": sum(lengths) / 1000.0,
        "mid_lon": float(_signed(np.asarray(lon))), "mid_lat": lat, "traffic": strait.traffic,
        "chain_passage": not strait.part_of, "group": "own", "through": ends, "part_of": strait.part_of or None,
        "regime": strait.regime, "drawn": shapely.LineString(drawn).wkt,
        "geometry": lines[0] if len(lines) == 1 else shapely.MultiLineString(lines),
    }  # fmt: skip


def _middle(line: FloatArray) -> tuple[float, float]:
    """Return the point half-way along a line of short legs: ships must find it on the gate itself."""
    so_far = np.concatenate([[0.0], np.cumsum(geodesy.distance_m(*line[:-1].T, *line[1:].T))])
    return float(np.interp(so_far[-1] / 2, so_far, line[:, 0])), float(np.interp(so_far[-1] / 2, so_far, line[:, 1]))


def whole_line(line: Sequence[tuple[float, float]], coast: Coast) -> FloatArray:
    """Return a gate as it closes the water, ``(N, 2)``: its ends on the coast near by and some way past."""
    points = np.array(line, dtype=float)
    points[:, 0] = np.unwrap(points[:, 0], period=360.0)
    first, last = _past(points[1], points[0], coast), _past(points[-2], points[-1], coast)
    return np.concatenate([first[::-1], points[1:-1], last])


def _past(before: FloatArray, end: FloatArray, coast: Coast) -> FloatArray:
    """Return the end of a line with what is added to it, outward: ``(2, 2)`` or more."""
    lon = in_frame(end[0])
    at = shapely.Point(lon, end[1])
    land = coast.shapes[int(coast.tree.query_nearest(at)[0])]
    shore = shapely.get_coordinates(shapely.shortest_line(at, land))[-1]
    off_m = float(geodesy.distance_m(lon, end[1], *shore))
    if off_m > SNAP_KM * 1000.0:
        return np.asarray(end[None])
    shore = np.array([shore[0] + end[0] - lon, shore[1]])
    start = end if off_m > 1.0 else before
    azimuth, _ = geodesy.inverse(*start, *shore)
    past = np.array(geodesy.forward(shore[0], shore[1], azimuth, _PAST_COAST_M))
    past[0] += 360.0 * np.round((end[0] - past[0]) / 360.0)
    return np.stack([end, past] if off_m <= 1.0 else [end, shore, past])


def ends_at_sea(strait: Strait, coast: Coast) -> list[tuple[str, float]]:
    """Return the ends of a gate that no coast is near to, each with its distance from one, km."""
    found = []
    for name, end in zip(("first", "last"), (strait.line[0], strait.line[-1]), strict=True):
        at = shapely.Point(in_frame(end[0]), end[1])
        land = coast.shapes[int(coast.tree.query_nearest(at)[0])]
        shore = shapely.get_coordinates(shapely.shortest_line(at, land))[-1]
        off_km = float(geodesy.distance_m(at.x, at.y, *shore)) / 1000.0
        if off_km > SNAP_KM:
            found.append((name, off_km))
    return found


def _coasts(strait: Strait) -> tuple[str, str]:
    return strait.coast_a or f"{strait.name['en']}, first coast", strait.coast_b or f"{strait.name['en']}, second coast"


def chains(features: Sequence[Chain], theatre: Theatre, default: str) -> gpd.GeoDataFrame:
    """Return chains; ``default`` is the id of the one that is meant where none is named."""
    return frame([_chain(feature, theatre, default) for feature in features])


def _chain(chain: Chain, theatre: Theatre, default: str) -> Row:
    at = np.array([station.at for station in chain.stations])
    at[:, 0] = np.unwrap(at[:, 0], period=360.0)
    sides = {
        side: shapely.Polygon(getattr(chain, side)).wkt if getattr(chain, side) else None
        for side in ("inside", "outside")
    }
    return {
        **_common(chain, theatre), **sides, "chain": "own", "variant": chain.slug, "default": chain.slug == default,
        "with_korea": False, "drawn_by": chain.drawn_by or theatre.name["en"],
        "sequence": [station.name for station in chain.stations],
        "stations": [
            {"name": s.name, "lon": lon, "lat": lat} for s, (lon, lat) in zip(chain.stations, at.tolist(), strict=True)
        ],
        "geometry": shapely.LineString(at),
    }  # fmt: skip


def seas(features: Sequence[Sea], theatre: Theatre) -> gpd.GeoDataFrame:
    """Return seas: the line of the name, and the bounds as text."""
    rows = []
    for sea in features:
        bounds = shapely.Polygon(sea.bounds) if sea.bounds else None
        if not sea.line and bounds is None:
            raise InputError(f"the sea {sea.name['en']!r} has neither line nor bounds", hint="add line = [...]")
        middle = bounds.representative_point() if bounds is not None else None
        rows.append(
            {
                **_common(sea, theatre), "kind": "sea", "label": bool(sea.line),
                "bounds": bounds.wkt if bounds is not None else None,
                "geometry": shapely.LineString(sea.line) if sea.line else middle,
            }
        )  # fmt: skip
    return frame(rows)


def of_file(read: gpd.GeoDataFrame, layer: str, theatre: Theatre, path: Path) -> gpd.GeoDataFrame:
    """Return what a file of the user's holds as features of a layer: its columns, and those that ours have beside."""
    coast = Coast() if layer == "straits" else None
    rows: list[Row] = []
    for number, row in enumerate(read.to_dict("records"), start=1):
        said = {key: value for key, value in row.items() if value is not None and value == value and value != ""}
        geometry, where = row["geometry"], f"{path}, {row.get('name', number)}"
        called = {"en": str(row["name"]), **{x: str(said[f"name_{x}"]) for x in ("ja", "ko") if f"name_{x}" in said}}

        def text(key: str, said: Row = said) -> str:
            return str(said.get(key, ""))

        if coast is not None:
            if geometry is None or "Line" not in geometry.geom_type:
                raise InputError("this is no line", where=where, hint="a gate is a line from coast to coast")
            line = tuple(map(tuple, shapely.get_coordinates(geometry).tolist()))
            gate = Strait(
                name=called, line=line, id=text("id"), source=text("source"), as_of=text("as_of"), note=text("note"),
                traffic=text("traffic") or "open", coast_a=text("coast_a"), coast_b=text("coast_b"),
                side_a=text("side_a"), side_b=text("side_b"), part_of=text("part_of"),
            )  # fmt: skip
            made = _strait(gate, len(rows) + 1, theatre, coast)
        else:
            if geometry is None or geometry.geom_type != "Point":
                raise InputError("this is no point", where=where, hint=f"{layer} are points")
            sea = (float(said["sea_lon"]), float(said["sea_lat"])) if {"sea_lon", "sea_lat"} <= said.keys() else None
            point = Point(
                name=called, at=(geometry.x, geometry.y), sea=sea, sea_name=text("sea_name"), id=text("id"),
                source=text("source"), as_of=text("as_of"), note=text("note"), host=text("host"), kind=text("kind"),
                operator=text("operator"), operator_country=text("operator_country"),
            )  # fmt: skip
            made = _point(point, theatre, layer)
        rows.append({**said, **{key: value for key, value in made.items() if value is not None}})
    return frame(rows)


def _common(feature: Feature, theatre: Theatre) -> Row:
    source = feature.source or theatre.source or f"{theatre.name['en']}, eastup.toml"
    return {
        "id": feature.slug,
        "name": feature.name["en"],
        **{f"name_{lang}": feature.name.get(lang) for lang in ("ja", "ko")},
        "aliases": list(feature.aliases) or None,
        "source": source,
        "source_ids": [own_id(source)],
        "as_of": feature.as_of or theatre.date or None,
        "note": feature.note or None,
    }


def _signed(lon: FloatArray) -> FloatArray:
    """Bring longitudes to -180..180, those of one line on the same side of the seam."""
    middle = float(np.mean(lon))
    return np.asarray(lon - 360.0 * np.round(middle / 360.0 - (1e-12 if middle == 180.0 else 0.0)))


def named(title: Mapping[str, str], lang: str) -> str:
    """Return a name in a language, or in English."""
    return title.get(lang) or title["en"]
