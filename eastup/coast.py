"""The coast: which land a point stands on, how far it is, and the narrowest gap between two lands."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup import basemap, geodesy, layers

if TYPE_CHECKING:
    from collections.abc import Callable

    from eastup.geodesy.ellipsoid import FloatArray


_ASHORE_DEG = 0.05  # an airfield on reclaimed land may stand beyond the coast
_REACH_DEG = 1.5  # how far from a gap its two coasts are looked at


class Coast:
    """The land, and the piece of it that a point stands on."""

    def __init__(self) -> None:
        self.shapes = basemap.land().geometry.to_numpy()
        self.tree = shapely.STRtree(self.shapes)

    def at(self, lon: float, lat: float) -> int:
        """Return the number of the land at a point or close to it, or -1."""
        found = self.tree.query_nearest(shapely.Point(in_frame(lon), lat), max_distance=_ASHORE_DEG)
        return int(found[0]) if len(found) else -1

    def base_on(self, land: int) -> str:
        """Return the name of a base on a land, or nothing."""
        bases = layers.load("bases")
        here = shapely.contains_xy(self.shapes[land], [in_frame(x) for x in bases.geometry.x], bases.geometry.y)
        return str(bases["name"][here].iloc[0]) if here.any() else ""

    def gap_km(self, a: int, b: int, stretch: FloatArray) -> float:
        """Return the narrowest water between two lands near a stretch, km.

        It is found in the plane that shortens longitudes at the gap's latitude, and measured on the ellipsoid.
        """
        west, south = stretch.min(axis=0) - _REACH_DEG
        east, north = stretch.max(axis=0) + _REACH_DEG
        squeeze = np.array([np.cos(np.radians(stretch[:, 1].mean())), 1.0])
        near = [shapely.clip_by_rect(self.shapes[n], west, south, east, north) for n in (a, b)]
        ends = shapely.get_coordinates(
            shapely.shortest_line(*(shapely.transform(g, lambda xy: xy * squeeze) for g in near))
        )
        (lon1, lat1), (lon2, lat2) = ends / squeeze
        return float(geodesy.distance_m(lon1, lat1, lon2, lat2)) / 1000


def in_frame(lon: float) -> float:
    """Bring a longitude into the frame of the land, which runs from `basemap.SEAM_LON` eastward."""
    return float((lon - basemap.SEAM_LON) % 360.0 + basemap.SEAM_LON)


def distance_to_land_m(lonlat: Any) -> Any:
    """Return how far points lie from land, metres; 0 on land."""
    shapes, tree = land_index()
    points = land_points(lonlat)
    far = np.zeros(len(points))
    degrees = shapely.distance(points, shapes[tree.nearest(points)])
    for number in np.flatnonzero(degrees):
        # The nearest by degrees may not be the nearest by metres: look as far as that one can be.
        lon, lat = points[number].x, points[number].y
        squeeze = max(np.cos(np.radians(lat)), 0.05)
        reach = max(degrees[number] / squeeze * 1.001, 1e-4)
        box = (lon - reach, lat - reach, lon + reach, lat + reach)
        pieces = shapely.clip_by_rect(shapes[tree.query(shapely.box(*box))], *box)
        flat = shapely.transform(pieces[~shapely.is_empty(pieces)], _squeezed(squeeze))
        here = shapely.Point(lon * squeeze, lat)
        nearest = flat[np.argmin(shapely.distance(flat, here))]
        end = shapely.get_coordinates(shapely.shortest_line(here, nearest))[1]
        far[number] = geodesy.distance_m(lon, lat, end[0] / squeeze, end[1])
    return far


def inland_m(lonlat: Any) -> Any:
    """Return how far points lie from the nearest coast when they are on land, metres; 0 on water."""
    shapes, tree = land_index()
    points = land_points(lonlat)
    deep = np.zeros(len(points))
    for number, index in tree.query(points, predicate="within").T:
        ends = shapely.get_coordinates(shapely.shortest_line(points[number], shapely.boundary(shapes[index])))
        deep[number] = geodesy.distance_m(*ends[0], *ends[1])
    return deep


def _squeezed(factor: float) -> Callable[[FloatArray], FloatArray]:
    """Return what shortens longitudes, so that a degree is as long both ways."""
    return lambda xy: xy * np.array([factor, 1.0])


def land_points(lonlat: Any) -> Any:
    """Return points in the continuous longitudes of the land, of which there may be none."""
    xy = np.array(lonlat, dtype=float).reshape(-1, 2)
    xy[:, 0] = (xy[:, 0] - basemap.SEAM_LON) % 360.0 + basemap.SEAM_LON
    return shapely.points(xy)


@cache
def land_index() -> tuple[Any, shapely.STRtree]:
    """Return the polygons of land, and the tree that finds them."""
    shapes = basemap.land().geometry.to_numpy()
    return shapes, shapely.STRtree(shapes)
