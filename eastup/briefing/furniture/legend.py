"""The legend of a map, and its tables."""

from __future__ import annotations

import itertools
import logging
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from eastup.briefing.words import without_brackets
from eastup.draw import fonts
from eastup.draw.text import cut, even, middle_cut, shrunk, wrap
from eastup.draw.theme import LEAST_PT
from eastup.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eastup.briefing.spec.tables import LegendKeys
    from eastup.draw.document import Sheet
    from eastup.draw.theme import Theme
    from eastup.geodesy.types import Bounds


log = logging.getLogger(__name__)

Row: TypeAlias = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True)
class Table:
    """A small table beside the map: a name, a value in one or more lengths (the longest first), and a colour."""

    heading: str
    rows: Sequence[Row]
    needed: bool = False
    """Whether the map can't be read without it, as without the names of its numbers: no row is left out, and where they
    have no room, values stand behind their names."""


_LEAST_SHARE = 0.25
"""Of its rows; a table that would show fewer tells less than the map, and is left out."""
_ROW_PT = 11.4
_CLOSE_ROW_PT = 10.2
_INDENT, _INDENT_PT = "    ", 12.0
"""Before the further lines of a name in a table."""
_LEAST_KEY_PT = 96.0
"""Width of the key of numbers, for its heading."""
_LONG_NAME_PT = 128.0
"""Names longer than this are set smaller."""
_ENTRY_LINE, _DETAIL_PT, TIGHT_GAP_PT = 1.24, 10.6, 2.6
"""Of the legend: leading of an entry, line of what is added to it, and space between entries beside tables."""
KEY_GAP_PT = 12.0
KEY_NUMBER_PT = 18.0
_KEY_ROW_PT = 10.2
_MOST_COLUMNS = 2
"""Of a table of names that go on in another line."""
_MORE_COLUMNS = 1
"""Of a key, than its rows would need if each were one line."""
_ROUNDING_PT = 0.5
"""What a shrunk name may be too wide: widths do not follow the size exactly, and matplotlib 3.10 rounds them."""


def draw_table(  # noqa: PLR0913 - a column of the page: its place, width and foot
    sheet: Sheet, theme: Theme, table: Table, x: float, top: float, width: float, least: float
) -> float:
    """Write a table as far down as ``least``, closer set where it is long; return its lower edge.

    A table that would not fit whole ends with a line that says how many rows are left out.
    """
    if not table.rows:
        return top
    size = LEAST_PT
    variants = range(min(len(values) for _, values, _ in table.rows))
    spilling = [sum(not _row_fits(row, v, size, width) for row in table.rows) for v in variants]
    variant = min(variants, key=lambda v: (spilling[v], v))
    parted = [_one_or_two(row, variant, size, width) for row in table.rows]
    rows = [part for parts in parted for part in parts]
    fits = max(0, int((top - 15 - least) / _CLOSE_ROW_PT))
    if len(rows) > fits and (told := _columns(_plain(table, fits, size, width), fits, size, width)):
        return _draw_columns(sheet, theme, table.heading, told, (x, top, width))
    if fits < min(3, len(rows)) or (fits < _LEAST_SHARE * len(rows) and not table.needed):
        return top
    pitch = min(_ROW_PT, (top - 15 - least) / len(rows)) if len(rows) <= fits else _CLOSE_ROW_PT
    ends = list(itertools.accumulate(map(len, parted)))
    whole = len(parted) if len(rows) <= fits else bisect_right(ends, fits - 1)  # no row without its value
    shown, left_out = rows[: ends[whole - 1] if whole else 0], len(parted) - whole
    with sheet.about("table", table.heading, rows=[[name, values[variant]] for name, values, _ in table.rows]):
        sheet.text(x, top - 9.5, table.heading, shrunk(table.heading, 9.0, width), theme.ink, bold=True)
        y = top - 12 - pitch * 0.8
        for name, beside, color in shown:
            own = shrunk(beside, size, width)  # such as the long name of a user's hub
            value = cut(beside, own, width + _ROUNDING_PT)
            room = width - fonts.width_pt(value, own) - 6
            if fonts.width_pt(name, size) > room:
                name = without_brackets(name)
            small = shrunk(name, size, room)
            sheet.text(x, y, cut(name, small, room + _ROUNDING_PT), small, color)
            sheet.text(x + width, y, value, own, theme.quiet, align="right")
            y -= pitch
        if left_out:
            sheet.text(x, y, f"+ {left_out}", size, theme.quiet)
            y -= pitch
            if table.needed or not any(
                values[variant] for _, values, _ in table.rows
            ):  # what the numbers on the map stand for
                log.warning("eastup: no room in the table %r for %s rows", table.heading, left_out)
    return y


@dataclass(frozen=True)
class _Columns:
    """Rows of names alone, and how many columns and rows of them there may be."""

    rows: list[tuple[str, str, str]]
    columns: int
    deep: int


def _plain(table: Table, deep: int, size: float, width: float) -> Table:
    """Return a table of which no row may be left out as names alone, with their values behind them if all have room."""
    if not table.needed:
        return table
    told = [(" ".join(filter(None, (name, values[-1]))), ("",), color) for name, values, color in table.rows]
    room = (width + KEY_GAP_PT) / _MOST_COLUMNS - KEY_GAP_PT
    fit = sum(len(_one_or_two(row, 0, size, room)) for row in told) <= deep * _MOST_COLUMNS
    return replace(table, rows=told if fit else [(name, ("",), color) for name, _, color in table.rows])


def _columns(table: Table, deep: int, size: float, width: float) -> _Columns | None:
    """Return the columns of a table of names alone, as few as hold all of them; None for any other table.

    A name that is too long for its column goes on in another line, as long as there is room for all names; else in
    fewer lines, the last of which lacks its middle: a number on the map is never without its name.
    """
    if any(any(values) for _, values, _ in table.rows):
        return None
    widest = max(fonts.width_pt(name, size) for name, _, _ in table.rows)
    whole = max(1, int((width + KEY_GAP_PT) / (widest + KEY_GAP_PT)))
    for columns in range(2, max(whole, _MOST_COLUMNS) + 1):
        room = (width + KEY_GAP_PT) / columns - KEY_GAP_PT
        rows = [part for row in table.rows for part in _one_or_two(row, 0, size, room)]
        if len(rows) <= deep * columns:
            break
    else:
        needed = [len(_one_or_two(row, 0, size, room)) for row in table.rows]
        allowed = _shared_out(needed, deep * columns)
        told = zip(table.rows, allowed, strict=True)
        rows = [part for row, most in told for part in _shortened(row, most, size, room)]
        log.warning("eastup: names in the table %r are cut to their room", table.heading)
    return _Columns(rows, columns, deep)


def _shared_out(needed: list[int], lines: int) -> list[int]:
    """Return how many lines each name has of too few: those that need most lose first, and none its only one."""
    allowed = list(needed)
    while sum(allowed) > lines and max(allowed) > 1:
        allowed[len(allowed) - 1 - allowed[::-1].index(max(allowed))] -= 1
    return allowed


def _shortened(row: Row, most: int, size: float, width: float) -> list[tuple[str, str, str]]:
    """Return a name alone in at most `most` lines, the last of them without its middle: names differ at the end."""
    name, _, color = row
    lines = _name_lines(name, size, width)
    if len(lines) > most:
        room = width - _INDENT_PT * (most > 1)
        lines = [*lines[: most - 1], middle_cut(" ".join(lines[most - 1 :]), size, room)]
    return [(_INDENT * bool(n) + line, "", color) for n, line in enumerate(lines)]


def _name_lines(name: str, size: float, width: float) -> list[str]:
    """Return a name alone as the lines of a table: whole where it fits, else broken, its further lines set in."""
    if fonts.width_pt(name, size) <= width:
        return [name]
    words = name.split(" ")
    whole = next((n for n in range(len(words) - 1, 0, -1) if fonts.width_pt(" ".join(words[:n]), size) <= width), 0)
    if not " ".join(words[:whole]).strip("0123456789 "):  # a number alone, or a name without spaces
        return wrap(name, size, width - _INDENT_PT) or [name]
    return [" ".join(words[:whole]), *wrap(" ".join(words[whole:]), size, width - _INDENT_PT)]


def table_height(table: Table, width: float) -> float:
    """Return how high a table is that is set close and is whole, points."""
    if not table.rows:
        return 0.0
    variants = range(min(len(values) for _, values, _ in table.rows))
    rows = min(sum(len(_one_or_two(row, v, LEAST_PT, width)) for row in table.rows) for v in variants)
    return 15.0 + rows * _CLOSE_ROW_PT + 8.0


def key_height(table: Table, width: float) -> float:
    """Return how high a table is in columns, of which no row may be left out, points; 0 for any other."""
    if not table.needed:
        return 0.0
    room = (width + KEY_GAP_PT) / _MOST_COLUMNS - KEY_GAP_PT
    lines = sum(len(_name_lines(name, LEAST_PT, room)) for name, _, _ in table.rows)
    return 15.0 + -(-lines // _MOST_COLUMNS) * _CLOSE_ROW_PT


def _draw_columns(sheet: Sheet, theme: Theme, heading: str, told: _Columns, at: tuple[float, float, float]) -> float:
    """Write names in columns, down each in turn; return the lower edge."""
    x, top, width = at
    deep = min(told.deep, -(-len(told.rows) // told.columns))
    step = (width + KEY_GAP_PT) / told.columns
    shown = told.rows[: deep * told.columns]
    with sheet.about("table", heading, rows=[[name, value] for name, value, _ in told.rows]):
        sheet.text(x, top - 9.5, heading, shrunk(heading, 9.0, width), theme.ink, bold=True)
        for n, (name, _, color) in enumerate(shown):
            sheet.text(x + n // deep * step, top - 12 - _CLOSE_ROW_PT * (n % deep + 0.8), name, LEAST_PT, color)
    if len(shown) < len(told.rows):
        log.warning("eastup: no room in the table %r for %s rows", heading, len(told.rows) - len(shown))
    return top - 12 - _CLOSE_ROW_PT * (deep + 0.3)


def _row_fits(row: Row, variant: int, size: float, width: float) -> bool:
    name, values, _ = row
    return fonts.width_pt(without_brackets(name), size) + fonts.width_pt(values[variant], size) + 6 <= width


def _one_or_two(row: Row, variant: int, size: float, width: float) -> list[tuple[str, str, str]]:
    """Return a row with its value; a value that does not fit beside the name gets a line of its own."""
    name, values, color = row
    if not values[variant]:  # a name alone, in as many lines as it needs
        first, *others = _name_lines(name, size, width)
        return [(first, "", color), *((_INDENT + line, "", color) for line in others)]
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
    name: str = ""
    """By which a reader may order, reword or hide it."""


def joined(items: list[LegendItem], between: str) -> list[LegendItem]:
    """Return the entries of all maps on a page, each once: what an entry adds, such as names, from every map.

    Parameters
    ----------
    items : list of LegendItem
        In the order of the maps.
    between : str
        Stands between what two maps add.
    """
    told: dict[str, LegendItem] = {}
    added: dict[str, dict[str, None]] = {}
    for item in items:
        told.setdefault(item.text, item)
        added.setdefault(item.text, {})[item.detail] = None
    return [replace(item, detail=between.join(filter(None, added[text]))) for text, item in told.items()]


_ENTRIES = frozenset(
    {"chain", "strait", "closed", "us_base", "host_base", "edca_base", "lines", "triangle", "rings", "nearest", "open",
     "ship_time", "ship_key"}
)  # fmt: skip
"""Entries that a map may have or not, as its frame and its options are: to hide what is not there is no fault."""


def arranged(items: list[LegendItem], keys: LegendKeys, text: Callable[[dict[str, str]], str]) -> list[LegendItem]:
    """Return the entries of a legend in the order and the words that a reader asks for.

    Parameters
    ----------
    items : list of LegendItem
    keys : LegendKeys
    text : callable
        Takes a text in several languages and returns it in the map's.

    Raises
    ------
    UnknownNameError
        If no legend has an entry of a name that is ordered, hidden or reworded.
    """
    known = {item.name for item in items if item.name} | _ENTRIES
    for table, names in (("order", keys.order), ("hide", keys.hide), ("words", keys.words)):
        for name in names:
            if name not in known:
                raise UnknownNameError("entry of the legend", name, sorted(known), where=f"legend.{table}")
    order = list(keys.order)

    def listed(name: str, names: Sequence[str]) -> str | None:
        """Return the entry by which one is listed: itself, or the layer whose value it is."""
        return next((one for one in (name, name.partition(": ")[0]) if one in names), None)

    kept = [item for item in items if listed(item.name, keys.hide) is None]
    places = {item.name: listed(item.name, order) for item in kept}
    kept.sort(key=lambda item: len(order) if (one := places[item.name]) is None else order.index(one))
    return [_reworded(item, text(keys.words[item.name])) if item.name in keys.words else item for item in kept]


def _reworded(item: LegendItem, text: str) -> LegendItem:
    """Return an entry in a reader's words, which say themselves how the thickness of gates is meant."""
    return replace(item, text=text, detail="" if item.name == "strait" else item.detail)


def draw_legend(  # noqa: PLR0913 - a column of the page: its place and width
    sheet: Sheet, theme: Theme, items: list[LegendItem], x: float, top: float, width: float, tight: bool = False,
    gap: float | None = None,
) -> float:  # fmt: skip
    """Draw the legend of what is on the map; return its lower edge.

    Parameters
    ----------
    gap : float, optional
        Between entries, points; where not given, as ``tight`` is.
    """
    y = top
    size = LEAST_PT if tight else 9.4
    with sheet.about("legend"):
        for item in items:
            item.draw(x, y - 5)
            left = x + item.indent_pt
            words, details = _entry(item, size, width)
            for line in words:
                sheet.text(left, y - 8, line, size, theme.ink)
                y -= size * _ENTRY_LINE
            for line in details:
                sheet.text(left, y - 7.5, line, LEAST_PT, theme.quiet)
                y -= _DETAIL_PT
            y -= gap if gap is not None else TIGHT_GAP_PT if tight else 6
    return y


def legend_height(items: list[LegendItem], width: float, gap: float) -> float:
    """Return how high a tight legend is, points."""
    parts = [_entry(item, LEAST_PT, width) for item in items]
    return sum(len(words) * LEAST_PT * _ENTRY_LINE + len(details) * _DETAIL_PT + gap for words, details in parts)


def _entry(item: LegendItem, size: float, width: float) -> tuple[list[str], list[str]]:
    """Return the lines of an entry's text and of what is added to it."""
    room = width - item.indent_pt
    details = [piece for part in item.detail.split("\n") for piece in even(part, LEAST_PT, room)]
    return even(item.text, size, room), details


_BETWEEN = ", "
"""Stands between names that share a number."""


@dataclass(frozen=True)
class KeyRow:
    """A number on the map and the name that it stands for."""

    number: str
    name: str
    color: str


def draw_key(sheet: Sheet, theme: Theme, heading: str, rows: list[KeyRow], box: Bounds) -> None:
    """Write what the numbers on a map stand for, down the columns of a box.

    A name is shrunk to its column; one that is too long even so, as those of several points that share a number, goes
    on in further lines, and there are more columns where these need them.
    """
    x0, y0, x1, y1 = box
    deep = key_rows(y1 - y0)
    usual = -(-len(rows) // deep)
    arrangements = []
    for columns in sorted(range(1, usual + _MORE_COLUMNS + 1), key=lambda n: abs(n - usual)):
        width = (x1 - x0 + KEY_GAP_PT) / columns - KEY_GAP_PT
        lines = [line for row in rows for line in _key_lines(row, width - KEY_NUMBER_PT)]
        arrangements.append((max(0, len(lines) - deep * columns), width, lines))
    surplus, width, lines = min(arrangements, key=lambda one: one[0])
    if surplus:
        log.warning("eastup: no room in the key for %s lines", surplus)
    pitch = (y1 - 14 - y0) / deep
    with sheet.about("key", heading):
        sheet.text(x0, y1 - 9.5, heading, shrunk(heading, 9.0, x1 - x0), theme.ink, bold=True)
        for n, (row, size) in enumerate(lines[: len(lines) - surplus]):
            x, y = x0 + n // deep * (width + KEY_GAP_PT), y1 - 14 - pitch * (n % deep + 0.8)
            if row.number:
                sheet.text(x + KEY_NUMBER_PT - 4, y, row.number, LEAST_PT, row.color, align="right", bold=True)
            sheet.text(x + KEY_NUMBER_PT, y, row.name, size, theme.ink)


def _key_lines(row: KeyRow, room: float) -> list[tuple[KeyRow, float]]:
    """Return a row of the key as one line or more, each with its size; only the first bears the number."""
    size = shrunk(row.name, LEAST_PT, room)
    if fonts.width_pt(row.name, size) <= room + _ROUNDING_PT:
        return [(row, size)]
    first, *others = _whole_names(row.name, room)
    return [(replace(row, name=first), LEAST_PT), *((replace(row, name=t, number=""), LEAST_PT) for t in others)]


def _whole_names(names: str, room: float) -> list[str]:
    """Wrap names that share a number, each in one line where it fits."""
    several = names.split(_BETWEEN)
    if any(fonts.width_pt(name + _BETWEEN.strip(), LEAST_PT) > room + _ROUNDING_PT for name in several):
        return wrap(names, LEAST_PT, room)
    lines = [several[0]]
    for name in several[1:]:
        longer = lines[-1] + _BETWEEN + name
        if fonts.width_pt(longer + _BETWEEN.strip(), LEAST_PT) <= room + _ROUNDING_PT:
            lines[-1] = longer
        else:
            lines[-1] += _BETWEEN.strip()
            lines.append(name)
    return lines


def key_rows(height_pt: float) -> int:
    """Return how many rows a column of the key holds."""
    return max(1, int((height_pt - 14) / _KEY_ROW_PT))


def key_width(names: list[str], height_pt: float) -> float:
    """Return how wide the key of some names is, points."""
    widest = max((fonts.width_pt(name + _BETWEEN.strip(), LEAST_PT) for name in names), default=1.0)
    columns = -(-len(names) // key_rows(height_pt))
    return max(columns * (KEY_NUMBER_PT + min(widest, _LONG_NAME_PT) + KEY_GAP_PT) - KEY_GAP_PT, _LEAST_KEY_PT)
