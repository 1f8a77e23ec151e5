"""Which gates of the sea mesh a way passes, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

_TOUCH = 3e-8  # 20 cm: ways turn at the very ends of gates, which are points of the shore


def crossed(line: FloatArray, a: FloatArray, b: FloatArray) -> list[int]:
    """Tell which edges a line of great circles crosses, in the order of sailing.

    Parameters
    ----------
    line : (K, 3) array of float
        Unit vectors of the vertices of the way.
    a, b : (E, 3) array of float
        Unit vectors of the ends of the edges.

    Returns
    -------
    list of int
        Numbers of edges, in the order in which they are met; several that are met at one vertex stand in the order
        given. An edge that ends at a vertex where the way turns is crossed if it lies outside the turn, since land
        lies inside.
    """
    found: list[tuple[float, int]] = []
    centre, half = (a + b) / 2, np.linalg.norm(b - a, axis=1) / 2
    for k in range(len(line) - 1):
        p, q = line[k], line[k + 1]
        normal = np.cross(p, q)
        size = np.linalg.norm(normal)
        if size < 1e-12:
            continue
        normal /= size
        near = np.flatnonzero(np.abs(centre @ normal) <= half + _TOUCH)
        side_a, side_b = a[near] @ normal, b[near] @ normal
        astride = (np.minimum(side_a, side_b) <= _TOUCH) & (np.maximum(side_a, side_b) >= -_TOUCH)
        along = (np.abs(side_a) <= _TOUCH) & (np.abs(side_b) <= _TOUCH)
        near, side_a, side_b = near[astride & ~along], side_a[astride & ~along], side_b[astride & ~along]
        share = side_a / (side_a - side_b)
        at = a[near] + np.clip(share, 0, 1)[:, None] * (b[near] - a[near])
        way = np.cross(normal, p)
        angle = np.arctan2(at @ way, at @ p)
        whole = np.arctan2(q @ way, q @ p)
        inside = (angle > _TOUCH) & (angle < whole - _TOUCH)
        found += [(k + t, int(e)) for t, e in zip(angle[inside] / whole, near[inside], strict=True)]
    for k in range(1, len(line) - 1):
        v = line[k]
        for end, other in ((a, b), (b, a)):
            for e in np.flatnonzero(np.abs(end - v).max(axis=1) <= _TOUCH):
                if _outside(v, line[k - 1], line[k + 1], other[e]):
                    found.append((float(k), int(e)))
    return [e for _, e in sorted(found)]


def _outside(v: FloatArray, before: FloatArray, after: FloatArray, point: FloatArray) -> bool:
    """Tell whether a point seen from a vertex lies on the outer side of the turn there."""
    east = np.cross(before - v, v)
    east /= np.linalg.norm(east)
    north = np.cross(v, east)
    angles = [np.arctan2((x - v) @ north, (x - v) @ east) % (2 * np.pi) for x in (before, after, point)]
    after_deg, point_deg = (angles[1] - angles[0]) % (2 * np.pi), (angles[2] - angles[0]) % (2 * np.pi)
    if after_deg >= np.pi:  # the inner side is the smaller angle
        return bool(point_deg < after_deg)
    return bool(point_deg > after_deg)
