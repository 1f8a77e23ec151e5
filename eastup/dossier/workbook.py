"""The workbook of the folder as a person wants it: heads in the language, units, formats, and set up to print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from eastup import places, words
from eastup.io import files, tables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from eastup.io.provenance import Record

_UNITS = {"km": "km", "nmi": "nmi", "mi": "mi", "deg": "°", "pct": "%"}
_UNIT_OF = {"hours": "h"}
_UNIT = re.compile(r"(.+)_(km|nmi|mi|deg|pct)$")
_NAMES = frozenset({"hub", "origin", "target", "farthest", "nearest", "from", "to"})
"""Columns that hold names of places."""
_MOST_ROWS_ON_PAPER = 400
"""A longer sheet is for the screen: it prints its first pages alone."""


def write(sheets: dict[str, pd.DataFrame], path: Path, lang: str, record: Record) -> None:
    """Write the sheets of the folder's workbook, by their key; the last sheet says what made them.

    Parameters
    ----------
    sheets : dict of DataFrame
        By ``hubs``, ``grid``, ``distances``, ``claims`` and ``sources``.
    path : Path
    lang : {'en', 'ja', 'ko'}
    record : Record
    """
    from openpyxl import load_workbook

    called = {place.name: place.in_language(lang).name for place in places.all_places()}
    titles = words.of("dossier.sheet", lang)
    told = {titles[key]: _translated(key, table, called) for key, table in sheets.items()}
    tables.write_workbook(told, path, record)
    book = load_workbook(path)
    for key, table in sheets.items():
        _dress(book[titles[key]], [str(column) for column in table.columns], key, lang)
    book.save(path)
    files.freeze_zip(path)


def _translated(key: str, table: pd.DataFrame, called: dict[str, str]) -> pd.DataFrame:
    """Return a table with the names of places in the language."""
    result = table.copy()
    for column in result.columns:
        if str(column) in _NAMES:
            result[column] = result[column].map(lambda name: called.get(name, name))
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


def _dress(sheet: Any, columns: list[str], key: str, lang: str) -> None:
    """Put heads and units over a sheet's columns, give its numbers formats, and set it up to print."""
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.insert_rows(2)
    for index, column in enumerate(columns, start=1):
        text, unit = head(column, lang)
        if key == "grid" and index > 1:
            text, unit = sheet.cell(1, index).value, "km"
        top, below = sheet.cell(1, index), sheet.cell(2, index)
        top.value, below.value = text, unit
        for cell, font in ((top, Font(bold=True)), (below, Font(italic=True, color="5B6B77"))):
            cell.font, cell.fill = font, PatternFill("solid", start_color="E6EFF3")
            cell.alignment = Alignment(wrap_text=cell is top, vertical="center", horizontal="right" if unit else "left")
        form = _format(column, unit)
        if form:
            for row in range(3, sheet.max_row + 1):
                sheet.cell(row, index).number_format = form
    sheet.freeze_panes = "B3" if key == "grid" else "C3"
    sheet.auto_filter.ref = None  # the units would be sorted with the rows
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
    return "0.00" if column == "detour" else ""
