"""Contours of a field on a lattice, as polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray


_INTO_LAND = 4  # cells
_CLIFF = 1.5  # cells: between two of them lengths differ by more, costs by less
_WORN = 1.25  # cells, of a normal distribution


def polygons_of(points: Iterable[FloatArray], starts: Iterable[NDArray[np.integer]]) -> list[shapely.Polygon]:
    """Return as polygons what a contour generator of fill type ``OuterOffset`` gives."""
    return [
        shapely.Polygon(xy[at[0] : at[1]], [xy[a:b] for a, b in zip(at[1:-1], at[2:], strict=True)])
        for xy, at in zip(points, starts, strict=True)
    ]


def overland(km: FloatArray, step_km: float) -> FloatArray:
    """Return a field ``(rows, columns)`` run on a few cells, ``step_km`` apart, into the land."""
    from scipy.ndimage import grey_erosion

    field: FloatArray = km.copy()
    for _ in range(_INTO_LAND):
        land = ~np.isfinite(field)
        field[land] = (grey_erosion(field, size=(3, 3)) + step_km)[land]
    return field


def worn(km: FloatArray, cost_km: FloatArray, step_km: float) -> FloatArray:
    """Return a field of lengths ``(rows, columns)`` whose cliffs are worn down, on cells ``step_km`` apart.

    Ways are chosen by cost. Where two that cost the same meet, and one pays a toll, the lengths leap: a contour along
    such a cliff would follow the cells, not the cliff. Costs are continuous there, so the tolls alone are blurred.
    """
    from scipy.ndimage import binary_dilation, gaussian_filter

    known = np.isfinite(km)
    cliff = np.zeros(km.shape, dtype=bool)
    for axis in (0, 1):
        with np.errstate(invalid="ignore"):  # two that no way leads to
            leap, rise = (np.abs(np.diff(field, axis=axis)) for field in (km, cost_km))
            found = (leap > _CLIFF * step_km) & (rise <= _CLIFF * step_km)
        for end in ((0, 1), (1, 0)):
            cliff |= np.pad(found, [end if one == axis else (0, 0) for one in (0, 1)])
    if not cliff.any():
        return km
    near = known & binary_dilation(cliff, iterations=round(4 * _WORN))
    toll = np.zeros(km.shape)
    np.subtract(cost_km, km, out=toll, where=known)
    blurred, weight = gaussian_filter(toll, _WORN), gaussian_filter(known.astype(float), _WORN)
    field: FloatArray = km.copy()
    field[near] = cost_km[near] - blurred[near] / weight[near]
    return field
