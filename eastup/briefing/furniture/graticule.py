"""The graticule: meridians and parallels, and their figures at the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.draw import fonts
from eastup.draw.boxes import overlap
from eastup.draw.theme import NOTE_PT

if TYPE_CHECKING:
    from eastup.draw.document import Sheet
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

_STEPS_DEG = (1, 2, 5, 10, 15, 20, 30)
_OFF_PT = 3.5
"""From the frame to a figure."""
_AT_FRAME_PT = 0.5
_MOST_ASIDE_PT = 16.0
"""How far a figure may stand from the end of its line, along the side, to make room for another."""


@dataclass(frozen=True)
class GraticuleLine:
    """A meridian or a parallel on the page."""

    text: str
    xy: FloatArray
    """Page points, ``(N, 2)``, inside the frame and beyond; on the whole globe it may run on at the other side."""
    meridian: bool


@dataclass(frozen=True)
class Figure:
    """A figure of the graticule outside the frame, where its line leaves it."""

    text: str
    x: float
    y: float
    side: str
    """left, right, bottom or top."""
    meridian: bool
    shift_pt: float = 0.0
    """How far it stands beside the end of its line, along the side."""

    def baseline(self) -> tuple[float, float, str]:
        """Return x, y and alignment of the text."""
        if self.side in {"left", "right"}:
            off = _OFF_PT if self.side == "right" else -_OFF_PT
            return self.x + off, self.y + self.shift_pt - NOTE_PT * 0.36, "left" if off > 0 else "right"
        return self.x + self.shift_pt, self.y + (_OFF_PT if self.side == "top" else -NOTE_PT - 2.5), "center"

    @property
    def box(self) -> Bounds:
        """What it covers, with a little room."""
        x, y, align = self.baseline()
        width = fonts.width_pt(self.text, NOTE_PT)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        return left - 2.0, y - 1.8, left + width + 2.0, y + 7.2


def geographic_region(page: Page) -> Bounds:
    """Return west, south, east, north (degrees) of what the frame shows; west to east runs on across 180."""
    if page.rim is not None:
        assert page.view.center is not None
        return page.view.center[0] - 180.0, -90.0, page.view.center[0] + 180.0, 90.0
    x0, y0, x1, y1 = page.bounds_m
    xs, ys = np.meshgrid(np.linspace(x0, x1, 60), np.linspace(y0, y1, 60))
    lon, lat = page.view.inverse(xs.ravel(), ys.ravel())
    good = np.isfinite(lon) & np.isfinite(lat)
    assert page.view.center is not None
    relative = (lon[good] - page.view.center[0] + 180.0) % 360.0 - 180.0 + page.view.center[0]
    return float(relative.min()), float(lat[good].min()), float(relative.max()), float(lat[good].max())


def graticule(page: Page) -> list[GraticuleLine]:
    """Return the meridians and parallels that the frame shows, about six each way."""
    west, south, east, north = geographic_region(page)
    step = next((s for s in _STEPS_DEG if max(east - west, north - south) / s <= 8), 30)
    lines = []
    last = math.floor(east / step) * step + (0 if east - west == 360.0 else 1)  # a full turn ends where it began
    for lon in range(math.ceil(west / step) * step, last, step):
        lat = np.linspace(max(south - step, -89), min(north + step, 89), 181)
        lines.append(GraticuleLine(_degrees(lon, "EW"), page.locate(np.full_like(lat, lon), lat), True))
    for lat_line in range(math.ceil(south / step) * step, math.floor(north / step) * step + 1, step):
        lon_line = np.linspace(west - step, east + step, 181)
        xy = page.locate(lon_line, np.full_like(lon_line, lat_line))
        lines.append(GraticuleLine(_degrees(lat_line, "NS"), xy, False))
    return lines


def _degrees(value: int, hemispheres: str) -> str:
    if hemispheres == "EW":
        value = (value + 180) % 360 - 180
        if value in (0, -180):
            return "0°" if value == 0 else "180°"
    return f"{abs(value)}°{hemispheres[0] if value >= 0 else hemispheres[1]}" if value else "0°"


def figures(page: Page, lines: list[GraticuleLine]) -> list[Figure]:
    """Return the graticule's figures: one on each side by which a line leaves the frame.

    The side decides, not the kind of line: on a turned page a meridian may well leave to the left. Where two would
    collide both step aside a little; one is left out only where that is not enough, or where sides meet at a corner.
    """
    x0, y0, x1, y1 = page.frame
    neat_line = page.shown.exterior
    found: dict[tuple[str, str], Figure] = {}
    for line in lines:
        drawn = shapely.LineString(line.xy) if page.rim is None else _drawn_out(page.rim.cut_line(line.xy))
        crossings = shapely.get_parts(shapely.intersection(drawn, neat_line))
        for point in crossings[shapely.get_type_id(crossings) == 0]:
            gaps = {"left": point.x - x0, "right": x1 - point.x, "bottom": point.y - y0, "top": y1 - point.y}
            if page.rim is not None and min(gaps.values()) > _AT_FRAME_PT:
                gaps = page.rim.sides(point.x, point.y)
            side = min(gaps, key=lambda s: abs(gaps[s]))
            found.setdefault((side, line.text), Figure(line.text, point.x, point.y, side, line.meridian))
    kept: list[Figure] = []
    for side in ("left", "right", "bottom", "top"):
        for figure in _spread([f for f in found.values() if f.side == side]):
            if not any(overlap(figure.box, other.box) for other in kept):
                kept.append(figure)
    return kept


def _drawn_out(pieces: list[FloatArray]) -> shapely.MultiLineString:
    """Return lines drawn out a little at both ends: those that end on the rim of the globe cross it."""
    longer = []
    for xy in pieces:
        first, last = xy[0] - xy[1], xy[-1] - xy[-2]
        ends = [
            end + step * (_AT_FRAME_PT / max(math.hypot(*step), 1e-9)) for end, step in ((xy[0], first), (xy[-1], last))
        ]
        longer.append(shapely.LineString(np.vstack([ends[0], xy, ends[1]])))
    return shapely.MultiLineString(longer)


def _spread(figures: list[Figure]) -> list[Figure]:
    """Move the figures of a side apart, each as little as can be (in the sense of least squares)."""
    across = {f.side for f in figures} <= {"bottom", "top"}
    ordered = sorted(figures, key=lambda f: f.x if across else f.y)
    boxes = np.array([f.box for f in ordered]).reshape(-1, 4)
    half = (boxes[:, 2] - boxes[:, 0] if across else boxes[:, 3] - boxes[:, 1]) / 2 + 0.01
    needed = np.concatenate([[0.0], np.cumsum(half[:-1] + half[1:])])[: len(ordered)]
    ends = np.array([f.x if across else f.y for f in ordered])
    pools: list[list[float]] = []  # of figures that touch: their places, each less the room before it
    for value in ends - needed:
        pools.append([value])
        while len(pools) > 1 and np.mean(pools[-2]) > np.mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    places = np.concatenate([[np.mean(pool)] * len(pool) for pool in pools]) if pools else np.array([])
    aside = places + needed - ends
    if len(aside) and np.abs(aside).max() > _MOST_ASIDE_PT:  # leave out one of the rarer kind
        meridians = sum(f.meridian for f in ordered)
        rare = [2 * (meridians if f.meridian else len(ordered) - meridians) < len(ordered) for f in ordered]
        worst = max(range(len(ordered)), key=lambda n: (rare[n], abs(aside[n])))
        return _spread(ordered[:worst] + ordered[worst + 1 :])
    return [replace(f, shift_pt=float(shift)) for f, shift in zip(ordered, aside, strict=True)]


def draw_graticule(sheet: Sheet, theme: Theme, with_figures: bool = True) -> None:
    """Draw the graticule, and its figures."""
    lines = graticule(sheet.page)
    with sheet.about("graticule"):
        sheet.lines([line.xy for line in lines], theme.graticule, 0.4, z=2, alpha=0.6)
        for figure in figures(sheet.page, lines) if with_figures else []:
            x, y, align = figure.baseline()
            sheet.text(x, y, figure.text, NOTE_PT, theme.quiet, align=align)
