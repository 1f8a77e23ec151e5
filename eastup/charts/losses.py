"""A map of what the loss of hubs opens: the worst loss, the straits that hang on it, and the others by rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np
import shapely

from eastup import coverage, words
from eastup.charts import asked, mapframe
from eastup.charts.captions import bare
from eastup.charts.mapframe import PIXEL_PT, SEA_PIXEL_PT, Mark
from eastup.charts.panel import Panel
from eastup.charts.reach import in_language, lengths, lost_words
from eastup.charts.slide import Slide
from eastup.coverage.shares import ask, strait_segments
from eastup.draw.hatching import hatching
from eastup.io import provenance

if TYPE_CHECKING:
    import pandas as pd

    from eastup.charts.asked import Asked
    from eastup.coverage.metric import Metric
    from eastup.draw.frame import Page
    from eastup.geodesy.types import Bounds
    from eastup.hubs.question import Question
    from eastup.places import SomePlaces
    from eastup.view.view import View
    from eastup.words import Words

_RANKED = 7
"""Losses that the panel tells at most."""
_KEY_LINES = 9
"""Lines that the panel keeps for what stands below them."""


def losses(
    hubs: SomePlaces | Question | None = None,
    *,
    lost: int = 1,
    k: int = 1,
    view: View | None = None,
    extent: Bounds | None = None,
    **given: Unpack[Asked],
) -> Slide:
    """Draw what the worst loss of one hub, or of two, opens, and rank the others.

    Parameters
    ----------
    hubs, lost, k, **given : see `eastup.coverage.losses` and `eastup.charts.slide.Styled`
    view : View, optional
        East-Up where None, or as the maps of the theatre.
    extent : west, south, east, north, degrees, optional
        The first island chain where None, or what the maps of the theatre show.
    """
    look, question = asked.read(hubs, given)
    lang, told = look.lang, words.of("charts.losses", look.lang)
    table = coverage.losses(question, k=k, lost=lost)
    posed = ask(question)
    worst = table.iloc[0]
    gone = [n for n, hub in enumerate(posed.hubs) if hub.id in str(worst["lost_ids"]).split("; ")]
    names = {hub.id: hub.in_language(lang).name for hub in posed.hubs}
    segments = strait_segments(posed)
    count, reach = len(segments), lengths(look, question)
    who = told["and"].join(bare(names[posed.hubs[n].id]) for n in gone)
    opened = int(worst["opened"])
    title = told["title"].format(who, opened, count) if opened else told["none"].format(count)
    page = mapframe.fitted(view, extent)
    below = told[question.mode].format(len(posed.hubs), reach)
    slide = Slide(look, title, words.of("charts", lang).join([below, *lost_words(question, lang)]), page)
    slide.keep_made(provenance.of_table(table))
    _draw_areas(slide, page, posed.metric, (posed.reach_km, k), gone)
    territory = mapframe.draw_land(slide, page)
    straits = []
    for gate in segments:
        name = in_language(gate.line.id, gate.line.name, lang)
        with slide.about("straits", name, id=gate.line.id):
            mapframe.draw_line(slide, page, gate.line.substring(0.0, gate.line.length_km), slide.theme.ink, 1.8)
            left = gate.reached.sum(axis=1) - gate.reached[:, gone].sum(axis=1)
            falls = (gate.reached.sum(axis=1) >= k) & (left < k)
            for start, end, open_ in zip(gate.ends_km[:-1], gate.ends_km[1:], falls, strict=True):
                if open_:
                    mapframe.draw_line(
                        slide, page, gate.line.substring(start, end), slide.palette.unreached, 3.6, cased=True
                    )
        if falls.any() and (gate.reached.sum(axis=1) >= k).all():
            lon, lat = shapely.get_coordinates(gate.line.substring(0.0, gate.line.length_km)).mean(axis=0)
            ink = slide.palette.unreached
            straits.append(Mark(name, float(lon), float(lat), gate.line.id, color=ink, marked=False, shores_pt=12.0))
    ink = slide.palette.unreached
    crosses = [
        Mark(names[h.id], h.lon, h.lat, h.id, "cross", ink, ink, bold=True) for h in (posed.hubs[n] for n in gone)
    ]
    others = [Mark.of(hub, lang) for n, hub in enumerate(posed.hubs) if n not in gone]
    mapframe.draw_marks(slide, page, [*crosses, *straits, *others], mapframe.obstacles(page, territory))
    mapframe.draw_frame(slide, page, told["north"])
    _draw_panel(slide, page, told, table, names)
    slide.foot(words.of("charts.reach", lang)["foot_sea" if question.mode == "sea" else "foot"])
    return slide.finished()


def _draw_areas(slide: Slide, page: Page, metric: Metric, reach: tuple[float, int], gone: list[int]) -> None:
    """Tint what enough hubs reach, and hatch what falls open with those that are gone."""
    reach_km, k = reach
    grid = mapframe.lattice(page, SEA_PIXEL_PT if hasattr(metric, "water") else PIXEL_PT)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    every, left = np.zeros(lon.shape), np.zeros(lon.shape)
    for number, reached in enumerate(metric.reached(reach_km, lon[good], lat[good])):
        every[good] += reached
        left[good] += reached if number not in gone else 0
    ramp = slide.palette.ramp
    with slide.about("coverage", "0", hubs=0):
        slide.area([shapely.box(*page.frame)], ramp[0], ramp[0], 0, z=0)
    with slide.about("coverage", str(k), hubs=k):
        slide.area(mapframe.above(page, left, k), ramp[2], ramp[2], 0, z=0.1)
    opened = shapely.union_all(mapframe.above(page, ((every >= k) & (left < k)).astype(float), 1))
    with slide.about("lost coverage"):
        slide.lines(hatching(opened), slide.palette.hatch, 0.9, z=2.0)


def _draw_panel(slide: Slide, page: Page, told: Words, table: pd.DataFrame, names: dict[str, str]) -> None:
    """Rank the losses beside the map by the straits that they open, and explain the signs."""
    panel, palette = Panel(slide, page), slide.palette
    rows = table[table["opened"] > 0].head(_RANKED).to_dict("records")
    with slide.about("facts"):
        panel.head(told["head"])
        for row in rows:
            if panel.lines_left < _KEY_LINES:
                break
            who = told["and"].join(bare(names[one]) for one in str(row["lost_ids"]).split("; "))
            panel.bar(who, f"{row['opened']}", row["opened"] / rows[0]["opened"], palette.unreached)
        rest = int((table["opened"] == 0).sum())
        if rest:
            panel.say(told["nothing"].format(rest))
    panel.skip(6.0)
    with slide.about("legend"):
        panel.sign("cross", palette.unreached, told["lost"])
        panel.sample(palette.unreached, 3.6, told["falls"])
        panel.swatch(palette.ramp[0], told["area"], hatched=palette.hatch)
        panel.swatch(palette.ramp[2], told["held"])
