"""The figure of the earth: the WGS 84 ellipsoid, and the sphere that stands for it where a bound is enough.

Nothing here needs numpy, so that a view can be told without it.
"""

from __future__ import annotations

import math

import pyproj

GEOD = pyproj.Geod(ellps="WGS84")
"""Everything measured in eastup comes from this one."""

_LEAST_KM = GEOD.a * (1.0 - GEOD.es) / 1000.0  # M at the equator
_MOST_KM = GEOD.a / math.sqrt(1.0 - GEOD.es) / 1000.0  # M = N at the poles

RADIUS_KM = math.sqrt(_LEAST_KM * _MOST_KM)
"""Of the sphere of `eastup.geodesy.sphere`."""
LEAST = _LEAST_KM / RADIUS_KM
"""A geodesic is at least this many times its length on the sphere."""
MOST = _MOST_KM / RADIUS_KM
"""A geodesic is at most this many times its length on the sphere."""
