"""A map of the regions of hubs: what is nearer to each than to any other, by air or by ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np
import shapely

from eastup import words
from eastup.charts import mapframe
from eastup.charts.asked import read
from eastup.charts.mapframe import PIXEL_PT, SEA_PIXEL_PT, Mark
from eastup.charts.panel import Panel
from eastup.charts.reach import in_language, lost_marks, lost_words
from eastup.charts.slide import LEAST_PT, Slide
from eastup.coverage.metric import metric_of
from eastup.coverage.shares import straits
from eastup.draw.color import contrast, mixed, told_apart
from eastup.draw.document import Area

if TYPE_CHECKING:
    from eastup.charts.asked import Asked
    from eastup.coverage.count import IntArray
    from eastup.coverage.metric import Metric
    from eastup.draw.frame import Page
    from eastup.draw.labels.label import ObstacleMap
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.hubs.question import Question
    from eastup.places import Place, SomePlaces
    from eastup.view.view import View
    from eastup.words import Words

_READ = 4.5
"""Contrast at which small text can be read (WCAG 2.2, 1.4.3)."""
_READ_IN_HALO = 3.0
_TINT_STEP, _NEAR_TINTS = 0.02, (1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6)
_NUMBER_PT = 9.0
"""Radius of the circle that an area must hold to get its number."""
_MARK_PT = 4.0
"""Of the circle about a mark that a number's circle keeps off."""


def regions(
    hubs: SomePlaces | Question | None = None,
    *,
    view: View | None = None,
    extent: Bounds | None = None,
    **given: Unpack[Asked],
) -> Slide:
    """Draw the region of each hub, with the number by which the key names it.

    Parameters
    ----------
    hubs, **given : see `eastup.coverage.regions` and `eastup.charts.slide.Styled`
        Where hubs are lost, dashed lines show the regions that they had.
    view : View, optional
        East-Up where None, or as the maps of the theatre.
    extent : west, south, east, north, degrees, optional
        The first island chain where None, or what the maps of the theatre show.
    """
    look, question = read(hubs, given, reaches=False)
    told, page = words.of("charts.regions", look.lang), mapframe.fitted(view, extent)
    all_hubs, mode, by = list(question.hubs), question.mode, metric_of(question)
    pixel_pt = PIXEL_PT if mode == "air" else SEA_PIXEL_PT
    below = words.of("charts", look.lang).join([told[mode].format(len(all_hubs)), *lost_words(question, look.lang)])
    slide = Slide(look, _title(told, look.lang, by, question), below, page)
    slide.keep_made(question.made("charts.regions").record())
    color = _draw_regions(slide, page, by, all_hubs, pixel_pt)
    territory = mapframe.draw_land(slide, page)
    if question.lost:
        _draw_lost(slide, page, question, pixel_pt)
    for gate in straits(by, question.targets):
        with slide.about("straits", in_language(gate.id, gate.name, look.lang), id=gate.id):
            mapframe.draw_line(slide, page, gate.substring(0.0, gate.length_km), slide.theme.ink, 2.2)
    obstacle_map = mapframe.obstacles(page, territory)
    panel = Panel(slide, page)
    with slide.about("legend"):
        panel.head(told["hub"])
    called = {hub.id: hub.in_language(look.lang).name for hub in all_hubs}
    keyed = _keyed(slide, panel, {hub: called[hub] for hub in color}, keep=2 if question.lost else 1)
    marks = [*(Mark.of(hub, look.lang) for hub in all_hubs), *lost_marks(slide, question)]
    _draw_numbers(slide, keyed, [page.locate(mark.lon, mark.lat) for mark in marks], obstacle_map)
    mapframe.draw_marks(slide, page, marks, obstacle_map)
    mapframe.draw_frame(slide, page, told["north"])
    with slide.about("legend"):
        for number, hub in enumerate(keyed, start=1):
            panel.swatch(color[hub], called[hub], number=str(number))
        if len(keyed) < len(color):
            panel.say(told["more"].format(len(color) - len(keyed)))
        if question.lost:
            panel.sample(slide.palette.unreached, 1.8, told["was"], (5.0, 2.5))
    slide.foot(told["foot_sea" if mode == "sea" else "foot"])
    return slide.finished()


_MOST_IN_TITLE = 3


def _title(told: Words, lang: str, by: Metric, question: Question) -> str:
    """Say which hub is the nearest to most of the targets."""
    hubs, goals = question.hubs, question.targets
    which = by.nearest(np.array([goal.lon for goal in goals]), np.array([goal.lat for goal in goals]))[1]
    counts = np.bincount(which[which >= 0], minlength=len(hubs))
    first = [hub.in_language(lang).name for hub, count in zip(hubs, counts, strict=True) if count == counts.max()]
    if len(first) > _MOST_IN_TITLE:
        first = [*first[: _MOST_IN_TITLE - 1], told["more"].format(len(first) - _MOST_IN_TITLE + 1)]
    named = words.of("answers", lang)["between.comma"].join(first)
    return told["title" if len(first) == 1 else "title_tie"].format(named, int(counts.max()), len(goals))


def _draw_lost(slide: Slide, page: Page, question: Question, pixel_pt: float) -> None:
    """Draw the edges of the regions that lost hubs had."""
    grid = mapframe.lattice(page, pixel_pt)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    nearest = np.full(lon.shape, -1)
    before = question.reopened()
    nearest[good] = metric_of(before).nearest(lon[good], lat[good])[1]
    for number, shapes in mapframe.divided(page, nearest).items():
        if (hub := before.hubs[number]) in question.lost:
            rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapes)]
            with slide.about("lost regions", hub.in_language(slide.look.lang).name, id=hub.id):
                slide.lines(rings, slide.palette.unreached, 1.8, z=5, dashes=(5.0, 2.5))


def _keyed(slide: Slide, panel: Panel, called: dict[str, str], keep: int) -> list[str]:
    """Return the ids of the hubs that get a number and stand in the key: where not all find room, of the largest areas.

    The names of all stand at their marks, as far as there is room.
    """
    if panel.explained(list(called.values()), keep - 1) == len(called):
        return list(called)
    size = {
        str(item.facts["id"]): shapely.area(np.array(item.polygons)).sum()
        for item in slide.items
        if isinstance(item, Area) and item.topic == "nearest"
    }
    first = sorted(called, key=lambda hub: -size.get(hub, 0.0))
    kept = set(first[: panel.explained([called[hub] for hub in first], keep)])
    return [hub for hub in called if hub in kept]


def _draw_numbers(slide: Slide, hubs: list[str], spots: list[FloatArray], obstacle_map: ObstacleMap) -> None:
    """Write into each area the number of its hub, so that no colour need tell them apart, and clear of the marks."""
    marks = shapely.union_all(shapely.buffer(shapely.points(np.array(spots, float).reshape(-1, 2)), _MARK_PT))
    areas = [item for item in slide.items if isinstance(item, Area) and item.topic == "nearest"]
    items = [item for item in areas if item.facts["id"] in hubs]
    for item in items:
        for shape in item.polygons:
            circle = shapely.maximum_inscribed_circle(shapely.difference(shape, marks), 1.0)
            if circle.length >= _NUMBER_PT:
                x, y = shapely.get_coordinates(circle)[0]
                text = str(hubs.index(str(item.facts["id"])) + 1)
                own = slide.theme.ink  # land darkens or lightens its part of a region: the theme's own ink holds there
                ink = own if contrast(own, item.face) >= _READ_IN_HALO else slide.readable(item.face)
                halo = slide.theme.page if ink == slide.theme.ink else slide.theme.ink
                with slide.about("numbers", item.name):
                    slide.write(x, y, text, LEAST_PT, ink, align="center", middle=True, bold=True, halo=halo, z=12)
                obstacle_map.add_box(x, y, LEAST_PT / 2)


def _draw_regions(slide: Slide, page: Page, by: Metric, hubs: list[Place], pixel_pt: float) -> dict[str, str]:
    """Colour each place by its nearest hub; return the colour of each hub whose region is seen, by its id."""
    grid = mapframe.lattice(page, pixel_pt)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    nearest = np.full(lon.shape, -1)
    nearest[good] = by.nearest(lon[good], lat[good])[1]
    inks = told_apart(_neighbours(nearest), _shades(slide))
    with slide.about("sea"):
        slide.area([shapely.box(*page.frame)], slide.theme.page, slide.theme.page, 0, z=0)
    drawn = mapframe.divided(page, nearest)
    for number, shapes in drawn.items():
        with slide.about("nearest", hubs[number].in_language(slide.look.lang).name, id=hubs[number].id):
            slide.area(shapes, inks[number], slide.theme.hub_edge, 0.8, z=1)
    return {hubs[number].id: inks[number] for number in sorted(drawn) if drawn[number]}


def _shades(slide: Slide) -> list[str]:
    """Return the colours that regions may have: each hue of the theme light, then each dark."""
    return [_numbered(slide, hue, tint) for tint in slide.palette.tints for hue in slide.theme.hubs]


def _numbered(slide: Slide, hue: str, tint: float) -> str:
    """Return a hue in a tint, or in the nearest one on which a number in an ink of the theme can be read."""
    shades = (mixed(hue, tint + step * _TINT_STEP, slide.theme.page) for step in (0, *_NEAR_TINTS))
    return next(
        (one for one in shades if contrast(slide.readable(one), one) >= _READ), mixed(hue, tint, slide.theme.page)
    )


def _neighbours(numbers: IntArray) -> dict[int, set[int]]:
    """Return for each number of a raster those that stand beside it; -1 is nothing."""
    found: dict[int, set[int]] = {int(n): set() for n in np.unique(numbers) if n >= 0}
    for a, b in ((numbers[:, 1:], numbers[:, :-1]), (numbers[1:], numbers[:-1])):
        for one, other in np.unique(np.stack([a[a != b], b[a != b]]), axis=1).T.tolist():
            if one >= 0 and other >= 0:
                found[one].add(other)
                found[other].add(one)
    return found
