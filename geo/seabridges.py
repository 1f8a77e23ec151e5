"""Ways into waters that the keep-out water shuts off: from each, the shortest lines out that no coast crosses.

The mouth of a bay is narrower than the sea before it, so the strip that ships keep out of along the open coast runs
across it. A ship that goes in crosses that strip by the shortest way, and so does the network: here. Narrow straits
of the layer are crossed in the same way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import seagraph
import shapely
from scipy.spatial import cKDTree

from eastup import geodesy
from eastup.seawater import EARTH_KM, Obstacle, chord, clear, unit_vectors

LONGEST_KM = 25.0
_SAMPLE_DEG = 0.012
_APART_KM = 12.0  # two mouths of one bay are at least so far from each other
_NOT_MUCH_LONGER = 3.0
_OFF_DEG = 3e-4
_NEIGHBOURS = 6  # points of other waters looked at from each point of a shore


def bridges(room: np.ndarray, coast: list[Obstacle]) -> np.ndarray:
    """Return ``(N, 2, 2)``: the ends of each bridge, one in each of the waters that it joins."""
    points, outward, water = _shores(room)
    vectors = unit_vectors(points)
    tree = cKDTree(vectors)
    order = np.argsort(water, kind="stable")
    ends = np.searchsorted(water[order], np.arange(int(water.max()) + 2))
    found = []
    for pond in range(1, int(water.max()) + 1):
        shore = order[ends[pond] : ends[pond + 1]]
        if len(shore):
            a, b = _nearest_others(shore, vectors, tree, water)
            found += _shortest_of(a, b, points, outward, water, coast)
    return np.array(found).reshape(-1, 2, 2)


def across(lines: list[Any], room: np.ndarray, coast: list[Obstacle]) -> np.ndarray:
    """Return the bridges over straits whose whole gate lies in keep-out water, from one side to the other."""
    points, outward, _ = _shores(room)
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
            found += _shortest_of(a[over], b[over], points, outward, np.zeros(len(points), int), coast, mouths=1)
        else:
            print("no way over", line.wkt[:60])
    return np.array(found).reshape(-1, 2, 2)


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
    outward: np.ndarray,
    water: np.ndarray,
    coast: list[Obstacle],
    mouths: int = 3,
) -> list[np.ndarray]:
    """Return the shortest clear lines, one to each water and a few more where there are more mouths."""
    length_m = geodesy.distance_m(points[a, 0], points[a, 1], points[b, 0], points[b, 1])
    chosen: dict[int, list[tuple[float, int, int]]] = {}
    order = np.argsort(length_m, kind="stable")
    for block in np.array_split(order, max(1, len(order) // 400)):
        free = clear(coast, points[a[block]], points[b[block]])
        for k in block[free]:
            have = chosen.setdefault(int(water[b[k]]), [])
            if len(have) >= mouths or (have and length_m[k] > _NOT_MUCH_LONGER * have[0][0] + 500.0):
                continue
            middle = (points[a[k]] + points[b[k]]) / 2
            if all(_km(middle, (points[i] + points[j]) / 2) > _APART_KM for _, i, j in have):
                have.append((float(length_m[k]), int(a[k]), int(b[k])))
    return [np.array([points[i] + outward[i], points[j] + outward[j]]) for have in chosen.values() for _, i, j in have]


def _km(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.linalg.norm(unit_vectors(a[None]) - unit_vectors(b[None]))) * EARTH_KM


def _shores(room: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return points along all shores, a small step from each into the water, and the number of that water.

    The sea is water 0.
    """
    rings = shapely.get_rings(room)
    counts = shapely.get_num_interior_rings(room) + 1
    exterior = np.zeros(len(rings), dtype=bool)
    exterior[np.cumsum(counts) - counts] = True
    ponds = shapely.polygons(rings[~exterior])
    order = np.argsort(shapely.area(ponds))  # a pond may lie on an islet in a pond: the smallest that holds it counts
    ponds = ponds[order]
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
    return xy[real], outward[real], water[real]
