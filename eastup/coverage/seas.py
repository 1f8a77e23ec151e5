"""The water of the seas whose share within reach is measured, within the bounds of `eastup.layers.seas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap
from eastup.coverage.grid import geographic
from eastup.geodesy.ellipsoid import GEOD
from eastup.io.data import kept
from eastup.layers.seas import bounds

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray

CELL_DEG = 0.05


@kept("geo/land.npz", "layers")
def water(sea: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return longitude, latitude and area (km²) of the cells of a sea's water; a cell is water where its centre is."""
    from rasterio.features import rasterize
    from rasterio.transform import from_origin

    west, south, east, north = bounds(sea).bounds
    box = (np.floor(west), np.floor(south), np.ceil(east), np.ceil(north))
    grid = geographic(box, CELL_DEG)
    place = {"out_shape": (grid.height, grid.width), "transform": from_origin(grid.left, grid.top, CELL_DEG, CELL_DEG)}
    land = shapely.clip_by_rect(basemap.land("coarse").geometry.to_numpy(), *box)
    land = land[~shapely.is_empty(land)]
    wet = rasterize([bounds(sea)], **place, dtype="uint8").astype(bool)
    wet &= ~rasterize(list(land), **place, dtype="uint8").astype(bool)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    return lon[wet], lat[wet], _cell_km2(lat[wet])


def _cell_km2(lat: FloatArray) -> FloatArray:
    """Return the area of a cell on the ellipsoid: the radii of curvature times its sides."""
    sine2 = np.sin(np.radians(lat)) ** 2
    root = np.sqrt(1.0 - GEOD.es * sine2)
    meridian, normal = GEOD.a * (1.0 - GEOD.es) / root**3, GEOD.a / root
    return np.asarray(meridian * normal * np.cos(np.radians(lat)) * np.radians(CELL_DEG) ** 2 / 1e6)
