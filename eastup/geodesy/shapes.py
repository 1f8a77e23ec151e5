"""Distances to lines and areas on the ellipsoid: to their nearest or farthest point, 0 inside an area.

Edges are geodesics. They are cut into pieces of at most `STEP_M`, so that a piece is as good as straight in longitude
and latitude (within a metre) where it is asked what an area holds; the nearest point is found on the pieces themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from shapely.affinity import translate

from eastup.geodesy.ellipsoid import distance_m, forward, inverse

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.spatial import cKDTree

    from eastup.geodesy.ellipsoid import FloatArray

STEP_M = 4_000.0
"""A geodesic of this length leaves the straight line in longitude and latitude by 0.3 m times the tangent of its
latitude; twice the step, four times as far."""
_SHORT_DEG = 0.025
"""An edge of no more longitude and latitude is shorter than the step."""
_CHORD_ERROR = 0.003
"""By how much lengths that are estimated from chords through the globe may be off, as far as `_ALL_FROM_M`."""
_ALL_FROM_M = 15_000_000.0
_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
_STEPS = 28
"""Of the search along a piece: it ends some 5 mm wide, where the distance has long settled."""
_PAIRS_TRIED, _ROUNDS, _SETTLED_M = 24, 60, 1e-3
"""Between two shapes: how many nodes of one are measured to the other, and how often the two ends are then moved in
turn, from the best pair on, until neither gets nearer by a millimetre."""
_KEPT_PAIRS = 3
_TO_ECEF = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
_MEAN_RADIUS_M = 6_371_008.8
_TURNS_DEG = (-720.0, -360.0, 0.0, 360.0, 720.0)
"""By which longitudes may be spelled apart."""


class Shape:
    """A line, an area or several, made ready to be measured to.

    Parameters
    ----------
    geometry : shapely geometry
        In degrees. An edge runs the short way round, whether the longitudes of its ends are spelled across 180 degrees,
        on to 360 or with a jump.
    """

    def __init__(self, geometry: shapely.Geometry) -> None:
        self._paths = [_dense(path) for path in _paths(geometry)]
        self.nodes = np.concatenate(self._paths)
        """``(N, 2)`` longitude and latitude."""
        last = np.cumsum([len(path) for path in self._paths]) - 1
        self._starts = np.setdiff1d(np.arange(len(self.nodes)), last)
        self._areas = shapely.geometrycollections(_areas(geometry))
        shapely.prepare(self._areas)
        self._ecef = _ecef(self.nodes)
        self._tree: cKDTree | None = None
        self._azimuth_deg, self._length_m = inverse(*self.nodes[self._starts].T, *self.nodes[self._starts + 1].T)

    def holds(self, lonlat: ArrayLike) -> NDArray[np.bool_]:
        """Say which points lie within an area of the shape."""
        xy = np.asarray(lonlat, dtype=float).reshape(-1, 2)
        held = np.zeros(len(xy), dtype=bool)
        west, _, east, _ = shapely.bounds(self._areas)
        for turn in _TURNS_DEG:
            lon = xy[:, 0] + turn
            within = (lon >= west) & (lon <= east)
            held[within] |= shapely.intersects_xy(self._areas, lon[within], xy[within, 1])
        return held

    def nearest(self, lonlat: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the nearest point of the shape to each point, ``(N, 2)`` degrees, and its distance, metres.

        A point within an area is its own nearest, at 0.
        """
        xy = np.asarray(lonlat, dtype=float).reshape(-1, 2)
        found, far_m = np.array(xy), np.zeros(len(xy))
        for number in np.flatnonzero(~self.holds(xy)):
            found[number], far_m[number] = self._nearest_to(xy[number])
        return found, far_m

    def farthest(self, lonlat: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the farthest point of the shape from each point, ``(N, 2)`` degrees, and its distance, metres."""
        xy = np.asarray(lonlat, dtype=float).reshape(-1, 2)
        found, far_m = np.empty_like(xy), np.empty(len(xy))
        for number, point in enumerate(xy):
            rough = self._rough_m(point)
            most = rough.max()
            near = np.flatnonzero(rough >= most * (1.0 - 2.0 * _CHORD_ERROR) if most < _ALL_FROM_M else rough > 0)
            near = near if len(near) else np.arange(len(rough))
            exact = distance_m(*point, *self.nodes[near].T)
            best = int(np.argmax(exact))
            found[number], far_m[number] = self.nodes[near[best]], exact[best]
        return found, far_m

    def nearest_of(self, other: Shape) -> tuple[FloatArray, FloatArray, float]:
        """Return the nearest points of this shape and another, ``(2,)`` degrees each, and their distance, metres."""
        if (shared := self._shared(other)) is not None:
            return shared, shared, 0.0
        if other._tree is None:
            from scipy.spatial import cKDTree

            other._tree = cKDTree(other._ecef)
        chord, _ = other._tree.query(self._ecef)
        tried = np.argsort(chord, kind="stable")[:_PAIRS_TRIED]
        _, far_m = other.nearest(self.nodes[tried])
        best = (self.nodes[0], other.nodes[0], np.inf)
        for start in self.nodes[tried[np.argsort(far_m, kind="stable")[:_KEPT_PAIRS]]]:
            found = self._settled(start, other)
            best = min(best, found, key=lambda pair: pair[2])
        return best

    def farthest_of(self, other: Shape) -> tuple[FloatArray, FloatArray]:
        """Return the points of this shape and another that are farthest from each other, ``(2,)`` degrees each."""
        ranked = [np.argsort(self.nodes[:, axis], kind="stable")[[0, -1]] for axis in (0, 1)]
        found = [self._apart(self.nodes[start], other) for start in dict.fromkeys(np.concatenate(ranked).tolist())]
        here, there, _ = max(found, key=lambda pair: pair[2])
        return here, there

    def _apart(self, start: FloatArray, other: Shape) -> tuple[FloatArray, FloatArray, float]:
        here, last = start, -np.inf
        for _ in range(_ROUNDS):
            (there,), _ = other.farthest([here])
            (here,), (far_m,) = self.farthest([there])
            if far_m - last < _SETTLED_M:
                break
            last = float(far_m)
        return here, there, float(far_m)

    def _settled(self, start: FloatArray, other: Shape) -> tuple[FloatArray, FloatArray, float]:
        here, last = start, np.inf
        for _ in range(_ROUNDS):
            (there,), _ = other.nearest([here])
            (here,), (far_m,) = self.nearest([there])
            if last - far_m < _SETTLED_M:
                break
            last = float(far_m)
        return here, there, float(far_m)

    def _shared(self, other: Shape) -> FloatArray | None:
        """Return a point that both shapes hold, or None."""
        for one, another in ((self, other), (other, self)):
            if (held := one.holds(another.nodes)).any():
                return np.asarray(another.nodes[int(held.argmax())])
        here, there = (shapely.MultiLineString([p for p in shape._paths if len(p) > 1]) for shape in (self, other))
        for turn in _TURNS_DEG:
            if len(crossing := shapely.get_coordinates(shapely.intersection(here, translate(there, turn)))):
                return np.asarray(crossing[0])
        return None

    def _rough_m(self, point: FloatArray) -> FloatArray:
        """Estimate the distance of a point to every node, metres, from the chord through the globe."""
        chord = np.linalg.norm(self._ecef - _ecef(point[None]), axis=1)
        return np.asarray(2.0 * _MEAN_RADIUS_M * np.arcsin(np.minimum(chord / (2.0 * _MEAN_RADIUS_M), 1.0)))

    def _nearest_to(self, point: FloatArray) -> tuple[FloatArray, float]:
        rough = self._rough_m(point)
        least = float(rough.min())
        margin = 2.0 * _CHORD_ERROR * least + 1.5 * STEP_M
        near = np.flatnonzero(rough <= least + margin if least < _ALL_FROM_M else rough >= 0.0)
        exact = np.full(len(self.nodes), np.inf)
        exact[near] = distance_m(*point, *self.nodes[near].T)
        best = int(np.argmin(exact))
        ends = np.minimum(exact[self._starts], exact[self._starts + 1])
        pieces = np.flatnonzero(ends - self._length_m / 2.0 <= exact[best])
        if not len(pieces):
            return self.nodes[best], float(exact[best])
        start, azimuth = self.nodes[self._starts[pieces]], self._azimuth_deg[pieces]

        def far_m(along: FloatArray) -> FloatArray:
            lon, lat = forward(start[:, 0], start[:, 1], azimuth, along)
            return distance_m(point[0], point[1], lon, lat)

        low, high = np.zeros(len(pieces)), self._length_m[pieces].copy()
        left, right = high - _GOLDEN * high, _GOLDEN * high
        left_m, right_m = far_m(left), far_m(right)
        for _ in range(_STEPS):
            nearer = left_m < right_m
            high, low = np.where(nearer, right, high), np.where(nearer, low, left)
            width = _GOLDEN * (high - low)
            kept, kept_m = np.where(nearer, left, right), np.where(nearer, left_m, right_m)
            new = np.where(nearer, high - width, low + width)
            new_m = far_m(new)
            left, right = np.where(nearer, new, kept), np.where(nearer, kept, new)
            left_m, right_m = np.where(nearer, new_m, kept_m), np.where(nearer, kept_m, new_m)
        middle = (low + high) / 2.0
        found = far_m(middle)
        winner = int(np.argmin(found))
        if found[winner] >= exact[best]:
            return self.nodes[best], float(exact[best])
        lon, lat = forward(start[winner, 0], start[winner, 1], azimuth[winner], middle[winner])
        return np.array([float(lon), float(lat)]), float(found[winner])


def unwrapped(path: ArrayLike) -> FloatArray:
    """Return a path ``(N, 2)`` whose longitudes run on without a jump: each edge goes the short way round."""
    lonlat = np.array(path, dtype=float)
    lonlat[:, 0] = np.unwrap(lonlat[:, 0], period=360.0)
    return lonlat


def _paths(geometry: shapely.Geometry) -> list[FloatArray]:
    """Return the lines, rings and points of a geometry, each ``(N, 2)``."""
    found: list[FloatArray] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type in {"Polygon", "LinearRing"}:
            found += [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)]
        elif part.geom_type in {"Point", "LineString"}:
            found.append(shapely.get_coordinates(part))
        else:
            found += _paths(part)
    return [path for path in found if len(path)]


def _areas(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the areas of a geometry with geodesic edges, longitudes running on, closed over a pole that they hold."""
    found: list[shapely.Geometry] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            outer, *holes = (_closed(_dense(shapely.get_coordinates(ring))) for ring in shapely.get_rings(part))
            area = shapely.Polygon(outer, [_beside(hole, outer) for hole in holes])
            found.append(area if area.is_valid else shapely.make_valid(area))
        elif part.geom_type in {"MultiPolygon", "GeometryCollection"}:
            found += _areas(part)
    return found


def _beside(hole: FloatArray, outer: FloatArray) -> FloatArray:
    """Turn a hole by whole circles so that it lies within the longitudes of its ring."""
    return np.add(hole, (360.0 * round((outer[:, 0].mean() - hole[:, 0].mean()) / 360.0), 0.0))


def _closed(ring: FloatArray) -> FloatArray:
    """Close a ring that goes round a pole along the pole."""
    if abs(ring[-1, 0] - ring[0, 0]) < 180.0:
        return ring
    pole = 90.0 if ring[:, 1].mean() > 0 else -90.0
    return np.concatenate([ring, [[ring[-1, 0], pole], [ring[0, 0], pole], ring[0]]])


def _dense(path: FloatArray) -> FloatArray:
    """Cut the geodesic edges of a path into pieces of at most `STEP_M`."""
    if len(path) < 2 or np.abs(np.diff(path, axis=0)).max() <= _SHORT_DEG:
        return path
    path = unwrapped(path)
    azimuth, length_m = inverse(*path[:-1].T, *path[1:].T)
    counts = np.maximum(1, np.ceil(length_m / STEP_M)).astype(int)
    edge = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    between = step > 0
    nodes = path[edge].copy()
    at = edge[between]
    along = length_m[at] * step[between] / counts[at]
    nodes[between] = np.column_stack(forward(path[at, 0], path[at, 1], azimuth[at], along))
    return unwrapped(np.concatenate([nodes, path[-1:]]))


def _ecef(lonlat: FloatArray) -> FloatArray:
    return np.column_stack(_TO_ECEF.transform(lonlat[:, 0], lonlat[:, 1], np.zeros(len(lonlat))))
