"""The geometry of each row of a table: from degrees, a position in one cell, MGRS, UTM, or WKT and WKB."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from eastup.errors import InputError
from eastup.layers.reading import positions, safety
from eastup.layers.reading.tabular import Cell, Table, cell_at, plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from eastup.layers.reading import headings
    from eastup.layers.reading.report import Account

CRS = "EPSG:4326"

_NO_POSITION = {
    *("-", "--", "---", "—", "–", "?", "??", "n/a", "na", "#n/a", "nan", "null", "none", "nil", "tbd", "tba"),
    "unknown",
    *("不明", "未定", "なし", "미정", "없음", "無", "无", "未知"),
}  # fmt: skip
"""What stands in a cell for a position that is not known."""
_HEX = re.compile(r"[0-9A-Fa-f]+")
_SRID = re.compile(r"\s*SRID=(\d{1,6});", re.IGNORECASE)


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


def _is_blank(cell: Cell) -> bool:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and cell != cell):
        return True
    return isinstance(cell, str) and (not cell.strip() or cell.strip().casefold() in _NO_POSITION)


def _by_latitude_and_longitude(table: Table, row: list[Cell]) -> BaseGeometry | None:
    lat, lon = cell_at(row, table.columns.latitude), cell_at(row, table.columns.longitude)
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
    cell = cell_at(row, table.columns.position)
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
    cell = cell_at(row, table.columns.mgrs)
    return None if _is_blank(cell) else shapely.Point(positions.parse_mgrs(str(cell)))


def _by_utm(table: Table, row: list[Cell]) -> BaseGeometry | None:
    columns = table.columns
    easting, northing = cell_at(row, columns.easting), cell_at(row, columns.northing)
    if _is_blank(easting) or _is_blank(northing):
        return None
    zone = cell_at(row, columns.zone)
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
    cell = cell_at(row, table.columns.geometry)
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
        cell = cell_at(row, table.columns.geometry)
        if isinstance(cell, str) and (match := _SRID.match(cell)):
            found.add(int(match[1]))
        elif isinstance(cell, str) and len(cell) >= 18 and _HEX.fullmatch(cell.strip()):
            found.add(int(shapely.get_srid(_from_wkb(bytes.fromhex(cell.strip())))))
    found -= {0}
    if len(found) > 1:
        raise InputError(f"geometries in several CRS ({', '.join(f'EPSG:{n}' for n in sorted(found))})", where=path)
    if not found:
        return CRS
    number = found.pop()
    try:
        pyproj.CRS.from_epsg(number)
    except pyproj.exceptions.CRSError:
        what = f"its CRS (EPSG:{number}) is not known"
        raise InputError(what, where=path, hint="give positions in EPSG:4326") from None
    return f"EPSG:{number}"


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
            numbers = [_number_or_nan(table, cell_at(row, index), axis) for row in table.rows]
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
