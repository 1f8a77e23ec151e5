"""A map of coverage for a slide: how many hubs reach each place, and which straits and stretches none does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

import numpy as np
import shapely

from eastup import places, words
from eastup.charts import mapframe
from eastup.charts.asked import read
from eastup.charts.captions import word
from eastup.charts.mapframe import PIXEL_PT, SEA_PIXEL_PT, Mark
from eastup.charts.panel import Panel
from eastup.charts.slide import Slide
from eastup.coverage import along
from eastup.coverage.metric import metric_of
from eastup.coverage.shares import ask, chain_lines, straits
from eastup.draw.hatching import hatching
from eastup.geodesy.units import speed_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.charts.asked import Asked
    from eastup.charts.slide import Look
    from eastup.coverage.along import Segments
    from eastup.coverage.metric import Metric
    from eastup.draw.frame import Page
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.hubs.question import Question
    from eastup.places import SomePlaces
    from eastup.view.view import View
    from eastup.words import Words


def reach(
    hubs: SomePlaces | Question | None = None,
    *,
    view: View | None = None,
    extent: Bounds | None = None,
    **given: Unpack[Asked],
) -> Slide:
    """Draw how many hubs reach each place of a map.

    Where hubs are lost, what only they reached is hatched, and the panel tells the shares before.

    Parameters
    ----------
    hubs, **given : see `eastup.coverage.shares` and `eastup.charts.slide.Styled`
    view : View, optional
        East-Up where None, or as the maps of the theatre.
    extent : west, south, east, north, degrees, optional
        The first island chain where None, or what the maps of the theatre show.
    """
    look, question = read(hubs, given)
    lang = look.lang
    asked, mode = ask(question), question.mode
    told, page = words.of("charts.reach", lang), mapframe.fitted(view, extent)
    by_ship = "_sea" if mode == "sea" else ""
    km, before = asked.reach_km, _before(question)
    gates, (whole, _) = straits(asked.metric, question.targets), chain_lines(asked.metric, question.chain)
    on_chain = along.split(whole, asked.metric, km) if whole else None
    divided = [along.split(gate, asked.metric, km) for gate in gates]
    still_open = [in_language(c.line.id, c.line.name, lang) for c in divided if c.gaps()]
    length = lengths(look, question)
    below = words.of("charts", lang).join(
        [told[f"below{by_ship}"].format(len(asked.hubs)), *lost_words(question, lang)]
    )
    title = told["title"].format(len(gates) - len(still_open), len(gates), length)
    slide = Slide(look, title, below, page)
    slide.keep_made(question.made("charts.reach", chain=question.chain).record())
    most = _draw_counts(slide, page, (asked.metric, before), km, PIXEL_PT if mode == "air" else SEA_PIXEL_PT)
    territory = mapframe.draw_land(slide, page)
    ink, unreached = slide.theme.ink, slide.palette.unreached
    if on_chain:
        whole = on_chain.line
        with slide.about("chains", whole.name):
            mapframe.draw_line(slide, page, whole.substring(0.0, whole.length_km), ink, 0.9, dashed=True)
            for start, end in on_chain.gaps():
                mapframe.draw_line(slide, page, whole.substring(start, end), unreached, 1.6)
    for gate, each in zip(gates, divided, strict=True):
        with slide.about("straits", in_language(gate.id, gate.name, lang), id=gate.id):
            mapframe.draw_line(slide, page, gate.substring(0.0, gate.length_km), ink, 2.2)
            for start, end in each.gaps():
                mapframe.draw_line(slide, page, gate.substring(start, end), unreached, 3.0, cased=True)
    marks = [*(Mark.of(hub, lang) for hub in asked.hubs), *lost_marks(slide, question)]
    mapframe.draw_marks(slide, page, marks, mapframe.obstacles(page, territory))
    mapframe.draw_frame(slide, page, told["north"])
    facts = [told["straits"].format(len(gates) - len(still_open), len(gates))]
    if on_chain:
        facts.append(told["chain"].format(*(f"{_share(on_chain, k):.0%}" for k in (1, 2))))
    if before is not None:
        then = sum(not along.split(gate, before, km).gaps() for gate in straits(before, question.targets))
        whole_before = chain_lines(before, question.chain)[0]
        if whole_before is None:
            facts.append(told["before_straits"].format(then))
        else:
            share = _share(along.split(whole_before, before, km))
            facts.append(told["before"].format(then, f"{share:.0%}"))
    _draw_panel(slide, page, told, most, facts, still_open)
    slide.foot(told[f"foot{by_ship}"])
    return slide.finished()


def _share(chain: Segments, k: int = 1) -> float:
    return chain.covered_km(k) / chain.line.length_km


def lost_words(question: Question, lang: str) -> list[str]:
    """Say which hubs are lost and which straits closed."""
    names = [hub.in_language(lang).name for hub in question.lost]
    shut = [strait.in_language(lang).name for strait in question.shut]
    more = f" +{len(names) - 4}" if len(names) > 4 else ""
    comma = words.of("answers", lang)["between.comma"]
    texts = {"without": comma.join(names[:4]) + more, "closed": comma.join(shut)}
    return [word(key, lang, text) for key, text in texts.items() if text]


def lost_marks(slide: Slide, question: Question) -> list[Mark]:
    """Return the marks of the hubs that are lost: crosses."""
    ink = slide.palette.unreached
    return [
        Mark(hub.in_language(slide.look.lang).name, hub.lon, hub.lat, hub.id, "cross", ink, ink)
        for hub in question.lost
    ]


def _before(question: Question) -> Metric | None:
    """Return how all hubs get to places, where some are lost or straits closed."""
    return metric_of(question.before()) if question.changed else None


def lengths(look: Look, question: Question) -> str:
    """Return the reach in words: in the unit, with nautical miles or kilometres beside, and as hours at a speed."""
    km, told = question.reach_km, words.of("charts", look.lang)
    other = replace(look, unit="km" if look.unit == "nmi" else "nmi")
    if question.in_hours and question.kmh:
        timed = f"{look.hours(km / question.kmh)} · {speed_text(question.kmh)}"
        return timed + told.aside(f"{look.length(km)} · {other.length(km)}")
    return look.length(km) + told.aside(other.length(km))


def _draw_counts(slide: Slide, page: Page, metrics: tuple[Metric, Metric | None], km: float, pixel_pt: float) -> int:
    """Colour the frame by how many hubs reach each place, and hatch what none does any more; return the most."""
    grid = mapframe.lattice(page, pixel_pt)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    now, before = (_counted(metric, km, lon, lat, good) if metric else None for metric in metrics)
    assert now is not None
    x0, y0, x1, y1 = page.frame
    ramp, most = slide.palette.ramp, int(now.max())
    step = _step(most, len(ramp))
    with slide.about("coverage", "0", hubs=0):
        slide.area([shapely.box(x0, y0, x1, y1)], ramp[0], ramp[0], 0, z=0)
    for number in range(1, -(-most // step) + 1):
        least = (number - 1) * step + 1
        with slide.about("coverage", str(least), hubs=least):
            slide.area(mapframe.above(page, now, least), ramp[number], ramp[number], 0, z=0.1 * number)
    if before is not None:
        gone = shapely.union_all(mapframe.above(page, ((before > 0) & (now == 0)).astype(float), 1))
        with slide.about("lost coverage"):
            slide.lines(hatching(gone), slide.palette.hatch, 0.8, z=2.0)
    return most


def _counted(metric: Metric, km: float, lon: FloatArray, lat: FloatArray, good: NDArray[np.bool_]) -> FloatArray:
    """Return how many hubs reach each pixel."""
    count = np.zeros(lon.shape)
    for reached in metric.reached(km, lon[good], lat[good]):
        count[good] += reached
    return count


def _step(most: int, shades: int) -> int:
    """Return how many counts share a colour."""
    return max(1, -(-most // (shades - 1)))


def _draw_panel(slide: Slide, page: Page, told: Words, most: int, facts: list[str], still_open: list[str]) -> None:
    """Write the key, the facts and the straits that are not reached beside the map."""
    panel, theme, palette = Panel(slide, page), slide.theme, slide.palette
    step, drawn = _step(most, len(palette.ramp)), {item.topic for item in slide.items}
    with slide.about("legend"):
        panel.head(told["hubs"])
        for number in range(-(-most // step) + 1):
            first, last = max(0, (number - 1) * step + 1), min(number * step, most)
            panel.swatch(palette.ramp[number], f"{first}" if first == last else f"{first}-{last}")
        if "lost coverage" in drawn:
            panel.swatch(palette.ramp[0], told["gone"], hatched=palette.hatch)
        panel.skip(2.0)
        panel.sign("circle", theme.ink, told["hub"])
        panel.sample(theme.ink, 2.6, told["strait"])
        if "chains" in drawn:
            panel.sample(theme.ink, 0.9, told["line"], (4.0, 3.0))
        panel.sample(palette.unreached, 3.0, told["open"])
    panel.skip(4.0)
    with slide.about("facts"):
        for fact in facts:
            panel.say(fact)
            panel.skip(2.0)
        panel.listed(still_open, told["more"], palette.unreached)


def in_language(identity: str, name: str, lang: str) -> str:
    """Return the name of a place of the layers in a language."""
    return places.resolve(identity).in_language(lang).name if lang != "en" else name
