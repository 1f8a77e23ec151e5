"""Depth on one grid: two free world grids, and the land between them.

The grid is a Mercator one, so that a cell is as wide as it is high and a distance in cells is a distance in
kilometres times the cosine of the latitude. Heights are in metres above the sea, so depths are negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import rasterio
import shapely
from rasterio import features
from rasterio.transform import Affine
from scipy.io import netcdf_file
from scipy.ndimage import binary_dilation, distance_transform_edt, map_coordinates, maximum_filter, minimum_filter

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]
    Order = Literal[0, 1]

KM_PER_DEGREE = 111.32


def mercator(lat: FloatArray) -> FloatArray:
    """Return latitudes in degrees as Mercator ordinates in degrees of the equator."""
    return np.asarray(np.degrees(np.arcsinh(np.tan(np.radians(lat)))))


def geographic(ordinate: FloatArray) -> FloatArray:
    """Return Mercator ordinates in degrees of the equator as latitudes in degrees."""
    return np.asarray(np.degrees(np.arctan(np.sinh(np.radians(ordinate)))))


@dataclass(frozen=True)
class Grid:
    """Square cells of a Mercator map, rows from north to south.

    The west of the box is its left edge, in degrees; longitudes run on across 180.
    """

    west: float
    south: float
    east: float
    north: float
    step_deg: float
    """Width of a cell, degrees of longitude."""

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        height = mercator(np.array(self.north)) - mercator(np.array(self.south))
        return int(np.ceil(height / self.step_deg)), int(np.ceil((self.east - self.west) / self.step_deg))

    @cached_property
    def transform(self) -> Affine:
        """From column and row to longitude and Mercator ordinate."""
        return Affine(self.step_deg, 0, self.west, 0, -self.step_deg, float(mercator(np.array(self.north))))

    @cached_property
    def lon(self) -> FloatArray:
        """Longitudes of the columns' middles, ``(columns,)``."""
        return np.asarray(self.west + self.step_deg * (np.arange(self.shape[1]) + 0.5))

    @cached_property
    def lat(self) -> FloatArray:
        """Latitudes of the rows' middles, ``(rows,)``."""
        top = mercator(np.array(self.north))
        return geographic(top - self.step_deg * (np.arange(self.shape[0]) + 0.5))

    @cached_property
    def km(self) -> FloatArray:
        """Width of the cells of each row in kilometres, ``(rows, 1)``."""
        return np.asarray(KM_PER_DEGREE * self.step_deg * np.cos(np.radians(self.lat)))[:, None]

    def burn(self, shapes: NDArray[np.object_], touched: bool = False) -> BoolArray:
        """Return which cells lie in (or, if `touched`, are touched by) shapes of longitude and latitude."""

        def flatten(xy: FloatArray) -> FloatArray:
            return np.column_stack([xy[:, 0], mercator(xy[:, 1])])

        near = shapely.box(self.west, self.south, self.east, self.north)
        shapes = shapes[shapely.intersects(shapes, near)]
        if not len(shapes):
            return np.zeros(self.shape, bool)
        flat = shapely.transform(shapes, flatten)
        burnt = features.rasterize(
            [(shape, 1) for shape in flat],
            out_shape=self.shape,
            transform=self.transform,
            all_touched=touched,
            dtype=np.uint8,
        )
        return np.asarray(burnt, bool)

    def away_km(self, mask: BoolArray) -> FloatArray:
        """Return how far each cell is from the nearest cell of a mask, kilometres."""
        return np.asarray(distance_transform_edt(~mask) * self.km)


@dataclass(frozen=True)
class World:
    """A world grid of heights: nodes from a corner on, by whole steps.

    Rows may run to the north or the south; the first column's longitude may be any.
    """

    height_m: FloatArray
    lon: float
    lat: float
    lon_step: float
    lat_step: float

    def on(self, grid: Grid, order: Order = 1) -> FloatArray:
        """Return the heights at the cells of a grid: between the nodes (order 1) or of the nearest node (0)."""
        return self._at(self.height_m, grid, order)

    def least_on(self, grid: Grid) -> FloatArray:
        """Return the lowest of the nine nodes about each cell of a grid."""
        return self._at(minimum_filter(self.height_m, 3, mode="wrap"), grid, order=0)

    def level_on(self, grid: Grid, least_m: float) -> BoolArray:
        """Return which cells of a grid lie by nine nodes that have less than so many metres between them."""
        high = maximum_filter(self.height_m, 3, mode="wrap")
        level = high - minimum_filter(self.height_m, 3, mode="wrap") < least_m
        return self._at(binary_dilation(level, np.ones((3, 3), bool)).astype(float), grid, order=0) > 0.5

    def _at(self, values: FloatArray, grid: Grid, order: Order) -> FloatArray:
        row = (grid.lat - self.lat) / self.lat_step
        column = np.mod(grid.lon - self.lon, 360.0) / self.lon_step
        rows, columns = np.meshgrid(row, column, indexing="ij")
        return np.asarray(map_coordinates(values, np.stack([rows, columns]), order=order, mode="grid-wrap"))


def etopo1(path: Path) -> World:
    """Read ETOPO1 at 0.1 degree as pybacktrack 1.5.0 carries it (``ETOPO1_0.1.grd``)."""
    with rasterio.open(path) as source:
        height, affine = source.read(1).astype(float), source.transform
    # Its nodes stand in the middles of GDAL's cells, and the last column is the first once more.
    return World(height[:, :-1], affine.c + affine.a / 2, affine.f + affine.e / 2, affine.a, affine.e)


def etopo5(path: Path) -> World:
    """Read ETOPO5 as ferret-datasets 7.6.0 carries it (``etopo5.cdf``)."""
    with netcdf_file(path, "r", mmap=False) as source:
        height = np.array(source.variables["ROSE"].data, float)
    return World(height, 0.0, -90.0, 1 / 12, 1 / 12)
