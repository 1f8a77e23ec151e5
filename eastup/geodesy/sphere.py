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

from eastup.geodesy.figure import LEAST as LEAST
from eastup.geodesy.figure import MOST as MOST
from eastup.geodesy.figure import RADIUS_KM as RADIUS_KM

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from eastup.geodesy.ellipsoid import FloatArray

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


EARTH_KM = 6371.0


def continuous(lonlat: FloatArray) -> FloatArray:
    """Bring longitudes into -30..330, in which the Pacific and Asia are in one piece."""
    lonlat = np.array(lonlat, dtype=float).reshape(-1, 2)
    lonlat[:, 0] = (lonlat[:, 0] + 30.0) % 360.0 - 30.0
    return lonlat


def unit_vectors(lonlat: FloatArray) -> FloatArray:
    """Return points as ``(N, 3)`` unit vectors of a sphere, for searches of neighbours."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def chord(km: float) -> float:
    """Return the straight distance between unit vectors whose points are so far apart on a sphere."""
    return float(2.0 * np.sin(min(km, np.pi * EARTH_KM) / EARTH_KM / 2.0))


def azimuths(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return azimuths from points to others on a sphere, radians.

    Near enough to tell which lines touch a corner, and far faster than the geodesic.
    """
    lon_a, lat_a, lon_b, lat_b = (np.radians(v) for v in (*a.T, *b.T))
    east = np.sin(lon_b - lon_a) * np.cos(lat_b)
    north = np.cos(lat_a) * np.sin(lat_b) - np.sin(lat_a) * np.cos(lat_b) * np.cos(lon_b - lon_a)
    return np.asarray(np.arctan2(east, north))


def mercator(lonlat: FloatArray) -> FloatArray:
    """Return points ``(N, 2)`` of the spherical Mercator projection, in degrees of the equator."""
    lat = np.radians(lonlat[:, 1])
    return np.column_stack([lonlat[:, 0], np.degrees(np.arcsinh(np.tan(lat)))])


class Neighbours:
    """Finds the points near a point."""

    def __init__(self, lonlat: FloatArray) -> None:
        from scipy.spatial import cKDTree  # takes longer to load than what most commands compute

        self._tree = cKDTree(unit_vectors(lonlat))

    def within(self, lonlat: FloatArray, km: float) -> NDArray[np.int64]:
        """Return the numbers of the points within a distance of one point ``(2,)``, nearest not first."""
        found = self._tree.query_ball_point(unit_vectors(lonlat[None])[0], chord(km))
        return np.sort(np.asarray(found, dtype=np.int64))
