"""Reads the files of layers: GeoJSON, tables and what GDAL reads; each feature knows where in its file it stands."""

from __future__ import annotations

import csv
import io
import json
import warnings
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
import shapely.geometry

from eastup.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:4326"

_LON_NAMES = ("lon", "longitude", "lng", "long", "x")
_LAT_NAMES = ("lat", "latitude", "y")
_AS_WRITTEN = {"id", "name"}
"""Columns of text: 007 stays 007, and a place may be called NA."""


def read_geojson(path: Path) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Read GeoJSON feature by feature, so that a fault is reported with its place in the file.

    Returns
    -------
    GeoDataFrame
        In the CRS of its ``crs`` member, or EPSG:4326.
    list of str
        Where each feature stands: ``feature 1`` and so on.
    """
    text = _text(path)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", where=f"{path}, line {error.lineno}") from None
    except RecursionError:
        raise InputError("not JSON that can be read: it is nested too deep", where=path) from None
    except ValueError:
        raise InputError("not JSON that can be read: a number has thousands of digits", where=path) from None
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise InputError("not a GeoJSON FeatureCollection", where=path)
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise InputError("the layer holds no features", where=path)
    places = [f"feature {number}" for number in range(1, len(features) + 1)]
    rows, geometries = [], []
    for place, feature in zip(places, features, strict=True):
        where = f"{path}, {place}"
        if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
            raise InputError("not a GeoJSON feature with a geometry", where=where)
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            raise InputError("its properties are not a JSON object", where=where)
        geometries.append(_geometry(feature["geometry"], where))
        rows.append({**({"id": feature["id"]} if "id" in feature else {}), **properties})
    if "\\ud" in text.casefold():
        _check_characters(rows, places, path)
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=geometries, crs=_geojson_crs(document, path))
    return frame, places


def read_table(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Read a CSV table, separated by commas, semicolons or tabs; blank rows are left out.

    Returns
    -------
    DataFrame
        Without geometry; see `points`.
    list of str
        Where each row stands: ``row 2`` is on line 2 of the file, also where a text above it runs over several lines.
    """
    text = _text(path)
    rows, numbers = _csv_rows(text, path)
    if not rows:
        raise InputError("the file is empty", where=path)
    header = [name.strip() for name in rows[0]]
    while header and not header[-1]:
        header.pop()
    for row, number in zip(rows[1:], numbers[1:], strict=True):
        if any(cell.strip() for cell in row[len(header) :]):
            what = f"{len(row)} cells, but the header names {len(header)} columns"
            raise InputError(what, where=f"{path}, row {number}", cure="put a text that holds the separator in quotes")
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *(row[: len(header)] for row in rows[1:])])
    buffer.seek(0)
    table = pd.read_csv(buffer, index_col=False, skip_blank_lines=False, low_memory=False)
    for column, name in enumerate(header):
        if name.casefold() in _AS_WRITTEN:
            table.isetitem(column, [row[column].strip() if column < len(row) else "" for row in rows[1:]])
    return table, [f"row {number}" for number in numbers[1:]]


def points(table: pd.DataFrame, places: list[str], path: Path) -> gpd.GeoDataFrame:
    """Make points of a table's longitude and latitude columns.

    Raises
    ------
    InputError
        If it has no such columns, or one of their cells holds no number.
    """
    columns = position_columns(table)
    if not columns:
        raise InputError("no longitude and latitude columns", where=path, cure="name them lon and lat")
    table = table.drop(columns="geometry", errors="ignore")
    for column in columns:
        numbers = pd.to_numeric(table[column], errors="coerce")
        if numbers.isna().any():
            row = int(numbers.isna().to_numpy().argmax())
            value = table[column].iloc[row]
            what = f"{column} {value!r} is not a number" if isinstance(value, str) else f"no number in column {column}"
            raise InputError(what, where=f"{path}, {places[row]}", cure="write degrees with a decimal point")
        table[column] = numbers.astype(float)
    return gpd.GeoDataFrame(table, geometry=shapely.points(table[[*columns]].to_numpy()), crs=CRS)


def position_columns(table: pd.DataFrame) -> tuple[str, str] | None:
    """Return the names of a table's longitude and latitude columns, if it has both."""
    columns = {str(c).casefold(): str(c) for c in reversed(table.columns)}
    lon = next((columns[n] for n in _LON_NAMES if n in columns), None)
    lat = next((columns[n] for n in _LAT_NAMES if n in columns), None)
    return (lon, lat) if lon and lat else None


def read_other(path: Path) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Read what GDAL or GeoParquet reads; the features are numbered from 1."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a driver's remarks on what it repairs
            frame = gpd.read_parquet(path) if path.suffix.lower() == ".parquet" else gpd.read_file(path)
    except Exception as error:  # drivers raise many kinds
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(f"can't read the layer ({first_line})", where=path) from None
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError("the file holds no geometry", where=path, cure="save a table as CSV with lon and lat columns")
    missing = (frame.geometry.isna() | frame.geometry.is_empty).to_numpy()
    if missing.any():
        raise InputError("the feature has no geometry", where=f"{path}, feature {int(missing.argmax()) + 1}")
    if frame.geometry.name != "geometry":
        frame = frame.drop(columns="geometry", errors="ignore").rename_geometry("geometry")
    return frame.reset_index(drop=True), [f"feature {number}" for number in range(1, len(frame) + 1)]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 text (byte {error.start})", where=path, cure="save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"can't read the file ({error.strerror or error})", where=path) from None


def _geometry(member: dict[str, Any], where: str) -> Any:
    try:
        with np.errstate(invalid="ignore"):
            shape = shapely.geometry.shape(member)
    except KeyError as error:
        raise InputError(f"the geometry has no {error.args[0]}", where=where) from None
    except (TypeError, AttributeError, ValueError, OverflowError, shapely.errors.ShapelyError) as error:
        raise InputError(f"not a GeoJSON geometry ({str(error).strip()})", where=where) from None
    if shape.is_empty:
        raise InputError("the feature has no geometry", where=where)
    return shape


def _geojson_crs(document: dict[str, Any], path: Path) -> Any:
    """Honour the pre-RFC 7946 ``crs`` member, which QGIS and ArcGIS still write."""
    member = document.get("crs")
    if not member:
        return CRS
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else member
    try:
        crs = pyproj.CRS.from_user_input(name)
    except (pyproj.exceptions.CRSError, TypeError):
        crs = None
    if crs is None or not (crs.is_geographic or crs.is_projected):
        cure = "give degrees of WGS 84 and leave the crs out"
        raise InputError(f"the crs {json.dumps(name)} is not known", where=path, cure=cure)
    return crs


def _check_characters(rows: list[dict[str, Any]], places: list[str], path: Path) -> None:
    """Refuse half of a surrogate pair: JSON can spell it, but no file or page can hold it."""
    for row, place in zip(rows, places, strict=True):
        try:
            json.dumps(row, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            half = ascii(error.object[error.start])
            cure = "write the whole character"
            raise InputError(f"a text holds half a character ({half})", where=f"{path}, {place}", cure=cure) from None


def _csv_rows(text: str, path: Path) -> tuple[list[list[str]], list[int]]:
    """Return the rows that hold something, and the line on which each begins."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, numbers, line = [], [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                numbers.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"not a CSV table ({error})", where=f"{path}, row {line}") from None
    return rows, numbers
