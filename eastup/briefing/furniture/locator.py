"""The locator: a north-up globe that shows where the map is and which way it is turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap
from eastup.geodesy.sphere import unit_vectors
from eastup.io.data import kept
from eastup.view.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from eastup.draw.document import Sheet
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds, Geometries

_REACH_DEG = 88.0
_EARTH_RADIUS_M = 6_371_000.0
_LEAST_LAND_DEG2 = 0.8
_TOLERANCE_DEG = 0.35


def draw_globe(sheet: Sheet, theme: Theme, x: float, y: float, radius: float, pages: Sequence[Page] = ()) -> None:
    """Draw half of the Earth about the middle of the map, north up, with the outline of its frame, or those of several.

    A map of the whole globe needs none.
    """
    if sheet.page.whole_globe:
        return
    lon, lat = _middle(pages or [sheet.page])
    globe = View(up=0, projection="equal-area", center=(lon, max(-60.0, min(60.0, lat))))
    reach_m = 2 * _EARTH_RADIUS_M * np.sin(np.radians(_REACH_DEG) / 2)
    disc = shapely.Point(0, 0).buffer(reach_m, quad_segs=24)

    def placed(*shapes: BaseGeometry) -> Geometries:
        return shapely.transform(np.array(shapes, dtype=np.object_), lambda xy: xy * (radius / reach_m) + (x, y))

    with sheet.about("locator"):
        sheet.area(placed(disc), theme.sea_deep, theme.hairline, 0.6, z=10, clip=False)
        sheet.area(
            placed(*shapely.intersection(_land(globe, reach_m), disc)),
            theme.land,
            theme.coast,
            0.25,
            z=10.1,
            clip=False,
        )
        for page in pages or [sheet.page]:
            ring = np.column_stack(globe.forward(*page.view.inverse(*_edge(page.bounds_m))))
            ring = ring[np.isfinite(ring).all(axis=1)]
            if len(ring) > 3:
                shown = shapely.intersection(shapely.make_valid(shapely.Polygon(ring)), disc)
                sheet.area(placed(shown), theme.chain, theme.chain, 1.0, z=10.2, clip=False, alpha=0.35)
                outlines = [shapely.get_coordinates(r) for r in shapely.get_rings(shapely.get_parts(placed(shown)))]
                sheet.lines(outlines, theme.chain, 1.0, z=10.3, clip=False)


def _middle(pages: Sequence[Page]) -> tuple[float, float]:
    """Return longitude and latitude amid the middles of some frames."""
    xy = [((page.bounds_m[0] + page.bounds_m[2]) / 2, (page.bounds_m[1] + page.bounds_m[3]) / 2) for page in pages]
    lonlat = np.array([page.view.inverse(*one) for page, one in zip(pages, xy, strict=True)])
    if len(pages) == 1:
        return float(lonlat[0, 0]), float(lonlat[0, 1])
    x, y, z = unit_vectors(lonlat).mean(axis=0)
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _edge(bounds_m: Bounds) -> tuple[FloatArray, FloatArray]:
    """Return x and y of points along the edge of a frame."""
    x0, y0, x1, y1 = bounds_m
    edge, same = np.linspace(0, 1, 25), np.ones(25)
    across, up = x0 + (x1 - x0) * edge, y0 + (y1 - y0) * edge
    xs = np.concatenate([across, x1 * same, across[::-1], x0 * same])
    return xs, np.concatenate([y0 * same, up, y1 * same, up[::-1]])


def _land(globe: View, reach_m: float) -> Geometries:
    """Return the larger lands of which a part is on the globe, in its metres."""
    projected = shapely.transform(_coarse(), lambda c: np.column_stack(globe.forward(c[:, 0], c[:, 1])))
    xy, owner = shapely.get_coordinates(projected, return_index=True)
    near = np.unique(owner[np.hypot(*xy.T) < reach_m])  # what lies at the antipodes would be drawn inside out
    return np.asarray(shapely.make_valid(projected[near]))


@kept("geo/land_coarse.npz")
def _coarse() -> Geometries:
    shapes = basemap.land("coarse").geometry.to_numpy()
    x0, y0, x1, y1 = shapely.bounds(shapes).T
    large = shapes[(x1 - x0) * (y1 - y0) > _LEAST_LAND_DEG2]
    outlines = shapely.polygons(shapely.get_exterior_ring(large))
    simple = shapely.simplify(outlines, _TOLERANCE_DEG, preserve_topology=False)
    return np.asarray(simple[~shapely.is_empty(simple)])
