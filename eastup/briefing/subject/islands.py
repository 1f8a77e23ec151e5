"""Names of islands and of groups of islands, wherever room is left: on the island, or close beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.briefing.subject.spots import Area, spot
from eastup.draw import fonts
from eastup.draw.document import Text
from eastup.draw.theme import LEAST_PT
from eastup.places import areas

if TYPE_CHECKING:
    from eastup.briefing.subject.content import Content
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Geometries

_CELL_PT = 1.5
_ON_LAND_PT = 2.0
"""How far from its island the point of it may be, where the scale has taken some of the coast away."""
_LEAST_PT = {1: 3.0, 2: 14.0, 3: 30.0}
"""How long an island or a group must be on the page to be named, by its rank."""
_LONGEST_SHARE = 0.8
"""An island that takes more of the frame than this is the map's own ground and needs no name."""
_BIG_PT = 60.0
"""From this length on a name is set larger."""
_LARGER = 1.15


def draw_islands(content: Content) -> None:
    """Write the names of the islands that the map shows large enough, but for those that it names already."""
    territory = content.obstacle_map.territory
    if not content.spec.islands or territory is None:
        return
    page, lang = content.sheet.page, content.spec.lang
    here = (item for item in content.sheet.items if isinstance(item, Text) and item.page is page)
    written = {item.text.casefold() for item in here}
    land = shapely.STRtree(content.land)
    every = np.concatenate([np.empty((0, 2)), *(territory.cells(code) for code in territory.codes)])
    for island in areas.on_maps():
        name = island.names[lang]
        asked = content.adjust.find(island.id, *island.names.values())
        if name.casefold() in written or (asked and asked.hide):
            continue
        name = content.adjust.worded(asked, name).replace("\n", " ")
        points = page.locate(*island.lonlat.T)
        if not np.isfinite(points).all() or not any(page.shows(xy) for xy in points):
            continue
        shapes = _shapes(points, content.land, land)
        length = _length(points if island.group else shapely.get_coordinates(shapes))
        share = length / max(page.frame[2] - page.frame[0], page.frame[3] - page.frame[1])
        if length < _LEAST_PT[island.rank] or share > _LONGEST_SHARE:
            continue
        size = LEAST_PT * (_LARGER if length > _BIG_PT else 1.0)
        own = _cells(points if island.group else points[:0], shapes)
        if not len(own):
            continue
        foreign = every[~shapely.contains_xy(shapely.union_all(shapes), *every.T)] if len(shapes) else every
        home = frozenset(code for x, y in points for code in territory.owner(float(x), float(y), 12.0))
        extent = fonts.width_pt(name, size) + 3.0, size * 1.15
        box = content.placed_by_hand(asked, own[0], extent) or spot(
            Area(own, foreign, home, most_crossed=0), extent, content.obstacle_map
        )
        if box is None:
            continue
        with content.sheet.about("islands", name, id=island.id):
            content.sheet.text(
                (box[0] + box[2]) / 2, box[1] + 0.22 * size, name, size, content.theme.country, align="center", z=18,
                halo=content.theme.halo,
            )  # fmt: skip
        content.obstacle_map.write(box)


def _shapes(points: FloatArray, land: Geometries, tree: shapely.STRtree) -> Geometries:
    """Return the polygons of the page on which points of an island or a group stand."""
    found = tree.query(shapely.points(points), predicate="dwithin", distance=_ON_LAND_PT)[1]
    return np.asarray(land[np.unique(found)])


def _length(xy: FloatArray) -> float:
    """Return the diagonal of the box about points."""
    return float(np.hypot(*np.ptp(xy, axis=0))) if len(xy) else 0.0


def _cells(line: FloatArray, shapes: Geometries) -> FloatArray:
    """Return the middles of cells of an island, the farthest inland first, or points along a group from its middle."""
    if len(line):
        whole = shapely.LineString(line)
        steps = np.linspace(0.0, 1.0, max(2, int(whole.length / _CELL_PT)))
        order = np.argsort(np.abs(steps - 0.5), kind="stable")
        return shapely.get_coordinates(shapely.line_interpolate_point(whole, steps[order], normalized=True))
    if not len(shapes):
        return line
    island = shapely.union_all(shapes)
    x0, y0, x1, y1 = island.bounds
    step = max(_CELL_PT, max(x1 - x0, y1 - y0) / 60.0)
    xs, ys = np.meshgrid(np.arange(x0, x1 + step, step), np.arange(y0, y1 + step, step))
    grid = np.column_stack([xs.ravel(), ys.ravel()])
    inside = grid[shapely.contains_xy(island, *grid.T)]
    if not len(inside):
        return shapely.get_coordinates(island.representative_point())
    inland = shapely.distance(shapely.boundary(island), shapely.points(inside))
    return np.asarray(inside[np.argsort(-inland, kind="stable")])
