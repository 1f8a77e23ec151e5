"""A map of the regions of hubs: what is nearer to each than to any other, by air or by ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np
import shapely

from eastup import words
from eastup.charts import mapframe
from eastup.charts.mapframe import EXTENT, PIXEL_PT, SEA_PIXEL_PT
from eastup.charts.reach import in_language
from eastup.charts.slide import Look, Slide
from eastup.coverage.metric import metric_of
from eastup.coverage.shares import straits
from eastup.draw.color import mixed, told_apart
from eastup.draw.text import shrunk
from eastup.hubs.question import Given, Question
from eastup.view.view import View

if TYPE_CHECKING:
    from eastup.coverage.count import IntArray
    from eastup.coverage.metric import Metric
    from eastup.draw.frame import Page
    from eastup.geodesy.types import Bounds
    from eastup.places import Place, SomePlaces
    from eastup.words import Words


def parted(
    hubs: SomePlaces | None = None,
    *,
    view: View | None = None,
    extent: Bounds = EXTENT,
    lang: str = "en",
    theme: str = "light",
    marking: str = "",
    **given: Unpack[Given],
) -> Slide:
    """Draw the region of each hub.

    Parameters
    ----------
    hubs, **given : see `eastup.coverage.regions`
    view : View, optional
        East-Up where None.
    extent : west, south, east, north, degrees
    lang : {'en', 'ja', 'ko'}
    theme : {'light', 'dark', 'print'}
    marking : str
        A marking line on top and at the foot, such as ``UNCLASSIFIED``.
    """
    told, page = words.of("charts.regions", lang), mapframe.fitted(view or View(up=90.0), extent)
    question = Question.of(hubs, reaches=False, **given)
    all_hubs, mode, by = list(question.hubs), question.mode, metric_of(question)
    slide = Slide(Look(lang, theme, marking), told["title"], told[mode].format(len(all_hubs)), page)
    slide.keep_made(question.made("charts.parted").record())
    color = _draw_regions(slide, page, by, all_hubs, PIXEL_PT if mode == "air" else SEA_PIXEL_PT)
    territory = mapframe.draw_land(slide, page)
    for gate in straits(by):
        with slide.about("straits", in_language(gate.id, gate.name, lang), id=gate.id):
            mapframe.draw_line(slide, page, gate.substring(0.0, gate.length_km), slide.theme.ink, 2.2)
    mapframe.draw_hubs(slide, page, [hub.in_language(lang) for hub in all_hubs], territory)
    mapframe.draw_frame(slide, page, told["north"])
    _draw_key(slide, page, told, [hub for hub in all_hubs if hub.id in color], color)
    slide.foot(told["foot_sea" if mode == "sea" else "foot"])
    return slide.finished()


def _draw_regions(slide: Slide, page: Page, by: Metric, hubs: list[Place], pixel_pt: float) -> dict[str, str]:
    """Colour each place by its nearest hub; return the colour of each hub that is nearest somewhere, by its id."""
    grid = mapframe.lattice(page, pixel_pt)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    nearest = np.full(lon.shape, -1)
    nearest[good] = by.nearest(lon[good], lat[good])[1]
    inks = told_apart(_neighbours(nearest), _shades(slide))
    with slide.about("sea"):
        slide.area([shapely.box(*page.frame)], slide.theme.page, slide.theme.page, 0, z=0)
    for number, shapes in mapframe.divided(page, nearest).items():
        with slide.about("nearest", hubs[number].in_language(slide.look.lang).name, id=hubs[number].id):
            slide.area(shapes, inks[number], slide.theme.hub_edge, 0.8, z=1)
    return {hubs[number].id: ink for number, ink in inks.items()}


def _shades(slide: Slide) -> list[str]:
    """Return the colours that regions may have: each hue of the theme light, then each dark."""
    return [mixed(hue, tint, slide.theme.page) for tint in slide.palette.tints for hue in slide.theme.hubs]


def _neighbours(numbers: IntArray) -> dict[int, set[int]]:
    """Return for each number of a raster those that stand beside it; -1 is nothing."""
    found: dict[int, set[int]] = {int(n): set() for n in np.unique(numbers) if n >= 0}
    for a, b in ((numbers[:, 1:], numbers[:, :-1]), (numbers[1:], numbers[:-1])):
        for one, other in np.unique(np.stack([a[a != b], b[a != b]]), axis=1).T.tolist():
            if one >= 0 and other >= 0:
                found[one].add(other)
                found[other].add(one)
    return found


def _draw_key(slide: Slide, page: Page, told: Words, hubs: list[Place], color: dict[str, str]) -> None:
    x, y = page.panel[0], page.panel[3] - 12.0
    room = page.panel[2] - x - 30
    with slide.about("legend"):
        slide.write(x, y, told["hub"], 11, bold=True)
        pitch = min(19.0, (y - mapframe.panel_foot(page) - 6.0) / max(len(hubs), 1))
        for hub in hubs:
            y -= pitch
            slide.box(x, y - 3, 22, min(12.0, pitch * 0.75), color[hub.id], slide.theme.quiet, 0.4)
            name = in_language(hub.id, hub.name, slide.look.lang)
            slide.write(x + 30, y, name, shrunk(name, min(11.0, pitch * 0.75), room))
