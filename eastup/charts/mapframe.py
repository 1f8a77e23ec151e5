"""The map of a chart: a view fitted into a frame, with land, lines, hubs, a compass and a scale bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap
from eastup.charts.slide import HEIGHT_PT, LEAST_PT, MARGIN, WIDTH_PT
from eastup.draw import scale
from eastup.draw.frame import Page
from eastup.draw.labels.label import Label, ObstacleMap, draw_label
from eastup.draw.labels.placement import place
from eastup.draw.labels.territory import Territory
from eastup.places import here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.charts.slide import Slide
    from eastup.coverage.grid import Grid
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.places import Place
    from eastup.view.view import View

EXTENT = (112.0, 1.0, 147.0, 51.0)
"""What a map shows where nothing else is asked for, and no theatre: the first island chain."""
FRAME = (MARGIN, 44.0, 690.0, HEIGHT_PT - 74.0)
PIXEL_PT, SEA_PIXEL_PT = 1.2, 1.6  # edges run smoothly between pixels; where ships go takes longer to find out
_CASING_PT = 2.4
"""Of both sides together."""
_LEAST_GATE_PT = 6.0
"""A gate of a few kilometres must be seen too."""
_HUB_PT = 6.0
_FOOT_PT = 62.0
"""Height of the compass and the scale bar at the foot of the panel."""


def fitted(view: View | None, extent: Bounds | None) -> Page:
    """Return the page on which a view shows an extent (degrees) as large as the frame lets it.

    Where they are not given, they are those of the first island chain, or of the theatre.
    """
    view = view or here.view()
    west, south, east, north = extent or here.extent(EXTENT)
    lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
    left, bottom, right, top = view.fit(np.column_stack([lon.ravel(), lat.ravel()]), margin=0.0)
    x0, y0, x1, y1 = FRAME
    metres = max((right - left) / (x1 - x0), (top - bottom) / (y1 - y0))
    cx, cy = (left + right) / 2, (bottom + top) / 2
    half_x, half_y = (x1 - x0) / 2 * metres, (y1 - y0) / 2 * metres
    panel = (x1 + 18.0, y0, WIDTH_PT - MARGIN, y1)
    return Page(
        view=view, width_in=WIDTH_PT / 72, height_in=HEIGHT_PT / 72, frame=FRAME, panel=panel,
        bounds_m=(cx - half_x, cy - half_y, cx + half_x, cy + half_y), body=(MARGIN, y0, WIDTH_PT - MARGIN, y1),
    )  # fmt: skip


def lattice(page: Page, pixel_pt: float) -> Grid:
    """Return the raster of the frame in pixels of some points."""
    from eastup.coverage.grid import projected

    return projected(page.view.crs, page.bounds_m, page.metres_per_pt * pixel_pt)


def draw_land(slide: Slide, page: Page) -> Territory:
    """Draw the land, half clear, over what is shown; return whose it is."""
    land = basemap.land_in_view(page.view.crs, page.bounds_m, page.metres_per_pt * 0.5)
    shapes = shapely.transform(land.geometry.to_numpy(), lambda xy: page.to_page(*xy.T))
    with slide.about("land"):
        slide.area(shapes, slide.theme.page, slide.theme.page, 0, z=2.5, alpha=0.5)
        slide.area(shapes, "none", slide.theme.quiet, 0.5, z=3)
    return Territory(page.frame, shapes, land["country"])


def draw_line(  # noqa: PLR0913 - what is drawn where, and how it looks
    slide: Slide, page: Page, geometry: shapely.Geometry, color: str, width: float, *, dashed: bool = False,
    cased: bool = False,
) -> None:  # fmt: skip
    """Draw a line of longitude and latitude; a short one long enough to be seen, a cased one over any ground."""
    for part in shapely.get_parts(geometry):
        xy = page.locate(*shapely.get_coordinates(part).T)
        length = float(np.hypot(*(xy[-1] - xy[0])))
        if len(xy) == 2 and 0 < length < _LEAST_GATE_PT:
            xy = xy.mean(axis=0) + (xy - xy.mean(axis=0)) * (_LEAST_GATE_PT / length)
        if cased:
            slide.line(xy, slide.theme.page, width + _CASING_PT, z=5.9, casing=True)
        slide.line(xy, color, width, z=6, dashes=(4.0, 3.0) if dashed else ())


@dataclass(frozen=True)
class Mark:
    """A place that is marked on the map and named."""

    name: str
    """As the label says it."""
    lon: float
    lat: float
    id: str = ""
    shape: str = "circle"
    face: str = ""
    """The theme's ink where empty."""
    color: str = ""
    """Of the name; the theme's ink where empty."""
    bold: bool = False
    marked: bool = True
    """Whether it gets a marker; what is drawn otherwise, as a gate is, only gets its name."""
    shores_pt: float | None = 0.0
    """See `eastup.draw.labels.label.Label`."""

    @classmethod
    def of(cls, hub: Place, lang: str) -> Mark:
        """Return the mark of a hub."""
        return cls(hub.in_language(lang).name, hub.lon, hub.lat, hub.id)


def draw_marks(
    slide: Slide, page: Page, marks: Sequence[Mark], obstacle_map: ObstacleMap, topic: str = "hubs"
) -> list[str]:
    """Mark places and write their names, the first where room is best; return what found no room."""
    labels = []
    for rank, mark in enumerate(marks):
        x, y = (float(v) for v in page.locate(mark.lon, mark.lat))
        if not page.shows((x, y), 4):
            continue
        if mark.marked:
            with slide.about(topic, mark.name, id=mark.id):
                face, pen = mark.face or slide.theme.ink, 2.2 if mark.shape == "cross" else 0.9
                edge = face if mark.shape == "cross" else slide.theme.page
                size = _HUB_PT * (1.7 if mark.shape == "cross" else 1.0)
                slide.marker(x, y, mark.shape, size, face, edge, z=12, width=pen)
            obstacle_map.add_box(x, y, size / 2)
        label = Label(
            (mark.name,), x, y, LEAST_PT, -rank, gap_pt=4.5, least_pt=LEAST_PT, color=mark.color or slide.theme.ink,
            leader=True, bold=mark.bold, shores_pt=mark.shores_pt,
        )  # fmt: skip
        labels.append(label.broken())
    placed, left_out = place(labels, obstacle_map)
    for item in placed:
        draw_label(slide, item, slide.theme.halo)
    return [" ".join(label.lines) for label in left_out]


def obstacles(page: Page, territory: Territory) -> ObstacleMap:
    """Return what names in the frame must avoid: nothing yet but its edge, and foreign land."""
    x0, y0, x1, y1 = page.frame
    return ObstacleMap((x0 + 3, y0 + 3, x1 - 3, y1 - 3), territory=territory)


def draw_frame(slide: Slide, page: Page, north: str) -> None:
    """Draw the frame, and at the foot of the panel the compass and the scale bar."""
    x0, y0, x1, y1 = page.frame
    with slide.about("frame"):
        slide.box(x0, y0, x1 - x0, y1 - y0, None, (slide.theme.quiet, 0.8))
    x, foot = page.panel[0], page.panel[1]
    scale.draw_compass(slide, page, slide.theme, scale.Compass(x + 20, foot + 24, 14.0, north))
    scale.draw_scale(slide, page, slide.theme, x + 62, foot + 18, page.panel[2] - x - 62)


def panel_foot(page: Page) -> float:
    """Return how far down the panel may be filled."""
    return page.panel[1] + _FOOT_PT


def above(page: Page, values: FloatArray, level: float) -> list[shapely.Polygon]:
    """Return where values of a raster of the frame are at least a level, as polygons in page points.

    The edges run between pixels, smoothed over one, so that they show no steps.
    """
    from scipy.ndimage import gaussian_filter

    return positive(page, gaussian_filter((values >= level).astype(float), 0.9) - 0.5)


def divided(page: Page, numbers: FloatArray) -> dict[int, list[shapely.Polygon]]:
    """Return where each number of a raster of the frame stands, as polygons in page points; -1 is nothing."""
    from scipy.ndimage import gaussian_filter

    found = [int(n) for n in np.unique(numbers)]
    shares = np.stack([gaussian_filter((numbers == n).astype(float), 0.9) for n in found])
    best = np.full(numbers.shape, -1.0)
    second, first = np.sort(np.concatenate([shares, best[None]]), axis=0)[-2:]
    return {
        number: positive(page, share - np.where(share >= first, second, first))
        for number, share in zip(found, shares, strict=True)
        if number >= 0
    }


def level_lines(page: Page, field: FloatArray) -> list[FloatArray]:
    """Return where a field on the pixels of the frame is zero, as lines of page points, the longest first."""
    from contourpy import LineType, contour_generator

    xs, ys, _ = _pixels(page, field)
    around = np.pad(field, 1, mode="reflect", reflect_type="odd")  # distances rise on as they did to the frame
    found = contour_generator(xs, ys, around, line_type=LineType.Separate).lines(0.0)
    lines = [shapely.LineString(np.asarray(xy, float)) for xy in found if xy is not None and len(xy) > 1]
    cut = shapely.get_parts(shapely.clip_by_rect(np.array(lines, dtype=object), *page.frame))
    cut = cut[shapely.get_type_id(cut) == shapely.GeometryType.LINESTRING]
    smooth = shapely.simplify(cut[np.argsort(-shapely.length(cut), kind="stable")], 0.1)
    return [shapely.get_coordinates(line) for line in smooth]


def positive(page: Page, field: FloatArray) -> list[shapely.Polygon]:
    """Return where a field of the frame is positive; its outermost pixels run on to the frame."""
    from contourpy import FillType, contour_generator

    from eastup.geodesy.contours import polygons_of

    x0, y0, x1, y1 = page.frame
    xs, ys, around = _pixels(page, field)
    contours = contour_generator(xs, ys, around, fill_type=FillType.OuterOffset).filled(0.0, 1e9)
    shapes = shapely.simplify(np.array(polygons_of(*contours[:2]), dtype=object), 0.1)
    return list(shapely.get_parts(shapely.clip_by_rect(shapely.make_valid(shapes), x0, y0, x1, y1)))


def _pixels(page: Page, field: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return where the pixels of a field of the frame stand on the page, and the field, with one pixel more around."""
    x0, y0, x1, y1 = page.frame
    rows, columns = field.shape
    width, height = (x1 - x0) / columns, (y1 - y0) / rows
    xs = x0 + width * (np.arange(-1, columns + 1) + 0.5)
    ys = y1 - height * (np.arange(-1, rows + 1) + 0.5)
    return xs, ys, np.pad(field, 1, mode="edge")
