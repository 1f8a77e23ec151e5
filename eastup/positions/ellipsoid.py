"""Distances between many points on WGS 84 in NumPy: chords, what a chord proves of a geodesic, and the geodesic itself.

**What a chord proves.** Let c be the straight distance in space of two points of the ellipsoid, and s the length of the
shortest path on it. With the least and greatest radius of curvature of any normal section, r = b²/a and R = a²/b,

    2 R asin(c / 2R)  <=  s  <=  2 r asin(c / 2r),      the right side for c <= `LONGEST_CHORD_M`.

Proof. Follow the geodesic γ from p at unit speed and let f = |γ - p|² / 2. Its acceleration is normal to the surface,
of size k, the normal curvature, so f'' = 1 - k h with h the depth of p below the tangent plane at γ. By Blaschke's
rolling theorem a ball of radius r touching the surface from inside at γ lies in the ellipsoid, and the ellipsoid lies
in the ball of radius R that touches it there. A point of the closed ball of radius R has c² <= 2 R h, one outside the
open ball of radius r has c² >= 2 r h, where c² = 2 f. With 1/R <= k <= 1/r,

    1 - f / r²  <=  f''  <=  1 - f / R².

The sphere of radius R has g'' = 1 - g / R² with the same start g = g' = 0, so u = f - g has u'' + u / R² <= 0 and
u(s) = R ∫ sin((s - t) / R) (u'' + u / R²)(t) dt <= 0 as long as s <= π R: f <= g = 2 R² sin²(s / 2R), which is the left
side (beyond π R it holds since asin is at most π / 2). The same with r gives the right side for s <= π r. A shortest
path that is longer has its first π r end at a chord of at least 2 r, and no two points are farther apart than half a
meridian, so its own chord is at least 2 r - (half a meridian - π r) > `LONGEST_CHORD_M`. ∎

Both sides are theorems, not measurements; what is added to them in code is for rounding alone.

**The geodesic** is Vincenty's inverse solution (Survey Review 23, 1975) with its iteration counted in the correction of
the longitude, so that no sine or cosine is taken of an angle that is not already known. Against `pyproj.Geod` it is
within 0.05 mm up to `FAR_M`; beyond that, where the iteration slows down, `Geod` itself is asked. Every step is
elementwise, so the answer for a row depends on no other row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy.ellipsoid import GEOD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray

A, B, F, E2 = GEOD.a, GEOD.b, GEOD.f, GEOD.es
LEAST_RADIUS_M = B * B / A
GREATEST_RADIUS_M = A * A / B
LONGEST_CHORD_M = 12_500_000.0
"""Up to this chord the upper bound holds; 2 r - (half a meridian - π r) is 12,569 km."""
FAR_M = 12_000_000.0
"""Beyond this length the closed form gives way to `Geod`."""

_BLOCK_ROWS = 2048
"""Rows at a time, so that the thirty arrays of the iteration stay in a core's cache: 16,384 take 1.4 times as long."""
_ROUNDING_M = 1e-3  # a chord that comes of a difference of squares of 6.4e6 m is good to this
_EP2 = (A * A - B * B) / (B * B)


@dataclass(frozen=True)
class Points:
    """Points on the ellipsoid, with what distances between them are made of.

    Attributes
    ----------
    lon, lat : (N,) ndarray, degrees
    sin_lon, cos_lon : (N,) ndarray
    sin_u, cos_u : (N,) ndarray
        Sine and cosine of the reduced latitude.
    """

    lon: FloatArray
    lat: FloatArray
    sin_lon: FloatArray
    cos_lon: FloatArray
    sin_u: FloatArray
    cos_u: FloatArray

    @classmethod
    def of(cls, lon: FloatArray, lat: FloatArray) -> Points:
        """Return the points at longitudes and latitudes (degrees)."""
        lam, phi = np.radians(lon), np.radians(lat)
        t, c = (1.0 - F) * np.sin(phi), np.cos(phi)
        r = 1.0 / np.sqrt(t * t + c * c)
        return cls(lon, lat, np.sin(lam), np.cos(lam), t * r, c * r)

    def take(self, rows: NDArray[np.integer] | slice) -> Points:
        """Return some of the points."""
        parts = (self.lon, self.lat, self.sin_lon, self.cos_lon, self.sin_u, self.cos_u)
        return Points(*(part[rows] for part in parts))

    def xyz(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return geocentric coordinates, metres."""
        across = A * self.cos_u
        return across * self.cos_lon, across * self.sin_lon, B * self.sin_u

    def __len__(self) -> int:
        return len(self.lon)


def surely_at_least_m(chord_m: FloatArray) -> FloatArray:
    """Return a length that no geodesic of such a chord is below."""
    half = np.maximum(chord_m - _ROUNDING_M, 0.0) / (2.0 * GREATEST_RADIUS_M)
    return np.asarray(2.0 * GREATEST_RADIUS_M * np.arcsin(np.minimum(half, 1.0)))


def surely_at_most_m(chord_m: FloatArray) -> FloatArray:
    """Return a length that no geodesic of such a chord is above; infinite beyond `LONGEST_CHORD_M`."""
    half = np.minimum((chord_m + _ROUNDING_M) / (2.0 * LEAST_RADIUS_M), 1.0)
    return np.where(chord_m > LONGEST_CHORD_M, np.inf, 2.0 * LEAST_RADIUS_M * np.arcsin(half))


def rival_chord_m(chord_m: FloatArray) -> FloatArray:
    """Return a chord beyond which a geodesic is surely longer than any of the chord given; infinite for the longest."""
    most = surely_at_most_m(chord_m)
    half = np.minimum(most / (2.0 * GREATEST_RADIUS_M), np.pi / 2.0)
    return np.where(np.isinf(most), np.inf, 2.0 * GREATEST_RADIUS_M * np.sin(half) + 2.0 * _ROUNDING_M)


def distance_m(p: Points, q: Points) -> FloatArray:
    """Return the geodesic distance of each point of ``p`` from the same of ``q``, metres."""
    return inverse(p, q)[0]


def inverse(p: Points, q: Points) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the geodesic distance (metres) of ``q`` from ``p``, and the way it leaves ``q``, towards ``p``.

    Returns
    -------
    length_m : (N,) ndarray
    east, north : (N,) ndarray
        Direction at ``q``, of any size; good up to `FAR_M`.
    """
    length, east, north = (np.empty(len(p)) for _ in range(3))
    for start in range(0, len(p), _BLOCK_ROWS):
        rows = slice(start, start + _BLOCK_ROWS)
        length[rows], east[rows], north[rows] = _near(p.take(rows), q.take(rows))
    far = np.flatnonzero(~(length <= FAR_M))  # NaN too
    if len(far):
        length[far] = GEOD.inv(p.lon[far], p.lat[far], q.lon[far], q.lat[far])[2]
    return length, east, north


def _near(p: Points, q: Points) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what `inverse` does, for points no farther than `FAR_M` from one another."""
    sin_dl = q.sin_lon * p.cos_lon - q.cos_lon * p.sin_lon
    cos_dl = q.cos_lon * p.cos_lon + q.sin_lon * p.sin_lon
    length, sin_l, cos_l = _vincenty(sin_dl, cos_dl, p, q)
    return length, -p.cos_u * sin_l, p.sin_u * q.cos_u - p.cos_u * q.sin_u * cos_l


def _vincenty(
    sin_dl: FloatArray, cos_dl: FloatArray, p: Points, q: Points
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return lengths by Vincenty's formulae, and sine and cosine of the auxiliary longitude, which is ``w`` more."""
    ss, cc = p.sin_u * q.sin_u, p.cos_u * q.cos_u
    sc, cs = p.sin_u * q.cos_u, p.cos_u * q.sin_u
    w = before = sine = cosine = sigma = cos2 = mid = sin_azimuth = np.zeros_like(ss)
    sin_l, cos_l = sin_dl, cos_dl
    for turn in range(4):
        if turn:
            w2 = w * w
            sin_w = w * (1.0 - w2 / 6.0 * (1.0 - w2 / 20.0))
            cos_w = 1.0 - w2 / 2.0 * (1.0 - w2 / 12.0 * (1.0 - w2 / 30.0))
            sin_l, cos_l = sin_dl * cos_w + cos_dl * sin_w, cos_dl * cos_w - sin_dl * sin_w
        across, along = q.cos_u * sin_l, cs - sc * cos_l
        sine, cosine = np.sqrt(across * across + along * along), ss + cc * cos_l
        sigma = np.arctan2(sine, cosine)
        sin_azimuth = cc * sin_l / np.maximum(sine, 1e-150)
        before = w
        if not turn:  # what is left out here is no more than what a turn leaves
            w = F * sin_azimuth * sigma
            continue
        cos2 = 1.0 - sin_azimuth * sin_azimuth
        mid = cosine - 2.0 * ss / np.maximum(cos2, 1e-14)  # on the equator both are nothing
        c = F / 16.0 * cos2 * (4.0 + F * (4.0 - 3.0 * cos2))
        w = (1.0 - c) * F * sin_azimuth * (sigma + c * sine * (mid + c * cosine * (2.0 * mid * mid - 1.0)))
    u = cos2 * _EP2
    a = 1.0 + u / 16384.0 * (4096.0 + u * (-768.0 + u * (320.0 - 175.0 * u)))
    b = u / 1024.0 * (256.0 + u * (-128.0 + u * (74.0 - 47.0 * u)))
    mid2 = mid * mid
    inner = b / 6.0 * mid * (4.0 * sine * sine - 3.0) * (4.0 * mid2 - 3.0)
    less = b * sine * (mid + b / 4.0 * (cosine * (2.0 * mid2 - 1.0) - inner))
    # One more turn would change w by so little that the change of the length is its slope times that.
    return B * a * (sigma + sin_azimuth * (w - before) - less), sin_l, cos_l
