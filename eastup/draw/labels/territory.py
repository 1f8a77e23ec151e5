"""Whose land each spot of a map is, so that no label stands on a country that it does not belong to."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import shapely
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

_CELL_PT = 1.5
"""A third of this is less than the width of a letter; half of it would cost four times the memory and time."""
_STEPS = 16
"""Spots of a segment that are looked at: of a leader, one every three points or so."""


class Territory:
    """The countries on a map, in cells of a point and a half.

    Parameters
    ----------
    frame : Bounds
        Of the map, page points.
    shapes : polygons of the land, page points
    countries : str for each polygon
        Code of its country.
    """

    def __init__(self, frame: Bounds, shapes: Iterable[shapely.Geometry], countries: Iterable[str]) -> None:
        from rasterio.features import rasterize
        from rasterio.transform import from_origin

        self._left, self._bottom, right, self._top = frame
        columns = max(1, int(np.ceil((right - self._left) / _CELL_PT)))
        rows = max(1, int(np.ceil((self._top - self._bottom) / _CELL_PT)))
        given = list(countries)
        self._codes = sorted(set(given))
        numbers = {code: n for n, code in enumerate(self._codes, start=1)}
        owned = [(shape, numbers[code]) for shape, code in zip(shapes, given, strict=True)]
        self._owner: NDArray[np.int16] = np.zeros((rows, columns), np.int16)
        if owned:
            rasterize(owned, out=self._owner, transform=from_origin(self._left, self._top, _CELL_PT, _CELL_PT))
        self._sums = lru_cache(maxsize=64)(self._summed)
        self._within = lru_cache(maxsize=1024)(self._found_within)

    def owners(self, x: float, y: float, within_pt: float) -> frozenset[str]:
        """Return the countries whose land lies within a distance of a point of the page."""
        return self._within(x, y, within_pt)

    def owner(self, x: float, y: float, within_pt: float) -> frozenset[str]:
        """Return the country of a point, or where it is at sea, those of the nearest land within a distance."""
        reach = 0.0
        while reach <= within_pt:
            if found := self.owners(x, y, reach):
                return found
            reach += _CELL_PT
        return frozenset()

    def nearest(self, xy: FloatArray) -> list[str]:
        """Return the country of the land that is nearest to each of some points ``(N, 2)``; "" where there is none."""
        rows, columns = self._owner.shape
        column = np.clip(((xy[:, 0] - self._left) / _CELL_PT).astype(int), 0, columns - 1)
        row = np.clip(((self._top - xy[:, 1]) / _CELL_PT).astype(int), 0, rows - 1)
        named = ["", *self._codes]
        return [named[n] for n in self._nearest[row, column]]

    @cached_property
    def _nearest(self) -> NDArray[np.int16]:
        from scipy.ndimage import distance_transform_edt

        if not self._codes:
            return self._owner
        rows, columns = distance_transform_edt(self._owner == 0, return_distances=False, return_indices=True)
        return np.asarray(self._owner[rows, columns])

    @property
    def codes(self) -> list[str]:
        """The countries that are on the map."""
        return list(self._codes)

    def cells(self, code: str) -> FloatArray:
        """Return the middles of the cells of a country, ``(N, 2)`` page points."""
        rows, columns = np.nonzero(self._owner == self._codes.index(code) + 1)
        return np.column_stack([self._left + (columns + 0.5) * _CELL_PT, self._top - (rows + 0.5) * _CELL_PT])

    def inland_pt(self, code: str) -> FloatArray:
        """Return how far each of the cells of a country is from its edge, points; the frame is no edge."""
        from scipy.ndimage import distance_transform_edt

        own = self._owner == self._codes.index(code) + 1
        rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
        if not len(rows):
            return np.zeros(0)
        # Its edge lies in its box and one cell about it: no more need be looked at.
        own = own[max(rows[0] - 1, 0) : rows[-1] + 2, max(columns[0] - 1, 0) : columns[-1] + 2]
        own = np.pad(own, 1, mode="edge")
        return np.asarray(distance_transform_edt(own)[1:-1, 1:-1][own[1:-1, 1:-1]] * _CELL_PT)

    def elsewhere(self, boxes: FloatArray, home: frozenset[str]) -> FloatArray:
        """Return which share of each box ``(N, 4)`` lies on land of countries that are not of its home, ``(N,)``."""
        sums = self._sums(home)
        rows, columns = self._owner.shape
        left, bottom, right, top = boxes.T
        c0 = np.clip(np.rint((left - self._left) / _CELL_PT).astype(int), 0, columns - 1)
        c1 = np.clip(np.rint((right - self._left) / _CELL_PT).astype(int), c0 + 1, columns)
        r0 = np.clip(np.rint((self._top - top) / _CELL_PT).astype(int), 0, rows - 1)
        r1 = np.clip(np.rint((self._top - bottom) / _CELL_PT).astype(int), r0 + 1, rows)
        inside = sums[r1, c1] - sums[r0, c1] - sums[r1, c0] + sums[r0, c0]
        return np.asarray(inside / ((r1 - r0) * (c1 - c0)))

    def along(self, segments: FloatArray, home: frozenset[str]) -> FloatArray:
        """Return which share of each segment ``(N, 4)`` runs over land of countries that are not of its home, ``(N,)``.

        A segment of NaNs runs over none.
        """
        rows, columns = self._owner.shape
        steps = np.linspace(0.0, 1.0, _STEPS)
        share = np.zeros(len(segments))
        some = np.flatnonzero(~np.isnan(segments[:, 0]))
        x1, y1, x2, y2 = (ends[:, None] for ends in segments[some].T)
        x, y = x1 + (x2 - x1) * steps, y1 + (y2 - y1) * steps
        column = np.clip(((x - self._left) / _CELL_PT).astype(int), 0, columns - 1)
        row = np.clip(((self._top - y) / _CELL_PT).astype(int), 0, rows - 1)
        share[some] = self._abroad(home)[self._owner[row, column]].mean(axis=1)
        return share

    def _summed(self, home: frozenset[str]) -> NDArray[np.int64]:
        """Return the sums of foreign land over all cells above and left of each corner."""
        foreign = self._abroad(home)[self._owner]
        sums = np.zeros((foreign.shape[0] + 1, foreign.shape[1] + 1), np.int64)
        sums[1:, 1:] = foreign.cumsum(axis=0).cumsum(axis=1)
        return sums

    def _abroad(self, home: frozenset[str]) -> NDArray[np.bool_]:
        """Say of the number of each owner, 0 where there is no land, whether it is a country that is not of a home."""
        return np.array([False, *(code not in home for code in self._codes)])

    def _found_within(self, x: float, y: float, within_pt: float) -> frozenset[str]:
        rows, columns = self._owner.shape
        reach = int(np.ceil(within_pt / _CELL_PT))
        row, column = int((self._top - y) / _CELL_PT), int((x - self._left) / _CELL_PT)
        r0, r1 = max(row - reach, 0), min(row + reach + 1, rows)
        c0, c1 = max(column - reach, 0), min(column + reach + 1, columns)
        if r0 >= r1 or c0 >= c1:
            return frozenset()
        i, j = np.mgrid[r0:r1, c0:c1]
        near = np.hypot(i - row, j - column) <= max(reach, 0.5)
        found = np.unique(self._owner[r0:r1, c0:c1][near])
        return frozenset(self._codes[n - 1] for n in found if n)
