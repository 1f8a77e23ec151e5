"""Puts a briefing map together and writes it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Unpack

import shapely

from eastup import places, words
from eastup.briefing import crowds, insets, made
from eastup.briefing.furniture import frame, header, scale
from eastup.briefing.furniture.legend import KeyRow, Table, arranged, draw_key, joined
from eastup.briefing.furniture.panel import PanelContent, draw_panel
from eastup.briefing.layout import caption_of, header_of, layouts
from eastup.briefing.says import titled
from eastup.briefing.spec.asked import ask
from eastup.briefing.spec.loading import load, override
from eastup.briefing.spec.spec import MapSpec
from eastup.briefing.subject import cities, islands, names, overlays, own_layers, seas, shapes, straits
from eastup.briefing.subject.base import draw_base
from eastup.briefing.subject.content import Content
from eastup.briefing.words import word
from eastup.draw import write
from eastup.draw.document import Facts, Sheet
from eastup.draw.frame import Page
from eastup.draw.labels.label import Label, ObstacleMap, Placed, draw_label
from eastup.draw.labels.merging import merged
from eastup.draw.labels.numbers import Numbers, pin
from eastup.draw.labels.territory import Territory
from eastup.draw.marking import draw_marking
from eastup.draw.theme import THEMES, Theme, roles
from eastup.errors import InputError
from eastup.io import data, files
from eastup.io.progress import track
from eastup.layers.query import newest_date
from eastup.view.suited import MOST_OUT
from eastup.view.view import PROJECTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from eastup.briefing.options import MapOptions
    from eastup.draw.labels.label import Along
    from eastup.hubs.question import Question

log = logging.getLogger(__name__)

_OUT_UNTOLD = 0.45
"""Error of the scale up to which a map that is made of places tells of it on its page alone."""
_MOST_TOLD = 20
"""Names in a line on stderr."""


@dataclass(frozen=True, repr=False)
class Drawing:
    """A finished page: its sheet and where its labels went."""

    sheet: Sheet
    spec: MapSpec
    pages: list[Page]
    """Of each map on it."""
    placed: list[Placed] = field(default_factory=list)
    left_out: list[Label] = field(default_factory=list)
    names: list[Placed] = field(default_factory=list)
    """Names of countries that were placed among the labels."""
    along: list[Along] = field(default_factory=list)
    """Texts along lines."""
    numbers: Numbers = field(default_factory=Numbers)
    """That stand for names which found no room."""
    insets: list[Page] = field(default_factory=list)
    """Of each inset."""

    def __repr__(self) -> str:
        """Say what it is in a line: the whole of it would be megabytes in a notebook."""
        title = self.spec.title.get("en", "")
        return f"Drawing({title!r}, labels={len(self.placed)}, left_out={len(self.left_out)})"

    def save(self, path: str | Path) -> None:
        """Write the page; the suffix says the kind. The file appears whole or not at all."""
        write.save(self.sheet, path)


@data.steady()
def render(
    source: str | Path | MapSpec, output: str | Path, *, question: Question | None = None, **options: Unpack[MapOptions]
) -> Drawing:
    """Draw a map and write it.

    Parameters
    ----------
    source : str, Path or MapSpec
        Name of a shipped specification, a TOML file, or a specification.
    output : str or Path
        ``.png``, ``.pdf``, ``.svg``, ``.pptx``, or for a GIS ``.tif`` and ``.gpkg``.
    question : eastup.Question, optional
        Its hubs, losses, closures, straits and speed stand in place of those of the specification, wherever the map
        tells of such; see `eastup.briefing.spec.asked`.
    **options
        Fields of `MapSpec` that override the specification, such as ``lang="ja"`` or ``up="south"``.

    Returns
    -------
    Drawing
        With the labels that were placed and those that found no room.
    """
    files.suffix_of(output, write.SUFFIXES)
    drawing = draw(source, question=question, **options)
    drawing.save(output)
    return drawing


@data.steady()
def draw(source: str | Path | MapSpec, *, question: Question | None = None, **options: Unpack[MapOptions]) -> Drawing:
    """Draw a map without writing it; see `render`."""
    spec = source if isinstance(source, MapSpec) else load(source)
    spec = spec if question is None else ask(spec, question)
    spec = crowds.enlarged(titled(override(spec, options) if options else spec))
    if spec.needs_passages and not spec.passages:
        hint = "add --layer FILE, a table that 'eastup transits -o FILE' wrote"
        raise InputError("this map shows counted passages, and no table of them was given", hint=hint)
    theme = THEMES[spec.theme]
    drawing, contents = _drawn(spec, layouts(spec), theme)
    if _is_bare(drawing, contents):  # a map far from what it could tell of takes the room of what is not told
        drawing, contents = _drawn(spec, layouts(spec, bare=True), theme)
    pages = drawing.pages
    _draw_surroundings(drawing, contents, theme)
    _tell_of_scale(spec, pages)
    lost = [" ".join(label.lines) for label in drawing.left_out]
    if lost := [*lost, *(text for content in contents if not content.inset for text in content.lost)]:
        log.warning("eastup: no room on the map for %s", _some(list(dict.fromkeys(lost))))
    mains = [content for content in contents if not content.inset]
    if outside := [text for text in mains[0].outside if all(text in content.outside for content in mains)]:
        log.warning("eastup: outside the map: %s", _some(list(dict.fromkeys(outside))))
    if unused := _never_used(contents):
        log.warning("eastup: adjust finds no such label on the map: %s", _some(unused))
    return drawing


def _drawn(spec: MapSpec, pages: list[Page], theme: Theme) -> tuple[Drawing, list[Content]]:
    """Draw the maps of a specification on its pages, and what each has for the panel."""
    within = list[Page]()
    if spec.insets:
        within = insets.inset_pages(spec, pages[0])
        pages[0] = replace(pages[0], holes=tuple(page.frame for page in within))
    title, as_outlines = spec.text(spec.title), spec.lettering == "outlines"
    record = made.record(spec, pages[0].view)
    facts = Facts(title, spec.lang, spec.size, spec.dpi, as_outlines, record, spec.template, roles(theme))
    drawing = Drawing(Sheet(pages[0], theme.page, facts, pages), spec, pages, insets=within)
    frames = [*zip(spec.maps(), pages, strict=True), *zip(spec.inset_maps(), within, strict=True)]
    contents = [
        _draw_map(drawing, one, drawing.sheet.framed(page), theme)
        for one, page in track(frames, len(frames) + 1, "drawing the map")  # and what stands about them
    ]
    return drawing, contents


def _is_bare(drawing: Drawing, contents: list[Content]) -> bool:
    """Say whether nothing stands beside a map but how it lies and its scale."""
    told = any(content.legend or content.tables for content in contents) or drawing.spec.remarks
    page = drawing.pages[0]
    return not told and len(drawing.pages) == 1 and not (page.panel_below or page.key or drawing.numbers.key())


def _never_used(contents: list[Content]) -> list[str]:
    """Return the labels that are asked for by hand and stand on no map of the page."""
    each = [content.adjust.unused() for content in contents]
    return [name for name in each[0] if all(name in one for one in each)]


def _least_true(spec: MapSpec, pages: list[Page]) -> Page:
    """Return the map of which the page says how true its scale is: where each has its own, that which is most out."""
    return max(pages, key=scale.scale_error) if spec.own_scales else pages[0]


def _tell_of_scale(spec: MapSpec, pages: list[Page]) -> None:
    """Tell of extents that another projection shows than the usual one, and of those that any would stretch."""
    for one, page in zip(spec.maps(), pages, strict=True):
        name, most_out = page.view.projection, MOST_OUT
        if page.whole_globe:
            log.warning(
                "eastup: drawn on the whole globe (oblique mollweide): areas are true, lengths on the page are out by "
                "up to %.0f %% in nine tenths of it; those in the tables are exact",
                100 * scale.globe_errors(page)[1],
            )
            continue
        if one.extent is None:  # a map whose page says how far out it is; on another page it may be much more
            most_out = _OUT_UNTOLD
        if one.extent is not None and not one.projection and name != PROJECTIONS[0]:
            log.warning(
                "eastup: drawn %s about the middle of its extent, which the %s would stretch or tear",
                name,
                PROJECTIONS[0],
            )
        if (worst := scale.scale_error(page)) > most_out:
            log.warning(
                "eastup: the scale is up to %.0f %% out in this frame; lengths in the tables are exact", 100 * worst
            )


def _tell_of_cut(above: header.Header | None) -> None:
    """Tell of a title, subtitle or caption that is not whole on the page."""
    for text in above.cut if above else ():
        log.warning("eastup: too long for the page, so cut: %s", text)


def _some(names: list[str]) -> str:
    """Join names, and of many the first."""
    more = f"; and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else ""
    return "; ".join(names[:_MOST_TOLD]) + more


def _draw_map(drawing: Drawing, spec: MapSpec, sheet: Sheet, theme: Theme) -> Content:
    """Draw one map in its frame."""
    x0, y0, x1, y1 = sheet.page.frame
    inset = sheet.page.level > 0
    several = len(drawing.pages) > 1 or inset
    land, codes = draw_base(sheet, spec, theme, with_figures=len(drawing.pages) <= 2 and not inset)
    obstacle_map = ObstacleMap(
        (x0 + 3, y0 + 3, x1 - 3, y1 - 3), territory=Territory(sheet.page.frame, land, codes), rim=sheet.page.rim
    )
    content = Content(sheet, spec, theme, obstacle_map, land, several, inset=inset, numbers=drawing.numbers)
    if sheet.page.rim is not None:  # what lies beyond its rim is paper, with the figures of the graticule
        obstacle_map.obstacles += sheet.page.rim.boxes_beyond(sheet.page.frame)
    obstacle_map.obstacles += [(x0 - 3, y0 - 3, x1 + 3, y1 + 3) for x0, y0, x1, y1 in sheet.page.holes]
    if inset:
        obstacle_map.obstacles += insets.draw_edge(sheet, spec, theme)
    for asked, one in zip(drawing.spec.insets, drawing.insets, strict=True) if sheet.page.holes else []:
        outline = insets.draw_box(sheet, theme, one)
        content.enlarged = outline if asked.of_crowd else None
        for ring in shapely.get_rings(shapely.get_parts(outline)):
            obstacle_map.add_polyline(shapely.get_coordinates(ring), weight=0.6)
    turned = len({page.view.up for page in drawing.pages}) > 1
    if turned and not inset:  # each its own way: no one compass beside them serves all
        scale.draw_compass(sheet, theme, x1 - 22, y1 - 22, 8.5, spec.lang, caption=False)
        content.obstacle_map.add_box(x1 - 22, y1 - 22, 20)
    if drawing.spec.own_scales and not inset:
        longest = min(90.0, (x1 - x0) / 3)
        compass = [(x1 - 42, y1 - 42, x1, y1)] if turned else []
        bar = insets.freest_corner(spec, sheet.page, (16 + longest, 32.0), compass)
        with sheet.about("scale"):
            sheet.area([shapely.box(*bar)], theme.page, theme.page, 0, z=9.5, alpha=0.7)
        scale.draw_scale(sheet, theme, bar[0] + 8, bar[1] + 16, longest)
        content.obstacle_map.obstacles.append((bar[0], bar[1], bar[2] + 4, bar[3]))
    content.draw_chains()
    for remark in spec.annotations:
        overlays.draw_annotation(content, remark)
    placed = pin(content.labels, obstacle_map)  # texts along lines keep off what stands where a reader puts it
    seas.draw_seas(content, by_hand=True)
    if spec.lines:  # first: a place that is also a corner of the triangle keeps its distance in the label
        overlays.draw_lines(content, spec.lines)
    if spec.triangle:
        overlays.draw_triangle(content, spec.triangle)
    for rings in spec.rings:
        overlays.draw_rings(content, rings)
    if spec.rings and not several:
        overlays.ring_table(content, spec.rings[0])
    for number, zone in enumerate(spec.areas, start=1):
        shapes.draw_area(content, zone, number)
    for number, route in enumerate(spec.routes, start=1):
        overlays.draw_route(content, route, number)
    for number, arrow in enumerate(spec.arrows, start=1):
        shapes.draw_arrow(content, arrow, number)
    straits.draw_straits(content)
    content.draw_bases()
    if spec.nearest:  # what these need takes longer to load than many a map to draw
        from eastup.briefing.subject.nearest_hub import draw_nearest

        draw_nearest(content, spec.nearest)
    if spec.ship_time:
        from eastup.briefing.subject.ship_time import draw_ship_time

        draw_ship_time(content, spec.ship_time)
    for selection in spec.labels:
        for found in places.select(selection):
            content.point_label(found, priority=75)
    for style in spec.layers:
        own_layers.draw_layer(content, style)
    placed += pin([label for label in content.labels if label not in [item.label for item in placed]], obstacle_map)
    shapes.name_areas(content)
    free = merged([label for label in content.labels if not label.fixed])
    by_itself, left_out, steering = names.place_with_names(content, free)
    placed += by_itself
    for item in placed:
        draw_label(sheet, item, theme.halo)
    names.draw_names(content, steering)
    drawing.names.extend(steering.led)
    content.has_cities = cities.draw_cities(content)
    islands.draw_islands(content)
    seas.draw_seas(content)
    if inset:
        drawing.placed.extend(placed)
        drawing.left_out.extend(left_out)
        return content
    caption = caption_of(spec, sheet.page.frame) if several else None
    frame.draw_frame(sheet, theme, caption)
    _tell_of_cut(caption)
    drawing.placed.extend(placed)
    drawing.left_out.extend(left_out)
    drawing.along.extend(content.obstacle_map.along)
    return content


def _key(drawing: Drawing, theme: Theme, tables: list[Table]) -> list[Table]:
    """Tell what the numbers on the map stand for: in the page's key, or where it has none in a table beside the map."""
    heading = word("numbered", drawing.spec.lang)
    named = [
        (number, label.lines[: label.name_lines], label.lines[label.name_lines :], label.color)
        for number, label in drawing.numbers.key()
    ]
    if drawing.sheet.page.key:
        rows = [KeyRow(str(number), " ".join(names), color) for number, names, _, color in named]
        draw_key(drawing.sheet, theme, heading, rows, drawing.sheet.page.key)
        return tables
    listed = [(f"{number}  {' '.join(names)}", (" ".join(more),), color) for number, names, more, color in named]
    return [Table(heading, listed, needed=True), *tables]


def _letters(contents: list[Content], lang: str) -> list[str]:
    """Return what the letters on narrow maps stand for, as a remark."""
    letters = {code: letter for content in contents for code, letter in content.letters.items()}
    called = words.of("countries", lang)
    told = [word("letter", lang, letter, called[code]) for code, letter in sorted(letters.items())]
    return [("、" if lang == "ja" else ", ").join(told)] if told else []


def _by_ship(spec: MapSpec) -> bool:
    """Say whether a map tells distances by ship."""
    return spec.ship_time is not None or any(route.by == "sea" for route in spec.routes)


def _draw_surroundings(drawing: Drawing, contents: list[Content], theme: Theme) -> None:
    """Draw header, panel and footer."""
    sheet, spec = drawing.sheet, drawing.spec
    if spec.logo:
        header.draw_logo(sheet, spec.logo)
    above = header_of(spec, header.left(sheet.page), sheet.page.body[2])
    header.draw_header(sheet, theme, above)
    _tell_of_cut(above)
    legend = joined([item for content in contents for item in content.legend], "、" if spec.lang == "ja" else ", ")
    if spec.legend:
        legend = arranged(legend, spec.legend, spec.text)
    tables = list(
        {table.heading: table for content in contents for table in content.tables if not content.inset}.values()
    )
    if drawing.numbers.key():
        tables = _key(drawing, theme, tables)
    remarks = [*_letters(contents, spec.lang), *(spec.text(remark) for remark in spec.remarks)]
    notes = [
        scale.scale_words(_least_true(spec, drawing.pages), spec.lang),
        word("measured_by_ship" if any(_by_ship(one) for one in spec.maps()) else "measured", spec.lang),
    ]
    if drawing.left_out:
        notes.append(word("left_out", spec.lang, f"{len(drawing.left_out):,}"))
    if any(content.ship_limit for content in contents):
        notes.append(word("ship_limit", spec.lang))
    if any(content.has_cities for content in contents):
        notes.append(word("cities_source", spec.lang))
    if closed := list(dict.fromkeys(name for content in contents for name in content.closed)):
        notes.append(word("closed_note", spec.lang, ("、" if spec.lang == "ja" else ", ").join(closed)))
    if any(one.lines and "mi" in one.lines.units and one.unit in {"", "mi"} for one in spec.maps()):
        notes.append(word("mi_note", spec.lang))
    draw_panel(sheet, theme, spec, PanelContent(legend, remarks, tables, drawing.pages))
    sources = [word("sources", spec.lang)]
    if any(
        one.background == "relief" and not page.whole_globe
        for one, page in zip(spec.maps(), drawing.pages, strict=True)
    ):
        sources.append(word("relief_source", spec.lang))
    space = "" if spec.lang == "ja" else " "
    frame.draw_footer(
        sheet, theme, [space.join(notes), space.join(sources)], spec.date or newest_date(), spec.classification
    )
    if spec.marking:
        draw_marking(sheet, theme, spec.marking)
