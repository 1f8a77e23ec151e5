"""Insets: maps at a scale of their own in the corners of another, each with its box on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import layers, places
from eastup.briefing.furniture import scale
from eastup.briefing.layout import extent_of, fitted
from eastup.briefing.subject import own_points
from eastup.draw import fonts
from eastup.draw.boxes import overlap
from eastup.draw.frame import Page
from eastup.draw.text import shrunk
from eastup.errors import InputError
from eastup.layers.query import find_chain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from eastup.briefing.spec.spec import MapSpec
    from eastup.draw.document import Sheet
    from eastup.draw.theme import Theme
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.view.view import View

_OFF_PT = 7.0
"""From the corner of the map to the inset."""
_BOX_COST = 40.0
"""Of a corner that covers what the inset shows, in points of the subject that it would cover."""
_SPOT_PT = 6.0
"""Points of the subject nearer to each other than this count as one: a chain has many corners where it bends."""
_SCALE_PT = 70.0
_LEAST_SIDE_PT = 60.0
_LONGEST_TIE_PT = 150.0
"""A longer line from an inset to its box is one line more across the map."""


def inset_pages(spec: MapSpec, page: Page) -> list[Page]:
    """Return the page of each inset of a map: its frame in a corner, and what it shows there.

    A corner that is not asked for is that which covers the least of the map's subject.
    """
    found: list[Page] = []
    subject = _subject(spec, page)
    for inset, one in zip(spec.insets, spec.inset_maps(), strict=True):
        view = one.view()
        shown = view.fit(extent_of(one), margin=0.0 if one.extent else 0.06)
        width, height = _size(shown, page.frame, inset.share)
        own = _outline(page, view, shown)
        corners = _corners(page.frame, width, height)
        wanted = corners if inset.corner == "auto" else {inset.corner: corners[inset.corner]}
        free = {k: box for k, box in wanted.items() if not any(overlap(box, other.frame) for other in found)}
        if not free:
            raise InputError(
                "the insets cover one another", where="insets", hint="give them other corners or less share"
            )
        frame = min(free.values(), key=lambda box: _covered(box, subject) + _BOX_COST * _overlaps(box, own))
        found.append(
            Page(
                view=view, width_in=page.width_in, height_in=page.height_in, frame=frame,
                bounds_m=fitted(shown, frame), panel=page.panel, body=page.body, key=page.key, text_scale=0.9, level=1,
            )
        )  # fmt: skip
    return found


def _size(shown: Bounds, frame: Bounds, share: float) -> tuple[float, float]:
    """Return width and height of an inset: as large as its share of the map lets it, in the shape of what it shows."""
    aspect = (shown[2] - shown[0]) / (shown[3] - shown[1])
    widest, highest = share * (frame[2] - frame[0]), 1.6 * share * (frame[3] - frame[1])
    width = min(widest, highest * aspect)
    height = min(highest, width / aspect)
    return max(width, _LEAST_SIDE_PT), max(height, _LEAST_SIDE_PT)


def _corners(frame: Bounds, width: float, height: float) -> dict[str, Bounds]:
    x0, y0, x1, y1 = (v + s * _OFF_PT for v, s in zip(frame, (1, 1, -1, -1), strict=True))
    return {
        "upper left": (x0, y1 - height, x0 + width, y1), "upper right": (x1 - width, y1 - height, x1, y1),
        "lower left": (x0, y0, x0 + width, y0 + height), "lower right": (x1 - width, y0, x1, y0 + height),
    }  # fmt: skip


def _subject(spec: MapSpec, page: Page) -> FloatArray:
    """Return where on the page the places are that a map is about, ``(N, 2)``."""
    named = [*spec.straits, *spec.bases, *spec.labels, *spec.fit]
    for table in (spec.lines, spec.triangle, spec.nearest, spec.ship_time):
        for key in ("origin", "targets", "vertices", "hubs"):
            value = getattr(table, key, ())
            named += [value] if isinstance(value, str) else value
    for several in (spec.routes, spec.areas, spec.arrows):
        named += [name for one in several for name in one.points]
    lonlat = [(p.lon, p.lat) for p in (places.select(named) if named else [])]
    if spec.show_chain:
        lonlat += shapely.get_coordinates(find_chain(spec.chain).geometry).tolist()
    if not spec.straits and spec.show_straits:
        straits = layers.load("straits")
        lonlat += straits[["mid_lon", "mid_lat"]].to_numpy().tolist()
    if not lonlat:
        return np.empty((0, 2))
    points = page.locate(*np.array(lonlat).T)
    points = points[np.isfinite(points).all(axis=1)]
    return points[np.unique(np.rint(points / _SPOT_PT), axis=0, return_index=True)[1]]


def freest_corner(spec: MapSpec, page: Page, size: tuple[float, float], taken: Sequence[Bounds] = ()) -> Bounds:
    """Return the box of a scale bar in the corner of a map in which it covers the least of what the map shows.

    Parameters
    ----------
    size : width and height, points
    taken : sequence of xmin, ymin, xmax, ymax
        Boxes that it must keep off.
    """
    x0, y0, x1, y1 = page.frame
    width, height = size
    feet = [(x0, y0), (x1 - width, y0), (x1 - width, y1 - height), (x0, y1 - height)]
    boxes = [(left, foot, left + width, foot + height) for left, foot in feet]
    shown = np.vstack([_subject(spec, page), _dots(spec, page)])
    return min(
        (one for one in boxes if not any(overlap(one, other) for other in taken)), key=lambda one: _covered(one, shown)
    )


def _dots(spec: MapSpec, page: Page) -> FloatArray:
    """Return where a map draws dots of bases and of a reader's own points, ``(N, 2)``."""
    lonlat = [own_points.positions_of(spec)]
    if spec.show_bases:
        lonlat.append(shapely.get_coordinates(layers.load("bases").geometry.to_numpy()))
    points = page.locate(*np.vstack(lonlat).T)
    return points[np.isfinite(points).all(axis=1)]


def _covered(box: Bounds, points: FloatArray) -> int:
    """Count the points that a box covers, or leaves no room beside it for a name."""
    x0, y0, x1, y1 = box
    x, y = points.T if len(points) else np.empty((2, 0))
    return int(((x > x0 - 8) & (x < x1 + 8) & (y > y0 - 8) & (y < y1 + 8)).sum())


def _outline(page: Page, view: View, bounds: Bounds) -> BaseGeometry:
    """Return the outline on a map of what another view shows within bounds in its metres."""
    x0, y0, x1, y1 = bounds
    edge = np.linspace(0, 1, 17)[:-1]
    xs = np.concatenate([x0 + (x1 - x0) * edge, np.full(16, x1), x1 - (x1 - x0) * edge, np.full(16, x0)])
    ys = np.concatenate([np.full(16, y0), y0 + (y1 - y0) * edge, np.full(16, y1), y1 - (y1 - y0) * edge])
    ring = page.locate(*view.inverse(xs, ys))
    ring = ring[np.isfinite(ring).all(axis=1)]
    return shapely.make_valid(shapely.Polygon(ring)) if len(ring) > 2 else shapely.Polygon()


def _overlaps(box: Bounds, shape: BaseGeometry) -> bool:
    return bool(shapely.intersects(shapely.box(*box), shape))


def draw_box(sheet: Sheet, theme: Theme, inset: Page) -> BaseGeometry:
    """Draw on a map the outline of what an inset of it shows, tied to the inset; return it."""
    page = sheet.page
    outline = _outline(page, inset.view, inset.bounds_m)
    if outline.is_empty:
        return outline
    with sheet.about("insets"):
        rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(outline))]
        sheet.lines(rings, theme.halo, 2.6, z=16, alpha=0.7, casing=True)
        sheet.lines(rings, theme.ink, 1.0, z=16.1)
        for start, end in _ties(outline.bounds, inset.frame):
            sheet.line(np.array([start, end]), theme.quiet, 0.6, z=16.1, alpha=0.8)
    return outline


def _ties(box: Bounds, frame: Bounds) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return two lines from the corners of a box to the same corners of a frame, those that cross neither."""
    corners = [(0, 1), (2, 1), (2, 3), (0, 3)]
    pairs = [((box[i], box[j]), (frame[i], frame[j])) for i, j in corners]
    solid = shapely.union(shapely.box(*box), shapely.box(*frame)).buffer(-0.5)
    clear = [pair for pair in pairs if not shapely.LineString(pair).intersects(solid)]
    return [pair for pair in clear[:2] if math.dist(*pair) < _LONGEST_TIE_PT]


def draw_edge(sheet: Sheet, spec: MapSpec, theme: Theme) -> list[Bounds]:
    """Draw the edge of an inset, its title and its scale bar; return the boxes that they take.

    The scale bar stands in the corner in which it covers the least of what the inset is about.
    """
    title = spec.text(spec.title)
    x0, y0, x1, y1 = sheet.page.frame
    taken: list[Bounds] = []
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
    with sheet.about("insets", title):
        sheet.line(corners, theme.page, 4.0, z=29, clip=False, cap="projecting", casing=True)
        sheet.line(corners, theme.ink, 1.1, z=30, clip=False, cap="projecting")
        if title:
            size = shrunk(title, 9.4, x1 - x0 - 8)
            width = fonts.width_pt(title, size) + 8
            box = (x0, y1 - size * 1.5, x0 + width, y1)
            sheet.area([shapely.box(*box)], theme.page, theme.page, 0, z=29.5, alpha=0.85)
            sheet.text(x0 + 4, y1 - size * 1.12, title, size, theme.ink, bold=True, z=31)
            taken.append(box)
    if x1 - x0 > 1.3 * _SCALE_PT and y1 - y0 > _SCALE_PT:
        longest = min(_SCALE_PT, (x1 - x0) / 2.4)
        width = scale.width_pt(sheet.page, longest) + 14
        box = freest_corner(spec, sheet.page, (width, 30.0), taken)
        with sheet.about("insets", title):
            sheet.area([shapely.box(*box)], theme.page, theme.page, 0, z=9.5, alpha=0.7)
        scale.draw_scale(sheet, theme, box[0] + 7, box[1] + 14, longest)
        taken.append(box)
    return taken
