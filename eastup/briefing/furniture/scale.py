"""The compass and the scale of a map in its language, and how far out the scale is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.briefing.words import up_words, word
from eastup.draw import scale
from eastup.draw.scale import Compass
from eastup.draw.text import wrap
from eastup.draw.theme import LEAST_PT
from eastup.layers.query import find_chain, has_chain, name_in
from eastup.view.distortion import distortion

if TYPE_CHECKING:
    from eastup.draw.document import Sheet
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme
    from eastup.geodesy.ellipsoid import FloatArray

_NO_SCALE_PT = 110.0
"""Width of the words that stand in place of a scale bar."""
_MOST_OF_MAP = 0.9


def draw_compass(  # noqa: PLR0913 - what it is drawn on, where and how large
    sheet: Sheet, theme: Theme, x: float, y: float, radius: float, lang: str, caption: bool = True
) -> None:
    """Draw a compass whose needle points to north at the middle of the map, and say what is up."""
    words = up_words(sheet.page.view.up, lang) if caption else ""
    scale.draw_compass(sheet, sheet.page, theme, Compass(x, y, radius, word("north", lang), words))


def draw_scale(sheet: Sheet, theme: Theme, x: float, y: float, width: float) -> None:
    """Draw the scale bar in kilometres and nautical miles; on the whole globe, where none holds, say so."""
    if sheet.page.whole_globe:
        with sheet.about("scale", "none"):
            for row, text in enumerate(wrap(word("no_scale", sheet.facts.lang), LEAST_PT, max(width, _NO_SCALE_PT))):
                sheet.text(x, y + 6.5 - LEAST_PT * 1.25 * row, text, LEAST_PT, theme.ink)
        return
    scale.draw_scale(sheet, sheet.page, theme, x, y, width)


def width_pt(page: Page, longest_pt: float) -> float:
    """Return the width of the scale bar of a map with its words, points."""
    return scale.width_pt(scale.scale_bar(page, longest_pt))


def scale_error(page: Page) -> float:
    """Return how far out the scale is in the frame of a map, at most, as a share."""
    return distortion(page.view.crs, _shown_points(page)).worst_scale_error()


def globe_errors(page: Page) -> tuple[float, float]:
    """Return how far out lengths are at the middle of the globe and in nine tenths of what is shown, as shares.

    At the two ends of the map's own axis they have no bound.
    """
    assert page.view.center is not None
    here, all_over = (distortion(page.view.crs, points) for points in ([page.view.center], _shown_points(page)))
    errors = np.maximum(np.abs(all_over.max_scale - 1), np.abs(all_over.min_scale - 1))
    return here.worst_scale_error(), float(np.quantile(errors[np.isfinite(errors)], _MOST_OF_MAP))


def _shown_points(page: Page) -> FloatArray:
    """Return points all over what a map shows, ``(N, 2)`` degrees."""
    x0, y0, x1, y1 = page.bounds_m
    xs, ys = (grid.ravel() for grid in np.meshgrid(np.linspace(x0, x1, 25), np.linspace(y0, y1, 25)))
    if page.rim is not None:
        inside = page.rim.holds(page.to_page(xs, ys))
        xs, ys = xs[inside], ys[inside]
    lon, lat = page.view.inverse(xs, ys)
    good = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) < 89)
    return np.asarray(np.column_stack([lon, lat])[good])


def scale_words(page: Page, lang: str) -> str:
    """Say where the scale is true and how far out it is, measured on this page."""
    worst = f"{100 * scale_error(page):.1f}%"
    if page.whole_globe:
        middle, most = globe_errors(page)
        return word("scale_globe", lang, f"{100 * middle:.0f}%", f"{100 * most:.0f}%")
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
