"""The panel at the right of the maps, or below them: legend, remarks, tables, locator, compass and scale bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup.briefing.furniture import frame, legend, locator, scale
from eastup.draw.scale import captioned_above

if TYPE_CHECKING:
    from eastup.briefing.furniture.legend import LegendItem, Table
    from eastup.briefing.spec.spec import MapSpec
    from eastup.draw.document import Sheet
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme
    from eastup.geodesy.types import Bounds

_GLOBE_PT, _COMPASS_PT = 31.0, 16.0
"""Radii."""
_SCALE_FOOT_PT, _COMPASS_FOOT_PT, _GLOBE_FOOT_PT = 30.0, 64.0, 100.0
"""Height of the scale bar alone, with the compass beside it, and with compass and locator above it."""
_CAPTION_PT = 14.0
"""Of what a compass says above it."""
_NARROW_PT = 150.0
"""A panel narrower than this holds no text."""
_COLUMN_GAP = 18.0
_REMARK_PT = (11.0, 10.5, 10.0, 9.5, 9.0)
"""Sizes of remarks, the largest that leaves room for the rest."""


@dataclass(frozen=True)
class PanelContent:
    """What stands beside the maps of a page, but for the frame."""

    legend: list[LegendItem]
    remarks: list[str]
    tables: list[Table]
    pages: list[Page]


def draw_panel(sheet: Sheet, theme: Theme, spec: MapSpec, content: PanelContent) -> None:
    """Fill the panel of a page."""
    if not sheet.page.panel_below:
        _at_the_right(sheet, theme, spec, content)
    elif len(content.pages) == 1:
        _below_one(sheet, theme, spec, content)
    else:
        _below_several(sheet, theme, spec, content)


def one_way(spec: MapSpec) -> bool:
    """Say whether all maps of a page are turned the same way, so that one compass serves them."""
    return len({one.up for one in spec.maps()}) == 1


def _draw_scale(sheet: Sheet, theme: Theme, spec: MapSpec, x: float, y: float, width: float) -> None:
    """Draw the scale bar, unless each map has its own."""
    if not spec.own_scales:
        scale.draw_scale(sheet, theme, x, y, width)


def _at_the_right(sheet: Sheet, theme: Theme, spec: MapSpec, content: PanelContent) -> None:
    """From the top legend, remarks and tables; at the foot locator, compass and scale.

    The locator makes way for tables that are not whole without its room.
    """
    x0, y0, x1, y1 = sheet.page.panel
    width = x1 - x0
    if width < _NARROW_PT:
        _stacked(sheet, theme, spec, content)
        return
    without = y0 + (_COMPASS_FOOT_PT if one_way(spec) else _SCALE_FOOT_PT)
    with_globe = y0 + _GLOBE_FOOT_PT if spec.inset else without
    if one_way(spec) and captioned_above(sheet.page):
        without, with_globe = without + _CAPTION_PT, with_globe + _CAPTION_PT
    key = sum(legend.key_height(table, width) for table in content.tables)
    full = y1 - legend.legend_height(content.legend, width, legend.TIGHT_GAP_PT) - 4 - key < without
    gap = 0.0 if key and full else None  # sooner than that a number on the map lacks its name
    y = legend.draw_legend(sheet, theme, content.legend, x0, y1, width, tight=bool(content.tables), gap=gap) - 4
    sizes = _REMARK_PT if not content.tables else _REMARK_PT[-1:]
    fits = (s for s in sizes if y - frame.remarks_height(content.remarks, width, s) > with_globe + 12)
    y = frame.draw_remarks(sheet, theme, content.remarks, x0, y, width, next(fits, sizes[-1]))
    needed = sum(legend.table_height(table, width) for table in content.tables)
    globe = spec.inset and (not content.tables or y - needed >= with_globe)
    least = with_globe if globe else without
    for table in content.tables:
        y = legend.draw_table(sheet, theme, table, x0, y - 2, width, least=least) - 6
    foot = y0 + 10
    if not globe and one_way(spec):  # side by side
        scale.draw_compass(sheet, theme, x0 + 32, foot + 26, _COMPASS_PT, spec.lang)
        _draw_scale(sheet, theme, spec, x0 + 76, foot + 16, min(width - 76, 110.0))
        return
    _draw_scale(sheet, theme, spec, x0, foot, min(width, 130.0))
    if one_way(spec):
        scale.draw_compass(sheet, theme, x0 + 30, foot + 54, _COMPASS_PT, spec.lang)
    if globe:
        x = x1 - 3 - _GLOBE_PT if one_way(spec) else x0 + _GLOBE_PT
        locator.draw_globe(sheet, theme, x, foot + 53, _GLOBE_PT, _located(spec, content))


def _stacked(sheet: Sheet, theme: Theme, spec: MapSpec, content: PanelContent) -> None:
    """At the foot of a narrow panel scale, compass and locator, one above the other."""
    x0, y0, x1, _ = sheet.page.panel
    foot, middle = y0 + 10, (x0 + x1) / 2
    _draw_scale(sheet, theme, spec, x0, foot, x1 - x0)
    if one_way(spec):
        scale.draw_compass(sheet, theme, middle, foot + 54, _COMPASS_PT, spec.lang)
    if spec.inset:
        locator.draw_globe(sheet, theme, middle, foot + 132, _GLOBE_PT, _located(spec, content))


def _below_one(sheet: Sheet, theme: Theme, spec: MapSpec, content: PanelContent) -> None:
    """Columns below one map: legend, remarks, tables, then locator, compass and scale."""
    x0, y0, x1, y1 = sheet.page.panel
    blocks = 2 + bool(content.remarks) + bool(content.tables)
    column = (x1 - x0 - _COLUMN_GAP * (blocks - 1)) / blocks
    legend.draw_legend(sheet, theme, content.legend, x0, y1, column, tight=True)
    x = x0 + column + _COLUMN_GAP
    if content.remarks:
        frame.draw_remarks(sheet, theme, content.remarks, x, y1, column)
        x += column + _COLUMN_GAP
    if content.tables:
        _draw_tables(sheet, theme, content, (x, y0, x + column, y1))
        x += column + _COLUMN_GAP
    left = x + _draw_locator(sheet, theme, spec, x, y1, content)
    if one_way(spec):
        scale.draw_compass(sheet, theme, left + 22, y1 - 26, 17, spec.lang)
    _draw_scale(sheet, theme, spec, x, y1 - 100, min(130.0, x1 - x))


def _draw_tables(sheet: Sheet, theme: Theme, content: PanelContent, box: Bounds) -> None:
    """Draw the tables one below the other, from the top of a box."""
    x0, y0, x1, y = box
    for table in content.tables:
        y = legend.draw_table(sheet, theme, table, x0, y, x1 - x0, least=y0) - 6


def _located(spec: MapSpec, content: PanelContent) -> list[Page]:
    """Return the maps whose frames the locator shows: all that have extents of their own."""
    return content.pages if spec.own_scales else content.pages[:1]


def _draw_locator(sheet: Sheet, theme: Theme, spec: MapSpec, x: float, top: float, content: PanelContent) -> float:
    """Draw the locator below a map, where there is to be one; return the width that it takes, points."""
    if not spec.inset:
        return 0.0
    locator.draw_globe(sheet, theme, x + 34, top - 34, 34, _located(spec, content))
    return 84.0


def _below_several(sheet: Sheet, theme: Theme, spec: MapSpec, content: PanelContent) -> None:
    """Below several maps, each block under the edge of a map or of half a map: legend, text, then the frame."""
    x0, y0, x1, y1 = sheet.page.panel
    starts = sorted({round(page.frame[0], 3): page.frame for page in content.pages}.items())
    edges = [x for x, _ in starts]
    if len(edges) < 4:
        edges += [(frame[0] + frame[2]) / 2 for _, frame in starts]
    edges = sorted(edges)
    needed = one_way(spec) * 62.0 + spec.inset * 84.0 + 75.0
    last = max((x for x in edges if x1 - x >= needed), default=x1 - needed)
    columns = [x for x in edges if x < last]
    texts = bool(content.remarks) + bool(content.tables)
    if len(columns) <= texts:  # too few edges for a block under each
        last = x1 - needed
        columns = [x0 + n * (last - x0) / (texts + 1) for n in range(texts + 1)]
    # a table is one column wide, and remarks take what the legend needs not
    tables_from = len(columns) - bool(content.tables)
    remarks_from = 1 if content.remarks else tables_from
    ends = [*columns, last]
    legend.draw_legend(sheet, theme, content.legend, x0, y1, ends[remarks_from] - x0 - _COLUMN_GAP, tight=True)
    if content.remarks:
        x = ends[remarks_from]
        frame.draw_remarks(sheet, theme, content.remarks, x, y1, ends[tables_from] - x - _COLUMN_GAP)
    if content.tables:
        _draw_tables(sheet, theme, content, (ends[tables_from], y0, last - _COLUMN_GAP, y1))
    x = last + _draw_locator(sheet, theme, spec, last, y1, content)
    if one_way(spec):
        scale.draw_compass(sheet, theme, x + 28, y1 - 20, 17, spec.lang)
        x += 68
    _draw_scale(sheet, theme, spec, x, y1 - 24, min(130.0, x1 - x))
