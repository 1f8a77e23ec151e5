"""Places texts along lines: names of seas, lengths of sides, radii of rings."""

from __future__ import annotations

import math
from dataclasses import dataclass
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


_MIDDLE = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)
_FAR = (0.82, 0.74, 0.66, 0.9, 0.58, 0.5, 0.42, 0.34, 0.26, 0.18, 0.1)
"""Shares of a line's length that a text is tried at, in turn."""
_AHEAD = 0.02
"""Of a line's length, over which its direction is taken."""
_LEAST_SHARE = 0.7
"""Of its own length, that the line is long beside which a text stands."""


def place_along(  # noqa: PLR0913 - how a text may lie on its line
    xy: FloatArray,
    text: str,
    size: float,
    obstacle_map: ObstacleMap,
    *,
    on_line: bool,
    off: shapely.STRtree | None = None,
    far: bool = False,
) -> Along | None:
    """Find the first stretch of a line along which a text, kept upright, is in nobody's way, and take it.

    A text beside a line keeps off the line too, where it bends, if there is a stretch that lets it.

    Parameters
    ----------
    xy : (N, 2) array, points
    on_line : bool
        Whether the text stands on the line or beside it.
    off : STRtree, optional
        Polygons that it must keep off; then it keeps off lines too.
    far : bool
        Whether it stands towards the far end sooner than in the middle.
    """
    half = fonts.width_pt(text, size) / 2 + 2
    line = shapely.LineString(xy)
    if line.length < (2 * half if on_line else _LEAST_SHARE * 2 * half):
        return None
    taken = np.array(obstacle_map.obstacles, dtype=float).reshape(-1, 4)
    across: _Spot | None = None
    for share in _FAR if far else _MIDDLE:
        for side in (0.0,) if on_line else (size * 1.1, -size * 1.1):
            for ahead in (_AHEAD * line.length,) if on_line else (_AHEAD * line.length, half):
                spot = _spot(line, share, side, ahead, (half, size))
                if not _free(spot.boxes, taken, obstacle_map.frame):
                    continue
                if off and (_touches(spot.boxes, off) or _crossed(spot.boxes, obstacle_map)):
                    continue
                if on_line or not shapely.intersects(line, shapely.box(*np.array(spot.boxes).T)).any():
                    return _taken(spot, size, obstacle_map)
                across = across or spot  # the line bends there: better elsewhere, or along the chord of the bend
    return _taken(across, size, obstacle_map) if across else None


@dataclass(frozen=True)
class _Spot:
    """Where a text may stand along a line: its middle, its turn, and the boxes that cover it."""

    x: float
    y: float
    angle: float
    """Radians."""
    boxes: list[Bounds]


def _spot(line: shapely.LineString, share: float, side: float, ahead: float, text: tuple[float, float]) -> _Spot:
    """Return the spot beside a line at a share of its length, turned as the line runs a way ahead and behind.

    Parameters
    ----------
    side : float
        How far beside the line, points.
    ahead : float, points
    text : half its length and its size, points
    """
    half, size = text
    along = share * line.length
    before, after = line.interpolate(max(along - ahead, 0.0)), line.interpolate(min(along + ahead, line.length))
    middle = line.interpolate(along) if ahead < half else shapely.LineString([before, after]).centroid
    angle = math.atan2(after.y - before.y, after.x - before.x)
    if math.cos(angle) < -1e-9:
        angle += math.pi
    x, y = middle.x - side * math.sin(angle), middle.y + side * math.cos(angle)
    return _Spot(x, y, angle, _boxes_along(x, y, angle, half, size * 0.62))


def _taken(spot: _Spot, size: float, obstacle_map: ObstacleMap) -> Along:
    """Return a text at a spot, which becomes an obstacle."""
    obstacle_map.obstacles.extend(spot.boxes)
    base, angle = size * 0.36, spot.angle
    found = Along(spot.x + base * math.sin(angle), spot.y - base * math.cos(angle), math.degrees(angle), spot.boxes)
    obstacle_map.along.append(found)
    return found


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
