"""What a sphere can decide for the ellipsoid: bounds on a geodesic from an angle between directions.

Take the geodetic longitude and latitude of a point as they are and put them on a sphere of radius `RADIUS_KM`. A step
along the meridian is then M / R times as long on the ellipsoid, and one along the parallel N / R times, where M and N
are the two radii of curvature. Everywhere a(1 - e^2) <= M <= N <= a / sqrt(1 - e^2), so any path, and with it the
shortest, is between `LEAST` and `MOST` times as long as on the sphere. With R the geometric mean of the two limits that
is within 0.505 %: what the sphere finds nearer or farther than that needs no geodesic, and all else is measured.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy import GEOD

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from eastup.geodesy import FloatArray

_LEAST_KM = GEOD.a * (1.0 - GEOD.es) / 1000.0  # M at the equator
_MOST_KM = GEOD.a / math.sqrt(1.0 - GEOD.es) / 1000.0  # M = N at the poles

RADIUS_KM = math.sqrt(_LEAST_KM * _MOST_KM)
LEAST = _LEAST_KM / RADIUS_KM
"""A geodesic is at least this many times its length on the sphere."""
MOST = _MOST_KM / RADIUS_KM
"""A geodesic is at most this many times its length on the sphere."""

ROUNDING = 4e-15
"""More than the rounding error of a cosine made of unit vectors; added to every bound on one."""


def directions(lon: ArrayLike, lat: ArrayLike) -> FloatArray:
    """Return unit vectors ``(3, N)`` of longitudes and latitudes (degrees)."""
    lam, phi = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def least_angle(distance_km: float) -> float:
    """Return the angle (radians, at most pi) within which every point is surely nearer than a distance."""
    return min(distance_km / (RADIUS_KM * MOST), math.pi)


def most_angle(distance_km: float) -> float:
    """Return the angle (radians, at most pi) beyond which every point is surely farther than a distance."""
    return min(distance_km / (RADIUS_KM * LEAST), math.pi)


def half_width_deg(angle: float, hub_lat: float, lat: FloatArray) -> FloatArray:
    """Return how far in longitude (degrees, 0 to 180) a cap reaches on parallels; -1 where it does not reach them.

    Parameters
    ----------
    angle : float, radians
        Of the cap about the hub.
    hub_lat : float, degrees
    lat : (N,) ndarray of float, degrees
    """
    if angle >= math.pi:
        return np.full(lat.shape, 180.0)
    phi0, phi = math.radians(hub_lat), np.radians(lat)
    across = math.cos(phi0) * np.cos(phi)
    rest = math.cos(angle) - math.sin(phi0) * np.sin(phi)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = rest / across
    at_pole = across < 1e-15  # all longitudes of a pole are one place
    inside = np.where(at_pole, rest <= 0, cosine <= 1.0)
    width = np.degrees(np.arccos(np.clip(np.where(at_pole, -1.0, cosine), -1.0, 1.0)))
    return np.where(inside, width, -1.0)
