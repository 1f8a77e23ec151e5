"""What surrounds a map: its frame, the remarks beside it and the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from eastup.draw import fonts
from eastup.draw.document import Text
from eastup.draw.marking import block_width, draw_block
from eastup.draw.text import wrap
from eastup.draw.theme import NOTE_PT

if TYPE_CHECKING:
    from eastup.briefing.furniture.header import Header
    from eastup.draw.document import Sheet
    from eastup.draw.theme import Theme


def draw_frame(sheet: Sheet, theme: Theme, caption: Header | None = None) -> None:
    """Draw the neat line round the map, of the globe its rim, and the map's caption above where it has one."""
    x0, y1 = sheet.page.frame[0], sheet.page.frame[3]
    with sheet.about("frame"):
        edge = shapely.get_coordinates(sheet.page.shown.exterior)
        sheet.line(edge, theme.quiet, 0.8, z=30, clip=False, cap="projecting")
        above = y1 + (17 if _has_figures(sheet) else 5)
        for line in caption.lines if caption else ():
            sheet.text(x0, above + line.rise, line.text, line.size, theme.ink, bold=True)


def _has_figures(sheet: Sheet) -> bool:
    return any(isinstance(i, Text) and i.topic == "graticule" and i.page is sheet.page for i in sheet.items)


_DATE_GAP_PT = 14.0
"""From the notes to the date beside their first line: a slide's own font may run wider."""
_REMARK_PT = 9.0
_REMARK_LINE = 1.29
_REMARK_GAP = 0.55


def draw_remarks(  # noqa: PLR0913 - a column of text: its place, width and size
    sheet: Sheet, theme: Theme, texts: list[str], x: float, top: float, width: float, size: float = _REMARK_PT
) -> float:
    """Write the remarks of a map below one another; return their lower edge."""
    with sheet.about("remarks"):
        for text in texts:
            for line in wrap(text, size, width):
                sheet.text(x, top - 0.94 * size, line, size, theme.ink)
                top -= size * _REMARK_LINE
            top -= size * _REMARK_GAP
    return top


def remarks_height(texts: list[str], width: float, size: float) -> float:
    """Return how much room the remarks take in a size."""
    return sum(len(wrap(text, size, width)) * size * _REMARK_LINE + size * _REMARK_GAP for text in texts)


def draw_footer(sheet: Sheet, theme: Theme, texts: list[str], date: str, block: tuple[str, ...] = ()) -> None:
    """Write below the map how its scale and its distances are to be read, the sources and the date.

    A classification block stands at their right.
    """
    page = sheet.page
    x0, x1 = page.panel[0] if page.panel_below else page.body[0] + 15.0, page.body[2]
    draw_block(sheet, theme, block, x1, page.body[1] - 2)
    x1 -= block_width(block)
    size = NOTE_PT
    with sheet.about("sources"):
        first, *others = texts
        lines = wrap(first, size, x1 - x0 - _DATE_GAP_PT - fonts.width_pt(date, size))
        lines += [line for text in others for line in wrap(text, size, x1 - x0)]
        for number, line in enumerate(lines):
            sheet.text(x0, page.body[1] - 9 - 8.8 * number, line, size, theme.quiet)
        sheet.text(x1, page.body[1] - 9, date, size, theme.quiet, align="right")
