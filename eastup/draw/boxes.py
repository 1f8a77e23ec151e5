"""Boxes and segments on the page, many at once: which overlap, which cross, how far apart. All in points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

    BoolArray = NDArray[np.bool_]

_HAIR = 1e-6


def overlap(a: Bounds, b: Bounds) -> bool:
    """Say whether two boxes overlap; touching edges do not."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def overlaps(boxes: FloatArray, others: FloatArray) -> BoolArray:
    """Say which of the boxes ``(N, 4)`` overlap which of the others ``(M, 4)``, as ``(N, M)``.

    A box of NaNs overlaps none.
    """
    x0, y0, x1, y1 = boxes.T[:, :, None]
    a0, b0, a1, b1 = np.ascontiguousarray(others.T)
    hit: BoolArray = a0 < x1
    for other in (a1 > x0, b0 < y1, b1 > y0):
        hit &= other
    return hit


def run_through(segments: FloatArray, boxes: FloatArray) -> BoolArray:
    """Say which segments ``(M, 4)`` run through which boxes ``(N, 4)``, as ``(N, M)``.

    They do unless their shadows are apart on one of three axes: the page's two, and the one across the segment. A
    segment of NaNs runs through none.
    """
    hit = overlaps(boxes, hulls_of(segments))
    rows, columns = np.nonzero(hit)
    x1, y1, x2, y2 = segments[columns].T
    left, bottom, right, top = boxes[rows].T
    half_x, half_y = (x2 - x1) / 2, (y2 - y1) / 2
    across = np.abs(half_x * ((y1 + y2) - (bottom + top)) / 2 - half_y * ((x1 + x2) - (left + right)) / 2)
    hit[rows, columns] = across <= (right - left) / 2 * np.abs(half_y) + (top - bottom) / 2 * np.abs(half_x)
    return hit


def cross(segments: FloatArray, others: FloatArray) -> BoolArray:
    """Say which of the segments ``(N, 4)`` cross which of the others ``(M, 4)``, as ``(N, M)``."""
    margin = np.array([-_HAIR, -_HAIR, _HAIR, _HAIR])  # the box about a segment along an axis is empty
    hit = overlaps(hulls_of(segments) + margin, hulls_of(others))
    rows, columns = np.nonzero(hit)
    ax, ay, bx, by = segments[rows].T
    cx, cy, dx, dy = others[columns].T
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    # on which side of the one line the ends of the other are, by sign
    apart_here = (ux * (cy - ay) - uy * (cx - ax)) * (ux * (dy - ay) - uy * (dx - ax)) < 0
    apart_there = (vx * (ay - cy) - vy * (ax - cx)) * (vx * (by - cy) - vy * (bx - cx)) < 0
    hit[rows, columns] = apart_here & apart_there
    return hit


def hulls_of(segments: FloatArray) -> FloatArray:
    """Return the box about each segment, ``(N, 4)``."""
    hulls = np.empty_like(segments)
    np.minimum(segments[:, :2], segments[:, 2:], out=hulls[:, :2])
    np.maximum(segments[:, :2], segments[:, 2:], out=hulls[:, 2:])
    return hulls


def apart(boxes: FloatArray, points: FloatArray) -> FloatArray:
    """Return how far each of the boxes ``(N, 4)`` is from each of the points ``(M, 2)``, as ``(N, M)``."""
    x, y = np.ascontiguousarray(points.T)
    x0, y0, x1, y1 = boxes.T[:, :, None]
    dx, dy = np.maximum(np.maximum(x0 - x, x - x1), 0), np.maximum(np.maximum(y0 - y, y - y1), 0)
    return np.asarray(np.sqrt(dx * dx + dy * dy))  # np.hypot takes five times as long
