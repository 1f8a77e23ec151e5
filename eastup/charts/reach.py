"""A map of coverage for a slide: how many hubs reach each place, and which straits and stretches none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np
import shapely

from eastup import geodesy, words
from eastup.charts import mapframe
from eastup.charts.mapframe import EXTENT, PIXEL_PT, SEA_PIXEL_PT
from eastup.charts.slide import Look, Slide
from eastup.coverage import along
from eastup.coverage.shares import ask, chain_lines, straits
from eastup.draw.text import wrap_name
from eastup.hubs.question import Given, Question
from eastup.view.view import View

if TYPE_CHECKING:
    from eastup.coverage.metric import Metric
    from eastup.draw.frame import Page
    from eastup.geodesy.types import Bounds
    from eastup.places import SomePlaces
    from eastup.words import Words


def reach(  # noqa: PLR0913 - public keywords, as of every chart
    hubs: SomePlaces | None = None,
    *,
    chain: str = "",
    view: View | None = None,
    extent: Bounds = EXTENT,
    lang: str = "en",
    theme: str = "light",
    marking: str = "",
    **given: Unpack[Given],
) -> Slide:
    """Draw how many hubs reach each place of a map.

    Parameters
    ----------
    hubs, chain, **given : see `eastup.coverage.shares`
    view : View, optional
        East-Up where None.
    extent : west, south, east, north, degrees
    lang : {'en', 'ja', 'ko'}
    theme : {'light', 'dark', 'print'}
    marking : str
        A marking line on top and at the foot, such as ``UNCLASSIFIED``.
    """
    question = Question.of(hubs, **given)
    asked, mode, speed = ask(question), question.mode, given.get("speed")
    told, page = words.of("charts.reach", lang), mapframe.fitted(view or View(up=90.0), extent)
    km = asked.reach_km
    length = f"{km:,.0f} km · {km / geodesy.KM_PER_NMI:,.0f} nmi"
    if question.in_hours and question.kmh:
        length = f"{length} ({km / question.kmh:g} h, {speed})"
    by_ship = "_sea" if mode == "sea" else ""
    below = told[f"below{by_ship}"].format(len(asked.hubs))
    slide = Slide(Look(lang, theme, marking), told["title"].format(length), below, page)
    slide.keep_made(question.made("charts.reach", chain=chain).record())
    most = _draw_counts(slide, page, asked.metric, km, PIXEL_PT if mode == "air" else SEA_PIXEL_PT)
    territory = mapframe.draw_land(slide, page)
    gates, (whole, _) = straits(asked.metric), chain_lines(asked.metric, chain)
    on_chain = along.split(whole, asked.metric, km)
    ink, unreached = slide.theme.ink, slide.palette.unreached
    with slide.about("chains", whole.name):
        mapframe.draw_line(slide, page, whole.substring(0.0, whole.length_km), ink, 0.9, dashed=True)
        for start, end in on_chain.gaps():
            mapframe.draw_line(slide, page, whole.substring(start, end), unreached, 1.6)
    divided = [along.split(gate, asked.metric, km) for gate in gates]
    for gate, each in zip(gates, divided, strict=True):
        with slide.about("straits", in_language(gate.id, gate.name, lang), id=gate.id):
            mapframe.draw_line(slide, page, gate.substring(0.0, gate.length_km), ink, 2.2)
            for start, end in each.gaps():
                mapframe.draw_line(slide, page, gate.substring(start, end), unreached, 3.0)
    mapframe.draw_hubs(slide, page, [hub.in_language(lang) for hub in asked.hubs], territory)
    mapframe.draw_frame(slide, page, told["north"])
    still_open = [in_language(c.line.id, c.line.name, lang) for c in divided if c.gaps()]
    facts = [
        told["straits"].format(len(gates) - len(still_open), len(gates)),
        told["chain"].format(*(f"{on_chain.covered_km(k) / whole.length_km:.0%}" for k in (1, 2))),
    ]
    _draw_panel(slide, page, told, most, facts, still_open)
    slide.foot(told[f"foot{by_ship}"])
    return slide.finished()


def _draw_counts(slide: Slide, page: Page, metric: Metric, km: float, pixel_pt: float) -> int:
    """Colour the frame by how many hubs reach each place; return the most that do."""
    grid = mapframe.lattice(page, pixel_pt)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    count = np.zeros(lon.shape)
    for reached in metric.reached(km, lon[good], lat[good]):
        count[good] += reached
    x0, y0, x1, y1 = page.frame
    ramp, most = slide.palette.ramp, int(count.max())
    step = _step(most, len(ramp))
    with slide.about("coverage", "0", hubs=0):
        slide.area([shapely.box(x0, y0, x1, y1)], ramp[0], ramp[0], 0, z=0)
    for number in range(1, -(-most // step) + 1):
        least = (number - 1) * step + 1
        with slide.about("coverage", str(least), hubs=least):
            slide.area(mapframe.above(page, count, least), ramp[number], ramp[number], 0, z=0.1 * number)
    return most


def _step(most: int, shades: int) -> int:
    """Return how many counts share a colour."""
    return max(1, -(-most // (shades - 1)))


def _draw_panel(slide: Slide, page: Page, told: Words, most: int, facts: list[str], still_open: list[str]) -> None:
    """Write the legend, the facts and the straits that are not reached beside the map."""
    x, y, width = page.panel[0], page.panel[3] - 12.0, page.panel[2] - page.panel[0]
    y = _draw_legend(slide, told, most, x, y) - 10
    with slide.about("facts"):
        for fact in facts:
            for part in wrap_name(fact, 11, width):
                slide.write(x, y, part, 11)
                y -= 15
            y -= 4
        y -= 4
        room = max(1, int((y - mapframe.panel_foot(page)) / 13))
        for name in still_open if len(still_open) <= room else still_open[: room - 1]:
            slide.write(x, y, name, 9.5, slide.palette.unreached)
            y -= 13
        if len(still_open) > room:
            slide.write(x, y, told["more"].format(len(still_open) - room + 1), 9.5, slide.palette.unreached)


def _draw_legend(slide: Slide, told: Words, most: int, x: float, y: float) -> float:
    """Draw the key of the colours, hubs and lines; return its lower edge."""
    theme, palette = slide.theme, slide.palette
    step = _step(most, len(palette.ramp))
    with slide.about("legend"):
        slide.write(x, y, told["hubs"], 11, bold=True)
        y -= 21
        for number in range(-(-most // step) + 1):
            slide.box(x, y - 3, 22, 12, palette.ramp[number], theme.quiet, 0.4)
            first, last = max(0, (number - 1) * step + 1), min(number * step, most)
            slide.write(x + 30, y, f"{first}" if first == last else f"{first}-{last}", 10)
            y -= 15
        y -= 4
        slide.marker(x + 11, y + 3, "circle", 6, theme.ink, theme.page, z=12, width=0.9)
        slide.write(x + 30, y, told["hub"], 10)
        y -= 16
        for key, shade, pen in (("strait", theme.ink, 2.6), ("line", theme.ink, 0.9), ("open", palette.unreached, 3.0)):
            dashes = (4.0, 3.0) if key == "line" else ()
            sample = np.array([(x, y + 3), (x + 22, y + 3)])
            slide.line(sample, shade, pen, z=10, clip=False, dashes=dashes)
            slide.write(x + 30, y, told[key], 10)
            y -= 16
    return y


def in_language(identity: str, name: str, lang: str) -> str:
    """Return the name of a place of the layers in a language."""
    from eastup.places import resolve

    return resolve(identity).in_language(lang).name if lang != "en" else name
