"""The scale bar of a map, true where it says, and the compass that points to north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy
from eastup.draw import fonts
from eastup.draw.theme import LEAST_PT

if TYPE_CHECKING:
    from eastup.draw.document import DisplayList
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme


@dataclass(frozen=True)
class ScaleBar:
    """A scale bar: its length on the ground and on the page."""

    length_km: float
    length_pt: float


def north_angle_deg(page: Page) -> float:
    """Return where north is on the page at the middle of the map, degrees clockwise from up."""
    x0, y0, x1, y1 = page.bounds_m
    lon, lat = page.view.inverse((x0 + x1) / 2, (y0 + y1) / 2)
    return page.view.azimuth_to_page_deg(float(lon), float(lat), 0.0)


def captioned_above(page: Page) -> bool:
    """Say whether what is up stands above a compass, since it makes way for the letter at the needle's tip."""
    return math.cos(math.radians(north_angle_deg(page))) <= -0.5


@dataclass(frozen=True)
class Compass:
    """A compass on a drawing: where, how large, and its words."""

    x: float
    y: float
    radius: float
    north: str
    """The letter at the needle's tip."""
    caption: str = ""
    """Says what is up; without it the compass stands in the map itself."""


def draw_compass(sheet: DisplayList, page: Page, theme: Theme, compass: Compass) -> None:
    """Draw a compass whose needle points to north at the middle of a map."""
    x, y, radius = compass.x, compass.y, compass.radius
    degrees = north_angle_deg(page)
    toward = np.array([math.sin(math.radians(degrees)), math.cos(math.radians(degrees))])
    across = np.array([toward[1], -toward[0]])
    centre = np.array([x, y])
    turn = np.linspace(0, 2 * np.pi, 73)
    circle = shapely.Polygon(centre + radius * np.column_stack([np.sin(turn), np.cos(turn)]))
    size = 9.2 if compass.caption else LEAST_PT
    with sheet.about("compass", compass.north, north_deg=degrees):
        sheet.area([circle], theme.page, theme.hairline, 0.8, z=21, clip=False)
        for sign, face in ((1.0, theme.ink), (-1.0, theme.page)):
            tip = centre + sign * toward * radius * 0.98
            needle = shapely.Polygon([tip, centre + across * radius * 0.2, centre - across * radius * 0.2])
            sheet.area([needle], face, theme.ink, 0.7, z=22, clip=False)
        label = centre + toward * (radius + size * 0.75)
        halo = None if compass.caption else theme.halo
        sheet.text(label[0], label[1] - size * 0.36, compass.north, size, theme.ink, align="center", z=23, halo=halo)
        if compass.caption:
            caption_y = y + radius + 8 if captioned_above(page) else y - radius - 15
            sheet.text(x, caption_y, compass.caption, 9.2, theme.ink, align="center")


def scale_bar(page: Page, longest_pt: float = 150.0) -> ScaleBar:
    """Return the longest round scale bar that fits, true on the central line or at the centre of the projection."""
    assert page.view.center is not None
    lon, lat = page.view.center
    if page.view.projection == "oblique-mercator" and page.view.line is not None:
        lon, lat = page.view.line.lon, page.view.line.lat
    ends = geodesy.forward(lon, lat, [page.view.up - 90.0, page.view.up + 90.0], 50_000.0)
    pt_per_km = float(np.hypot(*np.diff(page.locate(*ends), axis=0)[0])) / 100.0
    rounds = [m * 10**e for e in range(5) for m in (1, 2, 5)]
    length_km = max((r for r in rounds if r * pt_per_km <= longest_pt), default=1)
    return ScaleBar(float(length_km), length_km * pt_per_km)


def _words(bar: ScaleBar) -> tuple[str, str]:
    """Return the length of a scale bar in kilometres and in nautical miles."""
    return f"{bar.length_km:,.0f} km", f"{bar.length_km / geodesy.KM_PER_NMI:,.0f} nmi"


def width_pt(bar: ScaleBar) -> float:
    """Return the width of a scale bar with its words, points."""
    return max(bar.length_pt, *(fonts.width_pt(words, LEAST_PT) for words in _words(bar)))


def draw_scale(sheet: DisplayList, page: Page, theme: Theme, x: float, y: float, width: float) -> None:
    """Draw the scale bar of a map in kilometres and nautical miles, no longer than a width (points).

    Lengths stand at its end; those of a short bar, which has no room for a zero beside them, begin where it does.
    """
    bar = scale_bar(page, longest_pt=width)
    length, miles = _words(bar)
    half = bar.length_pt / 2
    with sheet.about("scale", length):
        for start, face in ((x, theme.ink), (x + half, theme.page)):
            box = shapely.box(start, y, start + half, y + 3.4)
            sheet.area([box], face, theme.ink, 0.6, z=10, clip=False)
        if fonts.width_pt(f"0   {length}", LEAST_PT) < bar.length_pt:
            sheet.text(x, y + 6.5, "0", LEAST_PT, theme.ink)
            sheet.text(x + bar.length_pt, y + 6.5, length, LEAST_PT, theme.ink, align="right")
            sheet.text(x + bar.length_pt, y - 9.8, miles, LEAST_PT, theme.quiet, align="right")
        else:
            sheet.text(x, y + 6.5, length, LEAST_PT, theme.ink)
            sheet.text(x, y - 9.8, miles, LEAST_PT, theme.quiet)
