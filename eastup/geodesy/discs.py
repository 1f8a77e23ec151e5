"""Geodesic discs as valid polygons of longitude and latitude, also across the antimeridian and around a pole."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely
from shapely import affinity

from eastup.errors import InputError
from eastup.geodesy import ellipsoid

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Geometries

Polygons: TypeAlias = shapely.Polygon | shapely.MultiPolygon

MOST_KM = 19_800.0
"""Farther than this a ring of geodesics crosses itself near the antipode."""

_POINTS = 1440
_STEP_DEG = 2.0  # of longitude between two points of a ring; near a pole that needs more of them
_WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)


def disc(lon: float, lat: float, radius_km: float) -> Polygons:
    """Return all that lies within a geodesic radius of a point.

    Parameters
    ----------
    lon, lat : float, degrees
    radius_km : float, kilometres
        At most `MOST_KM`.

    Returns
    -------
    Polygon or MultiPolygon
        Valid, longitudes -180 to 180, cut at 180. Every vertex of its edge lies at the radius; between two of them,
        at most a quarter of a degree of azimuth apart, the edge keeps within 0.004 % of it.

    Raises
    ------
    InputError
        If the radius is not one, or so long that the disc is all but the whole earth.
    """
    if not 0 < radius_km <= MOST_KM:
        hint = f"give more than zero and at most {MOST_KM:,.0f} km"
        raise InputError(f"a radius of {radius_km:g} km has no ring", hint=hint)
    ring = _ring(lon, lat, radius_km * 1000.0)
    turn = round((ring[-1, 0] - ring[0, 0]) / 360.0)
    to_north, to_south = (float(ellipsoid.distance_m(lon, lat, lon, pole)) / 1000.0 for pole in (90.0, -90.0))
    if turn:  # around one pole: close the ring along it
        pole = 90.0 if to_north <= radius_km and (to_south > radius_km or to_north < to_south) else -90.0
        ring = np.vstack([ring, [(ring[-1, 0], pole), (ring[0, 0], pole), ring[0]]])
        return into_range(shapely.make_valid(shapely.Polygon(ring)))
    inside = into_range(shapely.make_valid(shapely.Polygon(ring)))
    if to_north <= radius_km and to_south <= radius_km:  # both poles: what is left out is about the antipode
        return areas(shapely.difference(_WORLD, inside))
    return inside


def into_range(polygon: BaseGeometry) -> Polygons:
    """Bring a valid polygon whose longitudes run on into -180 to 180, cut where it crosses 180."""
    west, _, east, _ = polygon.bounds
    pieces = []
    for turn in range(int(np.floor((west + 180.0) / 360.0)), int(np.floor((east + 180.0) / 360.0)) + 1):
        part = shapely.clip_by_rect(polygon, -180.0 + 360.0 * turn, -90.0, 180.0 + 360.0 * turn, 90)
        pieces.append(affinity.translate(part, xoff=-360.0 * turn))
    return areas(pieces[0] if len(pieces) == 1 else shapely.union_all(pieces))  # a union nodes all lines anew


def areas(geometry: shapely.Geometry | Geometries) -> Polygons:
    """Keep the polygons of a geometry: an intersection may leave lines and points where two areas only touch."""
    parts = shapely.get_parts(np.atleast_1d(np.asarray(geometry, dtype=object)))
    parts = shapely.get_parts(parts)  # a collection may hold multipolygons
    polygons = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)]
    kept: Polygons = polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
    return kept


def _ring(lon: float, lat: float, radius_m: float) -> FloatArray:
    """Return a ring whose longitudes run on without a jump, with more points where they change fast."""
    azimuth = np.linspace(0.0, 360.0, _POINTS + 1)
    for _ in range(40):
        ring_lon, ring_lat = ellipsoid.forward(lon, lat, azimuth, radius_m)
        change = (np.diff(ring_lon) + 180.0) % 360.0 - 180.0
        wide = np.flatnonzero((np.abs(change) > _STEP_DEG) & (np.diff(azimuth) > 1e-9))
        if not len(wide):
            break
        azimuth = np.insert(azimuth, wide + 1, (azimuth[wide] + azimuth[wide + 1]) / 2)
    unwrapped = ring_lon[0] + np.concatenate([[0.0], np.cumsum((np.diff(ring_lon) + 180.0) % 360.0 - 180.0)])
    ring_lat[-1] = ring_lat[0]
    unwrapped[-1] = unwrapped[0] + 360.0 * round((unwrapped[-1] - unwrapped[0]) / 360.0)
    return np.column_stack([unwrapped, ring_lat])
