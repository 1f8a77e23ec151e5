"""Writes tables as CSV, XLSX, Parquet, JSON or Markdown, and with geometry as GeoJSON, GeoPackage and the like."""

from __future__ import annotations

import json
import re
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pandas as pd

from eastup.errors import InputError
from eastup.io import files

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

PLAIN = (".csv", ".xlsx", ".parquet", ".json", ".md")
SPATIAL = (".geojson", ".gpkg", ".fgb", ".kml", ".parquet")
KINDS = tuple(dict.fromkeys(PLAIN + SPATIAL))

_NOT_IN_WORKBOOKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DECIMALS = {"_km": 3, "_nmi": 3, "_mi": 3, "_deg": 3, "hours": 2, "detour": 4, "_pct": 2, "share": 4}


def write(table: pd.DataFrame | gpd.GeoDataFrame, path: str | Path, title: str = "eastup") -> None:
    """Write a table; the file's suffix says its kind.

    Parameters
    ----------
    table : DataFrame or GeoDataFrame
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
    spatial = "geometry" in table.columns
    suffix = files.suffix_of(path, KINDS if spatial else PLAIN)
    table = rounded(table)
    with files.whole(path) as temporary:
        if spatial and suffix in SPATIAL:
            _check_case(table, path, suffix)
            try:
                _write_spatial(table, temporary, suffix, title)
            except Exception as error:  # GDAL's drivers raise many kinds
                what = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise InputError(f"can't write {suffix[1:]} ({what})", where=path) from None
            return
        if spatial:
            table = pd.DataFrame(table.drop(columns="geometry"))
        if suffix == ".csv":
            table.to_csv(temporary, index=False, encoding="utf-8", lineterminator="\n")
        elif suffix == ".json":
            temporary.write_text(as_json(table), encoding="utf-8")
        elif suffix == ".md":
            temporary.write_text(as_markdown(table), encoding="utf-8")
        elif suffix == ".parquet":
            table.to_parquet(temporary, index=False)
        else:
            write_workbook({title: table}, temporary)


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its numbers rounded as they are written."""
    result = table.copy()
    for column in result.columns:
        if pd.api.types.is_float_dtype(result[column]):
            for ending, decimals in _DECIMALS.items():
                if str(column).removesuffix("_before").removesuffix("_change").endswith(ending):
                    result[column] = result[column].round(decimals)
    return result


def as_json(table: pd.DataFrame) -> str:
    """Return the table as a JSON list of records; a missing value is null."""
    records = json.loads(table.to_json(orient="records", force_ascii=False, double_precision=12, date_format="iso"))
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def as_csv(table: pd.DataFrame) -> str:
    """Return the table as CSV text."""
    return str(rounded(table).to_csv(index=False, lineterminator="\n"))


def as_markdown(table: pd.DataFrame) -> str:
    """Return the table as a Markdown table."""

    def cell(value: object) -> str:
        text = (
            ""
            if value is None or value is pd.NA or value is pd.NaT or value != value
            else f"{value:,.10g}"
            if isinstance(value, float)
            else str(value)
        )
        return text.replace("|", "\\|").replace("\n", " ")

    lines = ["| " + " | ".join(map(str, table.columns)) + " |", "|" + " --- |" * len(table.columns)]
    lines += ["| " + " | ".join(cell(v) for v in row) + " |" for row in table.itertuples(index=False)]
    return "\n".join(lines) + "\n"


def write_workbook(sheets: dict[str, pd.DataFrame], path: Path) -> None:
    """Write an XLSX workbook with a frozen, filterable header row on each sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "eastup"
    for name, table in sheets.items():
        sheet = book.create_sheet()
        sheet.title = name[:31]
        sheet.append([_workbook_cell(str(c)) for c in table.columns])
        for row in table.itertuples(index=False):
            sheet.append([_workbook_cell(v) for v in row])
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                if cell.data_type == "f":  # a name that starts with "=" is text, never a formula
                    cell.data_type = "s"
        for index, column in enumerate(table.columns, start=1):
            longest = max([len(str(column)), *(len(str(v)) for v in table[column].head(200))])
            sheet.column_dimensions[get_column_letter(index)].width = min(longest + 2, 60)
            sheet.cell(1, index).font = Font(bold=True)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    book.save(path)
    files.freeze_zip(path)


def _workbook_cell(value: Any) -> Any:
    """Return what a workbook can hold: no missing values, no control characters, no time zones."""
    if pd.isna(value):
        return None
    if isinstance(value, str):
        return _NOT_IN_WORKBOOKS.sub(" ", value)
    if getattr(value, "tzinfo", None) is not None:
        return value.isoformat()
    return getattr(value, "item", lambda: value)()


def show(table: pd.DataFrame, title: str | None = None) -> None:
    """Print a table: ruled on a terminal, CSV in a pipe or a file."""
    if "geometry" in table.columns:
        table = pd.DataFrame(table.drop(columns="geometry"))
    if not sys.stdout.isatty():
        sys.stdout.write(as_csv(table))
        return
    from rich.console import Console
    from rich.table import Table

    ruled = Table(title=title, title_justify="left", header_style="bold")
    numeric = [pd.api.types.is_numeric_dtype(table[c]) for c in table.columns]
    for column, is_number in zip(table.columns, numeric, strict=True):
        ruled.add_column(str(column), justify="right" if is_number else "left", overflow="fold")
    for row in rounded(table).itertuples(index=False):
        ruled.add_row(*("" if pd.isna(v) else f"{v:,.10g}" if isinstance(v, float) else str(v) for v in row))
    Console().print(ruled)


def _check_case(table: gpd.GeoDataFrame, path: str | Path, suffix: str) -> None:
    """Refuse columns that GDAL would write into each other."""
    seen: dict[str, str] = {}
    for column in map(str, table.columns) if suffix in {".gpkg", ".kml"} else ():
        other = seen.setdefault(column.casefold(), column)
        if other != column:
            what = f"{suffix} can't hold columns that differ only in case: {other}, {column}"
            raise InputError(what, where=path, cure="rename one of them, or write .geojson")


def _write_spatial(table: gpd.GeoDataFrame, path: Path, suffix: str, title: str) -> None:
    if suffix == ".parquet":
        table.to_parquet(path, index=False)
        return
    driver = {".geojson": "GeoJSON", ".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".kml": "KML"}[suffix]
    path.unlink()  # GDAL wants to create the file itself
    options = {"RFC7946": "YES"} if driver == "GeoJSON" else {}
    if driver == "FlatGeobuf" and table.geometry.isna().any():
        options = {"SPATIAL_INDEX": "NO"}  # which knows no feature without geometry
    with warnings.catch_warnings():  # GDAL tells that it brings longitudes beyond 180 into range
        warnings.filterwarnings("ignore", message="Longitude", category=RuntimeWarning)
        table.to_file(path, driver=driver, engine="pyogrio", layer=title, **options)
