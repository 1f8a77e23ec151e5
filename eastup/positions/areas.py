"""Which of several areas a position is in: seas, and the inside and outside of a chain.

Cells that no edge passes through are decided once; only positions in the others are held against the polygons. The
edges are geodesics. Of areas that overlap the first counts, and a position on an edge is in none that it bounds.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy
from eastup.errors import InputError
from eastup.layers import seas
from eastup.layers.overlay import own_ids
from eastup.layers.query import find_chain, has_chain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.cells import Grid, Ints

_UNKNOWN, _EDGE, _NONE = -3, -2, -1
_STEP_M = 5_000.0  # a straight line of longitude and latitude is then within a metre of the geodesic


class Areas:
    """Areas with names.

    Parameters
    ----------
    names : list of str
    rings : list of (N, 2) ndarray
        The corners of each, degrees; longitudes run on without a jump.
    """

    def __init__(self, names: list[str], rings: list[FloatArray], grid: Grid) -> None:
        self.names, self._grid = names, grid
        self._number: list[int] = []
        self._polygons: list[shapely.Polygon] = []
        for number, ring in enumerate(rings):
            closed = np.concatenate([ring, ring[:1]]) if (ring[0] != ring[-1]).any() else ring
            edge = geodesy.line(closed, _STEP_M)[:-1]
            edge[:, 0] -= 360.0 * np.floor(edge[:, 0].min() / 360.0)
            for shift in (0.0, 360.0) if edge[:, 0].max() > 360.0 else (0.0,):
                self._number.append(number)
                self._polygons.append(shapely.Polygon(edge - [shift, 0.0]))
        shapely.prepare(self._polygons)
        corners = [shapely.get_coordinates(p) for p in self._polygons]
        ends = np.concatenate([np.empty((0, 2, 2)), *(np.stack([c[:-1], c[1:]], axis=1) for c in corners)])
        self._edges = shapely.STRtree(np.atleast_1d(np.asarray(shapely.linestrings(ends))))
        self._cells = np.full(len(grid), _UNKNOWN, np.int8)
        self._lock = Lock()

    def which(self, lon: FloatArray, lat: FloatArray, cell: Ints) -> NDArray[np.int8]:
        """Return the number of the area that each position is in, or -1."""
        area = self._cells[cell]
        if (area == _UNKNOWN).any():
            with self._lock:
                self._look_at(np.unique(cell[area == _UNKNOWN]))
            area = self._cells[cell]
        edge = np.flatnonzero(area == _EDGE)
        if len(edge):
            area[edge] = self._within(lon[edge] % 360.0, lat[edge])
        return area

    def _within(self, lon: FloatArray, lat: FloatArray) -> NDArray[np.int8]:
        area = np.full(len(lon), _NONE, np.int8)
        for number, polygon in zip(self._number[::-1], self._polygons[::-1], strict=True):
            area[shapely.contains_xy(polygon, lon, lat)] = number
        return area

    def _look_at(self, cell: Ints) -> None:
        west, south, east, north = self._grid.box(cell)
        at = self._within((west + east) / 2.0, (south + north) / 2.0)
        at[np.unique(self._edges.query(shapely.box(west, south, east, north), predicate="intersects")[0])] = _EDGE
        self._cells[cell] = at


def bounded_seas(grid: Grid) -> Areas:
    """Return the seas that have bounds, by name."""
    names = seas.names()
    return Areas(list(names.values()), [shapely.get_coordinates(seas.bounds(sea)) for sea in names], grid)


def chain_sides(chain: str, grid: Grid) -> Areas:
    """Return the inside and the outside of a chain.

    Parameters
    ----------
    chain : str
        Variant or id of a line of the layer ``chains``; the default one where it is empty. In a theatre whose chain has
        no areas, or without a chain, nothing is inside or outside unless a chain is named.

    Raises
    ------
    UnknownNameError
        If there is no such chain.
    InputError
        If the chain has no areas.
    """
    if not chain and not has_chain():
        return Areas([], [], grid)
    row = find_chain(chain)
    if not chain and row["id"] in own_ids("chains") and not isinstance(row.get("inside"), str):
        return Areas([], [], grid)
    rings = []
    for side in ("inside", "outside"):
        text = row.get(side)
        if not isinstance(text, str):
            raise InputError(
                f"the chain {row['id']!r} says nothing of its {side}", hint=f"give it a WKT polygon {side!r}"
            )
        rings.append(shapely.get_coordinates(shapely.from_wkt(text)))
    return Areas(["inside", "outside"], rings, grid)
