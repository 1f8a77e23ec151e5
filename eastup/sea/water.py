"""Water that ships may use: what is clear of the coast, what keeps off it as ships do, and which gates a line crosses.

Two kinds of water are told apart. *Open* water is all but land and a strip of about 0.3 km along it. *Roomy* water also
keeps off the coast as far as there is room: 5 nautical miles where the sea is wide, half of a channel's half-width in a
narrow one. `geo/build_sealanes.py` draws both. Longitudes run from 78 to 242 without a jump.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup import geodesy
from eastup.geodesy.sphere import continuous, mercator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray

REGION = (78.0, -52.0, 243.0, 68.0)
"""West, south, east, north of the water that is mapped, degrees."""
CUT_DEG = 0.5
"""Areas that ships keep out of are cut along a grid of this mesh, so that a search of them is fast."""
_FIRST_STEP_M = 10_000.0  # most lines that fail do so near their ends
_ON_GRID = 1e-7
_OUTSIDE_DEG = 3e-5
_LONGEST_STEP_M = 60_000.0  # a geodesic leaves its chord in degrees by less than 100 m here


class Obstacle:
    """Areas or lines that a route stays clear of, cut small so that a search of them is fast."""

    def __init__(self, pieces: NDArray[Any]) -> None:
        self.pieces = pieces
        self.tree = shapely.STRtree(pieces)

    def holds(self, lonlat: FloatArray) -> NDArray[np.bool_]:
        """Tell which points lie in it."""
        inside = np.zeros(len(lonlat), dtype=bool)
        inside[self.tree.query(shapely.points(lonlat), predicate="intersects")[0]] = True
        return inside

    def hits(self, a: FloatArray, b: FloatArray) -> NDArray[np.bool_]:
        """Tell which short straight lines from ``a`` to ``b``, each ``(N, 2)``, meet it."""
        met = np.zeros(len(a), dtype=bool)
        met[self.tree.query(shapely.linestrings(np.stack([a, b], axis=1)), predicate="intersects")[0]] = True
        return met

    def share(self, a: FloatArray, b: FloatArray) -> FloatArray:
        """Return the part of each line from ``a`` to ``b`` that lies in it, 0 to 1."""
        lines = np.asarray(shapely.linestrings(np.stack([a, b], axis=1)))
        line, piece = self.tree.query(lines, predicate="intersects")
        inside = np.zeros(len(a))
        np.add.at(inside, line, shapely.length(shapely.intersection(lines[line], self.pieces[piece])))
        whole: FloatArray = np.maximum(shapely.length(lines), 1e-12)
        return inside / whole


def clear(obstacles: list[Obstacle], a: FloatArray, b: FloatArray) -> NDArray[np.bool_]:
    """Tell which geodesics from ``a`` to ``b``, each ``(N, 2)`` degrees, meet none of the obstacles.

    They are walked in steps, and dropped at the first step that meets something.
    """
    azimuth_deg, length_m = geodesy.inverse(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    free = np.ones(len(a), dtype=bool)
    at, done_m, step_m = a.copy(), np.zeros(len(a)), _FIRST_STEP_M
    left = np.arange(len(a))
    while len(left):
        ahead_m = np.minimum(done_m[left] + step_m, length_m[left])
        lon, lat = geodesy.forward(a[left, 0], a[left, 1], azimuth_deg[left], ahead_m)
        to = continuous(np.column_stack([lon, lat]))
        arrived = ahead_m >= length_m[left]
        to[arrived] = b[left[arrived]]
        for obstacle in obstacles:
            hit = obstacle.hits(at[left], to)
            free[left[hit]] = False
            left, to, ahead_m, arrived = left[~hit], to[~hit], ahead_m[~hit], arrived[~hit]
        at[left], done_m[left] = to, ahead_m
        left = left[~arrived]
        step_m = min(1.5 * step_m, _LONGEST_STEP_M)
    return free


class Gates:
    """The gates of the straits, and which of them a line crosses."""

    def __init__(self, ids: list[str], lines: NDArray[Any]) -> None:
        self.ids = ids
        self._lines = np.asarray(lines)
        parts, self._gate = shapely.get_parts(self._lines, return_index=True)
        xy, line = shapely.get_coordinates(parts, return_index=True)
        self._obstacle = Obstacle(np.asarray(shapely.linestrings(continuous(xy), indices=line)))

    def lines(self, numbers: Iterable[int]) -> NDArray[Any]:
        """Return the lines of some gates."""
        return self._lines[sorted(numbers)]

    def crossed(self, a: FloatArray, b: FloatArray) -> NDArray[np.int64]:
        """Return ``(K, 2)``: the number of a line from ``a`` to ``b``, and of a gate that it crosses."""
        azimuth_deg, length_m = geodesy.inverse(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
        steps = np.maximum(1, np.ceil(length_m / _LONGEST_STEP_M)).astype(int)
        line = np.repeat(np.arange(len(a)), steps)
        step = np.arange(len(line)) - np.repeat(np.cumsum(steps) - steps, steps)
        ends = []
        for k in (step, step + 1):
            along_m = length_m[line] * k / steps[line]
            lon, lat = geodesy.forward(a[line, 0], a[line, 1], azimuth_deg[line], along_m)
            ends.append(continuous(np.column_stack([lon, lat])))
        hit, part = self._obstacle.tree.query(shapely.linestrings(np.stack(ends, axis=1)), predicate="intersects")
        pairs = np.column_stack([line[hit], self._gate[part]]).astype(np.int64)
        return np.unique(pairs, axis=0)


def nearest_clear(obstacle: Obstacle, lonlat: FloatArray, within_km: float) -> FloatArray | None:
    """Return the nearest point outside an obstacle, on its edge, or None where none is so near.

    Parameters
    ----------
    obstacle : Obstacle
        Of areas.
    lonlat : (2,) ndarray, degrees
    within_km : float
    """
    squeeze = np.array([np.cos(np.radians(lonlat[1])), 1.0])
    reach = within_km / 111.0 / squeeze
    box = shapely.box(*(lonlat - reach), *(lonlat + reach))
    around = shapely.union_all(obstacle.pieces[obstacle.tree.query(box)], grid_size=1e-7)  # rounded, it can't fail
    water = shapely.difference(box, shapely.buffer(around, 1e-5))
    if water.is_empty:
        return None
    plane = shapely.transform(water, lambda xy: xy * squeeze)
    ends = shapely.get_coordinates(shapely.shortest_line(shapely.Point(lonlat * squeeze), plane))
    return np.asarray(ends[1] / squeeze)


class Edge:
    """The edge of areas, without the cuts along the grid: finds the nearest point of it for many places at once.

    Lines are straight in longitude and latitude; near is near in Mercator's projection, which keeps angles.
    """

    def __init__(self, obstacle: Obstacle) -> None:
        points, ring = shapely.get_coordinates(shapely.get_rings(obstacle.pieces), return_index=True)
        a, b = points[:-1], points[1:]
        along = np.abs(a / CUT_DEG - np.round(a / CUT_DEG)) < _ON_GRID
        inner = (ring[:-1] != ring[1:]) | ((a == b) & along).any(axis=1)
        ends = np.stack([mercator(a[~inner]), mercator(b[~inner])], axis=1)
        self._sides = np.asarray(shapely.linestrings(ends))
        self._tree = shapely.STRtree(self._sides)

    def nearest(self, lonlat: FloatArray) -> FloatArray:
        """Return the nearest point of the edge for each point ``(N, 2)`` inside, a few metres beyond it."""
        at = mercator(lonlat)
        points = shapely.points(at)
        which, side = self._tree.query_nearest(points, all_matches=False)
        sides = self._sides[side[np.argsort(which)]]
        foot = shapely.get_coordinates(shapely.line_interpolate_point(sides, shapely.line_locate_point(sides, points)))
        away = foot - at
        length = np.maximum(np.hypot(*away.T), 1e-12)[:, None]
        x, y = (foot + away / length * _OUTSIDE_DEG).T
        return np.column_stack([x, np.degrees(np.arctan(np.sinh(np.radians(y))))])
