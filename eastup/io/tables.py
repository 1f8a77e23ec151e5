"""Writes tables as CSV, XLSX, Parquet, JSON or Markdown, and with geometry as GeoJSON, GeoPackage and the like."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np

from eastup.errors import InputError, InputWarning
from eastup.io import columns, files, provenance
from eastup.io.columns import Columns, Table, is_missing, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from openpyxl.workbook.workbook import Workbook

    from eastup.io.columns import Cells
    from eastup.io.provenance import Record

PLAIN = (".csv", ".xlsx", ".parquet", ".json", ".md")
TEXTS = (".csv", ".json", ".md")
SPATIAL = (".geojson", ".gpkg", ".fgb", ".kml", ".shp", ".parquet")
KINDS = tuple(dict.fromkeys(PLAIN + SPATIAL))

_NOT_IN_WORKBOOKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_TITLES = re.compile(r"[\x00-\x1f\x7f\[\]:*?/\\]+")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_CELL, _LONGEST_TITLE = 32_767, 31
_mark: ContextVar[bool] = ContextVar("mark", default=False)
"""Whether CSV files begin with a byte order mark; see `marked`."""
_meta: ContextVar[bool] = ContextVar("meta", default=False)
"""Whether a record stands beside each table; see `with_meta`."""
ABOUT = "About"
ABOUT_HEADS = ("about", "value")
"""The sheet of a workbook that says what made it, and its heads."""
_ROWS_AT_ONCE = 50_000
"""Of a table are made into texts, so that the memory of a long one stays within bounds."""
_JSON_DECIMALS = 12
_DECIMALS = {"_km": 3, "_nmi": 3, "_mi": 3, "_deg": 3, "hours": 2, "detour": 4, "_pct": 2, "share": 4}


def write(table: pd.DataFrame | gpd.GeoDataFrame | Columns, path: str | Path, title: str = "eastup") -> None:
    """Write a table with the record of what made it; the file's suffix says its kind.

    The record (`eastup.io.provenance`) is taken from the table's ``attrs``: a sheet in .xlsx, metadata in .parquet,
    .gpkg, .fgb, .geojson and .kml, and for every kind a file beside it where `with_meta` asks for one.

    Parameters
    ----------
    table : DataFrame, GeoDataFrame or Columns
        Lengths are rounded to the metre, angles to a thousandth of a degree.
    path : str or Path
        ``.csv .xlsx .parquet .json .md``; a GeoDataFrame also ``.geojson .gpkg .fgb .kml`` and GeoParquet.
    title : str
        Name of the sheet or of the layer in the file.

    Raises
    ------
    InputError
        If the kind is unknown, or the place can't be written. Nothing is left half-written.
    """
    if isinstance(table, Columns) and table.made_of is not None:
        table = table.made_of
    geometry = getattr(table, "active_geometry_name", None)
    suffix = files.suffix_of(path, PLAIN if geometry is None else KINDS)
    if isinstance(table, Columns) and suffix not in TEXTS:
        table = table.frame()
    if suffix == ".xlsx" and not isinstance(table, Columns):
        _check_fits(table, path)
    _write(rounded(table), path, title)
    if _meta.get():
        provenance.write_beside(path, _record_of(table))


def to_file(frame: gpd.GeoDataFrame, path: str | Path, title: str = "eastup") -> None:
    """Write a frame with geometry as it is, in whatever CRS, that of any view too.

    ``GeoDataFrame.to_file`` refuses the CRS of a turned equal-area or equidistant view, since it hands GDAL the older
    of two forms. Files of .gpkg, .fgb and .parquet keep such a CRS; .geojson and .kml are in degrees, as their
    standards want it.

    Parameters
    ----------
    frame : GeoDataFrame
        Left as it is; numbers are not rounded, the index is not written.
    path : str or Path
        ``.gpkg .fgb .parquet .geojson .kml .shp``: whole or not at all.
    title : str
        Name of the layer in the file.

    Raises
    ------
    InputError
        If the kind is unknown or can't hold the frame, or the place can't be written.

    Examples
    --------
    >>> import eastup, tempfile, pathlib
    >>> sites = eastup.layers.load("bases").to_crs(eastup.View(projection="equal-area").crs)
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "sites.gpkg"
    >>> to_file(sites, path)
    >>> path.exists()
    True
    """
    if getattr(frame, "active_geometry_name", None) is None:
        hint = "give a GeoDataFrame, or geopandas.GeoDataFrame(geometry=series) of a series"
        raise InputError(f"a {type(frame).__name__} without an active geometry can't be written as a layer", hint=hint)
    files.suffix_of(path, SPATIAL)
    _write(frame, path, title)


def _write(table: pd.DataFrame | gpd.GeoDataFrame | Columns, path: str | Path, title: str) -> None:
    geometry = getattr(table, "active_geometry_name", None)
    suffix = files.suffix_of(path, KINDS)
    with files.whole(path) as temporary:
        if geometry is not None and suffix in SPATIAL:
            from eastup.io import spatial

            try:
                spatial.write(table, temporary, title, path, _record_of(table))
            except (InputError, OSError, ImportError):
                raise
            except Exception as error:  # GDAL's drivers raise many kinds
                what = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise InputError(f"can't write {suffix[1:]} ({what})", where=path) from None
        elif suffix == ".csv":
            with temporary.open("w", encoding="utf-8-sig" if _mark.get() else "utf-8", newline="") as file:
                _write_csv(table, file)
        elif suffix == ".json":
            temporary.write_text(as_json(table), encoding="utf-8")
        elif suffix == ".md":
            temporary.write_text(as_markdown(table), encoding="utf-8")
        else:
            _write_binary(_plain_frame(table), temporary, title, _record_of(table))


def _write_binary(table: pd.DataFrame, temporary: Path, title: str, record: Record) -> None:
    if temporary.suffix.lower() == ".xlsx":
        write_workbook({title: table}, temporary, record)
        return
    from eastup.io import spatial

    table.to_parquet(temporary, index=False)
    spatial.stamp_parquet(temporary, record)


def _plain_frame(table: pd.DataFrame | gpd.GeoDataFrame | Columns) -> pd.DataFrame:
    """Return a table as a frame without geometry."""
    import pandas as pd

    if isinstance(table, Columns):
        return table.frame()
    geometry = getattr(table, "active_geometry_name", None)
    return table if geometry is None else pd.DataFrame(table.drop(columns=geometry))


def _record_of(table: pd.DataFrame | Columns) -> Record:
    return table.record() if isinstance(table, Columns) else provenance.of_table(table)


@contextmanager
def with_meta() -> Iterator[None]:
    """Write beside each table of the block a .meta.json that says what made it."""
    token = _meta.set(True)
    try:
        yield
    finally:
        _meta.reset(token)


@contextmanager
def marked() -> Iterator[None]:
    """Write a byte order mark into the CSV files of the block, by which Excel knows that they are UTF-8."""
    token = _mark.set(True)
    try:
        yield
    finally:
        _mark.reset(token)


def rounded(table: Table) -> Table:
    """Return the table with its numbers rounded as they are written."""
    if isinstance(table, Columns):
        within = {name: _decimals_of(name) for name, cells in table.items() if cells.dtype.kind == "f"}
        return table.having(**{c: np.round(table.numbers(c), d) for c, d in within.items() if d is not None})
    import pandas as pd

    result = table.copy()
    for column in result.columns:
        if pd.api.types.is_float_dtype(result[column]) and (decimals := _decimals_of(str(column))) is not None:
            result[column] = result[column].round(decimals)
    return result


def _decimals_of(column: str) -> int | None:
    """Return to how many decimals a column is written, by the unit in its name."""
    name = column.removesuffix("_before").removesuffix("_change")
    return next((decimals for ending, decimals in _DECIMALS.items() if name.endswith(ending)), None)


def as_json(table: pd.DataFrame | Columns) -> str:
    """Return the table as a JSON list of records; a missing value is null."""
    plain = table if isinstance(table, Columns) else Columns.of(table, odd=_json_of)
    cells = [_json_cells(own) for own in plain.values()]
    records = [dict(zip(plain, row, strict=True)) for row in zip(*cells, strict=True)]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _json_cells(cells: Cells) -> list[object]:
    """Return cells as JSON holds them; numbers to twelve decimals."""
    if cells.dtype.kind == "f":
        return [round(v, _JSON_DECIMALS) if np.isfinite(v) else None for v in cells.tolist()]
    if is_number(cells):
        return list(cells.tolist())
    if all(isinstance(value, str) or is_missing(value) for value in cells):
        return [None if is_missing(value) else value for value in cells]
    import pandas as pd

    return list(_json_of(pd.Series(list(cells), dtype=object)))


def _json_of(column: pd.Series) -> Cells:
    """Return what JSON holds of a column of dates, lists and other things than numbers and texts."""
    import pandas as pd

    if isinstance(column.dtype, pd.PeriodDtype | pd.IntervalDtype):
        column = column.map(str, na_action="ignore").astype(object)
    text = column.to_json(orient="split", force_ascii=False, double_precision=_JSON_DECIMALS, date_format="iso")
    return columns.objects(json.loads(text)["data"])


def as_csv(table: pd.DataFrame | Columns) -> str:
    """Return the table as CSV text, in which nothing is a formula to a spreadsheet."""
    text = io.StringIO(newline="")
    _write_csv(table, text)
    return text.getvalue()


def _write_csv(table: pd.DataFrame | Columns, file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\n")
    for number, block in enumerate(_blocks(table)):
        if number == 0:
            writer.writerow([no_formula(name) for name in block])
        writer.writerows(zip(*map(_csv_cells, rounded(block).values()), strict=True))


def _blocks(table: pd.DataFrame | Columns) -> Iterator[Columns]:
    """Return a table as blocks of rows, so that the cells of a long one are never all there as Python's own."""
    if isinstance(table, Columns):
        for start in range(0, max(table.height, 1), _ROWS_AT_ONCE):
            yield table.rows(slice(start, start + _ROWS_AT_ONCE))
        return
    table = _plain_frame(table)
    odd = {name: _texts_of(table[name]) for name in table.columns if columns.is_odd(table[name])}
    for start in range(0, max(len(table), 1), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        block = Columns.of(table.iloc[rows].drop(columns=list(odd)))
        yield block.having(**{str(name): texts[rows] for name, texts in odd.items()}).picked(map(str, table.columns))


def _csv_cells(cells: Cells) -> list[object]:
    """Return cells as the writer of CSV takes them: nothing where they are empty, and no formulas."""
    if cells.dtype.kind == "f":
        shown = cells if cells.dtype == np.float64 else cells.astype(str)
        return [None if np.isnan(value) else text for value, text in zip(cells, shown.tolist(), strict=True)]
    if is_number(cells):
        return list(cells.tolist())
    return [no_formula(v) if isinstance(v, str) else None if is_missing(v) else v for v in cells]


def _texts_of(column: pd.Series) -> Cells:
    """Return a column of dates, categories and the like as the texts that pandas writes."""
    text = column.to_csv(index=False, header=False, lineterminator="\n")
    return columns.objects([row[0] if row else "" for row in csv.reader(io.StringIO(text, newline=""))])


def _objects_of(column: pd.Series) -> Cells:
    return column.to_numpy(dtype=object)


def as_markdown(table: pd.DataFrame | Columns) -> str:
    """Return the table as a Markdown table."""

    def cell(value: object) -> str:
        return _shown(value).replace("|", "\\|").replace("\n", " ")

    plain = table if isinstance(table, Columns) else Columns.of(table, odd=_objects_of)
    lines = ["| " + " | ".join(plain) + " |", "|" + " --- |" * len(plain)]
    rows = zip(*(cells.tolist() for cells in plain.values()), strict=True)
    lines += ["| " + " | ".join(cell(v) for v in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    """Return a cell as text for people: nothing where it is missing, a number with its thousands apart."""
    if is_missing(value):
        return ""
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def write_workbook(sheets: dict[str, pd.DataFrame], path: Path, record: Record | None = None) -> None:
    """Write an XLSX workbook with a frozen, filterable header row on each sheet; the last says what made it."""
    save_workbook(workbook(sheets, record), path)


def workbook(sheets: dict[str, pd.DataFrame], record: Record | None = None) -> Workbook:
    """Return the workbook that :func:`write_workbook` writes, to be dressed before it is saved."""
    import pandas as pd
    from openpyxl import Workbook as Book
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Book()
    book.remove(book.worksheets[0])
    book.properties.creator = "eastup"
    if record is not None:
        book.properties.description = provenance.in_short(record)
        about = pd.DataFrame(provenance.rows(record), columns=list(ABOUT_HEADS))
        sheets = {**sheets, ABOUT: about}
    for name, table in sheets.items():
        sheet = book.create_sheet()
        sheet.title = _sheet_title(name, [other.title for other in book.worksheets if other is not sheet])
        _append(sheet, list(map(str, table.columns)))
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


def save_workbook(book: Workbook, path: Path) -> None:
    """Write a workbook; the same sheets give the same bytes."""
    whole = io.BytesIO()  # its writer of XML complains on its own way out where a disk is full
    book.save(whole)
    path.write_bytes(whole.getbuffer())
    files.freeze_zip(path)


def _check_fits(table: pd.DataFrame, path: str | Path) -> None:
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


def no_formula(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.

    Examples
    --------
    >>> no_formula("=1+1"), no_formula("-5"), no_formula("Naha")
    ("'=1+1", '-5', 'Naha')
    """
    if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
