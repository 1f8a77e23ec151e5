"""Features of a layer as places: where each counts from, its shape, its port, its precision."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy, layers
from eastup.errors import InputError
from eastup.io.columns import is_missing
from eastup.io.data import kept
from eastup.layers import plain, seas
from eastup.places import areas
from eastup.places.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import shapely

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.layers.query import Row

_TRANSLATED = ("ja", "ko", "zh_hans", "zh_hant", "fil")
_GATES = {"straits", "passages"}
"""Layers whose lines are gates: distance to them is to the mid-point."""
_DECIMAL_DEGREES = re.compile(r"\s*[-+]?\d+\.?(\d*)\s*°?[NS]?\s*,\s*[-+]?\d+\.?(\d*)\s*°?[EW]?\s*", re.IGNORECASE)
DEGREE_KM = 111.2
"""Of a meridian."""
GATE_KM = 0.2
"""How far the mid-point of a gate may be off: twice what the coast at its ends may be."""


def from_frame(frame: gpd.GeoDataFrame, layer: str = "") -> list[Place]:
    """Return a place for each feature: a strait at the mid-point of its gate, other lines and areas with their shape.

    Parameters
    ----------
    frame : GeoDataFrame
        In any CRS; ``id`` and ``name`` columns are used where they are there.
    layer : str
        Name to remember as the layer.
    """
    return of_rows(layers.of_frame(frame).to_dict("records"), layer)


def of_rows(rows: Iterable[Row], layer: str = "") -> list[Place]:
    """Return a place for each row of a layer, as `from_frame` does."""
    return [_place(row, number, layer) for number, row in enumerate(rows, start=1)]


def with_extent(place: Place) -> Place:
    """Return a place of our layers with the extent that its name stands for, or as it is where that is a point.

    Raises
    ------
    InputError
        For a sea without bounds.
    """
    if place.layer == "seas" and place.id in _of_kind("seas", "sea"):
        if place.id not in seas.bounded():
            hint = f"name a place in it, or a sea with bounds, such as {', '.join(list(seas.names().values())[:3])}"
            raise InputError(f"eastup has no bounds of {place.name} to measure to", hint=hint)
        shape, precision_km = areas.extent(place.id), areas.BOUNDS_KM
    elif place.layer == "places" and place.id in _of_kind("places", "island"):
        land = areas.land_about(place.lon, place.lat)
        if land is None:
            return place
        shape, precision_km = land, areas.COAST_KM
    else:
        return place
    return replace(place, shape=shape, precision_km=precision_km)


def of_area(area: areas.Area) -> Place:
    """Return a country, an island or a region as a place with its extent; its point is within the largest part."""
    import shapely

    shape = areas.extent(area.id)
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    point = largest.representative_point()
    names = dict(area.names)
    return Place(
        id=area.id,
        name=names["en"],
        lon=float((point.x + 180.0) % 360.0 - 180.0),
        lat=float(point.y),
        layer="areas",
        host=area.country,
        names=tuple((lang, name) for lang, name in area.names if lang != "en"),
        precision_km=area.precision_km,
        shape=shape,
    )


@kept("layers")
def _of_kind(layer: str, kind: str) -> frozenset[str]:
    return frozenset(row["id"] for row in plain.rows(layer).records if row["kind"] == kind)


def _place(row: Row, number: int, layer: str) -> Place:
    lon, lat = point_of(row)
    sea = _point_in(row, "sea_lon", "sea_lat")
    geometry = row["geometry"]
    gate = layer in _GATES or _point_in(row, "mid_lon", "mid_lat") is not None
    return Place(
        id=str(row.get("id", f"{layer or 'place'}-{number}")),
        name=str(row.get("name", row.get("id", f"{layer or 'place'} {number}"))),
        lon=lon,
        lat=lat,
        layer=layer,
        sea_lon=sea[0] if sea else None,
        sea_lat=sea[1] if sea else None,
        sea_name=text_of(row.get("sea_name")) if sea else "",
        host=text_of(row.get("host")) or text_of(row.get("country")),
        names=tuple(
            (lang, text_of(row.get(f"name_{lang}"))) for lang in _TRANSLATED if text_of(row.get(f"name_{lang}"))
        ),
        precision_km=_precision_km(row, gate),
        shape=None if gate or geometry.geom_type == "Point" or layer == "seas" else geometry,
    )


def _precision_km(row: Row, gate: bool) -> float | None:
    """Return how far a position may be off: as its feature says, or for a gate as far as its coasts may."""
    told = text_of(row.get("precision_km"))
    try:
        value = float(told) if told else np.nan
    except ValueError:
        where = f"precision_km of {row.get('id', 'a feature')}"
        raise InputError(f"{told!r} is not a length", where=where, hint="give it in kilometres") from None
    if np.isfinite(value) and value >= 0:
        return value
    return GATE_KM if gate else None


def frame(places: Iterable[Place]) -> gpd.GeoDataFrame:
    """Return places as a GeoDataFrame of points in EPSG:4326 with ``id``, ``name`` and ``layer``."""
    import geopandas as gpd
    import shapely

    rows = list(places)
    return gpd.GeoDataFrame(
        {"id": [p.id for p in rows], "name": [p.name for p in rows], "layer": [p.layer for p in rows]},
        geometry=shapely.points([[p.lon, p.lat] for p in rows]),
        crs=layers.CRS,
    )


def typed_point(text: str, lon: float, lat: float) -> Place:
    """Return a typed coordinate as a place; its position is as good as its digits where those are decimal degrees."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    check_range(repr(shown), lon, lat, "latitude comes first: lat,lon")
    label = f"{abs(lat):.9g}°{'N' if lat >= 0 else 'S'} {abs(lon):.9g}°{'E' if lon >= 0 else 'W'}"
    digits = _DECIMAL_DEGREES.fullmatch(text)
    precision_km = 0.5 * 10.0 ** -min(map(len, digits.groups(""))) * DEGREE_KM if digits else None
    return Place(id=f"{lat:.9g},{lon:.9g}", name=label, lon=lon, lat=lat, precision_km=precision_km)


def check_range(text: str, lon: float, lat: float, order: str) -> None:
    """Refuse coordinates out of range."""
    if not -90 <= lat <= 90:
        swapped = " (they look swapped)" if abs(lat) <= 180 and abs(lon) <= 90 else ""
        raise InputError(f"latitude {lat:g} in {text} is outside -90..90", hint=f"{order}{swapped}")
    if not -180 <= lon <= 360:
        raise InputError(f"longitude {lon:g} in {text} is outside -180..360", hint=order)


def point_of(row: Row) -> tuple[float, float]:
    """Return the point of a feature: of a strait the mid-point of its gate, of another line or area its middle."""
    geometry = row["geometry"]
    if geometry is None or geometry.is_empty:
        raise InputError(f"the feature {row.get('id', '')} has no geometry")
    if middle := _point_in(row, "mid_lon", "mid_lat"):
        return middle
    if geometry.geom_type == "Point":
        return float(geometry.x), float(geometry.y)
    if "Line" in geometry.geom_type:
        return _middle(_parts_of(geometry))
    return _center(geometry)


_HALF_TURN_DEG = 180.0


def _center(area: shapely.Geometry) -> tuple[float, float]:
    """Return the centre of an area by its size on the ellipsoid, or a point within it where that is outside."""
    import pyproj
    import shapely

    west, south, east, north = shapely.bounds(area)
    if east - west > _HALF_TURN_DEG:  # across 180, where the other way round is shorter
        area = shapely.transform(area, lambda xy: np.column_stack([xy[:, 0] % 360.0, xy[:, 1]]))
        west, south, east, north = shapely.bounds(area)
    plane = f"+proj=laea +lon_0={(west + east) / 2} +lat_0={(south + north) / 2} +ellps=WGS84"
    to_plane = pyproj.Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    flat = shapely.transform(area, lambda xy: np.column_stack(to_plane.transform(xy[:, 0], xy[:, 1])))
    middle = shapely.centroid(flat)
    middle = middle if shapely.contains(flat, middle) else shapely.point_on_surface(flat)
    lon, lat = to_plane.transform(shapely.get_x(middle), shapely.get_y(middle), direction="INVERSE")
    return float((lon + 180.0) % 360.0 - 180.0), float(lat)


def _parts_of(line: plain.Outline | shapely.LineString | shapely.MultiLineString) -> list[FloatArray]:
    """Return the positions of each part of a line, ``(N, 2)`` degrees."""
    if isinstance(line, plain.Outline):
        return [np.array(part) for part in line.parts]
    import shapely

    return [shapely.get_coordinates(part) for part in shapely.get_parts(line)]


def _middle(steps: list[FloatArray]) -> tuple[float, float]:
    """Return the point that halves a line's length on the ellipsoid; its parts follow each other."""
    starts, ends = (np.vstack([xy[side] for xy in steps]) for side in (slice(None, -1), slice(1, None)))
    azimuth, length_m = geodesy.inverse(*starts.T, *ends.T)
    so_far = np.cumsum(length_m)
    at = min(int(np.searchsorted(so_far, so_far[-1] / 2)), len(so_far) - 1)
    rest_m = so_far[-1] / 2 - (so_far[at] - length_m[at])
    lon, lat = geodesy.forward(starts[at, 0], starts[at, 1], azimuth[at], rest_m)
    return float(lon), float(lat)


def _point_in(row: Row, lon_column: str, lat_column: str) -> tuple[float, float] | None:
    """Return the point that a pair of columns holds, or None where one of them is empty."""
    lon, lat = text_of(row.get(lon_column)), text_of(row.get(lat_column))
    if not lon or not lat:
        return None
    where = f"{lon_column}, {lat_column} of {row.get('id', 'a feature')}"
    try:
        point = float(lon), float(lat)
    except ValueError:
        raise InputError(f"{lon!r}, {lat!r} is not a point", where=where, hint="give both in degrees") from None
    check_range(where, *point, "the order is longitude, latitude")
    return point


def text_of(value: object) -> str:
    """Return what a cell holds as text; nothing where it is empty."""
    return "" if is_missing(value) else str(value)
