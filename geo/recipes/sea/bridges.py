"""Ways into waters that the keep-out water shuts off: from each, the shortest lines out that no coast crosses.

The mouth of a bay is narrower than the sea before it, so the strip that ships keep out of along the open coast runs
across it. A ship that goes in crosses that strip by the shortest way, and so does the network: here. Narrow straits
of the layer are crossed in the same way.
"""

from __future__ import annotations

from multiprocessing import Pool
from typing import Any

import numpy as np
import seagraph
import searoom
import shapely
from eastup.sea.water import Obstacle, clear
from scipy.spatial import cKDTree

from eastup import geodesy
from eastup.geodesy.sphere import EARTH_KM, chord, unit_vectors

LONGEST_KM = 25.0
_SAMPLE_DEG = 0.012
_APART_KM = 12.0  # two mouths of one bay that face the same way are at least so far from each other
_SAME_WAY = 0.5  # cosine of the angle within which they do
MOUTHS = 5
WORTH_A_WAY_DEG2 = 3e-4  # some four square kilometres
_NOT_MUCH_LONGER = 3.0
_OFF_DEG = 3e-4
_NEIGHBOURS = 6  # points of other waters looked at from each point of a shore


def bridges(room: np.ndarray, coast: list[Obstacle]) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of each bridge, ``(N, 2, 2)``, one in each of the waters that it joins, and which lie at sea."""
    global _SHARED
    points, outward, water, worth = _shores(room)
    vectors = unit_vectors(points)
    order = np.argsort(water, kind="stable")
    ends = np.searchsorted(water[order], np.arange(len(worth) + 1))
    shores = [order[ends[pond] : ends[pond + 1]] for pond in range(1, len(worth))]
    _SHARED = (points, vectors, cKDTree(vectors), water, coast)
    with Pool() as pool:
        each = pool.map(_ways_out, shores, chunksize=50)
    found = np.array([pair for pairs in each for pair in pairs], dtype=int).reshape(-1, 2)
    found = found[_lead_on(water[found], worth)]
    return _ends(found, points + outward), water[found] == 0


_SHARED: tuple[np.ndarray, np.ndarray, cKDTree, np.ndarray, list[Obstacle]] | None = None  # what forked workers read


def _ways_out(shore: np.ndarray) -> list[tuple[int, int]]:
    assert _SHARED is not None
    points, vectors, tree, water, coast = _SHARED
    if not len(shore):
        return []
    a, b = _nearest_others(shore, vectors, tree, water)
    return _shortest_of(a, b, points, water, coast)


def _lead_on(joins: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """Tell which bridges are left when small waters that lead nowhere else are given up, one after another."""
    alive = np.ones(len(worth), dtype=bool)
    while True:
        kept = alive[joins].all(axis=1)
        dead_end = alive & ~worth & (np.bincount(joins[kept].ravel(), minlength=len(worth)) <= 1)
        if not dead_end.any():
            return kept
        alive &= ~dead_end


def _ends(found: Any, points: np.ndarray) -> np.ndarray:
    return np.asarray(points[np.array(found, dtype=int).reshape(-1, 2)])


def across(lines: list[Any], room: np.ndarray, coast: list[Obstacle]) -> np.ndarray:
    """Return the bridges over straits whose whole gate lies in keep-out water, from one side to the other."""
    points, outward, _, _ = _shores(room)
    keep_out = shapely.STRtree(room)
    found = []
    for line in lines:
        walls = room[keep_out.query(line, predicate="intersects")]
        if shapely.length(shapely.difference(line, shapely.union_all(walls))) > 0.01:
            continue
        near = np.flatnonzero(shapely.dwithin(shapely.points(points), line, 0.2))
        a, b = (near[k] for k in np.triu_indices(len(near), 1))
        ends = shapely.linestrings(np.stack([points[a], points[b]], axis=1))
        over = shapely.intersects(ends, line)
        if over.any():
            found += _shortest_of(a[over], b[over], points, np.zeros(len(points), int), coast, mouths=1)
        else:
            print("no way over", line.wkt[:60])
    return _ends(found, points + outward)


def _nearest_others(
    shore: np.ndarray, vectors: np.ndarray, tree: cKDTree, water: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pair each point of a shore with the nearest points of other waters, and with the nearest of the sea."""
    middle = vectors[shore].mean(axis=0)
    reach = np.linalg.norm(vectors[shore] - middle, axis=1).max() + chord(LONGEST_KM)
    around = np.asarray(tree.query_ball_point(middle, reach), dtype=int)
    own = water[shore[0]]
    pairs = []
    for others in (around[water[around] != own], around[water[around] == 0]):
        if len(others):
            away, near = cKDTree(vectors[others]).query(
                vectors[shore], k=_NEIGHBOURS, distance_upper_bound=chord(LONGEST_KM)
            )
            close = np.isfinite(away)
            pairs.append(np.column_stack([np.broadcast_to(shore[:, None], near.shape)[close], others[near[close]]]))
    if not pairs:
        return np.empty(0, int), np.empty(0, int)
    a, b = np.unique(np.concatenate(pairs), axis=0).T
    return a, b


def _shortest_of(
    a: np.ndarray,
    b: np.ndarray,
    points: np.ndarray,
    water: np.ndarray,
    coast: list[Obstacle],
    mouths: int = MOUTHS,
) -> list[tuple[int, int]]:
    """Return the shortest clear lines, one to each water and a few more where there are more mouths.

    Two mouths of a water into the same other water are told apart by the way they lie, or by the way they face: the two
    ends of a strait lie near to each other and face away from each other.
    """
    length_m = geodesy.distance_m(points[a, 0], points[a, 1], points[b, 0], points[b, 1])
    chosen: dict[int, list[tuple[float, int, int]]] = {}
    order = np.argsort(length_m, kind="stable")
    for block in np.array_split(order, max(1, len(order) // 400)):
        free = clear(coast, points[a[block]], points[b[block]])
        for k in block[free]:
            have = chosen.setdefault(int(water[b[k]]), [])
            if len(have) >= mouths or (have and length_m[k] > _NOT_MUCH_LONGER * have[0][0] + 500.0):
                continue
            if all(_apart(points, (int(a[k]), int(b[k])), (i, j)) for _, i, j in have):
                have.append((float(length_m[k]), int(a[k]), int(b[k])))
    return [(i, j) for have in chosen.values() for _, i, j in have]


def _apart(points: np.ndarray, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two bridges out of a water are different mouths."""
    ends = [unit_vectors(points[list(pair)]) for pair in (one, other)]
    if np.linalg.norm(ends[0].mean(axis=0) - ends[1].mean(axis=0)) * EARTH_KM > _APART_KM:
        return True
    out, other_out = (e[1] - e[0] for e in ends)
    return bool(out @ other_out < _SAME_WAY * np.linalg.norm(out) * np.linalg.norm(other_out))


def _shores(room: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return points along all shores, a small step from each into the water, and the number of that water.

    The sea is water 0. Last, whether each water is worth a way in for itself: it is wide, or a harbour.
    """
    rings = shapely.get_rings(room)
    counts = shapely.get_num_interior_rings(room) + 1
    exterior = np.zeros(len(rings), dtype=bool)
    exterior[np.cumsum(counts) - counts] = True
    ponds = shapely.polygons(rings[~exterior])
    order = np.argsort(shapely.area(ponds))  # a pond may lie on an islet in a pond: the smallest that holds it counts
    ponds = ponds[order]
    worth = np.append(True, shapely.area(ponds) > WORTH_A_WAY_DEG2)
    worth[1 + np.unique(shapely.STRtree(ponds).query(searoom.narrow_boxes(), predicate="intersects")[1])] = True
    dense = shapely.segmentize(rings, _SAMPLE_DEG)
    xy, ring = shapely.get_coordinates(dense, return_index=True)
    ahead = np.roll(xy, -1, axis=0) - np.roll(xy, 1, axis=0)
    squeeze = np.column_stack([np.cos(np.radians(xy[:, 1])), np.ones(len(xy))])
    plane = ahead * squeeze
    ccw = shapely.is_ccw(rings)
    right = np.column_stack([plane[:, 1], -plane[:, 0]]) / np.maximum(np.hypot(*plane.T), 1e-12)[:, None]
    seaward = np.where((ccw == exterior)[ring], 1.0, -1.0)  # water lies right of a shore that turns left round land
    outward = right * seaward[:, None] * _OFF_DEG / squeeze
    water = np.zeros(len(xy), int)
    inside_point, pond = shapely.STRtree(ponds).query(shapely.points(xy + outward), predicate="intersects")
    best = np.full(len(xy), len(ponds))
    np.minimum.at(best, inside_point, pond)
    water[best < len(ponds)] = best[best < len(ponds)] + 1
    # At a sharp tip the step ends in the keep-out water beyond: such a point is no shore of anything.
    real = ~Obstacle(seagraph.cut(room)).holds(xy + outward)
    return xy[real], outward[real], water[real], worth
