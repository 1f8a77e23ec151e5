"""The cells of a raster: a grid of longitude and latitude, or of a view's metres, and its windows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyproj

from eastup.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.types import Bounds

    Bands = NDArray[np.number]
    from collections.abc import Iterator

    from eastup.geodesy.ellipsoid import FloatArray

DEFAULT_EXTENT = (90.0, -20.0, 180.0, 60.0)
WINDOW = (256, 2048)
"""Rows and columns that are worked on at once: memory depends on this and on the number of workers alone."""

Window = tuple[slice, slice]
"""Rows and columns of a part of the grid."""


class Pending(Protocol):
    """Bands of a window that are being worked out."""

    def result(self) -> Bands:
        """Wait for them."""


@dataclass(frozen=True)
class Grid:
    """Square cells, counted from the upper left; their centres lie half a cell inside the edge."""

    left: float
    top: float
    cell: float
    """Side of a cell, degrees or metres."""
    width: int
    height: int
    crs_wkt: str = ""
    """CRS of a view; empty for longitude and latitude (EPSG:4326). Longitudes may run on beyond 180."""

    @property
    def geographic(self) -> bool:
        """Say whether the cells are of longitude and latitude."""
        return not self.crs_wkt

    @property
    def count(self) -> int:
        """Number of the windows."""
        return -(-self.height // WINDOW[0]) * -(-self.width // WINDOW[1])

    def windows(self) -> Iterator[Window]:
        """Give the windows of the grid, row by row."""
        for row in range(0, self.height, WINDOW[0]):
            for column in range(0, self.width, WINDOW[1]):
                rows, columns = min(row + WINDOW[0], self.height), min(column + WINDOW[1], self.width)
                yield slice(row, rows), slice(column, columns)

    def axes(self, window: Window) -> tuple[FloatArray, FloatArray]:
        """Return x of the columns and y of the rows of a window; they do not depend on how the grid is cut."""
        rows, columns = window
        x = self.left + (np.arange(columns.start, columns.stop, dtype=np.float64) + 0.5) * self.cell
        y = self.top - (np.arange(rows.start, rows.stop, dtype=np.float64) + 0.5) * self.cell
        return x, y

    def lonlat(self, window: Window) -> tuple[FloatArray, FloatArray]:
        """Return longitude and latitude of the cells of a window, ``(rows, columns)``; not finite off the earth."""
        across, down = self.axes(window)
        shape = (len(down), len(across))
        x: FloatArray = np.broadcast_to(across, shape).copy()
        y: FloatArray = np.broadcast_to(down[:, None], shape).copy()
        if self.geographic:
            return x, y
        lon, lat = self._inverse.transform(x, y, direction="INVERSE")
        again_x, again_y = self._inverse.transform(lon, lat)
        # Beyond the edge of the earth some projections answer with a point that lies elsewhere on the page.
        true = np.hypot(again_x - x, again_y - y) < 0.01 * self.cell
        return np.where(true, lon, np.nan), np.where(true, lat, np.nan)

    @cached_property
    def _inverse(self) -> pyproj.Transformer:
        return pyproj.Transformer.from_crs("EPSG:4326", self.crs_wkt, always_xy=True)


def geographic(extent: Bounds = DEFAULT_EXTENT, resolution_deg: float = 0.05) -> Grid:
    """Return a grid of longitude and latitude.

    Parameters
    ----------
    extent : west, south, east, north, degrees
        It may cross 180: give an east that is less than west, or more than 180.
    resolution_deg : float, degrees
        Side of a cell; a whole number of them must fill the extent.

    Raises
    ------
    InputError
        If the extent is not one, or the cells do not fill it.

    Examples
    --------
    >>> grid = geographic((170, 0, -170, 10), 0.5)
    >>> grid.width, grid.height, float(grid.axes((slice(0, 1), slice(39, 40)))[0][0])
    (40, 20, 189.75)
    """
    west, south, east, north = map(float, extent)
    east += 360.0 if east <= west else 0.0
    if not (-90 <= south < north <= 90 and -360 <= west < east <= west + 360 <= 720):
        raise InputError(f"the extent {extent} is not west,south,east,north", hint="give degrees, at most 360 across")
    if not 0 < resolution_deg <= 90:
        raise InputError(f"a resolution of {resolution_deg} degrees can't be", hint="give degrees, such as 0.05")
    across, down = (east - west) / resolution_deg, (north - south) / resolution_deg
    width, height = round(across), round(down)
    if abs(across - width) > 1e-6 * across or abs(down - height) > 1e-6 * down or not (width and height):
        what = f"cells of {resolution_deg:g} degrees do not fill {east - west:g} by {north - south:g} degrees"
        raise InputError(what, hint="choose an extent that is a whole number of cells")
    _check_size(width, height)
    return Grid(west, north, resolution_deg, width, height)


def projected(crs: pyproj.CRS, bounds: Bounds, cell_m: float) -> Grid:
    """Return a grid of a view's metres that covers its bounds (xmin, ymin, xmax, ymax)."""
    if not 0 < cell_m < float("inf"):
        raise InputError(f"a cell of {cell_m} m can't be", hint="give metres, such as 5000")
    xmin, ymin, xmax, ymax = bounds
    width, height = (max(1, int(np.ceil(round(side / cell_m, 9)))) for side in (xmax - xmin, ymax - ymin))
    _check_size(width, height)
    return Grid(xmin, ymax, cell_m, width, height, crs.to_wkt("WKT2_2019"))


def _check_size(width: int, height: int) -> None:
    if width * height > 10**11:
        raise InputError(f"a raster of {width} by {height} cells is too large", hint="choose larger cells")
