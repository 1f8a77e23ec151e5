"""How much a projection distorts: scale, area and angle at points, for any CRS.

The figures come from the derivatives of the projection, taken numerically, and the radii of curvature of WGS 84
(Tissot's indicatrix; J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395, 1987, chapter 4).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj

from eastup.geodesy import GEOD

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from eastup.geodesy import FloatArray

_STEP_DEG = 1e-3  # central differences: truncation and round-off are both under 1e-8 of the scale


@dataclass(frozen=True)
class Distortion:
    """Distortion at each of N points."""

    max_scale: FloatArray
    """Greatest linear scale over all directions."""
    min_scale: FloatArray
    """Least linear scale over all directions."""

    @property
    def area_scale(self) -> FloatArray:
        """Area on the page divided by area on the ellipsoid."""
        return np.multiply(self.max_scale, self.min_scale)

    @property
    def angle_deg(self) -> FloatArray:
        """Greatest change of an angle, degrees."""
        ratio = (self.max_scale - self.min_scale) / (self.max_scale + self.min_scale)
        return np.asarray(np.degrees(2 * np.arcsin(np.clip(ratio, 0, 1))))

    def worst_scale_error(self) -> float:
        """Return the greatest departure of the scale from 1, as a share: 0.001 is 0.1 %."""
        return float(max(np.abs(self.max_scale - 1).max(), np.abs(self.min_scale - 1).max()))

    def worst_area_error(self) -> float:
        """Return the greatest departure of the area scale from 1, as a share."""
        return float(np.abs(self.area_scale - 1).max())


def distortion(crs: pyproj.CRS | str, lonlat: ArrayLike) -> Distortion:
    """Return the distortion of a projected CRS at points.

    Parameters
    ----------
    crs : pyproj.CRS or str
        A projected CRS in metres.
    lonlat : (N, 2) array_like of float, degrees

    Examples
    --------
    >>> at_60_north = distortion("EPSG:3395", [[130.0, 60.0]])
    >>> f"{at_60_north.max_scale[0]:.3f}"
    '1.995'
    """
    points = np.atleast_2d(np.asarray(lonlat, float))
    lon, lat = points[:, 0], points[:, 1]
    transform = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
    x_e, y_e = transform(lon + _STEP_DEG, lat)
    x_w, y_w = transform(lon - _STEP_DEG, lat)
    x_n, y_n = transform(lon, lat + _STEP_DEG)
    x_s, y_s = transform(lon, lat - _STEP_DEG)
    phi = np.radians(lat)
    e2 = GEOD.es
    w = np.sqrt(1 - e2 * np.sin(phi) ** 2)
    meridian_radius, prime_radius = GEOD.a * (1 - e2) / w**3, GEOD.a / w
    step = 2 * math.radians(_STEP_DEG)
    east = np.stack([x_e - x_w, y_e - y_w]) / (step * prime_radius * np.cos(phi))
    north = np.stack([x_n - x_s, y_n - y_s]) / (step * meridian_radius)
    # Singular values of the 2 x 2 derivative matrix [east north], in closed form.
    cross = np.abs(east[0] * north[1] - east[1] * north[0])
    total = (east**2).sum(0) + (north**2).sum(0)
    plus, minus = np.sqrt(total + 2 * cross), np.sqrt(np.maximum(total - 2 * cross, 0))
    return Distortion(max_scale=(plus + minus) / 2, min_scale=(plus - minus) / 2)
