"""Boxes and segments on the page, many at once: which overlap, which cross, how far apart. All in points."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy import FloatArray

    BoolArray = NDArray[np.bool_]

Box: TypeAlias = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax."""


def overlap(a: Box, b: Box) -> bool:
    """Say whether two boxes overlap; touching edges do not."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def overlaps(boxes: FloatArray, others: FloatArray) -> BoolArray:
    """Say which of the boxes ``(N, 4)`` overlap which of the others ``(M, 4)``, as ``(N, M)``."""
    x0, y0, x1, y1 = (column[:, None] for column in boxes.T)
    a0, b0, a1, b1 = (column[None, :] for column in others.T)
    return np.asarray((a0 < x1) & (a1 > x0) & (b0 < y1) & (b1 > y0))


def run_through(segments: FloatArray, boxes: FloatArray) -> BoolArray:
    """Say which segments ``(M, 4)`` run through which boxes ``(N, 4)``, as ``(N, M)`` (Liang and Barsky's clipping).

    A segment of NaNs runs through none.
    """
    x1, y1, x2, y2 = (column[None, :] for column in segments.T)
    left, bottom, right, top = (column[:, None] for column in boxes.T)
    dx, dy = x2 - x1, y2 - y1
    enter, leave = np.zeros((len(boxes), len(segments))), np.ones((len(boxes), len(segments)))
    with np.errstate(divide="ignore", invalid="ignore"):
        for p, q in ((-dx, x1 - left), (dx, right - x1), (-dy, y1 - bottom), (dy, top - y1)):
            t = q / p
            enter = np.where(p < 0, np.fmax(enter, t), enter)
            leave = np.where(p > 0, np.fmin(leave, t), leave)
            leave = np.where((p == 0) & (q < 0), -1.0, leave)
        return np.asarray((enter < leave) & np.isfinite(dx))


def cross(segments: FloatArray, others: FloatArray) -> BoolArray:
    """Say which of the segments ``(N, 4)`` cross which of the others ``(M, 4)``, as ``(N, M)``."""
    a, b = segments[:, None, :2], segments[:, None, 2:]
    c, d = others[None, :, :2], others[None, :, 2:]
    return np.asarray((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))


def _side(a: FloatArray, b: FloatArray, p: FloatArray) -> FloatArray:
    """Say on which side of the line from a to b a point is, by sign."""
    ab, ap = b - a, p - a
    return np.asarray(ab[..., 0] * ap[..., 1] - ab[..., 1] * ap[..., 0])


def apart(boxes: FloatArray, points: FloatArray) -> FloatArray:
    """Return how far each of the boxes ``(N, 4)`` is from each of the points ``(M, 2)``, as ``(N, M)``."""
    x, y = (column[None, :] for column in points.T)
    x0, y0, x1, y1 = (column[:, None] for column in boxes.T)
    return np.asarray(np.hypot(np.maximum(np.maximum(x0 - x, x - x1), 0), np.maximum(np.maximum(y0 - y, y - y1), 0)))
