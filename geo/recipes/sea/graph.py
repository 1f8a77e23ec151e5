"""Corners of keep-out water, and the geodesics between corners that see each other and touch both."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import Pool
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from eastup.sea.access import REACH_KM
from eastup.sea.water import CUT_DEG, REGION, Obstacle, clear
from rasterio.features import rasterize
from rasterio.transform import from_origin
from scipy.ndimage import binary_erosion
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from eastup import geodesy
from eastup.geodesy.sphere import EARTH_KM, azimuths, chord, unit_vectors

if TYPE_CHECKING:
    from collections.abc import Callable

OFF_DEG = 3e-4  # a corner stands so far off the keep-out water
LEAST_TURN_DEG = 2.0
FAR_DEG, MIDDLE_DEG = 0.05, 0.015  # corners that are left when the shore is simplified so far see farther
LEAST_ISLAND_DEG2 = 1e-3  # some twelve square kilometres: a smaller one has no such corners
_TOUCH = 0.03
CELL_DEG = 0.02
PROBES_KM = (4.0, 10.0, 25.0, 60.0, 120.0)
# Lines up to so many km long are looked at so many cells from the edge of the keep-out water, at so many steps.
GLANCES = ((400.0, 1, 32), (2500.0, 3, 64), (np.inf, 8, 64))
BOTH_FREE_KM = 60.0  # how far the end of a bridge looks for another


@dataclass(frozen=True)
class Corners:
    """Corners of water, with the azimuths (degrees) to their two neighbours and their class of `REACH_KM`."""

    lonlat: np.ndarray
    turns: np.ndarray
    reach: np.ndarray

    def with_free(self, lonlat: np.ndarray, at_sea: np.ndarray) -> Corners:
        """Add points that a lane may leave in any direction; those at sea see farther than those in a bay."""
        extra = np.zeros((len(lonlat), 2))
        middle = np.where(at_sea, 3, 2)
        return Corners(
            np.concatenate([self.lonlat, lonlat]),
            np.concatenate([self.turns, extra]),
            np.concatenate([self.reach, middle]),
        )


def cut(areas: np.ndarray) -> np.ndarray:
    """Cut areas along a grid, so that each piece is small."""
    pieces: list[Any] = []
    for area in areas:
        west, south = np.floor(shapely.bounds(area)[:2] / CUT_DEG) * CUT_DEG
        columns, rows = np.ceil((shapely.bounds(area)[2:] - [west, south]) / CUT_DEG).astype(int)
        _quarter(area, west, south, int(columns), int(rows), pieces)
    valid = shapely.get_parts(shapely.make_valid(np.array(pieces)))
    return np.asarray(valid[shapely.get_type_id(valid) == shapely.GeometryType.POLYGON])


def _quarter(area: Any, west: float, south: float, columns: int, rows: int, pieces: list[Any]) -> None:
    if area.is_empty:
        return
    if columns <= 1 and rows <= 1:
        pieces.extend(p for p in shapely.get_parts(area) if shapely.get_type_id(p) == shapely.GeometryType.POLYGON)
        return
    east, north = west + columns * CUT_DEG, south + rows * CUT_DEG
    half = max(columns, rows) // 2
    if columns >= rows:
        middle = west + half * CUT_DEG
        _quarter(_clip(area, west, south, middle, north), west, south, half, rows, pieces)
        _quarter(_clip(area, middle, south, east, north), middle, south, columns - half, rows, pieces)
    else:
        middle = south + half * CUT_DEG
        _quarter(_clip(area, west, south, east, middle), west, south, columns, half, pieces)
        _quarter(_clip(area, west, middle, east, north), west, middle, columns, rows - half, pieces)


def _clip(area: Any, west: float, south: float, east: float, north: float) -> Any:
    try:
        return shapely.clip_by_rect(area, west, south, east, north)
    except shapely.errors.GEOSException:  # a ring that the edge cuts down to a line: the slow way can do it
        return shapely.intersection(area, shapely.box(west, south, east, north))


def corners(areas: np.ndarray, obstacle: Obstacle, clearance_km: Callable[[np.ndarray], np.ndarray] | None) -> Corners:
    """Return the corners round which a route may turn.

    Parameters
    ----------
    areas : ndarray of polygons
    obstacle : Obstacle
        The same areas, cut.
    clearance_km : callable, optional
        Distance of points from land: corners near land see less far. Without it every corner lies at the coast, and
        how far it sees depends on how far it stands out.
    """
    large = shapely.area(areas) > LEAST_ISLAND_DEG2
    far, middle = (
        {
            tuple(corner)
            for some, whole in ((areas[large], True), (areas[~large], False))
            for corner in shapely.get_coordinates(shapely.simplify(some, t, preserve_topology=whole))
        }
        for t in (FAR_DEG, MIDDLE_DEG)
    )
    found = [_ring_corners(r, k == 0) for p in areas for k, r in enumerate([p.exterior, *p.interiors])]
    at, off, turns = (np.concatenate(column) for column in zip(*found, strict=True))
    seen = np.array([2 if tuple(q) in far else 1 if tuple(q) in middle else 0 for q in at])
    free = ~obstacle.holds(off)
    off, turns, seen = off[free], turns[free], seen[free]
    if clearance_km is None:
        return Corners(off, turns, np.array([1, 3, 4])[seen])
    km = clearance_km(off)
    reach = np.select([km < 0.9, km < 2.0], [0, 1], 2)
    reach = np.where((seen == 2) & (km > 1.5), 4, np.where((seen >= 1) & (km > 1.0), 3, reach))
    return Corners(off, turns, reach)


def _ring_corners(ring: Any, exterior: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    xy = shapely.get_coordinates(ring)[:-1]
    if shapely.is_ccw(ring) != exterior:
        xy = xy[::-1]  # so that the water lies to the right
    squeeze = np.column_stack([np.cos(np.radians(xy[:, 1])), np.ones(len(xy))])  # a ring may span a continent
    back, ahead = np.roll(xy, 1, axis=0) - xy, np.roll(xy, -1, axis=0) - xy
    u, v = -back * squeeze, ahead * squeeze
    u, v = (w / np.maximum(np.hypot(*w.T), 1e-12)[:, None] for w in (u, v))
    keep = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0] > np.sin(np.radians(LEAST_TURN_DEG))
    along = u + v
    along /= np.maximum(np.hypot(*along.T), 1e-12)[:, None]
    off = xy + np.column_stack([along[:, 1], -along[:, 0]]) * OFF_DEG / squeeze
    turns = np.column_stack([np.degrees(np.arctan2(-u[:, 0], -u[:, 1])), np.degrees(np.arctan2(v[:, 0], v[:, 1]))])
    return xy[keep], off[keep], turns[keep]


def lanes(at: Corners, obstacle: Obstacle) -> np.ndarray:
    """Return ``(E, 2)``: the pairs of corners that see each other by a line that touches both.

    A corner looks as far as its class in `REACH_KM` for corners of its class and above; those of the two highest
    classes look for each other at any distance. The ends of bridges look for each other only near by: there are many.
    """
    global _SHARED
    vectors = unit_vectors(at.lonlat)
    others = [np.flatnonzero(at.reach >= level - np.isinf(km)) for level, km in enumerate(REACH_KM)]
    trees = [cKDTree(vectors[other]) if len(other) else None for other in others]
    _SHARED = _Search(obstacle, at, vectors, others, trees, _Inland(obstacle))
    own = [np.flatnonzero(at.reach == level) for level in range(len(REACH_KM))]
    blocks = [block for level in own[::-1] for block in np.array_split(level, max(1, len(level) // 40))]
    with Pool() as pool:
        found = pool.map(_seen_from, blocks, chunksize=5)
    return np.concatenate(found)


class _Search(NamedTuple):
    """What forked workers read; others and trees are those of each class."""

    obstacle: Obstacle
    at: Corners
    vectors: np.ndarray
    others: list[np.ndarray]
    trees: list[Any]
    inland: _Inland


_SHARED: _Search | None = None


def _seen_from(block: np.ndarray) -> np.ndarray:
    """Return the lines that begin at some corners of one class."""
    if not len(block):
        return np.empty((0, 2), dtype=int)
    assert _SHARED is not None
    obstacle, at, vectors, others, trees, inland = _SHARED
    level = int(at.reach[block[0]])
    if np.isinf(REACH_KM[level]):
        near = [np.arange(len(others[level]))] * len(block)
    else:
        near = trees[level].query_ball_point(vectors[block], chord(REACH_KM[level]))
    i = np.repeat(block, [len(n) for n in near])
    j = others[level][np.concatenate([np.asarray(n, int) for n in near])]
    free = ~at.turns.any(axis=1)
    chosen = (at.reach[j] != level) | (j > i)
    both = np.flatnonzero(free[i] & free[j])
    chosen[both] &= _within(vectors[i[both]], vectors[j[both]], BOTH_FREE_KM)
    pairs = _touching(i[chosen], j[chosen], at)
    pairs = pairs[~inland.hides(vectors[pairs[:, 0]], vectors[pairs[:, 1]])]
    return pairs[clear([obstacle], at.lonlat[pairs[:, 0]], at.lonlat[pairs[:, 1]])]


def _within(a: np.ndarray, b: np.ndarray, km: float) -> np.ndarray:
    return np.asarray(np.einsum("ij,ij->i", a, b) > np.cos(km / EARTH_KM))


class _Inland:
    """Cells that lie inside the keep-out water or land: most lines that don't see are told by a glance at these."""

    def __init__(self, obstacle: Obstacle) -> None:
        west, south, east, north = REGION
        shape = (round((north - south) / CELL_DEG), round((east - west) / CELL_DEG))
        grid = from_origin(west, north, CELL_DEG, CELL_DEG)
        filled = rasterize(obstacle.pieces, shape, transform=grid).astype(bool)
        edges = rasterize(shapely.boundary(obstacle.pieces), shape, transform=grid, all_touched=True).astype(bool)
        whole = filled & ~edges
        # A great circle strays from a geodesic the more, the longer it is.
        self._cells = [binary_erosion(whole, iterations=cells) for _, cells, _ in GLANCES]

    def hides(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Tell which points, ``(N, 3)`` unit vectors, surely don't see each other."""
        angle = np.arccos(np.clip(np.einsum("ij,ij->i", a, b), -1.0, 1.0))
        hidden = np.zeros(len(a), dtype=bool)

        def look(cells: np.ndarray, k: np.ndarray, part: Any) -> None:
            hidden[k] |= self._on(cells, a[k], b[k], angle[k], np.broadcast_to(part, len(k)))

        for km in PROBES_KM:
            k = np.flatnonzero(~hidden & (angle > km / EARTH_KM))
            look(self._cells[0], k, km / EARTH_KM / angle[k])
            look(self._cells[0], k, 1.0 - km / EARTH_KM / angle[k])
        longer_than = 0.0
        for cells, (km, _, steps) in zip(self._cells, GLANCES, strict=True):
            some = (angle > longer_than / EARTH_KM) & (angle <= km / EARTH_KM)
            for step in range(1, steps):
                look(cells, np.flatnonzero(some & ~hidden), step / steps)
            longer_than = km
        return hidden

    def _on(
        self, cells: np.ndarray, start: np.ndarray, end: np.ndarray, angle: np.ndarray, part: np.ndarray
    ) -> np.ndarray:
        at = np.sin((1 - part) * angle)[:, None] * start + np.sin(part * angle)[:, None] * end
        lon = np.degrees(np.arctan2(at[:, 1], at[:, 0])) % 360.0
        lat = np.degrees(np.arctan2(at[:, 2], np.hypot(at[:, 0], at[:, 1])))
        column = ((lon - REGION[0]) / CELL_DEG).astype(int)
        row = ((REGION[3] - lat) / CELL_DEG).astype(int)
        mapped = (column >= 0) & (column < cells.shape[1]) & (row >= 0) & (row < cells.shape[0])
        return np.asarray(mapped & cells[np.where(mapped, row, 0), np.where(mapped, column, 0)])


def _touching(i: np.ndarray, j: np.ndarray, at: Corners) -> np.ndarray:
    for _ in range(2):
        azimuth = azimuths(at.lonlat[i], at.lonlat[j])
        side = np.sin(np.radians(at.turns[i]) - azimuth[:, None])
        keep = (side[:, 0] * side[:, 1] >= 0) | (np.abs(side) < _TOUCH).any(axis=1)
        i, j = j[keep], i[keep]
    return np.column_stack([i, j])


def joined(at: Corners, edges: np.ndarray, areas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges of the largest connected part, and the areas with the waters filled that it does not reach."""
    size = len(at.lonlat)
    _, part = connected_components(coo_matrix((np.ones(len(edges)), edges.T), shape=(size, size)), directed=False)
    main = part == np.bincount(part).argmax()
    ponds = np.array([shapely.Polygon(r) for p in areas for r in p.interiors])
    reached = np.zeros(len(ponds), dtype=bool)
    reached[shapely.STRtree(ponds).query(shapely.points(at.lonlat[main]), predicate="within")[1]] = True
    kept = iter(reached)
    filled = [shapely.Polygon(p.exterior, [r for r in p.interiors if next(kept)]) for p in areas]
    return edges[main[edges[:, 0]]], np.array(filled)


def lengths_m(lonlat: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return the geodesic length of each edge."""
    a, b = lonlat[edges[:, 0]], lonlat[edges[:, 1]]
    return geodesy.distance_m(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
