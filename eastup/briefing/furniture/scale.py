"""The compass and the scale of a map in its language, and how far out the scale is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.briefing.words import up_words, word
from eastup.draw import scale
from eastup.draw.scale import Compass
from eastup.layers.query import find_chain, has_chain, name_in
from eastup.view.distortion import distortion

if TYPE_CHECKING:
    from eastup.draw.document import Sheet
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme


def draw_compass(  # noqa: PLR0913 - what it is drawn on, where and how large
    sheet: Sheet, theme: Theme, x: float, y: float, radius: float, lang: str, caption: bool = True
) -> None:
    """Draw a compass whose needle points to north at the middle of the map, and say what is up."""
    words = up_words(sheet.page.view.up, lang) if caption else ""
    scale.draw_compass(sheet, sheet.page, theme, Compass(x, y, radius, word("north", lang), words))


def draw_scale(sheet: Sheet, theme: Theme, x: float, y: float, width: float) -> None:
    """Draw the scale bar in kilometres and nautical miles."""
    scale.draw_scale(sheet, sheet.page, theme, x, y, width)


def width_pt(page: Page, longest_pt: float) -> float:
    """Return the width of the scale bar of a map with its words, points."""
    return scale.width_pt(scale.scale_bar(page, longest_pt))


def scale_error(page: Page) -> float:
    """Return how far out the scale is in the frame of a map, at most, as a share."""
    x0, y0, x1, y1 = page.bounds_m
    xs, ys = np.meshgrid(np.linspace(x0, x1, 25), np.linspace(y0, y1, 25))
    lon, lat = page.view.inverse(xs.ravel(), ys.ravel())
    good = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) < 89)
    return distortion(page.view.crs, np.column_stack([lon, lat])[good]).worst_scale_error()


def scale_words(page: Page, lang: str) -> str:
    """Say where the scale is true and how far out it is, measured on this page."""
    worst = f"{100 * scale_error(page):.1f}%"
    if page.view.projection != "oblique-mercator":
        return word("scale_center", lang, "", worst)
    if not has_chain():
        return word("scale_center", lang, "", worst)
    chain = find_chain("")
    line = shapely.get_coordinates(shapely.segmentize(chain["geometry"], 0.5))
    along = f"{100 * distortion(page.view.crs, line).worst_scale_error():.2f}%"
    if chain["chain"] == "first":
        return word("scale", lang, along, worst)
    return word("scale_chain", lang, along, worst, name_in(chain, lang))
