"""The scale bar of a map, true where it says, and the arrow to the north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy
from eastup.briefing.words import up_words, word
from eastup.draw import fonts
from eastup.draw.theme import LEAST_PT
from eastup.view.distortion import distortion

if TYPE_CHECKING:
    from eastup.draw.document import Sheet
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


def draw_compass(
    sheet: Sheet, theme: Theme, x: float, y: float, radius: float, lang: str, caption: bool = True
) -> None:
    """Draw a compass whose needle points to north at the middle of the map, and say what is up."""
    angle = math.radians(north_angle_deg(sheet.page))
    toward = np.array([math.sin(angle), math.cos(angle)])
    across = np.array([toward[1], -toward[0]])
    centre = np.array([x, y])
    turn = np.linspace(0, 2 * np.pi, 73)
    circle = shapely.Polygon(centre + radius * np.column_stack([np.sin(turn), np.cos(turn)]))
    size = 9.2 if caption else LEAST_PT
    with sheet.about("compass", word("north", lang), north_deg=north_angle_deg(sheet.page)):
        sheet.area([circle], theme.page, theme.hairline, 0.8, z=21, clip=False)
        for sign, face in ((1.0, theme.ink), (-1.0, theme.page)):
            tip = centre + sign * toward * radius * 0.98
            needle = shapely.Polygon([tip, centre + across * radius * 0.2, centre - across * radius * 0.2])
            sheet.area([needle], face, theme.ink, 0.7, z=22, clip=False)
        label = centre + toward * (radius + size * 0.75)
        sheet.text(label[0], label[1] - size * 0.36, word("north", lang), size, theme.ink, align="center", z=23,
                   halo=None if caption else theme.halo)  # fmt: skip
        if caption:
            below = toward[1] > -0.5  # the caption makes way for the letter N
            caption_y = y - radius - 15 if below else y + radius + 8
            sheet.text(x, caption_y, up_words(sheet.page.view.up, lang), 9.2, theme.ink, align="center")


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


def draw_scale(sheet: Sheet, theme: Theme, x: float, y: float, width: float) -> None:
    """Draw the scale bar in kilometres and nautical miles."""
    bar = scale_bar(sheet.page, longest_pt=width)
    half = bar.length_pt / 2
    with sheet.about("scale", f"{bar.length_km:,.0f} km"):
        for start, face in ((x, theme.ink), (x + half, theme.page)):
            box = shapely.box(start, y, start + half, y + 3.4)
            sheet.area([box], face, theme.ink, 0.6, z=10, clip=False)
        end = x + bar.length_pt
        length = f"{bar.length_km:,.0f} km"
        if fonts.width_pt(f"0  {length}", LEAST_PT) < bar.length_pt:
            sheet.text(x, y + 6.5, "0", LEAST_PT, theme.ink)
        sheet.text(end, y + 6.5, length, LEAST_PT, theme.ink, align="right")
        miles = f"{bar.length_km / geodesy.KM_PER_NMI:,.0f} nmi"
        sheet.text(end, y - 9.8, miles, LEAST_PT, theme.quiet, align="right")


def scale_words(page: Page, lang: str) -> str:
    """Say where the scale is true and how far out it is, measured on this page."""
    x0, y0, x1, y1 = page.bounds_m
    xs, ys = np.meshgrid(np.linspace(x0, x1, 25), np.linspace(y0, y1, 25))
    lon, lat = page.view.inverse(xs.ravel(), ys.ravel())
    good = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) < 89)
    worst = distortion(page.view.crs, np.column_stack([lon, lat])[good]).worst_scale_error()
    if page.view.projection != "oblique-mercator":
        return word("scale_center", lang, "", f"{100 * worst:.1f}%")
    from eastup import layers

    chains = layers.load("chains")
    chain = chains[chains["default"].fillna(False).astype(bool)].geometry.iloc[0]
    along = distortion(page.view.crs, shapely.get_coordinates(shapely.segmentize(chain, 0.5))).worst_scale_error()
    return word("scale", lang, f"{100 * along:.2f}%", f"{100 * worst:.1f}%")
