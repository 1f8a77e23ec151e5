"""Writes workbooks (XLSX): what a sheet can hold, frozen heads, and a last sheet that says what made them."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from eastup.errors import InputError, InputWarning
from eastup.io import files, provenance
from eastup.io.columns import is_missing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd
    from openpyxl.workbook.workbook import Workbook

    from eastup.io.provenance import Record

ABOUT = "About"
ABOUT_HEADS = ("about", "value")
"""The sheet of a workbook that says what made it, and its heads."""

_NOT_IN_WORKBOOKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_TITLES = re.compile(r"[\x00-\x1f\x7f\[\]:*?/\\]+")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_CELL, _LONGEST_TITLE = 32_767, 31


def write(sheets: dict[str, pd.DataFrame], path: Path, record: Record | None = None) -> None:
    """Write an XLSX workbook with a frozen, filterable header row on each sheet; the last says what made it."""
    save(workbook(sheets, record), path)


def workbook(sheets: dict[str, pd.DataFrame], record: Record | None = None, *, second_heads: bool = False) -> Workbook:
    """Return the workbook that :func:`write` writes, to be dressed before it is saved.

    Parameters
    ----------
    sheets : dict of DataFrame
        By the name of the sheet.
    record : Record, optional
        What made it, for the last sheet.
    second_heads : bool
        Whether each of the sheets has an empty row below its heads: openpyxl moves one cell after the other where a row
        is put in later.
    """
    import pandas as pd
    from openpyxl import Workbook as Book
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Book()
    book.remove(book.worksheets[0])
    book.properties.creator = "eastup"
    given = list(sheets)
    if record is not None:
        book.properties.description = provenance.in_short(record)
        about = pd.DataFrame(provenance.rows(record), columns=list(ABOUT_HEADS))
        sheets = {**sheets, ABOUT: about}
    for name, table in sheets.items():
        sheet = book.create_sheet()
        sheet.title = _sheet_title(name, [other.title for other in book.worksheets if other is not sheet])
        _append(sheet, list(map(str, table.columns)))
        if second_heads and name in given:
            sheet.append([])
        for row in table.itertuples(index=False):
            _append(sheet, row)
        for index, column in enumerate(table.columns, start=1):
            longest = max([len(str(column)), *(len(str(v)) for v in table[column].head(200))])
            sheet.column_dimensions[get_column_letter(index)].width = min(longest + 2, 60)
            sheet.cell(1, index).font = Font(bold=True)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    return book


def _append(sheet: Any, row: Iterable[object]) -> None:
    """Add a row to a sheet, in which a name that starts with "=" is text, never a formula."""
    cells = [_workbook_cell(value) for value in row]
    sheet.append(cells)
    for index, value in enumerate(cells, start=1):
        if isinstance(value, str) and value.startswith("="):
            sheet.cell(sheet.max_row, index).data_type = "s"


def save(book: Workbook, path: Path) -> None:
    """Write a workbook; the same sheets give the same bytes."""
    whole = io.BytesIO()  # its writer of XML complains on its own way out where a disk is full
    book.save(whole)
    path.write_bytes(whole.getbuffer())
    files.freeze_zip(path)


def check_fits(table: pd.DataFrame, path: str | Path) -> None:
    """Refuse what a sheet can't hold, before hours are spent on it; tell the texts that it cuts."""
    rows, columns = table.shape
    if rows >= _MOST_ROWS or columns > _MOST_COLUMNS:
        most = f"{_MOST_ROWS - 1:,} of {_MOST_COLUMNS:,}"
        what = f"{rows:,} rows of {columns:,} columns are more than a sheet holds ({most})"
        raise InputError(what, where=path, hint="write .parquet or .csv")
    for column in table.columns:
        if table[column].dtype == object and any(isinstance(v, str) and len(v) > _LONGEST_CELL for v in table[column]):
            text = f"{path}: texts in {column} are cut after {_LONGEST_CELL:,} characters, as much as a cell holds"
            warnings.warn(text, InputWarning, stacklevel=3)


def _sheet_title(name: str, taken: list[str]) -> str:
    """Return a name that a sheet may have: of 31 characters, without brackets and slashes, and of one sheet only."""
    plain = _NOT_IN_TITLES.sub(" ", name).strip(" '") or "Sheet"
    plain = "History " if plain.casefold() == "history" else plain  # a name that Excel keeps for itself
    title, number = plain[:_LONGEST_TITLE], 2
    while title.casefold() in {other.casefold() for other in taken}:
        end = f" {number}"
        title, number = plain[: _LONGEST_TITLE - len(end)] + end, number + 1
    return title


def _workbook_cell(value: Any) -> object:
    """Return what a workbook can hold: no missing values, no control characters, no time zones."""
    if isinstance(value, str):
        return _NOT_IN_WORKBOOKS.sub(" ", value)[:_LONGEST_CELL]
    if isinstance(value, list | tuple | dict | set | np.ndarray):
        return _NOT_IN_WORKBOOKS.sub(" ", str(value))[:_LONGEST_CELL]
    if is_missing(value):
        return None
    import pandas as pd

    if isinstance(value, pd.Period | pd.Interval | pd.Timedelta | complex | bytes):
        return str(value)
    if getattr(value, "tzinfo", None) is not None:
        return value.isoformat()
    return getattr(value, "item", lambda: value)()
