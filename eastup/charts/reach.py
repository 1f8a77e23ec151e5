"""A map of coverage for a slide: how many hubs reach each place, and which straits and stretches none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import ListedColormap

from eastup import geodesy, words
from eastup.charts.mapframe import (
    EXTENT,
    FRAME,
    PIXEL_PT,
    SEA_PIXEL_PT,
    Ground,
    draw_hubs,
    draw_land,
    draw_line,
    draw_north,
)
from eastup.charts.slide import HEIGHT_PT, MARGIN, WIDTH_PT, Slide, by_own_settings
from eastup.coverage import along
from eastup.coverage.grid import projected
from eastup.coverage.shares import ask, chain_lines, straits
from eastup.draw.text import wrap_name
from eastup.draw.theme import LIGHT
from eastup.view.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from eastup.coverage.metric import Ways
    from eastup.places import SomePlaces
    from eastup.question import Given
    from eastup.words import Words
from typing import Unpack

from eastup.question import Question

_RAMP = ("#f2f4f5", "#d6e6f2", "#adcfe6", "#7db4d8", "#4f95c4", "#2e75aa", "#1d568a", "#123c67")
_OPEN = "#c8281e"


@by_own_settings
def reach(
    hubs: SomePlaces | None = None,
    *,
    chain: str = "",
    view: View | None = None,
    extent: tuple[float, float, float, float] = EXTENT,
    lang: str = "en",
    **given: Unpack[Given],
) -> Figure:
    """Draw how many hubs reach each place of a map.

    Parameters
    ----------
    hubs, chain, **given : see `eastup.coverage.shares`
    view : View, optional
        East-Up where None.
    extent : west, south, east, north, degrees
    lang : {'en', 'ja', 'ko'}
    """
    question = Question.of(hubs, **given)
    asked, mode, speed = ask(question), question.mode, given.get("speed")
    told, page = words.of("charts.reach", lang), Ground(view or View(up=90.0), extent)
    slide = Slide()
    km = asked.reach_km
    length = f"{km:,.0f} km · {km / geodesy.KM_PER_NMI:,.0f} nmi"
    if question.in_hours and question.kmh:
        length = f"{length} ({km / question.kmh:g} h, {speed})"
    by_ship = "_sea" if mode == "sea" else ""
    slide.title(told["title"].format(length), told[f"below{by_ship}"].format(len(asked.hubs)))
    most = _draw_counts(slide, page, asked.ways, km, PIXEL_PT if mode == "air" else SEA_PIXEL_PT)
    draw_land(slide, page)
    gates, (whole, _) = straits(asked.ways), chain_lines(asked.ways, chain)
    on_chain = along.cut(whole, asked.ways, km)
    draw_line(slide, page, whole.stretch(0.0, whole.length_km), LIGHT.ink, 0.9, dashed=True)
    for start, end in on_chain.gaps():
        draw_line(slide, page, whole.stretch(start, end), _OPEN, 1.6)
    pieces = [along.cut(gate, asked.ways, km) for gate in gates]
    for gate, cut in zip(gates, pieces, strict=True):
        draw_line(slide, page, gate.stretch(0.0, gate.length_km), LIGHT.ink, 2.2)
        for start, end in cut.gaps():
            draw_line(slide, page, gate.stretch(start, end), _OPEN, 3.0)
    draw_hubs(slide, page, [hub.in_language(lang) for hub in asked.hubs])
    x0, y0, x1, y1 = FRAME
    slide.box(x0, y0, x1 - x0, y1 - y0, None, LIGHT.quiet, 0.8)
    draw_north(slide, page, told["north"])
    still_open = [in_language(c.line.id, c.line.name, lang) for c in pieces if c.gaps()]
    facts = [
        told["straits"].format(len(gates) - len(still_open), len(gates)),
        told["chain"].format(*(f"{on_chain.covered_km(k) / whole.length_km:.0%}" for k in (1, 2))),
    ]
    _draw_panel(slide, told, most, facts, still_open)
    slide.text(MARGIN, 22, told[f"foot{by_ship}"], 8.5, LIGHT.quiet)
    return slide.finished()


def _draw_counts(slide: Slide, page: Ground, ways: Ways, km: float, pixel_pt: float) -> int:
    grid = projected(page.view.crs, page.bounds, page.metres * pixel_pt)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    count = np.zeros(lon.shape)
    for reached in ways.reached(km, lon[good], lat[good]):
        count[good] += reached
    step, last = _step(int(count.max())), len(_RAMP) - 1
    x0, y0, x1, y1 = FRAME
    slide.axes.imshow(
        np.ceil(count / step), extent=(x0, x1, y0, y1), cmap=ListedColormap(_RAMP), vmin=-0.5, vmax=last + 0.5,
        interpolation="nearest", aspect="auto", zorder=0,
    )  # fmt: skip
    slide.axes.set_xlim(0, WIDTH_PT)
    slide.axes.set_ylim(0, HEIGHT_PT)
    return int(count.max())


def _step(most: int) -> int:
    """Return how many counts share a colour."""
    return max(1, -(-most // (len(_RAMP) - 1)))


def _draw_panel(slide: Slide, told: Words, most: int, facts: list[str], still_open: list[str]) -> None:
    x, y, width = FRAME[2] + 18.0, FRAME[3] - 12.0, WIDTH_PT - MARGIN - FRAME[2] - 18.0
    slide.text(x, y, told["hubs"], 11)
    y -= 22
    step = _step(most)
    for number in range(-(-most // step) + 1):
        slide.box(x, y - 3, 22, 12, _RAMP[number], LIGHT.quiet, 0.4)
        first, last = max(0, (number - 1) * step + 1), min(number * step, most)
        slide.text(x + 30, y, f"{first}" if first == last else f"{first}-{last}", 10)
        y -= 15
    y -= 6
    slide.dot(x + 11, y + 3, 6, LIGHT.ink)
    slide.text(x + 30, y, told["hub"], 10)
    y -= 16
    for key, color, width_pt in (("strait", LIGHT.ink, 2.6), ("line", LIGHT.ink, 0.9), ("open", _OPEN, 3.0)):
        ends = [(x, x + 22)] if key != "line" else [(x, x + 6), (x + 8, x + 14), (x + 16, x + 22)]
        for left, right in ends:
            slide.line(left, y + 3, right, y + 3, color, width_pt)
        slide.text(x + 30, y, told[key], 10)
        y -= 16
    y -= 10
    for fact in facts:
        for part in wrap_name(fact, 11, width):
            slide.text(x, y, part, 11)
            y -= 15
        y -= 4
    y -= 6
    room = max(1, int((y - FRAME[1]) / 13))
    for name in still_open if len(still_open) <= room else still_open[: room - 1]:
        slide.text(x, y, name, 9.5, _OPEN)
        y -= 13
    if len(still_open) > room:
        slide.text(x, y, told["more"].format(len(still_open) - room + 1), 9.5, _OPEN)


def in_language(identity: str, name: str, lang: str) -> str:
    """Return the name of a place of the layers in a language."""
    from eastup.places import resolve

    return resolve(identity).in_language(lang).name if lang != "en" else name
