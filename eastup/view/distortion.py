"""How much a projection distorts: scale, area and angle at points, for any CRS.

The figures are PROJ's own factors: the axes of Tissot's indicatrix (J. P. Snyder, *Map Projections: A Working Manual*,
USGS Professional Paper 1395, 1987, chapter 4). To PROJ Web Mercator is a map of the sphere, and so are its factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.view.view import View


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
        with np.errstate(invalid="ignore"):  # infinite ones
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

    Returns
    -------
    Distortion
        Infinite where the projection has no scale, as an azimuthal one has none opposite its centre.

    Examples
    --------
    >>> at_60_north = distortion("EPSG:3395", [[130.0, 60.0]])
    >>> f"{at_60_north.max_scale[0]:.3f}"
    '1.995'
    """
    crs = crs if isinstance(crs, pyproj.CRS) else pyproj.CRS(crs)  # a copy takes as long as all of the rest
    if crs.source_crs is not None and crs.source_crs.is_projected:
        crs = crs.source_crs  # a page that is turned has the distortion of the one that is not
    points = np.atleast_2d(np.asarray(lonlat, float))
    factors = pyproj.Proj(crs).get_factors(points[:, 0], points[:, 1], errcheck=False)
    return Distortion(np.asarray(factors.tissot_semimajor), np.asarray(factors.tissot_semiminor))


def compared(view: View, places: Sequence[tuple[str, str, float, float]]) -> pd.DataFrame:
    """Return how much a view distorts at places in each projection, and Web Mercator beside them.

    Parameters
    ----------
    view : View
        Its way up and its centre are kept; to turn the page changes no distortion.
    places : sequence of (id, name, lon, lat)

    Returns
    -------
    DataFrame
        One row a place and projection: ``place_id, place, projection, scale_max, scale_min, scale_error_pct,
        area_error_pct, angle_deg``. The errors are the greatest departures from truth, per cent; ``angle_deg`` is the
        greatest change of an angle. They are missing where a projection has no scale.
    """
    from dataclasses import replace

    import pandas as pd

    from eastup.view.view import PROJECTIONS

    lonlat = np.array([[lon, lat] for _, _, lon, lat in places], dtype=float)
    pages: dict[str, pyproj.CRS | str] = {
        name: replace(view, projection=name).crs  # type: ignore[arg-type]
        for name in PROJECTIONS
    }
    pages["web-mercator"] = "EPSG:3857"
    tables = []
    for name, crs in pages.items():
        here = distortion(crs, lonlat)
        tables.append(
            pd.DataFrame(
                {
                    "place_id": [place for place, *_ in places],
                    "place": [called for _, called, *_ in places],
                    "projection": name,
                    "scale_max": here.max_scale,
                    "scale_min": here.min_scale,
                    "scale_error_pct": 100 * np.maximum(np.abs(here.max_scale - 1), np.abs(here.min_scale - 1)),
                    "area_error_pct": 100 * (here.area_scale - 1),
                    "angle_deg": here.angle_deg,
                }
            )
        )
    return pd.concat(tables, ignore_index=True).replace([np.inf, -np.inf], np.nan)
