"""Ways by air that keep out of territory: the shortest round the land and the territorial sea of countries.

The way turns only at corners of what is avoided, so it is found among these by Dijkstra's search; which corners see
each other is asked when it is needed. Great circles are straight in the gnomonic projection, in which it is searched;
lengths are geodesics.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from eastup import basemap, geodesy, layers, places, words
from eastup.basemap.coast import in_frame
from eastup.distance.table import matrix
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy import sphere
from eastup.io import provenance
from eastup.io.data import kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import SomePlaces

    LonLat = tuple[float, float]

TERRITORIAL_NMI = 12.0
"""Breadth of the territorial sea that most states claim; a host may claim less, and the user may say so."""
_TILE_DEG = 4.0
_SIMPLER_KM = 1.0
"""Corners nearer to the outline than this are left out, outward: a way keeps off by up to so much more."""
_INSIDE_KM = 0.3
"""How far a line must come into what is avoided to cross it: ways run along its outline."""
_FARTHEST_DEG = 75.0
"""From the middle of a way; beyond it the gnomonic projection can't be trusted."""
_KM_PER_DEG = 111.2


@dataclass(frozen=True)
class Around:
    """A way that keeps out of territory."""

    distance_km: float
    """Not a number where there is none."""
    line: FloatArray
    """``(K, 2)`` longitude and latitude of where it begins, turns and ends."""
    note: str = ""


def around(
    origin: LonLat, target: LonLat, avoid: Sequence[str], margin_km: float = TERRITORIAL_NMI * geodesy.KM_PER_NMI
) -> Around:
    """Return the shortest way between two points that keeps out of countries.

    Parameters
    ----------
    origin, target : (lon, lat), degrees
    avoid : sequence of str
        Three-letter codes of countries.
    margin_km : float
        How far off their land it keeps: the breadth of the territorial sea.

    Returns
    -------
    Around
        A way that begins or ends within what is avoided does not exist.

    Raises
    ------
    UnknownNameError
        If there is no such country.
    """
    known = basemap.countries()
    for code in avoid:
        if code not in known:
            raise UnknownNameError("country", code, known)
    codes = tuple(sorted(set(avoid)))
    shut = _Territory.of(codes, margin_km)
    for name, point in (("begins", origin), ("ends", target)):
        if shut.holds(point):
            return Around(np.nan, np.empty((0, 2)), f"it {name} within what is avoided")
    straight = np.array([origin, target], dtype=float)
    straight[:, 0] = np.unwrap(straight[:, 0], period=360.0)
    found = _Search(shut.pieces, straight).line()
    if found is None:
        return Around(np.nan, np.empty((0, 2)), "no way round what is avoided")
    km = float(geodesy.distance_m(*found[:-1].T, *found[1:].T).sum()) / 1000.0
    return Around(km, found)


def matrix_around(  # noqa: PLR0913 - the question, in public keywords
    origins: SomePlaces,
    targets: SomePlaces,
    avoid: Sequence[str],
    *,
    margin: str | float = TERRITORIAL_NMI * geodesy.KM_PER_NMI,
    speed: SomeSpeeds = None,
    lines: bool = False,
    lang: str = "en",
) -> pd.DataFrame:
    """Return the distance by air of every origin to every target by ways that keep out of countries.

    Parameters
    ----------
    origins, targets, speed : see `eastup.distance.matrix`
    avoid : sequence of str
        Three-letter codes of the countries that refuse to be flown over: their land and territorial sea.
    margin : str or float
        Breadth of the territorial sea, ``"12nmi"`` or kilometres.
    lines : bool
        Whether to add the line of each way.
    lang : {'en', 'ja', 'ko'}
        Of names and notes.

    Returns
    -------
    DataFrame
        With the columns of `eastup.distance.COLUMNS`, then ``direct_km`` and ``extra_km``: the geodesic, and how much
        longer the way is. ``azimuth_deg`` is that of the way's first leg. A pair that no way joins has a note.
    """
    starts, ends = places.select(origins), places.select(targets)
    margin_km = geodesy.length_km(margin) if isinstance(margin, str) else float(margin)
    if not 0 <= margin_km < np.inf:
        raise InputError(f"a margin of {margin} can't be kept", hint="give a length, such as 12nmi")
    codes = list(dict.fromkeys(code.strip().upper() for one in avoid for code in one.replace("|", ",").split(",")))
    table = matrix(starts, ends, "air", speed=speed, lang=lang)
    ways = [around((a.lon, a.lat), (b.lon, b.lat), codes, margin_km) for a in starts for b in ends]
    direct_km = table["distance_km"].to_numpy(float)
    km = np.array([way.distance_km for way in ways])
    table["distance_km"], table["distance_nmi"], table["distance_mi"] = (
        km, km / geodesy.KM_PER_NMI, km / geodesy.KM_PER_MI
    )  # fmt: skip
    table["azimuth_deg"] = [
        float(geodesy.inverse(*way.line[0], *way.line[1])[0]) if len(way.line) > 1 and way.distance_km > 0 else np.nan
        for way in ways
    ]
    table["detour"] = np.divide(km, direct_km, out=np.full(len(km), np.nan), where=direct_km > 0)
    kmh = geodesy.speeds_kmh(speed, ("air",)).get("air")
    table["hours"] = km / kmh if kmh else np.nan
    w = words.of("distance", lang)
    called = words.of("countries", lang)
    kept_out = w.say(
        "around", codes=", ".join(called.get(code, code) for code in codes), nmi=margin_km / geodesy.KM_PER_NMI
    )
    table["note"] = [
        w.get(way.note, way.note) or (kept_out if way.distance_km > d + 1e-6 else "")
        for way, d in zip(ways, direct_km, strict=True)
    ]
    table["direct_km"], table["extra_km"] = direct_km, km - direct_km
    further = {"avoid": codes, "margin_km": margin_km}
    asked = provenance.made(
        "distance.matrix_around",
        hubs=starts,
        targets=ends,
        mode="air",
        speeds_kmh={"air": kmh} if kmh else {},
        further=further,
    )
    provenance.keep(table, asked)
    if not lines:
        return table
    shapes = [shapely.LineString(geodesy.line(way.line)) if len(way.line) > 1 else shapely.LineString() for way in ways]
    drawn: pd.DataFrame = layers.located(table, shapes)
    return drawn


@dataclass(frozen=True, eq=False)
class _Territory:
    """The land of countries with the sea about it, as polygons of longitude (in the frame of the land) and latitude."""

    pieces: tuple[shapely.Polygon, ...]

    @classmethod
    def of(cls, codes: tuple[str, ...], margin_km: float) -> _Territory:
        return cls(tuple(piece for code in codes for piece in _outlines(code, round(margin_km, 6))))

    def holds(self, point: LonLat) -> bool:
        at = shapely.Point(in_frame(point[0]), point[1])
        return any(piece.contains(at) for piece in self.pieces)


@kept("geo/land_coarse.npz", most=64)
def _outlines(code: str, margin_km: float) -> tuple[shapely.Polygon, ...]:
    """Return the land of a country, grown by a margin on the ellipsoid, without holes.

    It is grown in tiles, each in an azimuthal equidistant projection of its own, where lengths are true to 1e-4.
    """
    land = basemap.land("coarse")
    shapes = land.geometry.to_numpy()[(land["country"] == code).to_numpy()]
    grown = []
    for shape in shapes:
        west, south, east, north = shape.bounds
        for lon in np.arange(np.floor(west), east, _TILE_DEG):
            for lat in np.arange(np.floor(south), north, _TILE_DEG):
                tile = shapely.clip_by_rect(shape, lon, lat, lon + _TILE_DEG, lat + _TILE_DEG)
                if not tile.is_empty:
                    grown.append(_grown(tile, margin_km))
    whole = shapely.simplify(shapely.union_all(grown), _SIMPLER_KM / 2 / _KM_PER_DEG)
    return tuple(shapely.Polygon(p.exterior) for p in shapely.get_parts(whole))


def _grown(tile: shapely.Geometry, margin_km: float) -> shapely.Geometry:
    west, south, east, north = shapely.bounds(tile).tolist()
    middle = f"+proj=aeqd +lon_0={(west + east) / 2} +lat_0={(south + north) / 2} +ellps=WGS84"
    here = pyproj.Proj(middle)

    def plane(xy: FloatArray) -> FloatArray:
        return np.column_stack(here(*xy.T))

    def back(xy: FloatArray) -> FloatArray:
        lon, lat = here(xy[:, 0], xy[:, 1], inverse=True)
        turned = np.asarray(lon) + 360.0 * np.round(((west + east) / 2 - np.asarray(lon)) / 360.0)
        return np.column_stack([turned, lat])

    about = shapely.buffer(shapely.transform(tile, plane), (margin_km + _SIMPLER_KM) * 1000.0, quad_segs=4)
    return shapely.transform(shapely.simplify(about, _SIMPLER_KM * 500.0), back)


class _Search:
    """The shortest way round polygons, in the gnomonic plane about the middle of the straight way."""

    def __init__(self, pieces: Sequence[shapely.Polygon], straight: FloatArray) -> None:
        azimuth, length_m = geodesy.inverse(*straight[0], *straight[1])
        lon, lat = geodesy.forward(straight[0, 0], straight[0, 1], azimuth, length_m / 2)
        if length_m / 2000.0 > _FARTHEST_DEG * _KM_PER_DEG:
            raise InputError("a way of half the world can't be led round countries", hint="name a stop on the way")
        self._proj = pyproj.Proj(f"+proj=gnom +lon_0={float(lon)} +lat_0={float(lat)} +R=6371000")
        self._middle = float(lon), float(lat)
        self._ends = self._plane(straight)
        near = [self._near(piece) for piece in pieces]
        self._pieces = [piece for piece in near if piece is not None and not shapely.is_empty(piece)]

    def line(self) -> FloatArray | None:
        """Return the way, ``(K, 2)`` degrees.

        It is led round the polygons that it meets, and again as long as it meets others: a way that is shortest round
        some and meets no more is shortest round all.
        """
        parts = shapely.get_parts(shapely.union_all(self._pieces)) if self._pieces else np.empty(0, dtype=object)
        walls = shapely.buffer(parts, -_INSIDE_KM * 1000.0)
        tree = shapely.STRtree(walls)
        met: set[int] = set()
        way: FloatArray | None = self._ends
        while way is not None:
            legs = np.atleast_1d(np.asarray(shapely.linestrings(np.stack([way[:-1], way[1:]], axis=1))))
            more = set(tree.query(legs, predicate="intersects")[1].tolist()) - met
            if not more:
                break
            met |= more
            way = self._round(parts[sorted(met)], walls[sorted(met)])
        if way is None:
            return None
        line = self._lonlat(way)
        line[:, 0] = np.unwrap(line[:, 0], period=360.0)
        return line

    def _round(self, parts: NDArray[np.object_], walls: NDArray[np.object_]) -> FloatArray | None:
        """Return the shortest way round some polygons, ``(K, 2)`` in the plane."""
        walls = shapely.get_parts(walls)
        shapely.prepare(walls)
        ends = np.stack([self._ends, self._ends, self._ends], axis=1)  # a way may leave them anyhow
        nodes = np.concatenate([ends, self._corners(parts)])
        way = _dijkstra(nodes, self._lonlat(nodes[:, 0]), walls, shapely.STRtree(walls))
        return None if way is None else nodes[way, 0]

    @staticmethod
    def _corners(parts: NDArray[np.object_]) -> FloatArray:
        """Return the corners that stick out, where a way may turn, each with the ones beside it: ``(N, 3, 2)``."""
        found = [np.empty((0, 3, 2))]
        for part in parts:
            ring = shapely.get_coordinates(shapely.orient_polygons(part).exterior)[:-1]
            before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
            turn = (ring - before)[:, 0] * (after - ring)[:, 1] - (ring - before)[:, 1] * (after - ring)[:, 0]
            found.append(np.stack([ring, before, after], axis=1)[turn > 0])
        return np.concatenate(found)

    def _plane(self, lonlat: FloatArray) -> FloatArray:
        return np.column_stack(self._proj(*np.asarray(lonlat).T))

    def _lonlat(self, xy: FloatArray) -> FloatArray:
        return np.column_stack(self._proj(xy[:, 0], xy[:, 1], inverse=True))

    def _near(self, piece: shapely.Polygon) -> shapely.Geometry | None:
        """Return the part of a polygon that the projection holds, in the plane."""
        ring = geodesy.line(shapely.get_coordinates(piece.exterior), 200_000.0)
        away_deg = geodesy.distance_m(*self._middle, *ring.T) / 1000.0 / _KM_PER_DEG
        if (away_deg > _FARTHEST_DEG).all():
            return None
        return shapely.make_valid(shapely.Polygon(self._plane(ring[away_deg <= _FARTHEST_DEG])))


def _dijkstra(
    nodes: FloatArray, lonlat: FloatArray, walls: NDArray[np.object_], tree: shapely.STRtree
) -> list[int] | None:
    """Return the numbers of the nodes ``(N, 3, 2)`` of the shortest way from node 0 to node 1, by A*."""
    on_sphere = sphere.unit_vectors(lonlat)
    rest_m = _great_circle_m(on_sphere[1], on_sphere)
    far = np.full(len(nodes), np.inf)
    far[0] = 0.0
    before = np.full(len(nodes), -1)
    done = np.zeros(len(nodes), dtype=bool)
    queue = [(float(rest_m[0]), 0)]
    while queue:
        _, here = heapq.heappop(queue)
        if done[here]:
            continue
        done[here] = True
        if here == 1:
            way = [1]
            while way[-1] != 0:
                way.append(int(before[way[-1]]))
            return way[::-1]
        by_way = far[here] + _great_circle_m(on_sphere[here], on_sphere)
        better = np.flatnonzero(~done & (by_way < far - 1e-6))
        better = better[_grazes(nodes[here], nodes[better])]
        seen = better[_sees(nodes[here, 0], nodes[better, 0], walls, tree)]
        far[seen], before[seen] = by_way[seen], here
        for n in seen.tolist():
            heapq.heappush(queue, (float(far[n] + rest_m[n]), n))
    return None


def _great_circle_m(here: FloatArray, there: FloatArray) -> FloatArray:
    """Return the lengths of great circles between unit vectors: quick, and good enough to compare ways by."""
    return np.asarray(2.0 * 6_371_000.0 * np.arcsin(np.minimum(np.linalg.norm(there - here, axis=1) / 2.0, 1.0)))


def _grazes(here: FloatArray, there: FloatArray) -> NDArray[np.bool_]:
    """Tell which lines from a corner to corners only graze both: a shortest way is taut, so no other is part of it."""
    way = there[:, 0] - here[0]

    def side(of: FloatArray) -> FloatArray:
        return np.asarray(way[:, 0] * of[:, 1] - way[:, 1] * of[:, 0])

    at_there = side(there[:, 1] - there[:, 0]) * side(there[:, 2] - there[:, 0])
    at_here = side(np.broadcast_to(here[1] - here[0], way.shape)) * side(np.broadcast_to(here[2] - here[0], way.shape))
    return np.asarray((at_there >= 0) & (at_here >= 0))


def _sees(here: FloatArray, there: FloatArray, walls: NDArray[np.object_], tree: shapely.STRtree) -> NDArray[np.bool_]:
    """Tell which points can be seen from a point past the walls."""
    lines = np.asarray(shapely.linestrings(np.stack([np.broadcast_to(here, there.shape), there], axis=1))).reshape(-1)
    clear = np.ones(len(there), dtype=bool)
    line, wall = tree.query(lines)  # by boxes: the walls are prepared, which a query with a predicate would not use
    clear[line[shapely.intersects(walls[wall], lines[line])]] = False
    return clear
