"""Turns what a person types into points: a name in any language, an id, ``lat,lon``, a layer, a filter or a file."""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from eastup import basemap, geodesy, layers
from eastup.errors import EastupError, InputError, InputWarning, UnknownNameError
from eastup.io.data import kept
from eastup.layers.reading.positions import parse_pair

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from eastup.layers.query import Row

# Where one name stands in several layers, the earlier layer wins: a base before the city that it is called after.
_LAYERS = ("bases", "straits", "places", "nodes", "seas", "passages")
_TRANSLATED = ("ja", "ko", "zh_hans", "zh_hant", "fil")
_SAME_PLACE_M = 30_000.0
_LEAST_POINTS, _MOST = 4, 0.7
"""From how many points, and from which share of them, the others are strange."""
_TOLD_AT_MOST = 5
_ASHORE_KM, _FAR_OUT_KM = 5.0, 40.0
"""What counts as on the coast, piers and coarse land considered; and what is far from it."""
_HAN_VARIANTS = str.maketrans("臺灣國澤廣驛濱邊縣號營與繩對峽岛湾橫須賀", "台湾国沢広駅浜辺県号営与縄対峡島湾横須賀")


@dataclass(frozen=True)
class Place:
    """A named point from which, or to which, distance is counted."""

    id: str
    name: str
    lon: float
    """Longitude, degrees."""
    lat: float
    """Latitude, degrees."""
    layer: str = ""
    """Layer or file it comes from; empty for a typed coordinate."""
    sea_lon: float | None = None
    """Longitude of the point from which ships are counted, where it is not the place itself."""
    sea_lat: float | None = None
    sea_name: str = ""
    """Name of that port."""
    host: str = ""
    """ISO 3166-1 alpha-3 code of the country it lies in, where known."""
    names: tuple[tuple[str, str], ...] = ()
    """Its name in other languages, as pairs of language and name."""

    def in_language(self, lang: str) -> Place:
        """Return the place under its name in a language, or as it is where that is not known."""
        return replace(self, name=dict(self.names).get(lang, self.name))

    @property
    def sea_point(self) -> tuple[float, float]:
        """Longitude and latitude from which ships are counted, degrees."""
        if self.sea_lon is None or self.sea_lat is None:
            return self.lon, self.lat
        return self.sea_lon, self.sea_lat


SomePlaces: TypeAlias = (
    "str | Path | Place | tuple[float, float] | gpd.GeoDataFrame | Iterable[str | Path | Place | tuple[float, float]]"
)
"""What is accepted where places are asked for."""


def resolve(text: str, among: Collection[str] = ()) -> Place:
    """Return the place that a text names.

    Parameters
    ----------
    text : str
        An id, a name or an alias in any language (case, accents, spaces and hyphens do not matter), part of a name
        that only one place has, or ``lat,lon`` in degrees.
    among : collection of str
        Layers that are looked in; all where none are given.

    Raises
    ------
    InputError
        If the coordinates are out of range, or several places answer to the name.
    UnknownNameError
        If nothing has this name; the error suggests the nearest.

    Examples
    --------
    >>> resolve("36.96,127.03").lon
    127.03
    >>> resolve("가데나").id == resolve("kadena").id
    True
    """
    if (lonlat := parse_pair(text)) is not None:
        return _typed_point(text, *lonlat)
    index = _index()
    key = _key(text)
    if not key:
        raise InputError("the name of a place is empty", hint="give a name, an id or lat,lon")
    for tier in (index.ids, index.names, index.aliases):
        if found := [place for place in tier.get(key, ()) if not among or place.layer in among]:
            return _the_one(text, found)
    words = set(_words(text))
    partial = [place for place, known in index.words if words <= known and (not among or place.layer in among)]
    if partial:
        return _the_one(text, partial)
    raise UnknownNameError("place", text, index.all_names)


def select(what: SomePlaces) -> list[Place]:
    """Return the places that a selection names.

    Parameters
    ----------
    what : str, Path, Place, (lon, lat), GeoDataFrame or an iterable of these
        A string is what `resolve` takes, a layer's name (``straits``), a filter (``bases:host=JPN``, with ``|``
        between alternatives and ``,`` between conditions that must all hold; in a column of lists, such as
        ``bases:designation=unc-rear``, one member is enough), the path of a file, or ``file.gpkg:layer``.

    Returns
    -------
    list of Place
        Without repetition, in the order given.
    """
    if isinstance(what, gpd.GeoDataFrame):
        return from_frame(what)
    if isinstance(what, str | Path | Place) or _is_pair(what):
        items: Sequence[object] = [what]
    else:
        items = list(what)
    found: dict[tuple[str, float, float], Place] = {}
    for item in items:
        for place in _select_one(item):
            found.setdefault((place.id, place.lon, place.lat), place)
    if not found:
        raise InputError("no places were given", hint="give a name, a layer such as 'straits', or a file")
    return list(found.values())


def from_frame(frame: gpd.GeoDataFrame, layer: str = "") -> list[Place]:
    """Return a place for each feature: a strait at the mid-point of its gate, other lines and areas in their midst.

    Parameters
    ----------
    frame : GeoDataFrame
        In any CRS; ``id`` and ``name`` columns are used where they are there.
    layer : str
        Name to remember as the layer.
    """
    places = []
    for number, row in enumerate(layers.of_frame(frame).to_dict("records"), start=1):
        lon, lat = _point_of(row)
        sea = _point_in(row, "sea_lon", "sea_lat")
        places.append(
            Place(
                id=str(row.get("id", f"{layer or 'place'}-{number}")),
                name=str(row.get("name", row.get("id", f"{layer or 'place'} {number}"))),
                lon=lon,
                lat=lat,
                layer=layer,
                sea_lon=sea[0] if sea else None,
                sea_lat=sea[1] if sea else None,
                sea_name=_text(row.get("sea_name")) if sea else "",
                host=_text(row.get("host")) or _text(row.get("country")),
                names=tuple(
                    (lang, _text(row.get(f"name_{lang}"))) for lang in _TRANSLATED if _text(row.get(f"name_{lang}"))
                ),
            )
        )
    return places


def frame(places: Iterable[Place]) -> gpd.GeoDataFrame:
    """Return places as a GeoDataFrame of points in EPSG:4326 with ``id``, ``name`` and ``layer``."""
    rows = list(places)
    return gpd.GeoDataFrame(
        {"id": [p.id for p in rows], "name": [p.name for p in rows], "layer": [p.layer for p in rows]},
        geometry=shapely.points([[p.lon, p.lat] for p in rows]),
        crs=layers.CRS,
    )


def known() -> gpd.GeoDataFrame:
    """Return every place that `resolve` can name, as points in EPSG:4326."""
    return frame(all_places())


def all_places() -> list[Place]:
    """Return every place that `resolve` can name."""
    return list(_index().places)


@dataclass(frozen=True)
class _Index:
    places: list[Place]
    ids: dict[str, list[Place]]
    names: dict[str, list[Place]]
    aliases: dict[str, list[Place]]
    words: list[tuple[Place, set[str]]]
    all_names: list[str]


@kept("layers")
def _index() -> _Index:
    index = _Index([], {}, {}, {}, [], [])
    missing = sorted(set(_LAYERS) - set(layers.names()))
    if missing:  # another layer would answer to its names
        raise EastupError(f"the layer {missing[0]} of eastup is missing; install eastup again")
    for layer in _LAYERS:
        table = layers.load(layer)
        for place, row in zip(from_frame(table, layer), table.to_dict("records"), strict=True):
            names = [
                _text(row.get(c)) for c in row if c == "name" or (str(c).startswith("name_") and c != "name_source")
            ]
            other = row.get("aliases")
            aliases = [str(a) for a in other] if isinstance(other, list | tuple | np.ndarray) else []
            aliases += [code for code in [_text(row.get("icao"))] if code]
            index.places.append(place)
            index.ids.setdefault(_key(place.id), []).append(place)
            for name in filter(None, names):
                index.names.setdefault(_key(name), []).append(place)
            for name in aliases:
                index.aliases.setdefault(_key(name), []).append(place)
            index.words.append((place, {w for n in (*names, *aliases, place.id) for w in _words(n)}))
            index.all_names.extend([*filter(None, names), *aliases])
    return index


def _the_one(text: str, found: list[Place]) -> Place:
    """Choose among places of one name, or refuse when they truly differ."""
    first_layer = min(_LAYERS.index(p.layer) for p in found)
    best = [p for p in found if _LAYERS.index(p.layer) == first_layer]
    apart = geodesy.distance_m(best[0].lon, best[0].lat, [p.lon for p in best], [p.lat for p in best])
    if apart.max() > _SAME_PLACE_M:
        ids = ", ".join(dict.fromkeys(p.id for p in best[:6]))
        raise InputError(f"{text!r} is the name of {len(best)} places", hint=f"give one of the ids: {ids}")
    return best[0]


def _select_one(item: object) -> list[Place]:
    if isinstance(item, Place):
        return [item]
    if _is_pair(item):
        lon, lat = float(item[0]), float(item[1])
        _check_range(f"({lon:g}, {lat:g})", lon, lat, "the order is longitude, latitude")
        return [Place(id=f"{lat:.9g},{lon:.9g}", name=f"{lat:.9g}, {lon:.9g}", lon=lon, lat=lat)]
    text = str(item).strip()
    if text in layers.names():
        return from_frame(layers.load(text), text)
    layer, colon, conditions = text.partition(":")
    if colon and layer in layers.names():
        return from_frame(_filtered(layers.load(layer), layer, conditions), layer)
    if isinstance(item, Path) or layers.names_a_file(text):
        return from_frame(user_layer(text), layers.label(text))
    return [resolve(text)]


def user_layer(source: str | Path) -> layers.Layer:
    """Load a file of the user's, and tell of points that lie elsewhere than the others: at sea, or inland.

    Warns
    -----
    InputWarning
        As `eastup.layers.load`, and for those points.
    """
    frame = layers.load(source)
    odd = elsewhere(frame)
    for name, what in odd[:_TOLD_AT_MOST]:
        warnings.warn(f"{source}, {name}: {what}; is its position right?", InputWarning, stacklevel=2)
    if len(odd) > _TOLD_AT_MOST:
        more = f"{len(odd) - _TOLD_AT_MOST} more points lie elsewhere than the others"
        warnings.warn(f"{source}: {more}; eastup layers check names them", InputWarning, stacklevel=2)
    return frame


def user_layers(sources: Iterable[str | Path]) -> dict[str, layers.Layer]:
    """Load files of the user's by what each is called on a map; files of one name get numbers."""
    found: dict[str, layers.Layer] = {}
    for source in sources:
        name, number = layers.label(source), 2
        while name in found:
            name, number = f"{layers.label(source)} {number}", number + 1
        found[name] = user_layer(source)
    return found


def elsewhere(frame: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return the points of a layer that lie far out at sea where nearly all lie on land, or the other way round.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4326, with a column ``name``.

    Returns
    -------
    list of (str, str)
        The name of each and what is strange about it; empty for fewer than four points.
    """
    points = frame[frame.geom_type == "Point"]
    points = points[(points.geometry.x != 0) | (points.geometry.y != 0)]  # those are told as such
    if len(points) < _LEAST_POINTS:
        return []
    lon = np.where(points.geometry.x < basemap.SEAM_LON, points.geometry.x + 360.0, points.geometry.x)
    at = shapely.points(lon, points.geometry.y)
    land = basemap.land("coarse").geometry.to_numpy()
    nearest = land[shapely.STRtree(land).nearest(at)]
    inland = shapely.contains(nearest, at)
    coast = shapely.get_coordinates(shapely.get_point(shapely.shortest_line(shapely.boundary(nearest), at), 0))
    far_km = geodesy.distance_m(lon, points.geometry.y, *coast.T) / 1000
    off_km = np.where(inland, 0.0, far_km)
    few = max(1, len(points) // 10)  # more are no slips: the layer is of both
    out, within = off_km > _FAR_OUT_KM, inland & (far_km > _FAR_OUT_KM)
    if (off_km <= _ASHORE_KM).mean() >= _MOST and out.sum() <= few:
        odd, what = np.flatnonzero(out), "{:,.0f} km out at sea, and others on land"
    elif (~inland | (far_km <= _ASHORE_KM)).mean() >= _MOST and within.sum() <= few:
        odd, what = np.flatnonzero(within), "{:,.0f} km inland, and others at sea"
    else:
        return []
    return [(str(points["name"].iloc[i]), what.format(far_km[i])) for i in odd]


def _filtered(table: gpd.GeoDataFrame, layer: str, conditions: str) -> gpd.GeoDataFrame:
    for condition in conditions.split(","):
        asked, equals, wanted = condition.partition("=")
        if not equals:
            hint = f"write {layer}:column=value, such as bases:host=JPN"
            raise InputError(f"{condition!r} is not a condition", where=f"{layer}:{conditions}", hint=hint)
        column = _column_of(table, asked.strip(), where=f"{layer}:{conditions}")
        held = table[column].map(_held)
        words = {w.strip().casefold() for w in wanted.split("|")}
        keep = held.map(lambda values, words=words: any(v.casefold() in words for v in values))
        if not keep.any():
            raise UnknownNameError(asked.strip(), wanted, sorted(set().union(*held)), where=f"{layer}:{conditions}")
        table = table[keep]
    return table


def _column_of(table: gpd.GeoDataFrame, asked: str, where: str) -> str:
    """Return the column that a condition names; one that holds lists may be asked for in the singular."""
    columns = [str(c) for c in table.columns if c != "geometry"]
    for name in (asked, f"{asked}s"):
        if name in columns:
            return name
    raise UnknownNameError("column", asked, columns, where=where)


def _held(value: object) -> list[str]:
    """Return what a cell holds, as text: the members of a list, one value, or nothing."""
    if isinstance(value, list | tuple | np.ndarray):
        return [str(v) for v in value if not isinstance(v, dict)]
    return [] if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)) else [str(value)]


def _typed_point(text: str, lon: float, lat: float) -> Place:
    shown = text if len(text) <= 60 else text[:57] + "..."
    _check_range(repr(shown), lon, lat, "latitude comes first: lat,lon")
    label = f"{abs(lat):.9g}°{'N' if lat >= 0 else 'S'} {abs(lon):.9g}°{'E' if lon >= 0 else 'W'}"
    return Place(id=f"{lat:.9g},{lon:.9g}", name=label, lon=lon, lat=lat)


def _check_range(text: str, lon: float, lat: float, order: str) -> None:
    if not -90 <= lat <= 90:
        swapped = " (they look swapped)" if abs(lat) <= 180 and abs(lon) <= 90 else ""
        raise InputError(f"latitude {lat:g} in {text} is outside -90..90", hint=f"{order}{swapped}")
    if not -180 <= lon <= 360:
        raise InputError(f"longitude {lon:g} in {text} is outside -180..360", hint=order)


def _is_pair(item: object) -> TypeGuard[Sequence[float]]:
    return (
        isinstance(item, tuple | list | np.ndarray)
        and len(item) == 2
        and all(isinstance(v, int | float | np.number) for v in item)
    )


def _point_of(row: Row) -> tuple[float, float]:
    geometry = row["geometry"]
    if geometry is None or geometry.is_empty:
        raise InputError(f"the feature {row.get('id', '')} has no geometry")
    if middle := _point_in(row, "mid_lon", "mid_lat"):
        return middle
    if geometry.geom_type == "Point":
        return float(geometry.x), float(geometry.y)
    if "Line" in geometry.geom_type:
        return _middle(geometry)
    point = geometry.representative_point()
    return float(point.x), float(point.y)


def _middle(line: shapely.LineString | shapely.MultiLineString) -> tuple[float, float]:
    """Return the point that halves a line's length on the ellipsoid; its parts follow each other."""
    steps = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
    starts, ends = (np.vstack([xy[side] for xy in steps]) for side in (slice(None, -1), slice(1, None)))
    azimuth, length_m = geodesy.inverse(*starts.T, *ends.T)
    so_far = np.cumsum(length_m)
    at = min(int(np.searchsorted(so_far, so_far[-1] / 2)), len(so_far) - 1)
    rest_m = so_far[-1] / 2 - (so_far[at] - length_m[at])
    lon, lat = geodesy.forward(starts[at, 0], starts[at, 1], azimuth[at], rest_m)
    return float(lon), float(lat)


def _point_in(row: Row, lon_column: str, lat_column: str) -> tuple[float, float] | None:
    """Return the point that a pair of columns holds, or None where one of them is empty."""
    lon, lat = _text(row.get(lon_column)), _text(row.get(lat_column))
    if not lon or not lat:
        return None
    where = f"{lon_column}, {lat_column} of {row.get('id', 'a feature')}"
    try:
        point = float(lon), float(lat)
    except ValueError:
        raise InputError(f"{lon!r}, {lat!r} is not a point", where=where, hint="give both in degrees") from None
    _check_range(where, *point, "the order is longitude, latitude")
    return point


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)) else str(value)


def _fold(text: str) -> str:
    """Fold case, width, accents and the commonest variants of Han characters; kana keep their voicing."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFC", kept).translate(_HAN_VARIANTS)


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", _fold(text))


def _words(text: str) -> list[str]:
    return [w for w in re.split(r"[\W_]+", _fold(text)) if w]
