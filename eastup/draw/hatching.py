"""Lines over an area, by whose angle it is told from others without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.ellipsoid import FloatArray

PITCH_PT = 3.6
"""Between two lines, across them."""
PATTERNS: tuple[tuple[float, ...], ...] = (
    (), (45.0,), (135.0,), (0.0,), (90.0,), (45.0, 135.0), (0.0, 90.0), (22.5,), (157.5,),
)  # fmt: skip
"""Slants of the lines of each pattern, degrees; the first has none."""


def hatching(polygon: BaseGeometry, angle_deg: float = 45.0, pitch_pt: float = PITCH_PT) -> list[FloatArray]:
    """Return slanting lines over an area, the same distance apart on all areas of a page.

    Parameters
    ----------
    polygon : Polygon or MultiPolygon, page points
    angle_deg : float
        Of the lines, counterclockwise from the right.
    pitch_pt : float

    Returns
    -------
    list of (2, 2) arrays
    """
    if polygon.is_empty:
        return []
    x0, y0, x1, y1 = polygon.bounds
    along = np.array([np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))])
    across = np.array([-along[1], along[0]])
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    (a, b), (low, high) = (((corners @ axis).min(), (corners @ axis).max()) for axis in (along, across))
    steps = np.arange(np.ceil(low / pitch_pt), np.floor(high / pitch_pt) + 1) * pitch_pt
    lines = np.stack([across * steps[:, None] + along * end for end in (a, b)], axis=1)
    cut = shapely.get_parts(shapely.intersection(shapely.linestrings(lines), polygon))
    return [shapely.get_coordinates(part) for part in cut if part.geom_type == "LineString" and not part.is_empty]


def patterns(neighbours: Mapping[int, Collection[int]]) -> dict[int, tuple[float, ...]]:
    """Give each area a pattern that none of its neighbours has, as long as there are enough.

    Parameters
    ----------
    neighbours : mapping
        The areas beside each area.
    """
    given: dict[int, tuple[float, ...]] = {}
    for number in sorted(neighbours, key=lambda n: (-len(neighbours[n]), n)):
        beside = [given[n] for n in neighbours[number] if n in given]
        given[number] = min(PATTERNS, key=beside.count)
    return given
