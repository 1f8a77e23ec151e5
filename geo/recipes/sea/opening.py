"""Opens water that a keep-out would cut off from the sea, along its deepest line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.ndimage import binary_dilation, label
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from numpy.typing import NDArray

    BoolArray = NDArray[np.bool_]
    FloatArray = NDArray[np.float64]

_ROUND = np.ones((3, 3), bool)
_STEPS = ((0, 1, 1.0), (1, 0, 1.0), (1, 1, 2**0.5), (1, -1, 2**0.5))
_WINDOW = 120  # cells about a pond within which its way out is sought


def pierce(shoal: BoolArray, barred: BoolArray, cost: FloatArray, cell_km2: FloatArray, pond_km2: float) -> BoolArray:
    """Return the cells of shoals through which every cut-off water is joined to the open sea again.

    Parameters
    ----------
    shoal : ``(rows, columns)`` of bool
        The keep-out.
    barred : ``(rows, columns)`` of bool
        Land, and the lines that no way may cross.
    cost : ``(rows, columns)``
        What a step through a cell of shoal costs more than one through open water; the deepest line is the cheapest.
    cell_km2 : ``(rows, 1)``
        Area of a cell in each row.
    pond_km2 : float
        Waters smaller than this stay as they are; those over a hundred times as large are open sea.
    """
    open_water = ~shoal & ~barred
    ponds, _count = label(open_water, _ROUND)
    area = np.bincount(ponds.ravel(), weights=np.broadcast_to(cell_km2, ponds.shape).ravel())
    area[0] = 0.0
    sea = np.flatnonzero(area >= 100 * pond_km2)
    is_sea = np.isin(ponds, sea)
    way = np.zeros_like(shoal)
    for pond in np.flatnonzero((area >= pond_km2) & (area < 100 * pond_km2)):
        way |= _way_out(ponds == pond, is_sea, barred, np.where(shoal, cost, 0.0))
    return binary_dilation(way, _ROUND) & shoal


def _way_out(pond: BoolArray, sea: BoolArray, barred: BoolArray, extra: FloatArray) -> BoolArray:
    rows, columns = np.nonzero(pond)
    window = (
        slice(max(rows.min() - _WINDOW, 0), rows.max() + _WINDOW),
        slice(max(columns.min() - _WINDOW, 0), columns.max() + _WINDOW),
    )
    way = np.zeros_like(pond)
    way[window] = cheapest(pond[window], sea[window], barred[window], extra[window])
    return way


def cheapest(start: BoolArray, goal: BoolArray, barred: BoolArray, extra: FloatArray) -> BoolArray:
    """Return the cells of the cheapest way from any cell of `start` to any of `goal`; none where there is none."""
    shape = start.shape
    number = np.arange(start.size).reshape(shape)
    tails, heads, weights = [], [], []
    for down, right, length in _STEPS:
        here = (slice(0, shape[0] - down), slice(max(-right, 0), shape[1] - max(right, 0)))
        there = (slice(down, shape[0]), slice(max(right, 0), shape[1] + min(right, 0)))
        free = ~barred[here] & ~barred[there]
        tails.append(number[here][free])
        heads.append(number[there][free])
        weights.append(length * (1.0 + 0.5 * (extra[here] + extra[there]))[free])
    tail, head = np.concatenate(tails), np.concatenate(heads)
    graph = coo_array((np.concatenate(weights), (tail, head)), shape=(start.size, start.size)).tocsr()
    sources = np.flatnonzero(start)
    found: Any = dijkstra(graph, directed=False, indices=sources, min_only=True, return_predecessors=True)
    cost, before = np.asarray(found[0]), np.asarray(found[1])
    way = np.zeros(start.size, bool)
    goals = np.flatnonzero(goal)
    if len(goals) and np.isfinite(cost[goals]).any():
        cell = goals[np.argmin(cost[goals])]
        while cell >= 0:
            way[cell] = True
            cell = before[cell]
    return way.reshape(shape)
