"""What ships reach, and what is nearest to whom by sea, as polygons: contours of the fields of distance.

The fields are exact, on the points of a lattice. They are drawn a little way into the land, so that a contour runs on
under the coast, and the land is cut out of what it encloses: the shore of an area is that of the base geography.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import contourpy
import numpy as np
import shapely

from eastup import basemap
from eastup.coverage.metric import SeaMetric
from eastup.geodesy import discs, sphere
from eastup.geodesy.contours import overland, polygons_of, worn
from eastup.io.data import kept
from eastup.io.progress import track

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.discs import Polygons
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

REGION = (60.0, -60.0, 250.0, 68.0)
"""West, south, east and north of the sea that is mapped, degrees."""

_CELLS_DEG = (0.05, 0.1, 0.2, 0.25)
_MOST_CELLS = 200_000
_KM_PER_DEGREE = 110.5  # at least, of latitude
_SIMPLE_DEG = 0.005


class Lattice:
    """The points of a lattice over a box of longitude and latitude.

    Parameters
    ----------
    box : west, south, east, north, degrees
        Longitudes that run on from 0 to 360.
    """

    def __init__(self, box: Bounds) -> None:
        west, south, east, north = (
            max(box[0], REGION[0]), max(box[1], REGION[1]), min(box[2], REGION[2]), min(box[3], REGION[3]),
        )  # fmt: skip
        self.box = (west, south, east, north)
        cell = next((c for c in _CELLS_DEG if (east - west) * (north - south) / c**2 <= _MOST_CELLS), _CELLS_DEG[-1])
        self.cell = cell
        self.columns = np.arange(int(np.floor(west / cell)), int(np.ceil(east / cell)) + 1)
        self.rows = np.arange(int(np.floor(south / cell)), int(np.ceil(north / cell)) + 1)
        self.x, self.y = (np.multiply(part, cell, dtype=np.float64) for part in (self.columns, self.rows))

    @property
    def points(self) -> FloatArray:
        """Longitude and latitude of all points, row by row, ``(N, 2)`` degrees."""
        return np.stack(np.meshgrid(self.x, self.y), axis=-1).reshape(-1, 2)

    def near(self, place: FloatArray, km: float) -> NDArray[np.bool_]:
        """Tell which points, rows and columns, may lie within a distance of a place: all others surely do not."""
        width = sphere.half_width_deg(sphere.most_angle(km), float(place[1]), self.y)
        return np.asarray(np.abs(self.x - place[0]) <= width[:, None])

    def overland(self, km: FloatArray) -> FloatArray:
        """Return distances at the points as rows and columns, run on a little way into the land."""
        return overland(km.reshape(len(self.y), len(self.x)), self.cell * _KM_PER_DEGREE)

    def within(self, field: FloatArray, most: float) -> Polygons:
        """Return the water where a field is at most ``most``, cut at 180 degrees."""
        if min(field.shape) < 2:  # the box lies outside the sea that is mapped
            return shapely.Polygon()
        drawn = contourpy.contour_generator(
            self.x, self.y, np.where(np.isfinite(field), field, 1e9), fill_type=contourpy.FillType.OuterOffset
        )
        found = polygons_of(*drawn.filled(-1e9, most)[:2])
        if not found:
            return shapely.Polygon()
        area = shapely.make_valid(shapely.simplify(shapely.multipolygons(found), _SIMPLE_DEG))  # they lie apart
        water = shapely.difference(area, shapely.clip_by_rect(_land(), *area.bounds)) if not area.is_empty else area
        return discs.into_range(discs.areas(water))


@kept("geo/land_coarse.npz")
def _land() -> BaseGeometry:
    """Return the land of the mapped sea in one piece."""
    land = basemap.land("coarse").geometry.to_numpy()
    near = land[shapely.STRtree(land).query(shapely.box(*REGION))]
    return shapely.disjoint_subset_union_all(shapely.make_valid(shapely.clip_by_rect(near, *REGION)))


def reach(by: SeaMetric, reach_km: tuple[float, ...]) -> dict[float, list[Polygons]]:
    """Return what ships reach from each hub, for each of several reaches.

    Parameters
    ----------
    by : SeaMetric
    reach_km : tuple of float

    Returns
    -------
    dict
        For each reach a polygon for each hub, longitudes -180 to 180; empty for a hub that is not on the sea.
    """
    most_km = max(reach_km)
    lattices = [Lattice(_about(hub, most_km)) for hub in sphere.continuous(np.array(by.hubs))]
    found: dict[float, list[Polygons]] = {km: [shapely.Polygon()] * len(lattices) for km in reach_km}
    for hub, field in track(_fields(by, lattices, most_km), len(lattices), "reach by sea"):
        whole = lattices[hub].overland(field)
        for km in reach_km:
            found[km][hub] = lattices[hub].within(whole, km)
    return found


def _fields(by: SeaMetric, lattices: list[Lattice], most_km: float) -> Iterator[tuple[int, FloatArray]]:
    """Yield the number of each hub and its distances at the points of its own lattice, a little beyond the farthest.

    Lattices of one size of cell have their points in common: each point is found on the mesh once for all hubs, if it
    may lie within reach of one of them at all.
    """
    places = sphere.continuous(np.array(by.hubs))
    on_sea = [k for k, lattice in enumerate(lattices) if len(lattice.x) and len(lattice.y)]
    for cell in sorted({lattices[k].cell for k in on_sea}):
        hubs = [k for k in on_sea if lattices[k].cell == cell]
        some = SeaMetric(tuple(by.hubs[k] for k in hubs), by.water)
        farthest_km = most_km + 3.0 * cell * _KM_PER_DEGREE  # so that a contour has both its sides
        points, numbers = _joined([lattices[k] for k in hubs], [lattices[k].near(places[k], farthest_km) for k in hubs])
        for hub, number, reached in zip(hubs, numbers, some.within(points, farthest_km), strict=True):
            km, cost_km = np.full((2, len(points) + 1), np.inf)  # the last is that of points out of reach
            km[reached.index], cost_km[reached.index] = reached.distance_km, reached.cost_km
            yield hub, worn(km[number], cost_km[number], cell * _KM_PER_DEGREE)


def _joined(lattices: list[Lattice], near: list[NDArray[np.bool_]]) -> tuple[FloatArray, list[NDArray[np.int32]]]:
    """Return the near points of lattices of one size of cell, each once ``(N, 2)``, and those of each by number.

    The numbers stand in rows and columns; that of a point that is near none is -1.
    """
    columns = np.unique(np.concatenate([lattice.columns for lattice in lattices]))
    rows = np.unique(np.concatenate([lattice.rows for lattice in lattices]))
    number = np.full((len(rows), len(columns)), -1, np.int32)
    own = [np.ix_(np.searchsorted(rows, one.rows), np.searchsorted(columns, one.columns)) for one in lattices]
    for at, reached in zip(own, near, strict=True):
        number[at] = np.where(reached, 0, number[at])
    row, column = np.nonzero(number == 0)
    number[row, column] = np.arange(len(row))
    points = np.column_stack([columns[column], rows[row]]) * lattices[0].cell
    return points, [number[at] for at in own]


def _about(hub: FloatArray, km: float) -> Bounds:
    """Return a box that holds all that is within a distance of a point."""
    lat_deg = km / _KM_PER_DEGREE + 0.5
    lon_deg = min(lat_deg / float(np.cos(np.radians(min(abs(hub[1]) + lat_deg, 70.0)))), 180.0)
    return hub[0] - lon_deg, hub[1] - lat_deg, hub[0] + lon_deg, hub[1] + lat_deg


def nearest(by: SeaMetric, box: Bounds) -> list[tuple[Polygons, float]]:
    """Return for each hub the water that is nearer to it by ship than to any other, and how far that goes (km)."""
    lattice = Lattice(box)
    own_km = [field.distance_km for field in track(by.fields(lattice.points), len(by.hubs), "ways by sea")]
    fields = np.array([lattice.overland(km) for km in own_km])
    fields = np.where(np.isfinite(fields), fields, 1e9)
    found = []
    for hub, field in enumerate(fields):
        others = np.delete(fields, hub, axis=0).min(axis=0) if len(fields) > 1 else np.full(field.shape, 1e9)
        margin = np.where(field < 1e9, field - others, 1.0)
        km = own_km[hub].reshape(field.shape)
        own = np.isfinite(km) & (margin <= 0)
        farthest_km = float(km[own].max()) if own.any() else np.nan
        found.append((lattice.within(margin, 0.0), farthest_km))
    return found
