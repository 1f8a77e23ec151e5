"""Distance, azimuth and lines on the WGS 84 ellipsoid, and the units of length and speed.

Everything measured in eastup comes from the one `GEOD` of this module; nothing is measured on the page.
Longitude comes before latitude; angles are degrees, lengths are metres unless a name says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy.figure import GEOD as GEOD

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]


def distance_m(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> FloatArray:
    """Return the geodesic distance in metres, broadcasting its arguments (degrees)."""
    return inverse(lon1, lat1, lon2, lat2)[1]


def inverse(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the forward azimuth (degrees, 0 to 360) and the geodesic distance (metres).

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : array_like of float, degrees
        Broadcast against each other.

    Returns
    -------
    azimuth_deg, distance_m : ndarray

    Examples
    --------
    >>> azimuth_deg, length_m = inverse(127.0310, 36.9622, 131.8855, 43.1155)
    >>> f"{azimuth_deg:.1f} {length_m / 1000:.0f}"
    '29.7 799'
    """
    args = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (lon1, lat1, lon2, lat2)))
    flat = [np.array(a, dtype=float).ravel() for a in args]
    azimuth, _, length = GEOD.inv(flat[0], flat[1], flat[2], flat[3])
    shape = args[0].shape
    return np.asarray(azimuth).reshape(shape) % 360.0, np.asarray(length).reshape(shape)


def forward(
    lon: ArrayLike, lat: ArrayLike, azimuth_deg: ArrayLike, distance_m: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return longitude and latitude (degrees) at an azimuth (degrees) and distance (metres) from a point."""
    args = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (lon, lat, azimuth_deg, distance_m)))
    flat = [np.array(a, dtype=float).ravel() for a in args]
    end_lon, end_lat, _ = GEOD.fwd(flat[0], flat[1], flat[2], flat[3])
    shape = args[0].shape
    return np.asarray(end_lon).reshape(shape), np.asarray(end_lat).reshape(shape)


def line(lonlat: ArrayLike, step_m: float = 50_000.0) -> FloatArray:
    """Densify a line along its geodesics.

    Parameters
    ----------
    lonlat : (N, 2) array_like of float, degrees
    step_m : float, metres
        No segment of the answer is longer.

    Returns
    -------
    (M, 2) ndarray
        Longitudes run on without a jump at 180 degrees, so they may leave -180..180.
    """
    points = np.asarray(lonlat, dtype=float)
    pieces = [points[:1]]
    for (lon1, lat1), (lon2, lat2) in zip(points[:-1], points[1:], strict=True):
        azimuth, length = inverse(lon1, lat1, lon2, lat2)
        steps = max(1, int(np.ceil(float(length) / step_m)))
        along = float(length) * np.arange(1, steps) / steps
        lon, lat = forward(lon1, lat1, azimuth, along)
        pieces += [np.column_stack([lon, lat]), np.array([[lon2, lat2]])]
    dense = np.concatenate(pieces)
    dense[:, 0] = np.unwrap(dense[:, 0], period=360.0)
    return dense


def ring(lon: float, lat: float, radius_m: float, points: int = 360) -> FloatArray:
    """Return a geodesic circle as a closed ``(points + 1, 2)`` array of longitude and latitude.

    Longitudes run on without a jump at 180 degrees. Azimuths start at north and turn clockwise.
    """
    ring_lon, ring_lat = forward(lon, lat, np.linspace(0.0, 360.0, points + 1), radius_m)
    return np.column_stack([np.unwrap(ring_lon, period=360.0), ring_lat])
