"""What ships reach, and what is nearest to whom by sea, as polygons: contours of the fields of distance.

The fields are taken on a fixed lattice, roughly. They are drawn a little way into the land, so that a contour runs on
under the coast, and the land is cut out of what it encloses: the shore of an area is that of the base geography.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import contourpy
import numpy as np
import shapely

from eastup import basemap
from eastup.geodesy import discs
from eastup.geodesy.contours import overland, polygons_of
from eastup.geodesy.sphere import EARTH_KM, continuous, unit_vectors
from eastup.io.data import kept
from eastup.sea.water import REGION

if TYPE_CHECKING:
    from eastup.coverage.metric import Sea
    from eastup.geodesy.ellipsoid import FloatArray

Box = tuple[float, float, float, float]

_CELLS_DEG = (0.05, 0.1, 0.2, 0.25)
_MOST_CELLS = 200_000
_KM_PER_DEGREE = 110.5  # at least, of latitude
_SIMPLE_DEG = 0.005
_ASIDE = 3.0  # cells
_FAR_KM = 1e8


class Lattice:
    """The fields of some hubs on the points of a lattice over a box of longitude and latitude.

    Parameters
    ----------
    by : Sea
    box : west, south, east, north, degrees
        Longitudes as `seawater.continuous` has them.
    most_km : float
        Farther from all hubs no distance is asked for.
    """

    def __init__(self, by: Sea, box: Box, most_km: float = np.inf) -> None:
        west, south, east, north = (
            max(box[0], REGION[0]), max(box[1], REGION[1]), min(box[2], REGION[2]), min(box[3], REGION[3]),
        )  # fmt: skip
        self.box = (west, south, east, north)
        cell = next((c for c in _CELLS_DEG if (east - west) * (north - south) / c**2 <= _MOST_CELLS), _CELLS_DEG[-1])
        self.cell = cell
        self.x = np.arange(np.floor(west / cell), np.ceil(east / cell) + 1) * cell
        self.y = np.arange(np.floor(south / cell), np.ceil(north / cell) + 1) * cell
        points = np.stack(np.meshgrid(self.x, self.y), axis=-1).reshape(-1, 2)
        cell_km = cell * _KM_PER_DEGREE
        near = np.zeros(len(points), dtype=bool)
        for hub in unit_vectors(continuous(np.array(by.hubs))):  # no ship is farther than it would fly
            reach = min((most_km + _ASIDE * cell_km) / EARTH_KM * 1.01, np.pi)
            near |= unit_vectors(points) @ hub >= np.cos(reach)
        km = np.full((len(by.hubs), len(points)), _FAR_KM)
        km[:, near] = by.field.distances_km(points[near], rough=True)
        self.km = km.reshape(-1, len(self.y), len(self.x))
        """``(H, rows, columns)``; infinite on land."""

    def within(self, field: FloatArray, most: float) -> Any:
        """Return the water where a field is at most so much, cut at 180 degrees."""
        drawn = contourpy.contour_generator(
            self.x, self.y, np.where(np.isfinite(field), field, 1e9), fill_type=contourpy.FillType.OuterOffset
        )
        found = polygons_of(*drawn.filled(-1e9, most)[:2])
        area = shapely.clip_by_rect(shapely.union_all(shapely.make_valid(np.array(found))), *self.box)
        water = shapely.difference(shapely.simplify(area, _SIMPLE_DEG), _land(self.box))
        return discs.into_range(discs.areas(water))


@kept("geo/land.npz")
def _land(box: Box) -> Any:
    land = basemap.land("coarse").geometry.to_numpy()
    near = land[shapely.STRtree(land).query(shapely.box(*box))]
    return shapely.union_all(shapely.make_valid(shapely.clip_by_rect(near, *box)), grid_size=1e-6)


def reach(by: Sea, reach_km: tuple[float, ...]) -> dict[float, list[Any]]:
    """Return what ships reach from each hub, for each of several reaches.

    Parameters
    ----------
    by : Sea
    reach_km : tuple of float

    Returns
    -------
    dict
        For each reach a polygon for each hub, longitudes -180 to 180; empty for a hub that is not on the sea.
    """
    hubs = continuous(np.array(by.hubs))
    lat_deg = max(reach_km) / _KM_PER_DEGREE + 0.5
    poleward = np.minimum(np.abs(hubs[:, 1]) + lat_deg, 70.0)
    lon_deg = np.minimum(lat_deg / np.cos(np.radians(poleward)), 180.0)
    (west, south), (east, north) = (
        (hubs - np.column_stack([lon_deg, 0 * lon_deg + lat_deg])).min(axis=0),
        (hubs + np.column_stack([lon_deg, 0 * lon_deg + lat_deg])).max(axis=0),
    )
    box = (float(west), float(south), float(east), float(north))
    lattice = Lattice(by, box, max(reach_km))
    fields = [overland(field, lattice.cell * _KM_PER_DEGREE) for field in lattice.km]
    return {km: [lattice.within(field, km) for field in fields] for km in reach_km}


def nearest(by: Sea, box: Box) -> list[tuple[Any, float]]:
    """Return for each hub the water that is nearer to it by ship than to any other, and how far that goes (km)."""
    lattice = Lattice(by, box)
    fields = np.array([overland(field, lattice.cell * _KM_PER_DEGREE) for field in lattice.km])
    fields = np.where(np.isfinite(fields), fields, 1e9)
    found = []
    for hub, field in enumerate(fields):
        others = np.delete(fields, hub, axis=0).min(axis=0) if len(fields) > 1 else np.full(field.shape, 1e9)
        margin = np.where(field < 1e9, field - others, 1.0)
        own = np.isfinite(lattice.km[hub]) & (margin <= 0)
        farthest_km = float(lattice.km[hub][own].max()) if own.any() else np.nan
        found.append((lattice.within(margin, 0.0), farthest_km))
    return found
