"""What a reader draws on a map by hand: arrows, and areas with a label."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.ops import substring

from eastup import places
from eastup.briefing.furniture.legend import LegendItem
from eastup.draw.boxes import overlaps, run_through
from eastup.draw.hatching import hatching
from eastup.draw.labels.label import Label, draw_label, pinned
from eastup.draw.text import wrap

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from eastup.briefing.spec.tables import Arrow, Zone
    from eastup.briefing.subject.content import Content
    from eastup.geodesy.ellipsoid import FloatArray

_HEAD, _HALF_HEAD = 4.2, 1.9
"""Length and half the width of an arrow's head, of the width of its shaft."""
_DASHES = (5.0, 3.0)
_NARROWER = (0.75, 0.5)
"""Shares of its width in which a name is tried that finds no room in its area."""
_CROSSED_PT = 30.0
"""A name stands this far off the middle of its area rather than be crossed by a line."""
TINT = 0.22
"""How strongly an area is coloured."""


def draw_arrow(content: Content, arrow: Arrow, number: int) -> None:
    """Draw an arrow along geodesics, or bent as asked for."""
    sheet, theme = content.sheet, content.theme
    stops = [places.resolve(name) for name in arrow.points]
    xy = content.geodesic([(p.lon, p.lat) for p in stops])
    if arrow.bend and len(stops) == 2:
        xy = _bent(xy[0], xy[-1], arrow.bend)
    color = content.shade(arrow.color or theme.route)
    words = content.spec.text(arrow.title)
    with sheet.about("arrows", content.spec.text(arrow.label) or words or f"arrow {number}"):
        _arrow(content, xy, arrow, color)
        content.obstacle_map.add_polyline(xy, heavy=True)
        if text := content.spec.text(arrow.label):
            content.along(xy, text, 9.4, color)

    def sample(x: float, y: float) -> None:
        _arrow(content, np.array([(x, y), (x + 22, y)]), arrow, color, clip=False)

    if words and content.shows(xy):
        content.legend.append(LegendItem(sample, words, name=f"arrow-{number}"))


def _arrow(content: Content, xy: FloatArray, arrow: Arrow, color: str, clip: bool = True) -> None:
    """Draw the shaft and the head of an arrow."""
    line = shapely.LineString(xy)
    head = min(_HEAD * max(arrow.width, 1.6), line.length / 2)
    neck = np.array(line.interpolate(line.length - head).coords[0])
    toward = (xy[-1] - neck) / max(float(np.hypot(*(xy[-1] - neck))), 1e-9)
    across = np.array([-toward[1], toward[0]]) * head * _HALF_HEAD / _HEAD
    along = shapely.get_coordinates(substring(line, 0.0, line.length - head * 0.9))
    dashes = tuple(d * max(arrow.width / 2, 1.0) for d in _DASHES) if arrow.dashed else ()
    z = 9.0 if clip else 10.0
    if clip:
        content.sheet.line(along, content.theme.halo, arrow.width + 1.8, z=z - 0.1, alpha=0.7, casing=True)
    content.sheet.line(along, color, arrow.width, z=z, dashes=dashes, clip=clip)
    shape = shapely.Polygon([xy[-1], neck + across, neck - across])
    content.sheet.area([shape], color, color, 0, z=z + 0.1, clip=clip)


def _bent(start: FloatArray, end: FloatArray, bend: float) -> FloatArray:
    """Return a curve from a point to another, whose middle stands off the straight line by a share of its length."""
    toward = end - start
    control = (start + end) / 2 + 2 * bend * np.array([-toward[1], toward[0]])
    t = np.linspace(0.0, 1.0, 41)[:, None]
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)


def draw_area(content: Content, zone: Zone, number: int) -> None:
    """Draw an area whose sides are geodesics, with its label in it."""
    sheet, theme = content.sheet, content.theme
    stops = [places.resolve(name) for name in zone.points]
    ring = [(p.lon, p.lat) for p in stops]
    xy = content.geodesic([*ring, ring[0]])
    color = content.shade(zone.color or theme.user)
    words, text = content.spec.text(zone.title), content.spec.text(zone.label)
    polygon = sheet.page.area(xy[np.isfinite(xy).all(axis=1)])
    with sheet.about("areas", text or words or f"area {number}"):
        paint(content, polygon, color, zone.fill, zone.edge)
        content.obstacle_map.add_polyline(xy, weight=0.6)
    if text:
        shown = shapely.get_parts(shapely.clip_by_rect(polygon, *sheet.page.frame))
        if len(shown):
            largest = max(shown, key=lambda part: part.area)
            lines = tuple(text.split("\n"))
            ink = content.ink(color)
            label = Label(lines, *middle_of(largest), 9.4, 70, gap_pt=2, color=ink, name_lines=len(lines), leader=True)
            content.named_areas.append((largest, replace(label, shores_pt=None)))

    def sample(x: float, y: float) -> None:
        paint(content, shapely.box(x, y - 5, x + 22, y + 5), color, zone.fill, zone.edge, clip=False)

    if words and shapely.intersects(polygon, shapely.box(*sheet.page.frame)):
        content.legend.append(LegendItem(sample, words, name=f"area-{number}"))


def middle_of(polygon: BaseGeometry) -> tuple[float, float]:
    """Return the middle of the largest circle in a polygon."""
    radius = np.asarray(shapely.maximum_inscribed_circle(np.array([polygon], dtype=object), np.array([2.0])))
    x, y = shapely.get_coordinates(radius)[0].tolist()
    return x, y


def name_areas(content: Content) -> None:
    """Write the names of areas in them where they have room; the others are labels like those of points."""
    for polygon, asked in content.named_areas:
        label = content.adjust.apply(asked)
        if label is None:
            continue
        label = content.sized(label)
        rooms = ((form, _room(content, polygon, form)) for form in ([] if label.fixed else _narrower(label)))
        form, middle = next(((form, room) for form, room in rooms if room), (label, None))
        if middle is None:
            content.labels.append(label)
            continue
        label = form
        placed = pinned(replace(label, fixed=middle, gap_pt=1e6), content.obstacle_map.frame)
        draw_label(content.sheet, placed, content.theme.halo)
        content.obstacle_map.write(placed.box)


def _narrower(label: Label) -> list[Label]:
    """Return a label, and it again in ever narrower lines, as long as these break no word."""
    text, (width, _) = " ".join(label.lines), label.extent
    wrapped = [tuple(wrap(text, label.size_pt, width * share)) for share in _NARROWER]
    whole = [lines for lines in dict.fromkeys(wrapped) if " " not in text or " ".join(lines).split() == text.split()]
    return [label, *(replace(label, lines=lines, name_lines=len(lines)) for lines in whole)]


def _room(content: Content, polygon: BaseGeometry, label: Label) -> tuple[float, float] | None:
    """Return where in an area there is room for its label, as near its middle as can be."""
    width, height = label.extent
    x0, y0, x1, y1 = polygon.bounds
    xs = np.linspace(x0 + width / 2, x1 - width / 2, 15)
    ys = np.linspace(y0 + height / 2, y1 - height / 2, 15)
    if xs[0] > xs[-1] or ys[0] > ys[-1]:
        return None
    middles = np.vstack([[(label.x, label.y)], np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)])
    half = np.array([width, height]) / 2
    boxes = np.hstack([middles - half, middles + half])
    shapely.prepare(polygon)
    inside = shapely.covers(polygon, shapely.box(*boxes.T))
    taken = np.vstack([content.obstacle_map.obstacle_boxes, content.obstacle_map.text_boxes])
    free = np.flatnonzero(inside & ~overlaps(boxes, taken).any(axis=1))
    if not len(free):
        return None
    crossed = run_through(content.obstacle_map.segments, boxes[free]).sum(axis=1)
    away = np.hypot(*(middles[free] - (label.x, label.y)).T)
    x, y = middles[free[int((away + _CROSSED_PT * np.minimum(crossed, 3)).argmin())]].tolist()
    return x, y


def paint(  # noqa: PLR0913 - how an area is filled and edged
    content: Content,
    polygon: BaseGeometry,
    color: str,
    fill: str,
    edge: str,
    *,
    clip: bool = True,
    width: float = 1.4,
) -> None:
    """Fill an area with a tint or with hatching, and draw its edge."""
    sheet, z = content.sheet, 4.5 if clip else 10.0
    if fill == "tint":
        sheet.area([polygon], color, color, 0, z=z, alpha=TINT, clip=clip)
    elif fill == "hatch":
        within = shapely.intersection(polygon, shapely.box(*sheet.page.frame)) if clip else polygon
        lines = hatching(within)
        sheet.lines(lines, color, 0.7, z=z, alpha=0.8, clip=clip)
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(polygon))]
    if edge != "none":
        sheet.lines(rings, color, width, z=z + 0.1, dashes=_DASHES if edge == "dashed" else (), clip=clip)
