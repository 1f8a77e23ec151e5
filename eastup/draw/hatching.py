"""Slanting lines over an area: told from a tint without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.ellipsoid import FloatArray

PITCH_PT = 5.0
"""Between the lines, along the page."""


def hatching(polygon: BaseGeometry, pitch_pt: float = PITCH_PT) -> list[FloatArray]:
    """Return slanting lines over an area, the same distance apart on all areas of a page.

    Parameters
    ----------
    polygon : Polygon or MultiPolygon, page points
    pitch_pt : float

    Returns
    -------
    list of (2, 2) arrays
    """
    if polygon.is_empty:
        return []
    x0, y0, x1, y1 = polygon.bounds
    first = np.floor((x0 - y1) / pitch_pt) * pitch_pt
    lines = [[(c + y0, y0), (c + y1, y1)] for c in np.arange(first, x1 - y0 + pitch_pt, pitch_pt)]
    cut = shapely.get_parts(shapely.intersection(shapely.linestrings(lines), polygon))
    return [shapely.get_coordinates(part) for part in cut if part.geom_type == "LineString"]
