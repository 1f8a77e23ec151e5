"""The page: its size, the frames of its maps, and the metres of the view that each frame shows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from eastup import places
from eastup.basemap.in_view import azimuthal_m
from eastup.briefing.furniture import header
from eastup.briefing.furniture.legend import key_width
from eastup.briefing.spec.spec import SIZES_IN, MapSpec
from eastup.briefing.subject import own_points
from eastup.briefing.words import up_words, word
from eastup.draw.frame import PT_PER_IN, Page
from eastup.draw.marking import block_height
from eastup.draw.text import wrap
from eastup.draw.theme import NOTE_PT
from eastup.view.definitions import chain_line
from eastup.view.suited import MOST_OUT, extent_points, frame_error, of_region, scale_error
from eastup.view.view import PROJECTIONS, parse_up

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.view.view import View

_MARGIN = 22.0
_FOOTER = 30.0
_MARKING = 15.0
_SIDE = 186.0
"""Width of a panel at the right."""
_BARE_SIDE = 84.0
"""Where it holds no legend, text or table."""
_SIDE_GAP = 33.0
_KEY_GAP = 18.0
_FIGURES = 15.0
"""Room for the graticule's figures around a frame."""
_FAR_OUT = 0.45
"""Error of the scale at a frame's edge from which the map ends before it, at a disc."""
_OUT_BESIDE_CHAIN = 0.25
"""Error of the scale at the ends of a frame up to which a map of the chain stays true along it, and tells of them."""
_AZIMUTHAL = {"equal-area": "Lambert Azimuthal Equal Area", "equidistant": "Azimuthal Equidistant"}
_ROOM_ABOUT = 1.01
"""Of the distance of what was asked for from the centre."""
_NEARLY = 0.6
"""Of the globe's width or height: who asks for so much sees all of it, not a map that stops short of its rim."""
_RIM_ROOM = 0.01
_ALIKE = 1.02
"""Scales that differ by less are alike."""
_TALL = 1.2
"""A map that is drawn so much larger beside its panel than above it is a tall one."""
_NARROW_PT = 760.0
"""On pages narrower than this, the foot says in a line of its own which straits are closed."""
_NOTE_ROW = 9.0


def layout(spec: MapSpec) -> Page:
    """Return the page of a specification's first map."""
    return layouts(spec)[0]


def layouts(spec: MapSpec, bare: bool = False) -> list[Page]:
    """Return a page for each map of a specification: the extent is fitted into the frame, and the frame is filled.

    Several maps share one scale, so that they can be compared; they are arranged so that it is the largest. ``bare``
    leaves at the right no more room than locator, compass and scale need.
    """
    side = _BARE_SIDE if bare else _SIDE
    maps = spec.maps()
    width, height = (inches * PT_PER_IN for inches in SIZES_IN[spec.size])
    below = [width / height < 1.2 or len(maps) > 2]
    if len(maps) == 2 and not below[0]:
        below = [False, True]
    if len(maps) == 1 and below[0]:
        below = [True, False]
    columns = [n for n in range(1, len(maps) + 1) if n * -(-len(maps) // n) <= len(maps) + n // 2]  # few left empty
    views = [one.view() for one in maps]
    pages = _arranged(spec, views, below, columns, side)
    better = [_suited_to_frame(one, page) for one, page in zip(maps, pages, strict=True)]
    return pages if better == views else _arranged(spec, better, below, columns, side)


def _suited_to_frame(spec: MapSpec, page: Page) -> View:
    """Return the view of a map, or where its frame reaches far beyond its extent, one that shows all of that truly.

    An extent turned on its side fills a small part of a wide frame; what the rest shows was asked for by nobody, but is
    there to be read.
    """
    if spec.projection or spec.extent is None or page.view.projection != PROJECTIONS[0]:
        return page.view
    west, south, east, north = spec.extent
    line = chain_line()
    of_chain = south < line.lat < north and (line.lon - west) % 360.0 < east - west
    if frame_error(page.view, page.bounds_m) <= (_OUT_BESIDE_CHAIN if of_chain else MOST_OUT):
        return page.view

    def error(view: View) -> float:
        return frame_error(view, fitted(view.fit(extent_of(spec)), page.frame))

    return min([page.view, *of_region(page.view.up, spec.extent, spec.middle)], key=error)


def _arranged(spec: MapSpec, views: list[View], below: list[bool], columns: list[int], side: float) -> list[Page]:
    """Return the pages with the maps in that arrangement in which they are the largest."""
    maps = spec.maps()
    shown = [
        _whole(view, view.fit(extent_of(one), margin=0.0 if one.extent else 0.02))
        for one, view in zip(maps, views, strict=True)
    ]
    arrangements = {(under, n): _laid_out(spec, views, shown, under, n, side) for under in below for n in columns}

    if len(maps) == 1 and len(below) == 2:  # a square page: its panel stands below, unless the map is a tall one
        under, beside = arrangements[True, 1], arrangements[False, 1]
        return beside if beside[0].metres_per_pt * _TALL < under[0].metres_per_pt else under
    least = min(pages[0].metres_per_pt for pages in arrangements.values())
    alike = [key for key, pages in arrangements.items() if pages[0].metres_per_pt < _ALIKE * least]
    return arrangements[min(alike, key=lambda key: -len(maps) % key[1])]  # with the fewest empty places


def _laid_out(
    spec: MapSpec, views: list[View], shown: list[Bounds], below: bool, columns: int, side: float
) -> list[Page]:
    """Return the pages with the maps in ``columns`` columns and the panel below them or at their right."""
    width, height = (inches * PT_PER_IN for inches in SIZES_IN[spec.size])
    marking = _MARKING if spec.marking else 0.0
    footer = _FOOTER + _NOTE_ROW * _more_lines(spec, width)
    if spec.classification:  # it takes some of the width of the notes, which need a line more
        footer = max(footer + 9.0, block_height(spec.classification) + 6.0)
    maps = spec.maps()
    figures = _FIGURES if len(maps) <= 2 and any(one.graticule for one in maps) else 2.0
    left = _MARGIN + (figures if below else 15.0)
    above = header_of(spec, left, width - _MARGIN).height
    body = (_MARGIN, footer + marking, width - _MARGIN, height - above - marking)
    key: Bounds | None = None
    if below:
        depth = 176.0 if len(maps) == 1 else 110.0 if width / height < 1.2 else 72.0 if spec.inset else 66.0
        panel = (body[0] + figures, body[1], body[2] - figures, body[1] + depth)
        area = (body[0], panel[3] + 10, body[2], body[3])
    else:
        panel = (body[2] - side, body[1] + figures, body[2], body[3] - figures)
        area = (body[0], body[1], panel[0] - _SIDE_GAP + figures, body[3])
        if len(maps) == 1 and (names := own_points.names_of(spec)):
            high = panel[3] - panel[1]
            if own_points.naming(spec, names, high) == "numbers":
                key = (panel[0] - _KEY_GAP - key_width(names, high), panel[1], panel[0] - _KEY_GAP, panel[3])
                area = (*area[:2], key[0] - _SIDE_GAP + figures, area[3])
    frames = _grid(area, columns, figures, [0.0] * len(maps))
    if len(maps) > 1:
        captions = [caption_of(one, frame).height for one, frame in zip(maps, frames, strict=True)]
        frames = _grid(area, columns, figures, captions)
    filled = [fitted(bounds, frame) for bounds, frame in zip(shown, frames, strict=True)]
    scales = [(b[2] - b[0]) / (f[2] - f[0]) for b, f in zip(filled, frames, strict=True)]
    if not spec.own_scales:
        scales = [max(scales)] * len(scales)
    text_scale = 1.0 if len(maps) <= 2 else 0.9
    inches = (width / PT_PER_IN, height / PT_PER_IN)
    return [
        Page(
            view=view, width_in=inches[0], height_in=inches[1], frame=frame, bounds_m=_at_scale(bounds, frame, scale),
            panel=panel, body=body, key=key, text_scale=text_scale,
            disc_m=_disc_m(view, fit, frame, extent_of(one)) if one.extent else 0.0,
        )
        for one, view, frame, fit, bounds, scale in zip(maps, views, frames, shown, filled, scales, strict=True)
    ]  # fmt: skip


def _more_lines(spec: MapSpec, width: float) -> int:
    """Return how many lines more than two the foot of a page needs."""
    sources = len(wrap(word("sources", spec.lang), NOTE_PT, width - 2 * _MARGIN - 15.0))
    return sources - 1 + (width < _NARROW_PT and bool(spec.closed))


def header_of(spec: MapSpec, x0: float, x1: float) -> header.Header:
    """Return title and subtitle of a page, set between two edges."""
    width = header.room(x0, x1, header.logo_width(spec.logo) if spec.logo else 0.0)
    return header.set_header(spec.text(spec.title), spec.text(spec.subtitle), width)


def caption_of(spec: MapSpec, frame: Bounds) -> header.Header:
    """Return what stands above one of several maps: its own title, or which way is up."""
    return header.set_caption(spec.text(spec.title) or up_words(parse_up(spec.up), spec.lang), frame[2] - frame[0])


def _grid(area: Bounds, columns: int, figures: float, captions: list[float]) -> list[Bounds]:
    """Divide an area into a frame for each caption, row by row from the upper left, with room for it and for figures.

    Frames are alike: the highest caption says how much room each has.
    """
    count = len(captions)
    rows = -(-count // columns)
    x0, y0, x1, y1 = area
    width, height = (x1 - x0) / columns, (y1 - y0) / rows
    gap = 0.0 if count == 1 else 11.0 if count == 2 else 5.0
    return [
        (
            x0 + (n % columns) * width + figures + (gap if n % columns else 0),
            y1 - (n // columns + 1) * height + figures,
            x0 + (n % columns + 1) * width - figures - (gap if n % columns < columns - 1 else 0),
            y1 - (n // columns) * height - figures - max(captions),
        )
        for n in range(count)
    ]


def extent_of(spec: MapSpec) -> FloatArray:
    """Return the points that a map must show, ``(N, 2)`` degrees."""
    if spec.extent is None:
        return np.array([(p.lon, p.lat) for p in places.select(list(spec.fit))])
    return extent_points(spec.extent)


def _whole(view: View, bounds: Bounds) -> Bounds:
    """Return the bounds of what is shown; of nearly the whole globe those of all of it, with a little room."""
    if view.globe is None:
        return bounds
    rim = view.globe.outline.bounds
    room = _RIM_ROOM * (rim[3] - rim[1])
    all_of_it = rim[0] - room, rim[1] - room, rim[2] + room, rim[3] + room
    x0, y0, x1, y1 = bounds
    if x1 - x0 > _NEARLY * (rim[2] - rim[0]):
        x0, x1 = all_of_it[0], all_of_it[2]
    if y1 - y0 > _NEARLY * (rim[3] - rim[1]):
        y0, y1 = all_of_it[1], all_of_it[3]
    return x0, y0, x1, y1


def _disc_m(view: View, bounds: Bounds, frame: Bounds, asked: FloatArray) -> float:
    """Return the radius of the disc to which a frame is cut that would show much that no azimuthal view shows truly.

    Metres; 0 where the frame shows no more than what was asked for, or little. A wide extent turned on its side leaves
    the frame's ends to the far side of the globe: there the map ends at half of it, or at what was asked for.
    """
    if view.projection not in _AZIMUTHAL:
        return 0.0

    def error(box: Bounds) -> float:
        x0, y0, x1, y1 = box
        ends = [(x, y) for x in (x0, x1) for y in np.linspace(y0, y1, 9)]
        ends += [(x, y) for y in (y0, y1) for x in np.linspace(x0, x1, 9)]
        lon, lat = view.inverse(*np.transpose(ends))
        return scale_error(view, np.column_stack([lon, lat])) if np.isfinite(lon).all() else math.inf

    if error(fitted(bounds, frame)) <= max(_FAR_OUT, scale_error(view, asked)):
        return 0.0
    farthest = float(np.hypot(*view.forward(*asked.T)).max())
    return max(azimuthal_m(_AZIMUTHAL[view.projection], 90.0), farthest * _ROOM_ABOUT)


def fitted(bounds: Bounds, frame: Bounds) -> Bounds:
    """Widen the bounds about their middle to the frame's shape."""
    aspect = (frame[2] - frame[0]) / (frame[3] - frame[1])
    width = max(bounds[2] - bounds[0], (bounds[3] - bounds[1]) * aspect)
    return _at_scale(bounds, frame, width / (frame[2] - frame[0]))


def _at_scale(bounds: Bounds, frame: Bounds, metres_per_pt: float) -> Bounds:
    """Return what a frame shows at a scale about the middle of the bounds."""
    cx, cy = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    half_x, half_y = (frame[2] - frame[0]) * metres_per_pt / 2, (frame[3] - frame[1]) * metres_per_pt / 2
    return cx - half_x, cy - half_y, cx + half_x, cy + half_y
