"""The gates of the sea by name: straits of the layer, and passages beside them, which can be closed alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from eastup import geodesy, places
from eastup.basemap import coast
from eastup.errors import InputError, UnknownNameError
from eastup.io.data import kept
from eastup.layers import plain
from eastup.layers.query import name_in
from eastup.places.names import joined
from eastup.sea.engine import Water
from eastup.sea.ice import ice_on
from eastup.words.fold import key

if TYPE_CHECKING:
    from typing import Literal

    from numpy.typing import ArrayLike, NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.ice import Ice

Line = tuple[tuple[float, float], ...]
SomeGates: TypeAlias = "str | shapely.Geometry | Iterable[str | shapely.Geometry]"
"""Straits or passages, by id or name in any language, or lines of one's own: what ships may not pass."""

_LAYERS = ("straits", "passages")
_NAMES = ("name", "name_ja", "name_ko", "name_zh_hans", "name_zh_hant")
_GENERIC = re.compile(
    r"^straits? of |[,(（].*$| (straits?|channel|passages?|gap|seto)\b.*$|(海峡|海峽|水道|해협|수도)$", re.IGNORECASE
)
"""What a name of a gate has beside what is its own."""
_ON_DEG = 1e-3
_BESIDE_DEG = 1e-3
_MOST_LINES = 256
_CLOSABLE = "closed takes ids or names of straits and passages, and lines of longitude and latitude"


@dataclass(frozen=True)
class Gate:
    """A strait or a passage."""

    id: str
    name: str
    layer: str
    """``straits`` or ``passages``."""
    open: bool
    """Whether ships use it at all; what is not open is closed in every question."""
    line: Line | None = None
    """The whole of a theatre's own gate, from coast to coast; the others are edges of the mesh."""


@kept("layers", "geo/passages.toml")
def gates() -> dict[str, Gate]:
    """Return all gates by their ids, straits first; those of the mesh are there in every theatre."""
    found = {}
    for layer in _LAYERS:
        for row in plain.ours(layer).records:
            found[row["id"]] = Gate(row["id"], row["name"], layer, row["traffic"] == "open")
    for row in plain.rows("straits").records:
        if row["id"] in found:
            continue
        line = tuple(map(tuple, shapely.get_coordinates(shapely.from_wkt(row["drawn"])).tolist()))
        found[row["id"]] = Gate(row["id"], row["name"], "straits", row["traffic"] == "open", line)
    return found


@kept("layers", "geo/passages.toml")
def own_gates() -> tuple[tuple[str, Line], ...]:
    """Return id and line of a theatre's own gates that ships use: ways are told to pass them as they are the others."""
    return tuple((gate.id, gate.line) for gate in gates().values() if gate.line is not None and gate.open)


def gate_id(name: str) -> str:
    """Return the id of a gate, given by id or name in any language; ``Osumi`` is the one strait of that name.

    Raises
    ------
    UnknownNameError
        If no strait or passage has this name.
    """
    known = gates()
    if name in known:
        return name
    try:
        place = places.resolve(name, among=_LAYERS)
    except UnknownNameError:
        if same := [gate.id for gate in known.values() if gate.name.casefold() == name.strip().casefold()]:
            return same[0]  # a theatre without our straits still sails our waters
        if len(short := _short_names().get(key(name), [])) == 1:
            return short[0]
        names = [text for gate in known.values() for text in (gate.name, gate.id)]
        raise UnknownNameError("strait or passage", name, names, hint=joined(name, gate_id)) from None
    return place.id


@kept("layers", "geo/passages.toml")
def _short_names() -> dict[str, list[str]]:
    """Return the ids of gates by what is proper in their names, folded: ``osumi``, ``台湾``, ``대만``."""
    found: dict[str, list[str]] = {}
    for layer in _LAYERS:
        for row in plain.rows(layer).records:
            names = [str(text) for column, text in row.items() if column in _NAMES and isinstance(text, str)]
            for short in dict.fromkeys(key(_GENERIC.sub("", name)) for name in names):
                found.setdefault(short, []).append(row["id"])
    return found


def water(closed: SomeGates = (), kind: Literal["navigable", "shortest"] = "navigable") -> Water:
    """Return the water of a question: without what is closed in it, and what no ship uses anyway."""
    several = given(closed)
    ids = {gate_id(item) for item in several if isinstance(item, str)}
    ids |= {gate.id for gate in gates().values() if not gate.open}
    known = gates()
    drawn = [_lines(item) for item in several if isinstance(item, shapely.Geometry)]
    drawn += [(line,) for gate in sorted(ids) if (line := known[gate].line) is not None]
    lines = [line for parts in drawn for line in _over_land(parts)]
    closed_on_mesh = tuple(sorted(gate for gate in ids if known[gate].line is None))
    return Water(kind, closed_on_mesh, tuple(lines), own_gates())


def given(closed: SomeGates) -> list[str | shapely.Geometry]:
    """Return what is closed, one by one: names as they stand, lines and areas whole.

    Raises
    ------
    InputError
        If one is neither a name nor a line in degrees.
    """
    several = [closed] if isinstance(closed, str | shapely.Geometry) else closed
    if not isinstance(several, Iterable):
        raise InputError(f"{several!r} cannot be closed", hint=_CLOSABLE)
    kept_whole = list(several)
    for item in kept_whole:
        if isinstance(item, str):
            continue
        if not isinstance(item, shapely.Geometry):
            raise InputError(f"{item!r} cannot be closed", hint=_CLOSABLE)
        at = shapely.get_coordinates(item)
        if not len(at) or not np.isfinite(at).all() or np.abs(at[:, 1]).max() > 90:
            raise InputError("a closed line has a place that is no longitude and latitude", hint=_CLOSABLE)
        if any(len(set(line)) < 2 for line in _lines(item)):
            raise InputError("a closed line needs two points or more", hint=_CLOSABLE)
    return kept_whole


def _lines(shape: shapely.Geometry) -> tuple[Line, ...]:
    """Return the lines of a geometry; those of an area are its rings."""
    parts = [ring for part in shapely.get_parts(shape) for ring in (shapely.get_rings(part).tolist() or [part])]
    return tuple(tuple((lon, lat) for lon, lat in shapely.get_coordinates(part).tolist()) for part in parts)


@kept("geo/land.npz", most=_MOST_LINES)
def _over_land(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return closed lines on over the land that they end on: a way would slip through between it and the shore."""
    return tuple(tuple((lon, lat) for lon, lat in line.tolist()) for line in coast.over_land(lines))


def either_side(points: ArrayLike, closed: SomeGates) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
    """Return where ships may come to places: at a closed gate from either side, and else at the place itself.

    A strait counts at the mid-point of its gate. Closed it may not be passed, yet ships come to it, from both seas.

    Returns
    -------
    at : (M, 2) array of float, degrees
    place : (M,) array of int
        The number of the place of each.
    off_km : (M,) array of float
        How far each lies from its place.
    """
    drawn = [_drawn()[gate_id(item)] if isinstance(item, str) else item for item in given(closed)]
    lines = [(part, _geodesic(part)) for line in drawn for part in shapely.get_parts(line)]
    at: list[tuple[float, float]] = []
    place: list[int] = []
    for number, (lon, lat) in enumerate(np.asarray(points, dtype=float).reshape(-1, 2).tolist()):
        point = shapely.Point(lon, lat)
        gate = next((line for line, geodesic in lines if geodesic.distance(point) < _ON_DEG), None)
        sides = [(lon, lat), *(_beside(gate, point) if gate is not None else [])]
        at += sides
        place += [number] * len(sides)
    lonlat, number_of = np.array(at).reshape(-1, 2), np.array(place, dtype=np.int64)
    off_m = geodesy.distance_m(*lonlat.T, *np.asarray(points, dtype=float).reshape(-1, 2)[number_of].T)
    return lonlat, number_of, off_m / 1000.0


def standing_on(points: Iterable[tuple[float, float]]) -> list[set[str]]:
    """Return the gates that each place (lon, lat) stands on: those of the strait whose mid-point it is."""
    lines = [(gate, _geodesic(part)) for gate, line in _drawn().items() for part in shapely.get_parts(line)]
    tree = shapely.STRtree([geodesic for _, geodesic in lines])
    return [
        {lines[k][0] for k in tree.query(shapely.Point(lon, lat), predicate="dwithin", distance=_ON_DEG).tolist()}
        for lon, lat in points
    ]


@kept("layers", "geo/passages.toml")
def _drawn() -> dict[str, shapely.Geometry]:
    mesh = {row["id"]: plain.shape_of(row) for layer in _LAYERS for row in plain.ours(layer).records}
    return mesh | {gate.id: shapely.LineString(gate.line) for gate in gates().values() if gate.line is not None}


def _geodesic(line: shapely.LineString) -> shapely.LineString:
    return shapely.LineString(geodesy.line(shapely.get_coordinates(line), 5_000.0))


def _beside(gate: shapely.LineString, point: shapely.Point) -> list[tuple[float, float]]:
    """Return a point on each side of a gate, some 100 m off, beside where it is nearest to a point.

    The mid-point of a gate is that of the geodesic; a gate of the mesh is straight in longitude and latitude.
    """
    along = gate.project(point)
    before, at, after = (gate.interpolate(max(along + step, 0.0)) for step in (-_ON_DEG, 0.0, _ON_DEG))
    wide = np.cos(np.radians(point.y))
    east, north = (after.x - before.x) * wide, after.y - before.y
    off = _BESIDE_DEG / np.hypot(east, north)
    return [(at.x + side * off * north / wide, at.y - side * off * east) for side in (-1.0, 1.0)]


def told(ids: Iterable[str], lang: str = "en") -> list[str]:
    """Return the names of gates in a language, in the order given."""
    known = names(lang)
    return [known.get(gate, gate) for gate in ids]


@kept("layers", "geo/passages.toml")
def names(lang: str) -> dict[str, str]:
    """Return the names of all gates in a language, by their ids."""
    rows = [row for layer in _LAYERS for row in plain.rows(layer).records]
    return {row["id"]: name_in(row, lang) for row in rows}


@kept("layers", "geo/passages.toml", "geo/ice.toml")
def icy() -> dict[str, tuple[Ice, ...]]:
    """Return the waters with winter ice that each gate lies in, by its id; gates without ice are left out."""
    return {gate: found for gate, line in _drawn().items() if (found := ice_on(line))}
