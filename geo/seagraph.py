"""Corners of keep-out water, and the geodesics between corners that see each other and touch both."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import Pool
from typing import Any

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from eastup import geodesy
from eastup.sealanes import REACH_KM
from eastup.seawater import Obstacle, chord, clear, unit_vectors

TILE_DEG = 0.5
OFF_DEG = 3e-4  # a corner stands so far off the keep-out water
LEAST_TURN_DEG = 2.0
FAR_DEG, MIDDLE_DEG = 0.07, 0.015  # corners that are left when the shore is simplified so far see farther
_TOUCH = 0.03


@dataclass(frozen=True)
class Corners:
    """Corners of water, with the azimuths (degrees) to their two neighbours and their class of `REACH_KM`."""

    lonlat: np.ndarray
    turns: np.ndarray
    reach: np.ndarray

    def with_free(self, lonlat: np.ndarray) -> Corners:
        """Add points that a lane may leave in any direction."""
        extra = np.zeros((len(lonlat), 2))
        middle = np.full(len(lonlat), 2)
        return Corners(
            np.concatenate([self.lonlat, lonlat]),
            np.concatenate([self.turns, extra]),
            np.concatenate([self.reach, middle]),
        )


def cut(areas: np.ndarray) -> np.ndarray:
    """Cut areas along a grid, so that each piece is small."""
    pieces: list[Any] = []
    for area in areas:
        west, south = np.floor(shapely.bounds(area)[:2] / TILE_DEG) * TILE_DEG
        columns, rows = np.ceil((shapely.bounds(area)[2:] - [west, south]) / TILE_DEG).astype(int)
        _quarter(area, west, south, int(columns), int(rows), pieces)
    valid = shapely.get_parts(shapely.make_valid(np.array(pieces)))
    return np.asarray(valid[shapely.get_type_id(valid) == shapely.GeometryType.POLYGON])


def _quarter(area: Any, west: float, south: float, columns: int, rows: int, pieces: list[Any]) -> None:
    if area.is_empty:
        return
    if columns <= 1 and rows <= 1:
        pieces.extend(p for p in shapely.get_parts(area) if shapely.get_type_id(p) == shapely.GeometryType.POLYGON)
        return
    east, north = west + columns * TILE_DEG, south + rows * TILE_DEG
    half = max(columns, rows) // 2
    if columns >= rows:
        middle = west + half * TILE_DEG
        _quarter(_clip(area, west, south, middle, north), west, south, half, rows, pieces)
        _quarter(_clip(area, middle, south, east, north), middle, south, columns - half, rows, pieces)
    else:
        middle = south + half * TILE_DEG
        _quarter(_clip(area, west, south, east, middle), west, south, columns, half, pieces)
        _quarter(_clip(area, west, middle, east, north), west, middle, columns, rows - half, pieces)


def _clip(area: Any, west: float, south: float, east: float, north: float) -> Any:
    try:
        return shapely.clip_by_rect(area, west, south, east, north)
    except shapely.errors.GEOSException:  # a ring that the edge cuts down to a line: the slow way can do it
        return shapely.intersection(area, shapely.box(west, south, east, north))


def corners(areas: np.ndarray, clearance_km: Any, obstacle: Obstacle) -> Corners:
    """Return the corners round which a route may turn.

    Parameters
    ----------
    areas : ndarray of polygons
    clearance_km : callable
        Distance of points from land: corners near land see less far.
    obstacle : Obstacle
        The same areas, cut.
    """
    far, middle = (
        set(map(tuple, shapely.get_coordinates(shapely.simplify(areas, t, preserve_topology=False))))
        for t in (FAR_DEG, MIDDLE_DEG)
    )
    found = [_ring_corners(r, k == 0) for p in areas for k, r in enumerate([p.exterior, *p.interiors])]
    at, off, turns = (np.concatenate(column) for column in zip(*found, strict=True))
    seen = np.array([2 if tuple(q) in far else 1 if tuple(q) in middle else 0 for q in at])
    free = ~obstacle.holds(off)
    off, turns, seen = off[free], turns[free], seen[free]
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
    """Return ``(E, 2)``: the pairs of corners that see each other by a line that touches both."""
    pairs = _candidates(at)
    print(len(pairs), "pairs of corners to look at", flush=True)
    global _SHARED
    _SHARED = (obstacle, at.lonlat)
    blocks = np.array_split(pairs, max(1, len(pairs) // 50_000))
    with Pool() as pool:
        seen = pool.map(_sees, blocks, chunksize=1)
    return np.asarray(pairs[np.concatenate(seen)])


_SHARED: tuple[Obstacle, np.ndarray] | None = None  # what forked workers read


def _sees(pairs: np.ndarray) -> np.ndarray:
    assert _SHARED is not None
    obstacle, lonlat = _SHARED
    return clear([obstacle], lonlat[pairs[:, 0]], lonlat[pairs[:, 1]])


def _candidates(at: Corners) -> np.ndarray:
    vectors = unit_vectors(at.lonlat)
    found = []
    for level, km in enumerate(REACH_KM):
        own = np.flatnonzero(at.reach == level)
        if np.isinf(km):
            for n, i in enumerate(own):
                found.append(_touching(np.full(len(own) - n - 1, i), own[n + 1 :], at))
            continue
        other = np.flatnonzero(at.reach >= level)
        if not len(own):
            continue
        tree = cKDTree(vectors[other])
        for block in np.array_split(own, max(1, len(own) // 2000)):
            near = tree.query_ball_point(vectors[block], chord(km))
            i = np.repeat(block, [len(n) for n in near])
            j = other[np.concatenate([np.asarray(n, int) for n in near])]
            once = (at.reach[j] > level) | (j > i)
            found.append(_touching(i[once], j[once], at))
    return np.concatenate(found)


def _touching(i: np.ndarray, j: np.ndarray, at: Corners) -> np.ndarray:
    for _ in range(2):
        azimuth = _azimuth(at.lonlat[i], at.lonlat[j])
        side = np.sin(np.radians(at.turns[i]) - azimuth[:, None])
        keep = (side[:, 0] * side[:, 1] >= 0) | (np.abs(side) < _TOUCH).any(axis=1)
        i, j = j[keep], i[keep]
    return np.column_stack([i, j])


def _azimuth(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return azimuths on a sphere, radians: near enough to tell which lines touch, and far faster than the geodesic."""
    lon_a, lat_a, lon_b, lat_b = (np.radians(v) for v in (*a.T, *b.T))
    east = np.sin(lon_b - lon_a) * np.cos(lat_b)
    north = np.cos(lat_a) * np.sin(lat_b) - np.sin(lat_a) * np.cos(lat_b) * np.cos(lon_b - lon_a)
    return np.asarray(np.arctan2(east, north))


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
