"""Files of the user's own, and points in them that lie elsewhere than the others."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from eastup import basemap, geodesy, layers
from eastup.errors import InputWarning

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd

_LEAST_POINTS, _MOST = 4, 0.7
"""From how many points, and from which share of them, the others are strange."""
_TOLD_AT_MOST = 5
_ASHORE_KM, _FAR_OUT_KM = 5.0, 40.0
"""What counts as on the coast, piers and coarse land considered; and what is far from it."""


def user_layer(source: str | Path) -> gpd.GeoDataFrame:
    """Load a file of the user's, and tell of points that lie elsewhere than the others: at sea, or inland.

    Warns
    -----
    InputWarning
        As `eastup.layers.load`, and for those points.
    """
    frame = layers.load(source)
    odd = elsewhere(frame)
    for name, what in odd[:_TOLD_AT_MOST]:
        warnings.warn(f"{source}, {name}: {what}; is its position right?", InputWarning, stacklevel=2)
    if len(odd) > _TOLD_AT_MOST:
        more = f"{len(odd) - _TOLD_AT_MOST} more points lie elsewhere than the others"
        warnings.warn(f"{source}: {more}; eastup layers check names them", InputWarning, stacklevel=2)
    return frame


def user_layers(sources: Iterable[str | Path]) -> dict[str, gpd.GeoDataFrame]:
    """Load files of the user's by what each is called on a map; files of one name get numbers."""
    found: dict[str, gpd.GeoDataFrame] = {}
    for source in sources:
        name, number = layers.label(source), 2
        while name in found:
            name, number = f"{layers.label(source)} {number}", number + 1
        found[name] = user_layer(source)
    return found


def elsewhere(frame: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return the points of a layer that lie far out at sea where nearly all lie on land, or the other way round.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4326, with a column ``name``.

    Returns
    -------
    list of (str, str)
        The name of each and what is strange about it; empty for fewer than four points.
    """
    import shapely

    points = frame[frame.geom_type == "Point"]
    points = points[(points.geometry.x != 0) | (points.geometry.y != 0)]  # those are told as such
    if len(points) < _LEAST_POINTS:
        return []
    lon = np.where(points.geometry.x < basemap.SEAM_LON, points.geometry.x + 360.0, points.geometry.x)
    at = shapely.points(lon, points.geometry.y)
    land = basemap.land("coarse").geometry.to_numpy()
    nearest = land[shapely.STRtree(land).nearest(at)]
    inland = shapely.contains(nearest, at)
    coast = shapely.get_coordinates(shapely.get_point(shapely.shortest_line(shapely.boundary(nearest), at), 0))
    far_km = geodesy.distance_m(lon, points.geometry.y, *coast.T) / 1000
    off_km = np.where(inland, 0.0, far_km)
    few = max(1, len(points) // 10)  # more are no slips: the layer is of both
    out, within = off_km > _FAR_OUT_KM, inland & (far_km > _FAR_OUT_KM)
    if (off_km <= _ASHORE_KM).mean() >= _MOST and out.sum() <= few:
        odd, what = np.flatnonzero(out), "{:,.0f} km out at sea, and others on land"
    elif (~inland | (far_km <= _ASHORE_KM)).mean() >= _MOST and within.sum() <= few:
        odd, what = np.flatnonzero(within), "{:,.0f} km inland, and others at sea"
    else:
        return []
    return [(str(points["name"].iloc[i]), what.format(far_km[i])) for i in odd]
