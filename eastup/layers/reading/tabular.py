"""Reads tables: text with any usual separator, workbooks, Parquet; finds the header; see `rowgeometry`."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from eastup.errors import InputError, UnknownNameError
from eastup.io.workbooks import ABOUT_HEADS
from eastup.layers.reading import encoding as encodings
from eastup.layers.reading import headings, safety

if TYPE_CHECKING:
    from pathlib import Path

    from eastup.layers.reading.report import Account

Cell: TypeAlias = object

_SEPARATORS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_HEADER_WITHIN = 25
"""The header is looked for in this many rows that hold something."""
_DECIMAL_COMMA = re.compile(r"[+-]?\d+(?:,\d+)?")
_AS_WRITTEN = {"id", "name"}
"""Columns of text: 007 stays 007, and a place may be called NA."""


@dataclass
class Table:
    """Rows of one sheet below their header."""

    header: list[str]
    rows: list[list[Cell]]
    places: list[str]
    """``row 2`` is what stands on line 2 of the file, also where a text above it runs over several lines."""
    columns: headings.Columns
    sheet: str = ""
    by_text: bool = True
    """Whether every cell is text, as in CSV."""
    decimal_comma: bool = False


def read_text(path: Path, encoding: str | None, account: Account) -> Table:
    """Read a table of text, separated by commas, semicolons, tabs or bars.

    Raises
    ------
    InputError
        If it is empty, or a row has more cells than the header.
    """
    text, account.encoding = encodings.decode(safety.read_bytes(path), path, encoding)
    account.kind, account.unit = "CSV", "row"
    start, separator = 0, ""
    first, newline, _ = text.partition("\n")
    if match := _SEP_LINE.fullmatch(first):
        start, separator = len(first) + len(newline), match[1]
    body = text[start:]
    separator = separator or _separator(body)
    rows, numbers = _csv_rows(body, separator, path, 2 if start else 1)
    if not rows:
        raise InputError("the file is empty", where=path)
    cells: list[list[Cell]] = [[_unguarded(cell) for cell in row] for row in rows]
    return _table(cells, numbers, path, account, "")


def read_workbook(path: Path, account: Account, sheet: str | None = None) -> list[Table]:
    """Read the sheets of a workbook that hold positions, or the first that holds anything; or one of them alone."""
    from eastup.layers.reading import workbook

    account.kind, account.unit = ("ODS" if path.suffix.lower() == ".ods" else "XLSX"), "row"
    tables, names = [], []
    for name, rows, numbers in workbook.sheets(path):
        if rows and tuple(rows[0][:2]) != ABOUT_HEADS:  # what a workbook of eastup says of itself
            names.append(name)
            if sheet in {None, name}:
                tables.append(_table(rows, numbers, path, account, name))
    if sheet is not None and not tables:
        raise UnknownNameError("sheet", sheet, names, where=path)
    if not tables:
        raise InputError("the file is empty", where=path)
    placed = [table for table in tables if table.columns.way and table.rows]
    for table in tables if placed else []:
        if table not in placed:
            account.remark(f"sheet {table.sheet!r} holds no positions and is not read")
    for table in placed if len(placed) > 1 else []:
        table.places = [f"{table.sheet}, {place}" for place in table.places]
    return placed or tables[:1]


def of_frame(frame: pd.DataFrame) -> Table:
    """Return a data frame without geometry, such as that of a Parquet file, as a table."""
    header = [str(name) for name in frame.columns]
    rows = [list(row) for row in frame.itertuples(index=False, name=None)]
    places = [f"row {number}" for number in range(1, len(rows) + 1)]
    return Table(header, rows, places, headings.columns(header), by_text=False)


def plain(table: Table) -> pd.DataFrame:
    """Return the cells of a table with numbers as numbers; an id stays as it is written."""
    header = _unique(table.header)
    width = len(header)
    if not table.by_text:
        frame = pd.DataFrame(
            {name: pd.Series([cell_at(row, i) for row in table.rows], dtype=object) for i, name in enumerate(header)}
        )
        return frame.infer_objects()
    rows = [[str(cell_at(row, i) or "") for i in range(width)] for row in table.rows]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *rows])
    buffer.seek(0)
    decimal = "," if table.decimal_comma else "."
    frame = pd.read_csv(buffer, index_col=False, skip_blank_lines=False, low_memory=False, decimal=decimal)
    for i, name in enumerate(header):
        if name.casefold() in _AS_WRITTEN or i in {table.columns.id, table.columns.name}:
            frame.isetitem(i, [row[i].strip() for row in rows])
    return frame


def _unguarded(cell: str) -> str:
    """Take away the apostrophe by which a table keeps a text from being a formula, as ours do."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _separator(text: str) -> str:
    """Return the separator under which the first rows have columns of positions, or the most frequent one."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_HEADER_WITHIN]
    for separator in _SEPARATORS:
        try:
            if any(_is_header([c.strip() for c in row]) for row in csv.reader(lines, delimiter=separator)):
                return separator
        except csv.Error:
            continue
    header = lines[0] if lines else ""
    return max(_SEPARATORS, key=header.count)


def _is_header(cells: list[str]) -> bool:
    columns = headings.columns(cells)
    return len(cells) > 1 and columns.way is not None


def _csv_rows(text: str, separator: str, path: Path, line: int) -> tuple[list[list[str]], list[int]]:
    """Return the rows that hold something, and the line on which each begins."""
    csv.field_size_limit(max(csv.field_size_limit(), safety.LARGEST_TEXT))  # an outline in WKT is one long cell
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, numbers, first = [], [], line
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                numbers.append(line)
            line = reader.line_num + first
    except csv.Error as error:
        raise InputError(f"not a CSV table ({error})", where=f"{path}, row {line}") from None
    return rows, numbers


def _table(rows: list[list[Cell]], numbers: list[int], path: Path, account: Account, sheet: str) -> Table:
    """Find the header among the first rows, and check that no row is wider."""
    texts = [[_heading(cell) for cell in row] for row in rows[:_HEADER_WITHIN]]
    at = next((i for i, cells in enumerate(texts) if _is_header(cells)), 0)
    header = texts[at]
    while header and not header[-1]:
        header.pop()
    where = f"{sheet}, " if sheet else ""
    if at:
        account.remark(
            f"{at} line{'s' * (at > 1)} above the header left out", [f"{where}row {number}" for number in numbers[:at]]
        )
    below = rows[at + 1 :]
    below_numbers = numbers[at + 1 :]
    for row, number in zip(below, below_numbers, strict=True):
        if any(_heading(cell) for cell in row[len(header) :]):
            what = f"{len(row)} cells, but the header names {len(header)} columns"
            hint = "put a text that holds the separator in quotes"
            raise InputError(what, where=f"{path}, {where}row {number}", hint=hint)
    columns = headings.columns(header)
    by_text = not sheet
    comma = by_text and _has_decimal_comma(below, columns)
    if comma:
        account.remark("decimal commas")
    return Table(header, below, [f"row {number}" for number in below_numbers], columns, sheet, by_text, comma)


def _heading(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _has_decimal_comma(rows: list[list[Cell]], columns: headings.Columns) -> bool:
    at = columns.latitude if columns.latitude is not None else columns.easting
    cells = [_heading(cell_at(row, at)) for row in rows[:200]] if at is not None else []
    return any("," in cell and _DECIMAL_COMMA.fullmatch(cell) for cell in cells)


def cell_at(row: list[Cell], index: int | None) -> Cell:
    """Return the cell of a column in a row; None where there is no such column or the row is too short."""
    return row[index] if index is not None and index < len(row) else None


def _unique(header: list[str]) -> list[str]:
    """Return headings of which each stands once; one that is missing is called by its number."""
    seen: set[str] = set()
    result = []
    for number, name in enumerate(header, start=1):
        own = name or f"column_{number}"
        again = 2
        while own in seen:
            own, again = f"{name}.{again - 1}", again + 1
        seen.add(own)
        result.append(own)
    return result
