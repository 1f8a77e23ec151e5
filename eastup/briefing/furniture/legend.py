"""The legend of a map, and its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from eastup.draw import fonts
from eastup.draw.text import shrunk, wrap
from eastup.draw.theme import LEAST_PT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eastup.draw.document import Sheet
    from eastup.draw.theme import Theme


Row: TypeAlias = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True)
class Table:
    """A small table beside the map: a name, a value in one or more lengths (the longest first), and a colour."""

    heading: str
    rows: Sequence[Row]


_ROW_PT = 11.4
_CLOSE_ROW_PT = 10.2


def draw_table(sheet: Sheet, theme: Theme, table: Table, x: float, top: float, width: float, least: float) -> float:
    """Write a table as far down as ``least``, closer set where it is long; return its lower edge.

    A table that would not fit whole ends with a line that says how many rows are left out.
    """
    if not table.rows:
        return top
    size = LEAST_PT
    variants = range(min(len(values) for _, values, _ in table.rows))
    spilling = [sum(not _row_fits(row, v, size, width) for row in table.rows) for v in variants]
    variant = min(variants, key=lambda v: (spilling[v], v))
    rows = [part for row in table.rows for part in _one_or_two(row, variant, size, width)]
    fits = max(0, int((top - 15 - least) / _CLOSE_ROW_PT))
    if fits < min(3, len(rows)):
        return top
    pitch = min(_ROW_PT, (top - 15 - least) / len(rows)) if len(rows) <= fits else _CLOSE_ROW_PT
    shown = rows if len(rows) <= fits else rows[: fits - 1]
    with sheet.about("table", table.heading, rows=[[name, values[variant]] for name, values, _ in table.rows]):
        sheet.text(x, top - 9.5, table.heading, shrunk(table.heading, 9.0, width), theme.ink, bold=True)
        y = top - 12 - pitch * 0.8
        for name, value, color in shown:
            room = width - fonts.width_pt(value, size) - 6
            if fonts.width_pt(name, size) > room:
                name = _without_brackets(name)
            sheet.text(x, y, name, shrunk(name, size, room), color)
            sheet.text(x + width, y, value, size, theme.quiet, align="right")
            y -= pitch
        if len(shown) < len(rows):
            sheet.text(x, y, f"+ {len(rows) - len(shown)}", size, theme.quiet)
            y -= pitch
    return y


def _without_brackets(name: str) -> str:
    """Return a name without what stands in brackets at its end."""
    at = min((i for i in (name.find("("), name.find("（")) if i >= 0), default=-1)
    return name[:at].rstrip() if at >= 0 and name.endswith((")", "）")) else name


def _row_fits(row: Row, variant: int, size: float, width: float) -> bool:
    name, values, _ = row
    return fonts.width_pt(_without_brackets(name), size) + fonts.width_pt(values[variant], size) + 6 <= width


def _one_or_two(row: Row, variant: int, size: float, width: float) -> list[tuple[str, str, str]]:
    """Return a row with its value; a value that does not fit beside the name gets a line of its own."""
    name, values, color = row
    if _row_fits(row, variant, size, width) or fonts.width_pt(values[variant], size) > width:
        return [(name, values[variant], color)]
    return [(name, "", color), ("", values[variant], color)]


@dataclass(frozen=True)
class LegendItem:
    """One entry of the legend: how to draw its sample, and its text."""

    draw: Callable[[float, float], None]
    text: str
    detail: str = ""
    indent_pt: float = 30.0
    """From the left edge of the sample to the text."""


def draw_legend(
    sheet: Sheet, theme: Theme, items: list[LegendItem], x: float, top: float, width: float, tight: bool = False
) -> float:
    """Draw the legend of what is on the map; return its lower edge."""
    y = top
    size = LEAST_PT if tight else 9.4
    with sheet.about("legend"):
        for item in items:
            item.draw(x, y - 5)
            left, room = x + item.indent_pt, width - item.indent_pt
            for line in wrap(item.text, size, room):
                sheet.text(left, y - 8, line, size, theme.ink)
                y -= size * 1.24
            for line in [piece for part in item.detail.split("\n") for piece in wrap(part, LEAST_PT, room)]:
                sheet.text(left, y - 7.5, line, LEAST_PT, theme.quiet)
                y -= 10.6
            y -= 2.6 if tight else 6
    return y
