"""Between which bounds ship distances to fixed points lie, read from fields of them that were made once.

Let c be the cost of a way, its length and tolls, and p one of the points. In water that ships use freely c is a metric,
so for a place x and any nodes n that it reaches at a cost e

    max (c(n, p) - e(x, n))  <=  c(x, p)  <=  min (c(n, p) + e(x, n)).

Where no shore is near, e is the geodesic to the nodes of a lattice about x; near one, a search of some tens of
kilometres tells it. A place in the strip along a coast is no through way, so the left side does not hold for it: its
way leaves the strip at an edge of the border that is no farther than the rule of the strip allows
(`eastup.sea.engine`), and the border is sampled. What ways cost is known; their length is that less tolls. Where the
ways of all nodes that were read pay the same, and they are more than a few, those of the place are taken to pay that
too; else anything up to the most that is paid anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy
from eastup.sea.mesh import NAVIGABLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.sea.engine import SeaEngine, Water
    from eastup.sea.mesh import Mesh

    Ints = NDArray[np.intp]

_STEP_DEG = 0.25
"""Of the lattice; with half of it bounds are half as wide, and four times the memory is taken."""
_BORDER_KM = 5.0
"""Between points of the border: bounds of places in the strip are that much wider."""
_NEAR_KM = 80.0
"""How far nodes are looked for near a shore; a block of nine cells is no wider than that from its middle cell."""
_OWN_STRIP_KM = 60.0
"""A point this near may be reached within the strip."""
_BULGE_DEG = 0.003  # of a geodesic across nine cells over the straight line of longitude and latitude, and more
_OFF_DEG = 1e-4  # of points of the border, so that they lie in the water that they border
_CLEAR_DEG = 0.03
"""A place nearer to the border may be reached from within the strip as no way onwards is."""
_LEAST_ALIKE = 4
_STRIP_SLACK_KM = 10.0
"""The engine lets a way to a node in sight of the strip leave it where a way onwards may not: up to 3 km were seen."""
_ROUNDING_KM = 0.02  # fields are kept in single precision, and the border is up to 11 m off
_AT_ONCE = 2048


class SeaBounds:
    """Bounds of the ship distances between any places and fixed points.

    Parameters
    ----------
    points : (P, 2) ndarray, degrees
    sea : SeaEngine
    water : Water
    extent : tuple of float
        West, south, east, north of what is read, degrees; nothing is known of places beyond.
    """

    def __init__(self, points: FloatArray, sea: SeaEngine, water: Water, extent: Bounds) -> None:
        self._points, self._sea, self._water = points, sea, water
        self._west, self._south, east, north = extent
        self._columns = round((east - self._west) / _STEP_DEG) + 1
        self._rows = round((north - self._south) / _STEP_DEG) + 1
        lon = self._west + _STEP_DEG * np.arange(self._columns)
        lat = self._south + _STEP_DEG * np.arange(self._rows)
        nodes = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
        access = sea.access(nodes, water)
        free = access.on_water & (access.strip_km == 0)
        edges, opposite = border(sea.mesh)
        shore, self._edge_of = _sampled(edges, opposite, (self._west - 1, self._south - 1, east + 1, north + 1))
        self._places = np.concatenate([nodes[free], shore])
        self._shores = shapely.STRtree(np.atleast_1d(np.asarray(shapely.points(shore))))
        self._nodes = int(free.sum())
        clear = nodes[free]
        near = shapely.box(*(clear - _CLEAR_DEG).T, *(clear + _CLEAR_DEG).T)
        self._clear = np.ones(self._nodes, bool)
        self._clear[shapely.STRtree(_lines(edges)).query(near, predicate="intersects")[0]] = False
        self._place_of = np.full(len(nodes), -1)
        self._place_of[free] = np.arange(self._nodes)
        self._open = self._blocks_without(edges)
        self._km = np.empty((len(points), len(self._places)), np.float32)
        self._toll_km = np.empty(self._km.shape, np.float16)  # sums of a few whole numbers
        fields = sea.fields(points, self._places, water, shore_km=0.0)
        for km, toll, field in zip(self._km, self._toll_km, fields, strict=True):
            km[:] = field.distance_km
            there = np.isfinite(field.cost_km)
            toll[:] = 0.0
            toll[there] = np.round(field.cost_km[there] - field.distance_km[there], 3)
        self._worst_toll = self._toll_km.max(axis=1).astype(float)

    def km(self, lonlat: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the least and greatest distance of every point to every place, ``(P, N)``.

        Nothing and infinity where nothing is known; infinity twice where there is no way.
        """
        lon = self._west + (lonlat[:, 0] - self._west) % 360.0
        places = np.column_stack([lon, lonlat[:, 1]])
        column = np.floor((lon - self._west) / _STEP_DEG).astype(int)
        row = np.floor((places[:, 1] - self._south) / _STEP_DEG).astype(int)
        known = (column >= 1) & (column < self._columns - 2) & (row >= 1) & (row < self._rows - 2)
        low, high = np.zeros((len(self._points), len(lon))), np.full((len(self._points), len(lon)), np.inf)
        first = np.where(known, (row - 1) * self._columns + column - 1, 0)
        is_open = known & self._open[row.clip(0, self._rows - 1), column.clip(0, self._columns - 1)]
        block = (self._columns * np.arange(4)[:, None] + np.arange(4)).ravel()
        open_rows = np.flatnonzero(is_open)
        for start in range(0, len(open_rows), _AT_ONCE):
            some = open_rows[start : start + _AT_ONCE]
            at = self._place_of[first[some, None] + block]
            x, n = places[some, None], self._places[at]
            leg = np.asarray(geodesy.distance_m(x[..., 0], x[..., 1], n[..., 0], n[..., 1])) / 1000.0
            low[:, some], high[:, some] = self._between(at, leg, np.zeros_like(leg))
        near_shore = np.flatnonzero(known & ~is_open)
        if len(near_shore):
            access = self._sea.access(places[near_shore], self._water)
            for k, off_km, strip_km in zip(near_shore, access.shore_km, access.strip_km, strict=True):
                if np.isfinite(strip_km):
                    low[:, k], high[:, k] = self._by_search(places[k], first[k] + block, off_km, strip_km)
                else:
                    low[:, k] = np.inf
        return low, high

    def exactly_km(self, lonlat: FloatArray, which: Ints) -> FloatArray:
        """Return the distance of some points to places, ``(points, places)``, each by a search of its own."""
        return self._sea.table(lonlat, self._points[which], self._water).distance_km.T

    def _between(self, at: Ints, cost_km: FloatArray, toll_km: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return both bounds by way of places ``(..., K)`` that are reached at a cost, tolls in it."""
        toll = self._toll_km[:, at].astype(float)
        cost = self._km[:, at] + toll
        least, most = self._tolls(toll, toll_km)
        low = (cost - cost_km).max(axis=-1) - most - _ROUNDING_KM
        high = (cost + cost_km).min(axis=-1) - least + _ROUNDING_KM
        return np.maximum(low, 0.0), high

    def _tolls(self, toll: FloatArray, own: FloatArray | float) -> tuple[FloatArray, FloatArray]:
        """Return the least and most that ways pay where those of the places about pay ``(P, ..., K)``."""
        least, most = toll.min(axis=-1), (toll + own).max(axis=-1)
        worst = self._worst_toll.reshape(-1, *(1,) * (least.ndim - 1))
        alike = (least == most) & (toll.shape[-1] >= _LEAST_ALIKE)
        return np.where(alike, least, 0.0), np.where(alike, most, worst)

    def _by_search(
        self, place: FloatArray, block: Ints, off_km: float, strip_km: float
    ) -> tuple[FloatArray, FloatArray]:
        """Return both bounds for a place near a shore."""
        nodes = self._place_of[block]
        near = nodes[nodes >= 0]
        near = near[self._clear[near]]
        low = np.zeros(len(self._points))
        high = low + np.inf
        found = next(self._sea.reached([place], self._places[near], self._water, limit_km=_NEAR_KM, shore_km=0.0))
        if len(found.index):
            low, high = self._between(near[found.index], found.cost_km, found.cost_km - found.distance_km)
        if off_km > 0 or strip_km > 0:
            leaves_km = off_km + 2.0 * strip_km + 1.0  # the rule of the strip
            low = self._from_strip(place, self._exits(place, leaves_km), strip_km + off_km, leaves_km)
            high += _STRIP_SLACK_KM
        return low, high

    def _from_strip(self, place: FloatArray, exits: Ints, strip_km: float, leaves_km: float) -> FloatArray:
        """Return the lower bound by way of the border: each of its points is half a step from one of the exits."""
        if not len(exits):
            return np.zeros(len(self._points))
        away = np.asarray(geodesy.distance_m(*place, *self._places[exits].T)) / 1000.0
        leave = np.maximum(strip_km, away - _BORDER_KM / 2)
        toll = self._toll_km[:, exits].astype(float)
        cost = self._km[:, exits] + toll
        low = (cost - _BORDER_KM / 2 + leave).min(axis=1) - self._tolls(toll, 0.0)[1] - _ROUNDING_KM
        straight = np.asarray(geodesy.distance_m(*place, *self._points.T)) / 1000.0
        low = np.where(straight <= leaves_km + _OWN_STRIP_KM, np.minimum(low, straight - _ROUNDING_KM), low)
        return np.asarray(np.maximum(low, 0.0))

    def _exits(self, place: FloatArray, within_km: float) -> Ints:
        """Return the places along all edges of the border that are within a distance somewhere."""
        reach_km = within_km + _BORDER_KM / 2
        up = reach_km / 110.0
        across = up / max(np.cos(np.radians(abs(place[1]) + up)), 0.05)
        box = shapely.box(place[0] - across, place[1] - up, place[0] + across, place[1] + up)
        near = np.sort(self._shores.query(box))
        away_km = np.asarray(geodesy.distance_m(*place, *self._places[self._nodes + near].T)) / 1000.0
        edge = np.unique(self._edge_of[near[away_km <= reach_km]])
        first, after = (np.searchsorted(self._edge_of, edge, side) for side in ("left", "right"))
        every = [np.arange(a, b) for a, b in zip(first, after, strict=True)]
        return np.concatenate([np.empty(0, int), *every]) + self._nodes

    def _blocks_without(self, edges: FloatArray) -> NDArray[np.bool_]:
        """Tell of which cells neither they nor those about them have a border, and all nodes are free."""
        column, row = np.meshgrid(np.arange(self._columns), np.arange(self._rows))
        west, south = self._west + _STEP_DEG * (column - 1), self._south + _STEP_DEG * (row - 1)
        wide = 3 * _STEP_DEG + _BULGE_DEG
        boxes = shapely.box(west - _BULGE_DEG, south - _BULGE_DEG, west + wide, south + wide).ravel()
        touched = np.unique(shapely.STRtree(_lines(edges)).query(boxes, predicate="intersects")[0])
        is_open = np.ones(column.size, bool)
        is_open[touched] = False
        is_open = is_open.reshape(column.shape)
        free = np.pad((self._place_of >= 0).reshape(column.shape), ((1, 2), (1, 2)))
        for down in range(4):
            for right in range(4):
                is_open &= free[down : down + self._rows, right : right + self._columns]
        return np.asarray(is_open)


def border(mesh: Mesh) -> tuple[FloatArray, FloatArray]:
    """Return the edges between the water that ships use freely and all else, and the vertices opposite, in that water.

    Returns
    -------
    edges : (E, 2, 2) ndarray, degrees
    opposite : (E, 2) ndarray, degrees
    """
    room = np.isin(mesh.label, [label for label in range(8) if NAVIGABLE >> label & 1])
    a = mesh.triangles[room].astype(np.int64)
    b, c = np.roll(a, -1, axis=1), np.roll(a, -2, axis=1)
    number = np.minimum(a, b).ravel() * len(mesh.vertices) + np.maximum(a, b).ravel()
    _, first, count = np.unique(number, return_index=True, return_counts=True)
    alone = first[count == 1]
    ends = np.stack([a.ravel()[alone], b.ravel()[alone]], axis=1)
    return mesh.vertices[ends] / 1e5, mesh.vertices[c.ravel()[alone]] / 1e5


def _lines(edges: FloatArray) -> NDArray[np.object_]:
    return np.atleast_1d(np.asarray(shapely.linestrings(edges)))


def _sampled(edges: FloatArray, opposite: FloatArray, extent: Bounds) -> tuple[FloatArray, Ints]:
    """Return points of an extent along edges, and the edge of each, rising.

    They are no farther apart than `_BORDER_KM`, and a little off into the water.
    """
    a, b = edges[:, 0], edges[:, 1]
    parts = np.ceil(np.asarray(geodesy.distance_m(*a.T, *b.T)) / 1000.0 / _BORDER_KM).astype(int)
    edge = np.repeat(np.arange(len(edges)), parts)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(parts) - parts, parts)
    points = a[edge] + (b[edge] - a[edge]) * ((step + 0.5) / parts[edge])[:, None]
    off = opposite[edge] - points
    points += off * np.minimum(0.1, _OFF_DEG / np.hypot(*off.T))[:, None]
    west, south, east, north = extent
    inside = (points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north)
    return points[inside], edge[inside]
