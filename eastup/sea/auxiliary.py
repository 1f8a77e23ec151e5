"""Places by sea as numbers: degrees, and unit vectors of the auxiliary sphere on which great circles are taken.

The auxiliary sphere has the reduced latitude, as in the theory of the geodesic (Bessel 1825).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from eastup.geodesy.ellipsoid import FloatArray

_FLAT = 1 / 298.257223563


def lonlat(points: ArrayLike | Sequence[ArrayLike]) -> FloatArray:
    """Return places as ``(N, 2)``, longitudes 0 to 360."""
    found = np.array(points, dtype=float)
    if found.ndim > 1 and found.size and found.shape[-1] != 2:
        raise InputError(f"a place is a longitude and a latitude, and not {found.shape[-1]} numbers")
    found = found.reshape(-1, 2)
    found[:, 0] %= 360
    return found


def vectors(places: FloatArray) -> FloatArray:
    """Return the unit vectors ``(N, 3)`` of longitudes and latitudes ``(N, 2)``."""
    lon, lat = np.radians(places.T)
    reduced = np.arctan((1 - _FLAT) * np.tan(lat))
    return np.column_stack([np.cos(reduced) * np.cos(lon), np.cos(reduced) * np.sin(lon), np.sin(reduced)])


def degrees(on_sphere: FloatArray) -> FloatArray:
    """Return the longitudes, 0 to 360, and latitudes ``(N, 2)`` of unit vectors ``(N, 3)``."""
    x, y, z = on_sphere.T
    lat = np.degrees(np.arctan2(z, (1 - _FLAT) * np.hypot(x, y)))
    return np.column_stack([np.degrees(np.arctan2(y, x)) % 360, lat])
