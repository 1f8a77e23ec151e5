"""Finds the place of a name that belongs to an area rather than to a point: on its own land, or close beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from eastup.draw.boxes import hulls_of, overlaps, run_through

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

    from eastup.draw.boxes import BoolArray
    from eastup.draw.labels.label import ObstacleMap
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

_MOST_TRIED = 500
_AT_ONCE = 100
"""Boxes that are looked at together: one of the first is mostly free."""
_OFF_PT = 7.0
"""How far a name may stand off its area, at sea."""
_ABROAD_SHARE = 0.04
_AT_SEA_COST, _LINE_COST = 14.0, 5.0
_ON_CELL_PT = 1.0
"""From the middle of a cell to its corner, and nearly so."""
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

    @cached_property
    def tree(self) -> cKDTree:
        """Finds the nearest of its cells."""
        from scipy.spatial import cKDTree

        return cKDTree(self.cells)


def spot(area: Area, extent: tuple[float, float], obstacle_map: ObstacleMap) -> Bounds | None:
    """Return the box of a name: free, most of it on its own land and next to none abroad; None where there is none.

    Parameters
    ----------
    area : Area
    extent : width and height of the name, points
    obstacle_map : ObstacleMap
    """
    return spots(area, extent, obstacle_map).first_clear(np.empty((0, 4)))


@dataclass(frozen=True)
class Spots:
    """The boxes that a name may take, the best first.

    Whether a box is nearer to its area than to any other takes longest to tell. It is told of the best first, and only
    until one is found.
    """

    area: Area
    boxes: FloatArray
    """``(N, 4)``; some may be nearer to what is not of the area."""
    fit: list[FloatArray] = field(default_factory=list)
    """Those of each so many boxes that are not, as far as that was asked for."""

    def first_clear(self, taken: FloatArray) -> Bounds | None:
        """Return the first box that fits and overlaps none of those taken ``(M, 4)``."""
        for number, start in enumerate(range(0, len(self.boxes), _AT_ONCE)):
            if number == len(self.fit):
                some = self.boxes[start : start + _AT_ONCE]
                self.fit.append(some[_belongs(some, self.area)])
            some = self.fit[number]
            clear = np.flatnonzero(~overlaps(some, taken).any(axis=1))
            if len(clear):
                x0, y0, x1, y1 = (float(v) for v in some[clear[0]])
                return x0, y0, x1, y1
        return None


def placed_at(box: Bounds, area: Area) -> Spots:
    """Return the one box of a name that is placed by hand, wherever that is."""
    own = np.array([box])
    return Spots(area, own, [own])


def spots(area: Area, extent: tuple[float, float], obstacle_map: ObstacleMap) -> Spots:
    """Return the boxes that a name may take; see `spot`."""
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
    boxes = boxes[territory.elsewhere(boxes, area.home) <= _ABROAD_SHARE]  # what takes least time goes first
    if not len(boxes):
        return Spots(area, boxes)
    hull = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[None, :]
    taken = np.vstack([obstacle_map.obstacle_boxes, obstacle_map.text_boxes])
    boxes = boxes[~overlaps(boxes, taken[overlaps(taken, hull)[:, 0]]).any(axis=1)]
    lines = obstacle_map.segments
    crossed = run_through(lines[overlaps(hulls_of(lines), hull)[:, 0]], boxes).sum(axis=1)
    boxes, crossed = boxes[crossed <= area.most_crossed], crossed[crossed <= area.most_crossed]
    at_sea = 1.0 - territory.elsewhere(boxes, frozenset())
    away = np.hypot(*((boxes[:, :2] + boxes[:, 2:]) / 2 - area.cells[0]).T)
    costs = _AT_SEA_COST * at_sea + _LINE_COST * np.minimum(crossed, 3) + away / _AWAY_PT
    return Spots(area, np.asarray(boxes[np.argsort(costs, kind="stable")]))


def _belongs(boxes: FloatArray, area: Area) -> BoolArray:
    """Say which boxes stand on or close to their area and nearer to it than to any other."""
    from scipy.spatial import cKDTree

    if not len(boxes):
        return np.zeros(0, dtype=bool)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    away, nearest = area.tree.query(middles)
    spots = area.cells[nearest]
    close = np.hypot(*(spots - np.clip(spots, boxes[:, :2], boxes[:, 2:])).T) <= _OFF_PT
    off = np.flatnonzero(close & (away > _ON_CELL_PT))  # the others stand on their own
    if not len(off):
        return np.asarray(close)
    away, middles = np.asarray(away)[off], middles[off]
    farthest = float(away.max())
    low, high = middles.min(axis=0) - farthest, middles.max(axis=0) + farthest
    foreign = area.foreign[((area.foreign >= low) & (area.foreign <= high)).all(axis=1)]
    if len(foreign):
        close[off] = away < cKDTree(foreign).query(middles, distance_upper_bound=farthest)[0]
    return np.asarray(close)
