"""Cells of longitude and latitude, and which sites can be nearest to, or within reach of, any place in them.

A site is a hub or a piece of a gate. What a table leaves out of a cell's list is proved not to matter anywhere in the
cell: no place of the cell is farther from its middle than `Grid.reach_m`, and the sites say what follows from that
(`Sites`). Cells are looked at when a row first falls into them; what stands in a table does not depend on which rows
those were.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from eastup.positions.ellipsoid import E2, A, Points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray

    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

STEP_DEG = 0.25
"""Chosen by measuring 10 million fixes: halving it makes the tables four times as large and saves 4 % of the time."""
_AT_ONCE = 4096  # cells whose sites are looked at in one go: 4096 x 400 sites are 13 MB


class Grid:
    """The whole earth in cells of equal longitude and latitude."""

    def __init__(self, step_deg: float = STEP_DEG) -> None:
        self.step_deg = step_deg
        self.columns, self.rows = round(360.0 / step_deg), round(180.0 / step_deg)

    def __len__(self) -> int:
        return self.columns * self.rows

    def cell(self, lon: FloatArray, lat: FloatArray) -> Ints:
        """Return the number of the cell of each place; longitudes may be beyond 180 degrees."""
        column = np.floor(lon / self.step_deg).astype(np.intp) % self.columns
        row = np.minimum(np.floor((lat + 90.0) / self.step_deg).astype(np.intp), self.rows - 1)
        return row * self.columns + column

    def middle(self, cell: Ints) -> Points:
        """Return the middles of cells."""
        row, column = np.divmod(cell, self.columns)
        return Points.of((column + 0.5) * self.step_deg, (row + 0.5) * self.step_deg - 90.0)

    def box(self, cell: Ints) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return west, south, east and north of cells, degrees; west is 0 to 360."""
        row, column = np.divmod(cell, self.columns)
        west, south = column * self.step_deg, row * self.step_deg - 90.0
        return west, south, west + self.step_deg, south + self.step_deg

    def reach_m(self, cell: Ints) -> FloatArray:
        """Return a length that no place of a cell is farther from its middle than.

        The straight line of longitude and latitude to a corner is a path; both radii of curvature are at most a²/b.
        """
        _, south, _, north = self.box(cell)
        widest = np.where(south * north < 0, 0.0, np.minimum(np.abs(south), np.abs(north)))
        half = np.radians(self.step_deg) / 2.0
        return np.asarray(A / np.sqrt(1.0 - E2) * half * np.sqrt(1.0 + np.cos(np.radians(widest)) ** 2))


class Sites(Protocol):
    """What distance is counted to."""

    def bounds_m(self, places: Points) -> tuple[FloatArray, FloatArray]:
        """Return how far each site is at least and at most from each place, both ``(places, sites)``."""

    def can_be_nearest(self, middles: Points, reach_m: FloatArray) -> Bools:
        """Return which sites can be the nearest to a place that is no farther than a reach from each middle."""


class Lists(ABC):
    """For each cell a short list of sites: a table that fills as cells are asked for.

    Attributes
    ----------
    listed : (R, K) ndarray of int16
        Numbers of sites, rising; those beyond ``count`` are -1.
    count : (R,) ndarray of int16
    sure : (R,) ndarray of int16
        How many more sites count in the whole cell, with no need to look.
    """

    def __init__(self, grid: Grid, sites: Sites) -> None:
        self.grid, self.sites = grid, sites
        self._row = np.full(len(grid), -1, np.int32)
        self.listed = np.empty((0, 1), np.int16)
        self.count = np.empty(0, np.int16)
        self.sure = np.empty(0, np.int16)
        self._lock = Lock()

    def rows(self, cell: Ints) -> NDArray[np.int32]:
        """Return the row of `listed`, `count` and `sure` of each cell."""
        row = self._row[cell]
        if (row < 0).any():
            with self._lock:
                new = np.unique(cell[self._row[cell] < 0])
                for start in range(0, len(new), _AT_ONCE):
                    self._add(new[start : start + _AT_ONCE])
            row = self._row[cell]
        return row

    def _add(self, cell: Ints) -> None:
        keep, sure = self.chosen(self.grid.middle(cell), self.grid.reach_m(cell))
        count = keep.sum(axis=1)
        start = len(self.count)
        listed = np.full((start + len(cell), max(int(count.max()), self.listed.shape[1])), -1, np.int16)
        listed[:start, : self.listed.shape[1]] = self.listed
        cells, sites = np.nonzero(keep)
        listed[start + cells, np.arange(len(cells)) - np.repeat(np.cumsum(count) - count, count)] = sites
        # The tables first, then the way to them: another thread may be reading.
        self.listed = listed
        self.count = np.concatenate([self.count, count.astype(np.int16)])
        self.sure = np.concatenate([self.sure, sure.astype(np.int16)])
        self._row[cell] = start + np.arange(len(cell))

    @abstractmethod
    def chosen(self, middles: Points, reach_m: FloatArray) -> tuple[Bools, Ints]:
        """Return which sites each cell lists, and how many more count there for sure."""


class NearestLists(Lists):
    """For each cell the sites that can be the nearest."""

    def chosen(self, middles: Points, reach_m: FloatArray) -> tuple[Bools, Ints]:
        """Return the sites that no other is surely nearer than."""
        return self.sites.can_be_nearest(middles, reach_m), np.zeros(len(reach_m), np.intp)


class ReachLists(Lists):
    """For each cell how many sites are surely within a distance, and which may be.

    Geodesic distance is a metric: a site is as far from a place of the cell as from its middle, give or take the reach.
    """

    def __init__(self, grid: Grid, sites: Sites, radius_m: float) -> None:
        self.radius_m = radius_m
        super().__init__(grid, sites)

    def chosen(self, middles: Points, reach_m: FloatArray) -> tuple[Bools, Ints]:
        """Return the sites whose ring may pass through the cell, and how many are within it for sure."""
        least, most = self.sites.bounds_m(middles)
        within = most + reach_m[:, None] <= self.radius_m
        return ~within & (least - reach_m[:, None] <= self.radius_m), within.sum(axis=1)
