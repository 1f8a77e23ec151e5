"""Finds the place of a name that belongs to an area rather than to a point: on its own land, or close beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup.draw.boxes import overlaps, run_through

if TYPE_CHECKING:
    from eastup.draw.boxes import BoolArray
    from eastup.draw.labels.label import ObstacleMap
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

_MOST_TRIED = 500
_OFF_PT = 7.0
"""How far a name may stand off its area, at sea."""
_ABROAD_SHARE = 0.04
_AT_SEA_COST, _LINE_COST = 14.0, 5.0
_AWAY_PT = 25.0
"""Off the middle of its area a name costs one more each time it is as far as this away."""


@dataclass(frozen=True)
class Area:
    """What a name belongs to, in page points."""

    cells: FloatArray
    """Middles of small cells of it, ``(N, 2)``, the best place for the name first."""
    foreign: FloatArray
    """Middles of cells of all that the name must not be taken to belong to, ``(M, 2)``."""
    home: frozenset[str]
    """Countries on whose land the name may stand."""
    most_crossed: int = 3
    """Lines that may run through the name."""


def spot(area: Area, extent: tuple[float, float], obstacle_map: ObstacleMap) -> Bounds | None:
    """Return the box of a name: free, most of it on its own land and next to none abroad; None where there is none.

    Parameters
    ----------
    area : Area
    extent : width and height of the name, points
    obstacle_map : ObstacleMap
    """
    territory = obstacle_map.territory
    assert territory is not None
    middles = area.cells[:: max(1, len(area.cells) // _MOST_TRIED)]
    across, up = np.meshgrid((0.0, 0.5, -0.5, 0.9, -0.9), (0.0, 1.0, -1.0, 1.7, -1.7))
    shifts = np.column_stack([across.ravel(), up.ravel()]) * extent
    middles = (middles[None] + shifts[:, None]).reshape(-1, 2)
    half = np.array(extent) / 2
    boxes = np.hstack([middles - half, middles + half])
    x0, y0, x1, y1 = obstacle_map.frame
    boxes = boxes[(boxes[:, 0] >= x0) & (boxes[:, 1] >= y0) & (boxes[:, 2] <= x1) & (boxes[:, 3] <= y1)]
    taken = np.vstack([obstacle_map.obstacle_boxes, obstacle_map.text_boxes])
    boxes = boxes[~overlaps(boxes, taken).any(axis=1)]
    abroad = territory.elsewhere(boxes, area.home)
    at_sea = 1.0 - (territory.elsewhere(boxes, frozenset()) - abroad) - abroad
    crossed = run_through(obstacle_map.segments, boxes).sum(axis=1)
    fits = (abroad <= _ABROAD_SHARE) & _belongs(boxes, area) & (crossed <= area.most_crossed)
    boxes, at_sea, crossed = boxes[fits], at_sea[fits], np.minimum(crossed[fits], 3)
    if not len(boxes):
        return None
    away = np.hypot(*((boxes[:, :2] + boxes[:, 2:]) / 2 - area.cells[0]).T)
    best = int((_AT_SEA_COST * at_sea + _LINE_COST * crossed + away / _AWAY_PT).argmin())
    a, b, c, d = (float(v) for v in boxes[best])
    return a, b, c, d


def _belongs(boxes: FloatArray, area: Area) -> BoolArray:
    """Say which boxes stand on or close to their area and nearer to it than to any other."""
    from scipy.spatial import cKDTree

    if not len(boxes):
        return np.zeros(0, dtype=bool)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    away, nearest = cKDTree(area.cells).query(middles)
    spots = area.cells[nearest]
    close = np.hypot(*(spots - np.clip(spots, boxes[:, :2], boxes[:, 2:])).T) <= _OFF_PT
    if len(area.foreign):
        close &= away < cKDTree(area.foreign).query(middles)[0]
    return np.asarray(close)
