"""Lines of sight over water by raster: quick, for the many points of a map, and true to a kilometre or two.

The routes of `eastup.searoute` hold each line against the coast itself. A map asks for millions of lines; here they are
walked over rasters of the same water. One tells which small cells lie whole inside the water that ships keep out of: a
line that steps on one is hidden. One tells which cells its edge crosses: a line that steps on none of these either is
surely seen. The last tells how far off that water a place lies at least: so far a line strides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from rasterio.features import rasterize
from rasterio.transform import from_origin
from scipy.spatial import cKDTree

from eastup.geodesy.sphere import EARTH_KM, continuous, unit_vectors
from eastup.io.data import geo, intact, kept
from eastup.sea.water import REGION

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.water import Obstacle

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]

CELL_DEG, OFFING_DEG = 0.02, 0.1
OFFING_KM = 5.0
"""Unit of the offing."""
_STEP_KM = 2.0
_END_KM = 3.0  # a corner stands at the edge of the water that it is a corner of
_PROBES_KM = (5.0, 10.0, 20.0, 40.0, 80.0)  # looked at first: most lines that are hidden meet land before the corner
_KM_PER_DEGREE = 111.7  # at most


class SeaSight:
    """Tells which places at sea see each other.

    Parameters
    ----------
    inside : (rows, columns) ndarray of bool
        Cells of `CELL_DEG` over `seawater.REGION`, north first, that lie whole inside keep-out water or land.
    offing : (rows, columns) ndarray of uint8
        Cells of `OFFING_DEG`: how far every point of one is from keep-out water at least, in `OFFING_KM`.
    edge : (rows, columns) ndarray of bool, optional
        Cells of `CELL_DEG` that lie partly inside; where it is not known, all near that water may.
    """

    def __init__(self, inside: Bools, offing: NDArray[np.uint8], edge: Bools | None = None) -> None:
        self.inside, self.offing, self.edge = inside, offing, edge

    def hides(self, lonlat: FloatArray) -> Bools:
        """Tell which points, ``(N, 2)``, lie deep inside keep-out water or land; those off the map are not."""
        at, mapped = _cell(lonlat, CELL_DEG, self.inside.shape)
        return np.asarray(self.inside[at] & mapped)

    def offing_km(self, lonlat: FloatArray) -> FloatArray:
        """Return how far points are from keep-out water at least; 0 near it."""
        at, mapped = _cell(lonlat, OFFING_DEG, self.offing.shape)
        return np.asarray(np.where(mapped, self.offing[at], 0) * OFFING_KM)

    def sees(self, a: FloatArray, b: FloatArray, from_km: float = _END_KM) -> Bools:
        """Tell which points see each other along great circles: see `looks`."""
        return self._walk(a, b, from_km, None)

    def looks(self, a: FloatArray, b: FloatArray, from_km: float = _END_KM) -> tuple[Bools, FloatArray, FloatArray]:
        """Tell which points see each other along great circles, and what part of a line is in doubt.

        Parameters
        ----------
        a, b : (N, 3) ndarray
            Unit vectors; where one end is a corner of the water, that is b.
        from_km : float
            So far from a nothing hides.

        Returns
        -------
        seen : (N,) ndarray of bool
        begins_km, ends_km : (N,) ndarray
            Where from a the line first and last comes to the edge of the water; infinite, and its negative, where it
            nowhere does. The last kilometres before b don't count.
        """
        doubt_km = np.full((2, len(a)), np.inf)
        doubt_km[1] = -np.inf
        return self._walk(a, b, from_km, doubt_km), *doubt_km

    def _walk(self, a: FloatArray, b: FloatArray, from_km: float, doubt_km: FloatArray | None) -> Bools:
        angle = np.arccos(np.clip(np.einsum("ij,ij->i", a, b), -1.0, 1.0))
        length_km = angle * EARTH_KM
        seen = np.ones(len(a), dtype=bool)

        def at(some: Ints, done_km: FloatArray) -> FloatArray:
            part, whole = done_km / EARTH_KM, angle[some]
            return _lonlat(np.sin(whole - part)[:, None] * a[some] + np.sin(part)[:, None] * b[some])

        for before_km in _PROBES_KM:
            some = np.flatnonzero(seen & (length_km > before_km + from_km))
            seen[some] = ~self.hides(at(some, length_km[some] - before_km))
        left = np.flatnonzero(seen & (length_km > from_km + _END_KM))
        done_km = np.full(len(left), from_km)
        while len(left):
            lonlat = at(left, done_km)
            room_km = self.offing_km(lonlat)
            met = np.zeros(len(left), dtype=bool)
            near = room_km == 0
            met[near] = self.hides(lonlat[near])
            seen[left[met]] = False
            if doubt_km is not None:
                grazing = np.flatnonzero(near)[self._grazes(lonlat[near])]
                line = left[grazing]
                doubt_km[:, line] = np.minimum(doubt_km[0, line], done_km[grazing]), done_km[grazing]
            done_km = done_km + np.maximum(room_km, _STEP_KM)
            on = ~met & (done_km < length_km[left] - _END_KM)
            left, done_km = left[on], done_km[on]
        return seen

    def _grazes(self, lonlat: FloatArray) -> Bools:
        if self.edge is None:
            return np.ones(len(lonlat), dtype=bool)
        at, mapped = _cell(lonlat, CELL_DEG, self.edge.shape)
        return np.asarray(self.edge[at] & mapped)

    def without(self, lines: NDArray[Any], *, doubted: bool = False) -> SeaSight:
        """Return the same water with lines that can't be crossed: the gates of closed straits.

        With ``doubted`` what crosses one is seen, but not surely: for a place that may stand beside the line.
        """
        if not len(lines):
            return self
        west, _, _, north = REGION
        parts = shapely.transform(shapely.get_parts(lines), continuous)
        bars = rasterize(
            shapely.buffer(parts, CELL_DEG),  # so that no step passes over them
            self.inside.shape,
            transform=from_origin(west, north, CELL_DEG, CELL_DEG),
            all_touched=True,
        ).astype(bool)
        centres = _centres(OFFING_DEG, self.offing.shape)
        units = _units(centres, shapely.get_coordinates(shapely.segmentize(parts, CELL_DEG)))
        offing = np.minimum(self.offing, units.reshape(self.offing.shape))
        if not doubted:
            return SeaSight(self.inside | bars, offing, self.edge)
        return SeaSight(self.inside, offing, None if self.edge is None else self.edge | bars)


@kept("geo/seasight.npz")
def shipped(network: str) -> SeaSight:
    """Return the water of the ``navigable`` or of the ``shortest`` network."""
    return load(geo("seasight.npz"), network)


def load(path: Path, network: str) -> SeaSight:
    """Read one network's water from a file that `save` wrote."""
    with intact(path), path.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        shape = tuple(arrays[f"{network}/shape"])

        def cells(name: str) -> Bools:
            return np.unpackbits(arrays[f"{network}/{name}"], count=int(np.prod(shape))).reshape(shape).astype(bool)

        edge = cells("edge") if f"{network}/edge" in arrays else None
        return SeaSight(cells("inside"), arrays[f"{network}/offing"], edge)


def save(path: Path, sights: dict[str, SeaSight]) -> None:
    """Write the rasters of each network to a file."""
    arrays: dict[str, Any] = {}
    for network, sight in sights.items():
        arrays[f"{network}/shape"] = np.array(sight.inside.shape)
        arrays[f"{network}/inside"] = np.packbits(sight.inside)
        arrays[f"{network}/offing"] = sight.offing
        if sight.edge is not None:
            arrays[f"{network}/edge"] = np.packbits(sight.edge)
    np.savez_compressed(path, **arrays)


def draw(keep_out: Obstacle) -> SeaSight:
    """Draw the rasters of a water.

    Parameters
    ----------
    keep_out : Obstacle
        Areas that ships keep out of, with the land.
    """
    west, south, east, north = REGION
    shape = (round((north - south) / CELL_DEG), round((east - west) / CELL_DEG))
    grid = from_origin(west, north, CELL_DEG, CELL_DEG)
    edge = shapely.boundary(keep_out.pieces)
    inside = rasterize(keep_out.pieces, shape, transform=grid).astype(bool)
    whole = shapely.boundary(shapely.union_all(keep_out.pieces, grid_size=1e-7))  # pieces have edges inside, too
    inside &= ~rasterize(shapely.get_parts(whole), shape, transform=grid, all_touched=True).astype(bool)
    partly = rasterize(keep_out.pieces, shape, transform=grid, all_touched=True).astype(bool) & ~inside
    rough = (round((north - south) / OFFING_DEG), round((east - west) / OFFING_DEG))
    centres = _centres(OFFING_DEG, rough)
    units = _units(centres, shapely.get_coordinates(shapely.segmentize(edge, CELL_DEG)))
    units[keep_out.holds(centres)] = 0
    return SeaSight(inside, units.reshape(rough), partly)


def _units(centres: FloatArray, edge: FloatArray) -> NDArray[np.uint8]:
    """Return the offing of cells from points along an edge, not more than `CELL_DEG` apart."""
    chord = cKDTree(unit_vectors(edge)).query(unit_vectors(centres))[0]
    km = 2.0 * np.arcsin(chord / 2.0) * EARTH_KM
    about_km = _KM_PER_DEGREE * (OFFING_DEG / np.sqrt(2.0) + CELL_DEG)  # a cell's corner; an edge between two points
    return np.asarray(np.clip((0.99 * km - about_km) // OFFING_KM, 0, 255).astype(np.uint8))


def _centres(cell_deg: float, shape: tuple[int, int]) -> FloatArray:
    west, _, _, north = REGION
    lon, lat = (np.arange(n) + 0.5 for n in reversed(shape))
    return np.stack(np.meshgrid(west + lon * cell_deg, north - lat * cell_deg), axis=-1).reshape(-1, 2)


def _cell(
    lonlat: FloatArray, cell_deg: float, shape: tuple[int, int]
) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64]], Bools]:
    column = ((lonlat[:, 0] - REGION[0]) / cell_deg).astype(np.int64)
    row = ((REGION[3] - lonlat[:, 1]) / cell_deg).astype(np.int64)
    mapped = (column >= 0) & (column < shape[1]) & (row >= 0) & (row < shape[0])
    return (np.where(mapped, row, 0), np.where(mapped, column, 0)), mapped


def _lonlat(vectors: FloatArray) -> FloatArray:
    x, y, z = vectors.T
    return np.column_stack([np.degrees(np.arctan2(y, x)) % 360.0, np.degrees(np.arctan2(z, np.hypot(x, y)))])
