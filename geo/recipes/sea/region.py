"""The part of the sea that the mesh covers, its land, and the small planes in which distances are drawn.

Longitudes run from 60 to 250 without a jump. Clearances are drawn tile by tile, in a plane true to scale at the tile's
middle: over two degrees of latitude its error stays under three per cent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.types import Bounds

    FloatArray = NDArray[np.float64]
    Geometries = NDArray[np.object_]

REGION: Bounds = (60.0, -60.0, 250.0, 68.0)
FINE: Bounds = (90.0, -20.0, 180.0, 60.0)
"""Where the coast of ``land.npz`` is good to 100 m; beyond it to 300 m, and west of 78E to 3 km."""
KM_PER_NMI = 1.852
GRID_DEG = 1e-5
"""Whole steps of the mesh's coordinates."""
_TILE_DEG = (3.0, 2.0)
_MOST_VERTICES = 600


def km_per_degree(lat: float) -> FloatArray:
    """Return the kilometres in a degree of longitude and of latitude, ``(2,)``, at a latitude in degrees."""
    return np.array([111.32 * np.cos(np.radians(lat)), 111.13])


def continuous(lonlat: FloatArray) -> FloatArray:
    """Bring longitudes into those of the region, without a jump at 180."""
    moved = np.array(lonlat, dtype=float)
    moved[:, 0] = (moved[:, 0] + 30.0) % 360.0 - 30.0
    return moved


def land_parts() -> Geometries:
    """Return the polygons of land that reach into the region."""
    parts = shapely.get_parts(basemap.land().geometry.to_numpy())
    west, south, east, north = shapely.bounds(parts).T
    inside = (east > REGION[0]) & (west < REGION[2]) & (north > REGION[1]) & (south < REGION[3])
    return _halved(shapely.clip_by_rect(parts[inside], *REGION))


def _halved(parts: Geometries) -> Geometries:
    """Cut large polygons in two until none is large: a clip of a continent to each tile would take hours."""
    done = []
    while len(parts):
        parts = polygons(parts)
        small = shapely.get_num_coordinates(parts) <= _MOST_VERTICES
        done.append(parts[small])
        halves = []
        for part in parts[~small]:
            west, south, east, north = part.bounds
            if east - west > north - south:
                middle = (west + east) / 2
                boxes = ((west, south, middle, north), (middle, south, east, north))
            else:
                middle = (south + north) / 2
                boxes = ((west, south, east, middle), (west, middle, east, north))
            halves += [shapely.clip_by_rect(part, *box) for box in boxes]
        parts = np.array(halves, dtype=np.object_)
    return np.concatenate(done)


def tiles(region: Bounds = REGION) -> Iterator[Bounds]:
    """Yield the tiles that cover a region, from its south-west corner."""
    width, height = _TILE_DEG
    for south in np.arange(region[1], region[3], height):
        for west in np.arange(region[0], region[2], width):
            yield west, south, min(west + width, region[2]), min(south + height, region[3])


def is_fine(box: Bounds) -> bool:
    """Tell whether a box lies where the coast is kept finely."""
    lon, lat = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return FINE[0] <= lon <= FINE[2] and FINE[1] <= lat <= FINE[3]


def polygons(geometry: BaseGeometry | Geometries, least_area: float = 0.0) -> Geometries:
    """Return the polygons among the parts of geometries that are larger than an area, in their own units."""
    parts = shapely.get_parts(geometry)
    kept = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > least_area)
    return np.asarray(parts[kept], dtype=np.object_)


def largest(parts: Geometries) -> shapely.Polygon:
    """Return the largest of some polygons."""
    found: shapely.Polygon = parts[int(shapely.area(parts).argmax())]
    return found


def simple(area: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Return an area with its outline simplified, valid."""
    return shapely.make_valid(shapely.simplify(area, tolerance), method="structure", keep_collapsed=False)
