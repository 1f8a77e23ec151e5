"""A map of the regions of hubs: what is nearer to each than to any other, by air or by ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np
from matplotlib.colors import ListedColormap

from eastup import words
from eastup.charts.mapframe import EXTENT, FRAME, SEA_PIXEL_PT, Ground, draw_hubs, draw_land, draw_line, draw_north
from eastup.charts.reach import in_language
from eastup.charts.slide import HEIGHT_PT, MARGIN, WIDTH_PT, Slide, by_own_settings
from eastup.coverage.grid import projected
from eastup.coverage.metric import ways
from eastup.coverage.shares import straits
from eastup.draw.text import wrap_name
from eastup.draw.theme import LIGHT
from eastup.question import Given, Question
from eastup.view.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from eastup.coverage.metric import Ways
    from eastup.places import Place, SomePlaces

_COLORS = (
    "#a9c8e4", "#f0cf9f", "#b9d8b4", "#d9bfdc", "#f2b8b0", "#b6dcdc", "#d8d39a", "#c3c6e8", "#e6c3a6", "#a8d0c0",
    "#e8c0d2", "#cfe0a8", "#c8d0d8", "#eadca8", "#b8b8d8", "#d0e4ea",
)  # fmt: skip


@by_own_settings
def parted(
    hubs: SomePlaces | None = None,
    *,
    view: View | None = None,
    extent: tuple[float, float, float, float] = EXTENT,
    lang: str = "en",
    **given: Unpack[Given],
) -> Figure:
    """Draw the region of each hub.

    Parameters
    ----------
    hubs, **given : see `eastup.coverage.regions`
    view : View, optional
        East-Up where None.
    extent : west, south, east, north, degrees
    lang : {'en', 'ja', 'ko'}
    """
    told, page, slide = words.of("charts.regions", lang), Ground(view or View(up=90.0), extent), Slide()
    question = Question.of(hubs, reaches=False, **given)
    all_hubs, mode, by = list(question.hubs), question.mode, ways(question)
    slide.title(told["title"], told[mode].format(len(all_hubs)))
    color = dict(zip((all_hubs[n].id for n in _draw_regions(slide, page, by, mode)), _COLORS * 9, strict=False))
    draw_land(slide, page)
    for gate in straits(by):
        draw_line(slide, page, gate.stretch(0.0, gate.length_km), LIGHT.ink, 2.2)
    draw_hubs(slide, page, [hub.in_language(lang) for hub in all_hubs])
    x0, y0, x1, y1 = FRAME
    slide.box(x0, y0, x1 - x0, y1 - y0, None, LIGHT.quiet, 0.8)
    draw_north(slide, page, told["north"])
    _draw_key(slide, told["hub"], [hub for hub in all_hubs if hub.id in color], color, lang)
    slide.text(MARGIN, 22, told["foot_sea" if mode == "sea" else "foot"], 9, LIGHT.quiet)
    return slide.finished()


def _draw_regions(slide: Slide, page: Ground, by: Ways, mode: str) -> list[int]:
    """Colour each pixel by its nearest hub, and return the hubs that are nearest somewhere, in the order of colours."""
    grid = projected(page.view.crs, page.bounds, page.metres * (1.0 if mode == "air" else SEA_PIXEL_PT))
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    hub = np.full(lon.shape, -1)
    hub[good] = by.nearest(lon[good], lat[good])[1]
    shown = sorted(set(hub[hub >= 0].tolist()))
    number = np.searchsorted(shown, hub) if shown else hub
    x0, y0, x1, y1 = FRAME
    slide.axes.imshow(
        np.ma.masked_where(hub < 0, number % len(_COLORS)), extent=(x0, x1, y0, y1), cmap=ListedColormap(_COLORS),
        vmin=-0.5, vmax=len(_COLORS) - 0.5, interpolation="nearest", aspect="auto", zorder=0,
    )  # fmt: skip
    slide.axes.set_xlim(0, WIDTH_PT)
    slide.axes.set_ylim(0, HEIGHT_PT)
    return shown


def _draw_key(slide: Slide, head: str, hubs: list[Place], color: dict[str, str], lang: str) -> None:
    x, y = FRAME[2] + 18.0, FRAME[3] - 44.0
    slide.text(x, y, head, 11)
    pitch = min(19.0, (y - FRAME[1] - 20.0) / max(len(hubs), 1))
    for hub in hubs:
        y -= pitch
        slide.box(x, y - 3, 22, 12, color[hub.id], LIGHT.quiet, 0.4)
        name = wrap_name(in_language(hub.id, hub.name, lang), 11, WIDTH_PT - MARGIN - x - 30)[0]
        slide.text(x + 30, y, name, 11)
