"""Puts a briefing map together and writes it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup import basemap, files, layers, places
from eastup.briefing import fonts, furniture, overlays
from eastup.briefing.content import Content
from eastup.briefing.graticule import draw_graticule
from eastup.briefing.ink import Sheet
from eastup.briefing.labels import Canvas, Label, Placed
from eastup.briefing.page import Page, layouts
from eastup.briefing.panel import Beside, draw_panel
from eastup.briefing.placing import place
from eastup.briefing.spec import MapSpec, load, override
from eastup.briefing.theme import THEMES, Theme
from eastup.briefing.words import up_words, word
from eastup.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from eastup.briefing.along import Along

log = logging.getLogger(__name__)

SUFFIXES = (".png", ".pdf", ".svg", ".pptx", ".tif", ".gpkg")
_BACKGROUND_PX = {"depth": 640, "relief": 1000}  # depths are known by a tenth of a degree, relief by a thirtieth
_FULL_DEPTH_M = 7000.0
_FLAT = 164.0  # value of level ground in the shaded relief
_RELIEF_STRENGTH = 0.9
_OVER_RELIEF = 0.66  # how opaque land is over it
_USUAL_DEPTH_M = 4500.0  # of the ocean, where the raster has none


@dataclass(frozen=True)
class Drawing:
    """A finished page: its sheet and where its labels went."""

    sheet: Sheet
    spec: MapSpec
    pages: list[Page]
    """Of each map on it."""
    placed: list[Placed] = field(default_factory=list)
    left_out: list[Label] = field(default_factory=list)
    along: list[Along] = field(default_factory=list)
    """Texts along lines."""

    def save(self, path: str | Path) -> None:
        """Write the page; the suffix says the kind. The file appears whole or not at all."""
        suffix = files.suffix_of(path, SUFFIXES)
        if suffix == ".pptx":
            from eastup.briefing import slides

            slides.write([self], path)
            return
        with files.whole(path) as temporary:
            if suffix == ".svg":
                from eastup.briefing import svg

                svg.save(self.sheet, temporary)
            elif suffix in {".tif", ".gpkg"}:
                from eastup.briefing import gis

                (gis.write_geotiff if suffix == ".tif" else gis.write_geopackage)(self, temporary)
            elif suffix == ".pdf":
                from eastup.briefing import pdf

                pdf.save(self.sheet, temporary)
            else:
                from eastup.briefing import paint

                paint.save(self.sheet, temporary, self.spec.dpi)


def render(source: str | Path | MapSpec, output: str | Path, **options: Any) -> Drawing:
    """Draw a map and write it.

    Parameters
    ----------
    source : str, Path or MapSpec
        Name of a shipped specification, a TOML file, or a specification.
    output : str or Path
        ``.png``, ``.pdf``, ``.svg``, ``.pptx``, or for a GIS ``.tif`` and ``.gpkg``.
    **options
        Fields of `MapSpec` that override the specification, such as ``lang="ja"`` or ``up="south"``.

    Returns
    -------
    Drawing
        With the labels that were placed and those that found no room.
    """
    files.suffix_of(output, SUFFIXES)
    drawing = draw(source, **options)
    drawing.save(output)
    return drawing


def draw(source: str | Path | MapSpec, **options: Any) -> Drawing:
    """Draw a map without writing it; see `render`."""
    spec = source if isinstance(source, MapSpec) else load(source)
    spec = override(spec, options) if options else spec
    theme = THEMES[spec.theme]
    pages = layouts(spec)
    drawing = Drawing(Sheet(pages[0], theme.page), spec, pages)
    contents = [
        _draw_map(drawing, one, drawing.sheet.framed(page), theme) for one, page in zip(spec.maps(), pages, strict=True)
    ]
    _draw_surroundings(drawing, contents, theme)
    lost = [" ".join(label.lines) for label in drawing.left_out]
    if lost := [*lost, *(text for content in contents for text in content.lost)]:
        log.warning("eastup: no room on the map for %s", "; ".join(lost))
    if missing := fonts.missing_glyphs("".join(drawing.sheet.written)):
        raise InputError(f"the font has no glyph for {' '.join(sorted(missing))}", cure="use other characters")
    return drawing


def _draw_map(drawing: Drawing, spec: MapSpec, sheet: Sheet, theme: Theme) -> Content:
    """Draw one map in its frame."""
    x0, y0, x1, y1 = sheet.page.frame
    several = len(drawing.pages) > 1
    land = _draw_base(sheet, spec, theme, with_figures=len(drawing.pages) <= 2)
    content = Content(sheet, spec, theme, Canvas((x0 + 3, y0 + 3, x1 - 3, y1 - 3)), land, several)
    if len({page.view.up for page in drawing.pages}) > 1:  # each its own way: no one compass beside them serves all
        furniture.draw_compass(sheet, theme, x1 - 22, y1 - 22, 8.5, spec.lang, caption=False)
        content.canvas.add_box(x1 - 22, y1 - 22, 20)
    content.draw_chains()
    if spec.lines:  # first: a place that is also a corner of the triangle keeps its distance in the label
        overlays.draw_lines(content, spec.lines)
    if spec.triangle:
        overlays.draw_triangle(content, spec.triangle)
    for rings in spec.rings:
        overlays.draw_rings(content, rings)
    if spec.rings and not several:
        overlays.ring_table(content, spec.rings[0])
    for route in spec.routes:
        overlays.draw_route(content, route)
    content.draw_straits()
    content.draw_bases()
    if spec.nearest:  # what these need takes longer to load than many a map to draw
        from eastup.briefing.nearest import draw_nearest

        draw_nearest(content, spec.nearest)
    if spec.ship_time:
        from eastup.briefing.shiptime import draw_ship_time

        draw_ship_time(content, spec.ship_time)
    for selection in spec.labels:
        for found in places.select(selection):
            content.point_label(found, priority=75)
    for style in spec.layers:
        content.draw_layer(style)
    for remark in spec.annotations:
        overlays.draw_annotation(content, remark)
    placed, left_out = place(content.labels, content.canvas)
    for item in placed:
        _draw_label(sheet, item, theme)
        content.canvas.obstacles += [item.box, *item.leader_boxes()]
    content.draw_seas()
    caption = spec.text(spec.title) or (up_words(sheet.page.view.up, spec.lang) if several else "")
    furniture.draw_frame(sheet, theme, caption if several else "")
    drawing.placed.extend(placed)
    drawing.left_out.extend(left_out)
    drawing.along.extend(content.canvas.along)
    return content


def _draw_base(sheet: Sheet, spec: MapSpec, theme: Theme, with_figures: bool) -> Any:
    """Draw sea depth or relief, land, borders and graticule; return the land's polygons on the page."""
    page = sheet.page
    crs, bounds = page.view.crs, page.bounds_m
    width = round(_BACKGROUND_PX.get(spec.background, 0) * (page.frame[2] - page.frame[0]) / (page.width_in * 52))
    height = max(1, round(width * (bounds[3] - bounds[1]) / (bounds[2] - bounds[0])))
    with sheet.about("sea"):
        if spec.background == "plain":
            sheet.area([shapely.box(*page.frame)], theme.sea_shallow, theme.sea_shallow, 0, z=0)
        else:
            depth = basemap.depth_in_view(crs, bounds, width, height)
            pixels = _sea_colors(depth, theme)
            if spec.background == "relief":
                pixels = pixels / 255.0 * _shade(basemap.relief_in_view(crs, bounds, width, height), depth)
            sheet.image(pixels, z=0)
    if spec.graticule:
        draw_graticule(sheet, theme, with_figures)
    land = basemap.land_in_view(crs, bounds, pixel_m=page.metres_per_pt * 0.5)
    shapes = _to_page(page, land.geometry.to_numpy())
    lit = land["country"].isin(spec.highlight).to_numpy()
    with sheet.about("land"):
        for chosen, face in ((~lit, theme.land), (lit, theme.highlight)):
            if spec.background == "relief":  # the coast itself stays opaque
                sheet.area(shapes[chosen], face, face, 0, z=2.9, alpha=_OVER_RELIEF)
                sheet.area(shapes[chosen], "none", theme.coast, 0.35, z=3)
            else:
                sheet.area(shapes[chosen], face, theme.coast, 0.35, z=3)
    borders = basemap.borders_in_view(crs, bounds, pixel_m=page.metres_per_pt * 0.5)
    parts = shapely.get_parts(_to_page(page, borders.geometry.to_numpy()))
    with sheet.about("borders"):
        sheet.lines([shapely.get_coordinates(p) for p in parts], theme.border, 0.7, z=3.5)
    return shapes


def _sea_colors(depth: Any, theme: Theme) -> Any:
    """Return the colour of each depth, ``(rows, columns, 4)`` bytes; by a table, since there are many pixels."""
    shallow, deep = (np.frombuffer(bytes.fromhex(c[1:]), np.uint8) for c in (theme.sea_shallow, theme.sea_deep))
    share = np.linspace(0, 1, 256)[:, None] ** 0.6
    table = np.full((256, 4), 255, np.uint8)
    table[:, :3] = np.rint(shallow + (deep.astype(float) - shallow) * share)
    steps = np.nan_to_num(depth, nan=-_USUAL_DEPTH_M) * (-255 / _FULL_DEPTH_M)
    return table[np.clip(steps, 0, 255).astype(np.uint8)]


def _shade(relief: Any, depth: Any) -> Any:
    """Return the factor by which shaded relief darkens or lightens a colour: much on land, little at sea."""
    strength = np.where(depth < 0, 0.2 * _RELIEF_STRENGTH, _RELIEF_STRENGTH)
    return 1.0 + (strength * (np.nan_to_num(relief, nan=_FLAT) - _FLAT) / 255)[..., None]


def _to_page(page: Page, geometries: Any) -> Any:
    return shapely.transform(geometries, lambda xy: page.to_page(xy[:, 0], xy[:, 1]))


def _draw_label(sheet: Sheet, item: Placed, theme: Theme) -> None:
    with sheet.about("labels", item.label.lines[0]):
        if item.leader:
            x1, y1, x2, y2 = item.leader
            sheet.line(np.array([(x1, y1), (x2, y2)]), item.label.color, 0.6, z=12.5)
        for number, (text, x, y, size) in enumerate(item.baselines()):
            bold = item.label.is_bold(number)
            sheet.text(x, y, text, size, item.label.color, align=item.align, halo=theme.halo, bold=bold)


def _draw_surroundings(drawing: Drawing, contents: list[Content], theme: Theme) -> None:
    """Draw header, panel and footer."""
    sheet, spec = drawing.sheet, drawing.spec
    logo_width = furniture.draw_logo(sheet, spec.logo) if spec.logo else 0.0
    furniture.draw_header(sheet, theme, spec.text(spec.title), spec.text(spec.subtitle), logo_width)
    legend = list({item.text: item for content in reversed(contents) for item in content.legend}.values())
    order = [item.text for content in contents for item in content.legend]
    legend.sort(key=lambda item: order.index(item.text))
    tables = list({table.heading: table for content in contents for table in content.tables}.values())
    remarks = [spec.text(remark) for remark in spec.remarks]
    notes = [
        furniture.scale_words(sheet.page, spec.lang),
        word("measured_by_ship" if spec.ship_time else "measured", spec.lang),
    ]
    if any(one.lines and "mi" in one.lines.units and one.unit in {"", "mi"} for one in spec.maps()):
        notes.append(word("mi_note", spec.lang))
    draw_panel(sheet, theme, spec, Beside(legend, remarks, tables, drawing.pages))
    sources = [word("sources", spec.lang)]
    if any(one.background == "relief" for one in spec.maps()):
        sources.append(word("relief_source", spec.lang))
    space = "" if spec.lang == "ja" else " "
    furniture.draw_footer(sheet, theme, [space.join(notes), space.join(sources)], spec.date or newest_date())
    if spec.marking:
        furniture.draw_marking(sheet, theme, spec.marking)


def newest_date() -> str:
    """Return the date of the newest fact in the layers, as the map's own date."""
    dates = [str(d) for name in ("bases", "straits", "chains") for d in layers.load(name)["as_of"].dropna()]
    return max(dates, default="")
