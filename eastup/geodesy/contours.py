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
