"""Contours of a field on a lattice, as polygons."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray


_INTO_LAND = 4  # cells
_CLIFF = 1.5  # cells: between two of them lengths differ by more, costs by less
_WORN = 1.25  # cells, of a normal distribution
_BLUR = round(4 * _WORN)  # cells that it is taken to reach


def polygons_of(points: Iterable[FloatArray], starts: Iterable[NDArray[np.integer]]) -> list[shapely.Polygon]:
    """Return as polygons what a contour generator of fill type ``OuterOffset`` gives."""
    return [
        shapely.Polygon(xy[at[0] : at[1]], [xy[a:b] for a, b in zip(at[1:-1], at[2:], strict=True)])
        for xy, at in zip(points, starts, strict=True)
    ]


def overland(km: FloatArray, step_km: float) -> FloatArray:
    """Return a field ``(rows, columns)`` run on a few cells, ``step_km`` apart, into the land."""
    field: FloatArray = km.copy()
    for _ in range(_INTO_LAND):
        land = ~np.isfinite(field)
        least = field
        for axis in (0, 1):
            least = reduce(np.minimum, _beside(least, axis))
        field[land] = (least + step_km)[land]
    return field


def worn(km: FloatArray, cost_km: FloatArray, step_km: float) -> FloatArray:
    """Return a field of lengths ``(rows, columns)`` whose cliffs are worn down, on cells ``step_km`` apart.

    Ways are chosen by cost. Where two that cost the same meet, and one pays a toll, the lengths leap: a contour along
    such a cliff would follow the cells, not the cliff. Costs are continuous there, so the tolls alone are blurred.
    """
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
    near = cliff
    for _ in range(_BLUR):
        near = reduce(np.logical_or, [*_beside(near, 0), *_beside(near, 1)])
    near &= known
    toll = np.zeros(km.shape)
    np.subtract(cost_km, km, out=toll, where=known)
    about = tuple(slice(max(at.min() - _BLUR, 0), at.max() + _BLUR + 1) for at in np.nonzero(near))
    blurred, weight = (_blurred(part[about])[near[about]] for part in (toll, known.astype(float)))
    field: FloatArray = km.copy()
    field[near] = cost_km[near] - blurred / weight
    return field


def _blurred(field: FloatArray) -> FloatArray:
    weights = np.exp(-0.5 * (np.arange(-_BLUR, _BLUR + 1) / _WORN) ** 2)
    for axis in (0, 1):
        field = sum(w * beside for w, beside in zip(weights / weights.sum(), _beside(field, axis, _BLUR), strict=True))
    return field


def _beside(field: NDArray[Any], axis: int, cells: int = 1) -> list[NDArray[Any]]:
    """Return a field moved along an axis by up to so many cells, either way; beyond its rim it is mirrored.

    All that is needed of scipy.ndimage, which takes longer to load than the fields of fifteen hubs take to wear.
    """
    wide = np.pad(field, [(cells, cells) if one == axis else (0, 0) for one in (0, 1)], mode="symmetric")
    starts = range(2 * cells + 1)
    return [wide[k:][: len(field)] if axis == 0 else wide[:, k:][:, : field.shape[1]] for k in starts]
