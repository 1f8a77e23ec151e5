"""Places texts along lines: names of seas, lengths of sides, radii of rings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.draw import fonts
from eastup.draw.boxes import overlaps, run_through
from eastup.draw.labels.label import Along

if TYPE_CHECKING:
    from eastup.draw.labels.label import ObstacleMap
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds


_LEAST_SHARE = 0.7
"""Of its own length, that the line is long beside which a text stands."""


def place_along(
    xy: FloatArray,
    text: str,
    size: float,
    obstacle_map: ObstacleMap,
    *,
    on_line: bool,
    off: shapely.STRtree | None = None,
) -> Along | None:
    """Find the first stretch of a line along which a text, kept upright, is in nobody's way, and take it.

    Parameters
    ----------
    xy : (N, 2) array, points
    on_line : bool
        Whether the text stands on the line or beside it.
    off : STRtree, optional
        Polygons that it must keep off; then it keeps off lines too.
    """
    half = fonts.width_pt(text, size) / 2 + 2
    line = shapely.LineString(xy)
    if line.length < (2 * half if on_line else _LEAST_SHARE * 2 * half):
        return None
    taken = np.array(obstacle_map.obstacles, dtype=float).reshape(-1, 4)
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9):
        for side in (0.0,) if on_line else (size * 1.1, -size * 1.1):
            middle = line.interpolate(share, normalized=True)
            ahead = line.interpolate(min(share + 0.02, 1), normalized=True)
            behind = line.interpolate(max(share - 0.02, 0), normalized=True)
            angle = math.atan2(ahead.y - behind.y, ahead.x - behind.x)
            if math.cos(angle) < -1e-9:
                angle += math.pi
            x, y = middle.x - side * math.sin(angle), middle.y + side * math.cos(angle)
            boxes = _boxes_along(x, y, angle, half, size * 0.62)
            if _free(boxes, taken, obstacle_map.frame) and not (
                off and (_touches(boxes, off) or _crossed(boxes, obstacle_map))
            ):
                obstacle_map.obstacles.extend(boxes)
                base = size * 0.36
                found = Along(x + base * math.sin(angle), y - base * math.cos(angle), math.degrees(angle), boxes)
                obstacle_map.along.append(found)
                return found
    return None


def _free(boxes: list[Bounds], taken: FloatArray, frame: Bounds) -> bool:
    a = np.array(boxes)
    if a[:, 0].min() < frame[0] or a[:, 1].min() < frame[1] or a[:, 2].max() > frame[2] or a[:, 3].max() > frame[3]:
        return False
    return not bool(overlaps(a, taken).any())


def _crossed(boxes: list[Bounds], obstacle_map: ObstacleMap) -> bool:
    lines = np.array(obstacle_map.lines, dtype=float).reshape(-1, 4)
    return bool(run_through(lines, np.array(boxes)).any())


def _touches(boxes: list[Bounds], polygons: shapely.STRtree) -> bool:
    return bool(polygons.query(shapely.box(*np.array(boxes).T), predicate="intersects").size)


def _boxes_along(x: float, y: float, angle: float, half: float, thickness: float) -> list[Bounds]:
    """Cover a turned text by small upright boxes."""
    steps = max(2, int(half / thickness) + 1)
    r = thickness
    return [
        (
            x + t * math.cos(angle) - r,
            y + t * math.sin(angle) - r,
            x + t * math.cos(angle) + r,
            y + t * math.sin(angle) + r,
        )
        for t in np.linspace(-half + r, half - r, steps)
    ]
