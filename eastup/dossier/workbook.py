"""The workbook of the folder as a person wants it: heads in the language, units, formats, and set up to print."""

from __future__ import annotations

import math
import re
import unicodedata
from copy import copy
from typing import TYPE_CHECKING, Any

from eastup import places, words
from eastup.dossier import about
from eastup.dossier.marked import Marked
from eastup.io import workbooks
from eastup.results import language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd
    from openpyxl.styles import Alignment

    from eastup.io.provenance import Record

_UNITS = {"km": "km", "nmi": "nmi", "mi": "mi", "deg": "°", "pct": "%"}
_UNIT_OF = {"hours": "h"}
_UNIT = re.compile(r"(.+)_(km|nmi|mi|deg|pct)$")
_NAMES = frozenset({"hub", "origin", "target", "farthest", "nearest", "from", "to"})
"""Columns that hold names of places."""
_FONT = "Calibri"
_WIDEST = 44
"""Width of a column, in letters; a longer text goes on in the next line of its cell."""
_MANY_COLUMNS, _NARROWER = 12, 24
"""A sheet of more columns has texts in narrower ones, so that it can be read on paper."""
_LETTERS_PER_WIDTH = 1.12
"""How many letters of a text stand in a unit of width, which is that of a figure."""
_ABOUT_WIDTHS = (24, 100)
_LINE_PT = 15.0
_MOST_ROWS_ON_PAPER = 400
"""A longer sheet is for the screen: it prints its first pages alone."""


def write(
    sheets: dict[str, pd.DataFrame],
    path: Path,
    lang: str,
    record: Record,
    marked: Marked = Marked(),  # noqa: B008 - frozen
) -> None:
    """Write the sheets of the folder's workbook, by their key; the last sheet says what made them.

    Parameters
    ----------
    sheets : dict of DataFrame
        By ``hubs``, ``grid``, ``distances``, ``claims`` and ``sources``.
    path : Path
    lang : {'en', 'ja', 'ko'}
    record : Record
    marked : Marked
        What stands at the head and the foot of each printed page.
    """
    called = {place.name: place.in_language(lang).name for place in places.all_places()}
    titles = words.of("dossier.sheet", lang)
    filled = {key: _filled(table) for key, table in sheets.items()}
    told = {titles[key]: _translated(key, table, called, lang) for key, table in filled.items()}
    book = workbooks.workbook(told, record, second_heads=True)
    for key, table in filled.items():
        figures = frozenset(str(column) for column in table.select_dtypes("number").columns)
        _dress(book[titles[key]], [str(column) for column in table.columns], figures, key, lang)
    _dress_about(book.worksheets[-1], titles["about"], about.rows(record, lang), lang)
    marked.on_sheets(book)
    workbooks.save(book, path)


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the columns that say nothing; a cell with nothing in it is empty."""
    return table.replace({"": None}).dropna(axis="columns", how="all")


def _translated(key: str, table: pd.DataFrame, called: dict[str, str], lang: str) -> pd.DataFrame:
    """Return a table with the names of places and the words of its cells in the language."""
    result = table.copy()
    cell = words.of("dossier.cell", lang)
    told = {"mode": words.of("dossier.deck", lang), "verdict": words.of("dossier.verdict", lang), "kind": cell}
    told["qualifier"] = cell
    for column in result.columns:
        if str(column) in _NAMES:
            result[column] = result[column].map(lambda name: called.get(name, name))
        elif str(column) in told:
            result[column] = result[column].map(lambda value, own=told[str(column)]: own.get(value, value))
    if key == "sources":
        result = language.cells_in(result, lang)
    if key == "grid":
        result.columns = [called.get(str(column), str(column)) for column in result.columns]
    return result


def head(column: str, lang: str) -> tuple[str, str]:
    """Return what a column is called in a language, and its unit.

    Examples
    --------
    >>> head("mean_km", "en")
    ('Mean', 'km')
    """
    match = _UNIT.match(column)
    stem, unit = (match[1], _UNITS[match[2]]) if match else (column, _UNIT_OF.get(column, ""))
    return words.of("dossier.column", lang).get(stem, stem.replace("_", " ")), unit


def _dress(sheet: Any, columns: list[str], figures: frozenset[str], key: str, lang: str) -> None:
    """Put heads and units over a sheet's columns, give its figures formats, and set it up to print."""
    from openpyxl.styles import Alignment

    heads = [head(column, lang) for column in columns]
    if key == "grid":
        heads[1:] = [(sheet.cell(1, index).value, "km") for index in range(2, len(columns) + 1)]
    for index, (text, unit) in enumerate(heads, start=1):
        sheet.cell(1, index).value, sheet.cell(2, index).value = text, unit
    widest = _WIDEST if len(columns) <= _MANY_COLUMNS else _NARROWER
    widths = [_width(sheet, index, widest, figures=column in figures) for index, column in enumerate(columns, start=1)]
    top = "top" if widest in widths else None  # a row of several lines is read from its first
    before, rows = False, dict[int, int]()
    for index, (column, (text, unit), wide) in enumerate(zip(columns, heads, widths, strict=True), start=1):
        numeric = column in figures
        indent = 1 if before and not numeric else 0  # a text after figures that are set right
        _as_head(sheet.cell(1, index), sheet.cell(2, index), "right" if numeric else "left", indent)
        form = "#,##0" if key == "grid" and unit else _format(column, unit)
        cells = [cell for (cell,) in sheet.iter_rows(min_row=3, min_col=index, max_col=index)]
        for row, cell in enumerate(cells if wide == widest else (), start=3):
            if (lines := _lines(cell.value or "", widest * _LETTERS_PER_WIDTH)) > 1:
                rows[row] = max(rows.get(row, 1), lines)
        side, wrapped = "left" if indent else None, wide == widest
        aligned = Alignment(side, top, indent=indent, wrap_text=wrapped) if side or top else None
        _set(cells, form, aligned)
        rows[1] = max(rows.get(1, 1), _lines(text, wide))
        before = numeric
    _set_heights(sheet, rows)
    sheet.freeze_panes = "B3" if key == "grid" else "C3"
    sheet.auto_filter.ref = None  # the units would be sorted with the rows
    _set_up_to_print(sheet)


def _set_heights(sheet: Any, lines: dict[int, int]) -> None:
    """Set rows as high as their lines, which not every program does by itself."""
    for row, count in lines.items():
        sheet.row_dimensions[row].height = _LINE_PT * count


def _set(cells: Iterable[Any], form: str, aligned: Alignment | None) -> None:
    """Give cells a format and an alignment.

    openpyxl looks up every style that a cell is given, which takes longer than to write the cell: those that had the
    same style get the same again.
    """
    dressed: dict[bytes, Any] = {}
    for cell in cells if form or aligned else ():
        plain = cell._style.tobytes() if cell._style else b""
        if plain in dressed:
            cell._style = copy(dressed[plain])
            continue
        if form:
            cell.number_format = form
        if aligned:
            cell.alignment = aligned
        dressed[plain] = cell._style


def _dress_about(sheet: Any, title: str, told: list[tuple[str, str]], lang: str) -> None:
    """Fill the sheet that says what the workbook tells and what made it; keep its long lines on the page."""
    from openpyxl.styles import Alignment

    sheet.title = title
    sheet.delete_rows(2, sheet.max_row)
    for row in told:
        sheet.append(row)
    for index, column in enumerate(workbooks.ABOUT_HEADS, start=1):
        cell = sheet.cell(1, index)
        cell.value = head(column, lang)[0]
        _as_head(cell, cell, "left", 0)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _ABOUT_WIDTHS
    for row in sheet.iter_rows(min_row=2, max_col=2):
        for cell in row:
            cell.data_type = "s"  # a name that starts with "=" is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _set_heights(sheet, {row: -(-_long(text) // (_ABOUT_WIDTHS[1] - 6)) for row, (_, text) in enumerate(told, start=2)})
    _set_up_to_print(sheet)
    sheet.print_title_rows = "1:1"


def _as_head(top: Any, below: Any, side: str, indent: int) -> None:
    """Set the head of a column and the unit below it apart from its values."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for cell, font in ((below, Font(name=_FONT, italic=True, color="5B6B77")), (top, Font(name=_FONT, bold=True))):
        cell.font, cell.fill = font, PatternFill("solid", start_color="E6EFF3")
        cell.alignment = Alignment(wrap_text=cell is top, vertical="center", horizontal=side, indent=indent)


def _width(sheet: Any, index: int, widest: float, *, figures: bool) -> float:
    """Give a column the width of its values, not of its head, which is broken into lines; return it."""
    from openpyxl.utils import get_column_letter

    values = (sheet.cell(row, index).value for row in range(3, min(sheet.max_row, _MOST_ROWS_ON_PAPER) + 1))
    longest = max((_long(value) for value in values if value is not None), default=0)
    least = 10 if figures else max((len(word) for word in str(sheet.cell(1, index).value).split()), default=0)
    column = sheet.column_dimensions[get_column_letter(index)]
    column.width = 11.5 if figures else min(max(longest, least) + 2, widest)
    return float(column.width)


def _lines(text: object, width: float) -> int:
    """Return in how many lines the words of a head stand, set no wider than a column.

    A word that is wider is broken, as those of East Asia are.
    """
    whole = width - 1
    lines, room = 1, whole
    for word in str(text).split():
        if room < _long(word) and room < whole:
            lines, room = lines + 1, whole
        further = max(math.ceil(_long(word) / whole) - 1, 0)
        lines, room = lines + further, room + further * whole - _long(word) - 1
    return lines


def _long(value: object) -> int:
    """Return how many letters wide a value is; those of East Asia are as wide as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in str(value))


def _set_up_to_print(sheet: Any) -> None:
    """Print a sheet on A4 across, as wide as the page, with its head on each page and its name at the foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:2"
    sheet.oddFooter.center.text = "&A, &P / &N"
    last = min(sheet.max_row, _MOST_ROWS_ON_PAPER)
    sheet.print_area = f"A1:{sheet.cell(last, sheet.max_column).coordinate}"


def _format(column: str, unit: str) -> str:
    """Return the format of a column's numbers: metres are more than a distance of hundreds of kilometres bears."""
    if unit in {"km", "nmi", "mi"}:
        return "#,##0.0"
    if unit in {"°", "h", "%"}:
        return "0.0"
    return {"detour": "0.00", "nearest_count": "0", "rank": "0"}.get(column, "")
