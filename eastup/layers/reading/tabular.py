"""Reads tables: text with any usual separator, workbooks, Parquet; finds the header and makes geometries of rows."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from eastup.errors import InputError
from eastup.layers.reading import encoding as encodings
from eastup.layers.reading import headings, positions, safety

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from eastup.layers.reading.report import Account

CRS = "EPSG:4326"
Cell: TypeAlias = object

_SEPARATORS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_HEADER_WITHIN = 25
"""The header is looked for in this many rows that hold something."""
_NO_POSITION = {
    *(
        "-",
        "--",
        "---",
        "—",
        "–",
        "?",
        "??",
        "n/a",
        "na",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "tbd",
        "tba",
        "unknown",
    ),
    *("不明", "未定", "なし", "미정", "없음", "無", "无", "未知"),
}
"""What stands in a cell for a position that is not known."""
_DECIMAL_COMMA = re.compile(r"[+-]?\d+(?:,\d+)?")
_HEX = re.compile(r"[0-9A-Fa-f]+")
_SRID = re.compile(r"\s*SRID=(\d{1,6});", re.IGNORECASE)
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


def read_workbook(path: Path, account: Account) -> list[Table]:
    """Read the sheets of a workbook that hold positions, or the first that holds anything."""
    from eastup.layers.reading import workbook

    account.kind, account.unit = ("ODS" if path.suffix.lower() == ".ods" else "XLSX"), "row"
    tables = []
    for name, rows, numbers in workbook.sheets(path):
        if rows:
            tables.append(_table(rows, numbers, path, account, name))
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


def features(table: Table, path: Path, account: Account) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Give every row of a table its geometry; rows without a position are left out and told.

    Raises
    ------
    InputError
        If no columns hold positions, or a row has something else in them.
    """
    columns = table.columns
    way = columns.way
    if way is None:
        named = ", ".join(name for name in table.header if name)[:200]
        hint = "name them lon and lat"
        raise InputError(f"no longitude and latitude columns among {named or 'none'}", where=path, hint=hint)
    if not table.rows:
        raise InputError("the layer holds no features", where=path)
    readers: dict[str, Callable[[Table, list[Cell]], BaseGeometry | None]] = {
        "latitude and longitude": _by_latitude_and_longitude,
        "geometry": _by_geometry,
        "easting and northing": _by_utm,
        "MGRS": _by_mgrs,
        "position": _by_position,
    }
    reader = readers[way]
    shapes: list[BaseGeometry | None] = []
    for row, place in zip(table.rows, table.places, strict=True):
        try:
            shapes.append(reader(table, row))
        except InputError as error:
            raise InputError(error.what, where=f"{path}, {place}", hint=error.hint) from None
    used = _used(columns, way)
    for index, meaning in used:
        account.columns[table.header[index]] = meaning
    if columns.name is not None:
        account.columns.setdefault(table.header[columns.name], "name")
    lost = np.array([shape is None for shape in shapes])
    if lost.all():
        raise InputError("no row has a position", where=path, hint=f"fill in {way}")
    if lost.any():
        account.skip("no position, left out", [table.places[i] for i in np.flatnonzero(lost)])
    frame = gpd.GeoDataFrame(_without(plain(table), table, way), geometry=shapes, crs=_crs(table, way, path))
    kept = np.flatnonzero(~lost)
    return frame.iloc[kept].reset_index(drop=True), [table.places[i] for i in kept]


def plain(table: Table) -> pd.DataFrame:
    """Return the cells of a table with numbers as numbers; an id stays as it is written."""
    header = _unique(table.header)
    width = len(header)
    if not table.by_text:
        frame = pd.DataFrame(
            {name: pd.Series([_at(row, i) for row in table.rows], dtype=object) for i, name in enumerate(header)}
        )
        return frame.infer_objects()
    rows = [[str(_at(row, i) or "") for i in range(width)] for row in table.rows]
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
    cells = [_heading(_at(row, at)) for row in rows[:200]] if at is not None else []
    return any("," in cell and _DECIMAL_COMMA.fullmatch(cell) for cell in cells)


def _at(row: list[Cell], index: int | None) -> Cell:
    return row[index] if index is not None and index < len(row) else None


def _is_blank(cell: Cell) -> bool:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and cell != cell):
        return True
    return isinstance(cell, str) and (not cell.strip() or cell.strip().casefold() in _NO_POSITION)


def _by_latitude_and_longitude(table: Table, row: list[Cell]) -> BaseGeometry | None:
    lat, lon = _at(row, table.columns.latitude), _at(row, table.columns.longitude)
    if _is_blank(lat) or _is_blank(lon):
        pair = _pair_in(lat if _is_blank(lon) else lon, False)
        return None if pair is None else shapely.Point(pair)  # both in one of the two columns
    return shapely.Point(_degrees(table, lon, "lon"), _degrees(table, lat, "lat"))


def _degrees(table: Table, cell: Cell, axis: str) -> float:
    if isinstance(cell, int | float | np.number) and not isinstance(cell, bool):
        return float(cell)
    text = str(cell).strip()
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return positions.parse_angle(text, axis)
    except InputError as error:
        index = table.columns.longitude if axis == "lon" else table.columns.latitude
        heading = table.header[index] if index is not None else axis
        if error.what.endswith(("is not a latitude", "is not a longitude", "is not a position")):
            shown = text if len(text) <= 60 else text[:57] + "..."
            raise InputError(f"{heading} {shown!r} is not a number", hint=error.hint) from None
        raise


def _by_position(table: Table, row: list[Cell]) -> BaseGeometry | None:
    cell = _at(row, table.columns.position)
    if _is_blank(cell):
        return None
    pair = _pair_in(cell, table.columns.longitude_first)
    if pair is None:
        shown = str(cell)[:60]
        raise InputError(f"{shown!r} is not a position", hint="write latitude, longitude, such as 26.21, 127.68")
    return shapely.Point(pair)


def _pair_in(cell: Cell, longitude_first: bool) -> tuple[float, float] | None:
    if _is_blank(cell):
        return None
    text = str(cell)
    if text.strip().upper().startswith("POINT") and len(text) <= positions.LONGEST:
        x, y = shapely.get_coordinates(_from_wkt(text))[0]
        return float(x), float(y)
    return positions.parse_pair(text, longitude_first)


def _by_mgrs(table: Table, row: list[Cell]) -> BaseGeometry | None:
    cell = _at(row, table.columns.mgrs)
    return None if _is_blank(cell) else shapely.Point(positions.parse_mgrs(str(cell)))


def _by_utm(table: Table, row: list[Cell]) -> BaseGeometry | None:
    columns = table.columns
    easting, northing = _at(row, columns.easting), _at(row, columns.northing)
    if _is_blank(easting) or _is_blank(northing):
        return None
    zone = _at(row, columns.zone)
    if _is_blank(zone):
        zone = _zone_in_heading(table)
    return shapely.Point(positions.from_utm(_metres(easting), _metres(northing), str(zone)))


def _zone_in_heading(table: Table) -> str:
    for index in (table.columns.easting, table.columns.northing):
        heading = table.header[index] if index is not None else ""
        if match := re.search(r"(?:zone|utm)\D{0,3}(\d{1,2}\s?[A-Z]?)\b", heading, re.IGNORECASE):
            return match[1]
    raise InputError("easting and northing without a zone", hint="add a column zone, such as 52S")


def _metres(cell: Cell) -> float:
    text = str(cell).strip().replace(" ", "")
    if text.count(",") == 1 and "." not in text and len(text.partition(",")[2]) != 3:
        text = text.replace(",", ".")
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise InputError(f"{str(cell)[:60]!r} is not a number", hint="write metres") from None


def _by_geometry(table: Table, row: list[Cell]) -> BaseGeometry | None:
    cell = _at(row, table.columns.geometry)
    if isinstance(cell, bytes):
        return _from_wkb(cell)
    if _is_blank(cell):
        return None
    text = str(cell).strip()
    if len(text) % 2 == 0 and len(text) >= 10 and _HEX.fullmatch(text):
        return _from_wkb(bytes.fromhex(text))
    return _from_wkt(text)


def _from_wkt(text: str) -> BaseGeometry:
    body = text[match.end() :] if (match := _SRID.match(text)) else text
    if not safety.check_wkt(body):
        raise InputError("the geometry is nested too deep")
    try:
        return shapely.from_wkt(body)
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        raise InputError(f"{text[:40]!r} is not a geometry in WKT", hint="such as POINT (127.68 26.21)") from None


def _from_wkb(blob: bytes) -> BaseGeometry:
    if not safety.check_wkb(blob):
        raise InputError("the geometry is nested too deep")
    try:
        return shapely.from_wkb(blob)
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        raise InputError("not a geometry in WKB", hint="save it as WKT, such as POINT (127.68 26.21)") from None


def _crs(table: Table, way: str, path: Path) -> str:
    """Return the CRS that a column of extended WKT or WKB names; a table is in WGS 84."""
    if way != "geometry":
        return CRS
    found = set()
    for row in table.rows:
        cell = _at(row, table.columns.geometry)
        if isinstance(cell, str) and (match := _SRID.match(cell)):
            found.add(int(match[1]))
        elif isinstance(cell, str) and len(cell) >= 18 and _HEX.fullmatch(cell.strip()):
            found.add(int(shapely.get_srid(_from_wkb(bytes.fromhex(cell.strip())))))
    found -= {0}
    if len(found) > 1:
        raise InputError(f"geometries in several CRS ({', '.join(f'EPSG:{n}' for n in sorted(found))})", where=path)
    return f"EPSG:{found.pop()}" if found else CRS


def _used(columns: headings.Columns, way: str) -> list[tuple[int, str]]:
    """Return the columns of positions and what they are read as."""
    pairs = {
        "latitude and longitude": [(columns.latitude, "latitude"), (columns.longitude, "longitude")],
        "geometry": [(columns.geometry, "geometry")],
        "easting and northing": [(columns.easting, "easting"), (columns.northing, "northing"), (columns.zone, "zone")],
        "MGRS": [(columns.mgrs, "MGRS")],
        "position": [(columns.position, "position")],
    }
    return [(index, meaning) for index, meaning in pairs[way] if index is not None]


def _without(frame: pd.DataFrame, table: Table, way: str) -> pd.DataFrame:
    """Leave out what is now the geometry, name the id and the name, and make room for ``geometry``."""
    names = list(frame.columns)
    columns = table.columns
    own = {c.casefold() for c in names}
    renamed = {}
    for index, name in ((columns.id, "id"), (columns.name, "name")):
        if index is not None and name not in own:
            renamed[names[index]] = name
    if way == "latitude and longitude":
        for index, axis in ((columns.latitude, "lat"), (columns.longitude, "lon")):
            numbers = [_number_or_nan(table, _at(row, index), axis) for row in table.rows]
            frame.isetitem(names.index(names[index]) if index is not None else 0, numbers)
    if way == "geometry" and columns.geometry is not None:
        frame = frame.drop(columns=names[columns.geometry])
    if "geometry" in frame.columns:
        renamed["geometry"] = "geometry_2"
    return frame.rename(columns=renamed)


def _number_or_nan(table: Table, cell: Cell, axis: str) -> float:
    if _is_blank(cell):
        return float("nan")
    try:
        return _degrees(table, cell, axis)
    except InputError:  # both stand in this one
        return float("nan")


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
