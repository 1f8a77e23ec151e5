"""Puts a briefing map together and writes it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb

from eastup import basemap, files, layers
from eastup.briefing import content, fonts, furniture
from eastup.briefing.ink import Sheet
from eastup.briefing.labels import Label, Placed, place
from eastup.briefing.page import Page, layout
from eastup.briefing.spec import MapSpec, load, override
from eastup.briefing.theme import LIGHT, Theme, word
from eastup.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

SUFFIXES = (".png", ".pdf", ".svg")
_BACKGROUND_PX = 1400
_FULL_DEPTH_M = 7000.0

# Real text in PDF and SVG (readers complain of this OpenType font as type 42, not as type 3); no clock time and no
# random ids, so that the same input gives the same bytes.
_WRITING: Any = {"text.hinting": "none", "pdf.fonttype": 3, "svg.fonttype": "none", "svg.hashsalt": "eastup"}
_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": "eastup"},
    ".pdf": {"Creator": "eastup", "Producer": "eastup", "CreationDate": None},
    ".svg": {"Creator": "eastup", "Date": None},
}


@dataclass(frozen=True)
class Drawing:
    """A finished map: its sheet and where its labels went."""

    sheet: Sheet
    spec: MapSpec
    placed: list[Placed]
    left_out: list[Label]

    def save(self, path: str | Path) -> None:
        """Write the map; the suffix says the kind. The file appears whole or not at all."""
        suffix = files.suffix_of(path, SUFFIXES)
        with files.whole(path) as temporary, mpl.rc_context(_WRITING):
            FigureCanvasAgg(self.sheet.figure)
            self.sheet.figure.savefig(temporary, dpi=self.spec.dpi, format=suffix[1:], metadata=_METADATA[suffix])


def render(source: str | Path | MapSpec, output: str | Path, **options: Any) -> Drawing:
    """Draw a map and write it.

    Parameters
    ----------
    source : str, Path or MapSpec
        Name of a shipped specification, a TOML file, or a specification.
    output : str or Path
        ``.png``, ``.pdf`` or ``.svg``.
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
    theme = LIGHT
    page = layout(spec)
    sheet = Sheet(page, theme.page)
    with mpl.rc_context({"font.family": fonts.family()}):
        _draw_base(sheet, spec, theme)
        subject = content.Content(sheet, spec, theme)
        subject.draw_chain()
        if spec.lines:  # first: a place that is also a corner of the triangle keeps its distance in the label
            subject.draw_lines(spec.lines)
        if spec.triangle:
            subject.draw_triangle(spec.triangle)
        subject.draw_straits()
        subject.draw_bases()
        for path in spec.layers:
            subject.draw_user_layer(path)
        placed, left_out = place(subject.labels, subject.canvas)
        for item in placed:
            _draw_label(sheet, item, theme)
            subject.canvas.obstacles += [item.box, *item.leader_boxes()]
        if spec.seas:
            subject.draw_seas()
        furniture.draw_frame(sheet, theme)
        _draw_surroundings(sheet, spec, subject, theme)
    for label in left_out:
        log.log(logging.WARNING if label.required else logging.INFO, "no room for the label %s", label.lines[0])
    if missing := fonts.missing_glyphs("".join(sheet.written)):
        raise InputError(f"the font has no glyph for {' '.join(sorted(missing))}", cure="use other characters")
    return Drawing(sheet, spec, placed, left_out)


def _draw_base(sheet: Sheet, spec: MapSpec, theme: Theme) -> None:
    """Draw sea depth, land, borders and graticule."""
    page = sheet.page
    crs, bounds = page.view.crs, page.bounds_m
    aspect = (bounds[3] - bounds[1]) / (bounds[2] - bounds[0])
    depth = basemap.depth_in_view(crs, bounds, _BACKGROUND_PX, max(1, round(_BACKGROUND_PX * aspect)))
    shallow, deep = np.array(to_rgb(theme.sea_shallow)), np.array(to_rgb(theme.sea_deep))
    share = np.clip(np.nan_to_num(-depth) / _FULL_DEPTH_M, 0, 1)[..., None] ** 0.6
    sheet.image(shallow + (deep - shallow) * share, z=0)
    furniture.draw_graticule(sheet, theme)
    land = basemap.land_in_view(crs, bounds, pixel_m=page.metres_per_pt * 0.5)
    shapes = _to_page(page, land.geometry.to_numpy())
    lit = land["country"].isin(spec.highlight).to_numpy()
    for chosen, face in ((~lit, theme.land), (lit, theme.highlight)):
        sheet.area(shapes[chosen], face, theme.coast, 0.35, z=3)
    borders = basemap.borders_in_view(crs, bounds, pixel_m=page.metres_per_pt * 0.5)
    parts = shapely.get_parts(_to_page(page, borders.geometry.to_numpy()))
    sheet.lines([shapely.get_coordinates(p) for p in parts], theme.border, 0.7, z=3.5)


def _to_page(page: Page, geometries: Any) -> Any:
    return shapely.transform(geometries, lambda xy: page.to_page(xy[:, 0], xy[:, 1]))


def _draw_label(sheet: Sheet, item: Placed, theme: Theme) -> None:
    if item.leader:
        x1, y1, x2, y2 = item.leader
        sheet.line(np.array([(x1, y1), (x2, y2)]), item.label.color, 0.6, z=12.5)
    for text, x, y, size in item.baselines():
        sheet.text(x, y, text, size, item.label.color, align=item.align, halo=theme.page)


def _draw_surroundings(sheet: Sheet, spec: MapSpec, subject: content.Content, theme: Theme) -> None:
    """Draw header, panel and footer."""
    furniture.draw_header(sheet, theme, spec.text(spec.title), spec.text(spec.subtitle))
    x0, y0, x1, y1 = sheet.page.panel
    legend_end = furniture.draw_legend(sheet, theme, subject.legend, x0, y1, x1 - x0)
    notes_top = y0 + 38
    compass_y = notes_top + 53
    heading = word("widths", spec.lang)
    furniture.draw_widths(sheet, theme, heading, subject.widths, x0, legend_end - 4, x1 - x0, least=compass_y + 40)
    furniture.draw_compass(sheet, theme, x0 + 32, compass_y, 19, spec.lang)
    furniture.draw_scale(sheet, theme, x0 + 84, compass_y - 4, x1 - x0 - 84)
    notes = [furniture.scale_words(sheet.page, spec.lang), word("measured", spec.lang)]
    furniture.draw_notes(sheet, theme, notes, x0, notes_top, x1 - x0)
    furniture.draw_footer(sheet, theme, word("sources", spec.lang), spec.date or newest_date())


def newest_date() -> str:
    """Return the date of the newest fact in the layers, as the map's own date."""
    dates = [str(d) for name in ("bases", "straits", "chains") for d in layers.load(name)["as_of"].dropna()]
    return max(dates, default="")
