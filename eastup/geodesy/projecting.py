"""From longitude and latitude into the plane of a CRS: PROJ looks for the way once."""

from __future__ import annotations

from functools import lru_cache

import pyproj


@lru_cache(maxsize=32)
def from_geographic(crs: pyproj.CRS) -> pyproj.Transformer:
    """Return what projects longitude and latitude (degrees, in this order) into a CRS; equal ones share it."""
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
