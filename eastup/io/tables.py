"""Writes tables as CSV, XLSX, Parquet, JSON or Markdown, and with geometry as GeoJSON, GeoPackage and the like."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TextIO

import numpy as np

from eastup.errors import InputError
from eastup.io import columns, files, provenance, workbooks
from eastup.io.columns import Columns, Table, is_missing, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from eastup.io.columns import Cells
    from eastup.io.provenance import Record

PLAIN = (".csv", ".xlsx", ".parquet", ".json", ".md")
TEXTS = (".csv", ".json", ".md")
SPATIAL = (".geojson", ".gpkg", ".fgb", ".kml", ".shp", ".parquet")
KINDS = tuple(dict.fromkeys(PLAIN + SPATIAL))

_mark: ContextVar[bool] = ContextVar("mark", default=False)
"""Whether CSV files begin with a byte order mark; see `marked`."""
_meta: ContextVar[bool] = ContextVar("meta", default=False)
"""Whether a record stands beside each table; see `with_meta`."""
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
        workbooks.check_fits(table, path)
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
        workbooks.write({title: table}, temporary, record)
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
    name = column.removesuffix("_before").removesuffix("_change").removesuffix("_moving")
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
