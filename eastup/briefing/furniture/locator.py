"""The locator: a north-up globe that shows where the map is and which way it is turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap
from eastup.io.data import kept
from eastup.view.view import View

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from eastup.draw.document import Sheet
    from eastup.draw.theme import Theme
    from eastup.geodesy.types import Geometries

_REACH_DEG = 88.0
_EARTH_RADIUS_M = 6_371_000.0
_LEAST_LAND_DEG2 = 0.8
_TOLERANCE_DEG = 0.35


def draw_globe(sheet: Sheet, theme: Theme, x: float, y: float, radius: float) -> None:
    """Draw half of the Earth about the middle of the map, north up, with the outline of the map's frame.

    A map of the whole globe needs none.
    """
    if sheet.page.whole_globe:
        return
    x0, y0, x1, y1 = sheet.page.bounds_m
    lon, lat = (float(v) for v in sheet.page.view.inverse((x0 + x1) / 2, (y0 + y1) / 2))
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
        edge = np.linspace(0, 1, 25)
        xs = np.concatenate([x0 + (x1 - x0) * edge, np.full(25, x1), x1 - (x1 - x0) * edge, np.full(25, x0)])
        ys = np.concatenate([np.full(25, y0), y0 + (y1 - y0) * edge, np.full(25, y1), y1 - (y1 - y0) * edge])
        ring = np.column_stack(globe.forward(*sheet.page.view.inverse(xs, ys)))
        ring = ring[np.isfinite(ring).all(axis=1)]
        if len(ring) > 3:
            shown = shapely.intersection(shapely.make_valid(shapely.Polygon(ring)), disc)
            sheet.area(placed(shown), theme.chain, theme.chain, 1.0, z=10.2, clip=False, alpha=0.35)
            outlines = [shapely.get_coordinates(r) for r in shapely.get_rings(shapely.get_parts(placed(shown)))]
            sheet.lines(outlines, theme.chain, 1.0, z=10.3, clip=False)


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
