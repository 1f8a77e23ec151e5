"""Loads layers, ours and the user's, into GeoDataFrames in EPSG:4326."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
import shapely.geometry

from eastup.errors import InputError, UnknownNameError
from eastup.paths import data_root

CRS = "EPSG:4326"
LANGUAGES = ("en", "ja", "ko")

_LON_NAMES = ("lon", "longitude", "lng", "long", "x")
_LAT_NAMES = ("lat", "latitude", "y")


def names() -> list[str]:
    """Return the names of the layers that ship with eastup, in alphabetical order."""
    return sorted(path.stem for path in _layer_files())


def load(source: str | Path) -> gpd.GeoDataFrame:
    """Load a layer by its name, or the user's own layer from a file.

    Parameters
    ----------
    source : str or Path
        A name from `names`, or a path to a file: GeoJSON, GeoPackage, FlatGeobuf, a Shapefile, GeoParquet, or
        a CSV with ``lon`` and ``lat`` columns.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, with at least the columns ``id``, ``name`` and ``geometry``.

    Raises
    ------
    UnknownNameError
        If ``source`` is neither a layer nor a file.
    InputError
        If the file can't be read, is empty, or holds coordinates that are not longitude and latitude.

    Examples
    --------
    >>> straits = load("straits")
    >>> straits.crs.to_epsg(), len(straits) >= 35
    (4326, True)
    """
    shipped = {path.stem: path for path in _layer_files()}
    if str(source) in shipped:
        return _read(shipped[str(source)])
    path = Path(source)
    if not path.suffix:
        raise UnknownNameError("layer", str(source), sorted(shipped))
    if not path.is_file():
        raise InputError("there is no such layer file", where=path, cure="check the path")
    return _read(path)


def flat(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the layer with lists and records as text, for tables and for formats that hold plain columns only."""
    result = frame.copy()
    for column in result.columns.drop("geometry"):
        if result[column].map(lambda v: isinstance(v, list | dict)).any():
            result[column] = result[column].map(_flat_text)
    return result


def _flat_text(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _layer_files() -> list[Path]:
    folder = data_root() / "layers"
    return [p for p in folder.iterdir() if p.suffix in {".geojson", ".csv"}]


def _read(path: Path) -> gpd.GeoDataFrame:
    suffix = path.suffix.lower()
    if suffix in {".geojson", ".json"}:
        frame = _read_geojson(path)
    elif suffix == ".csv":
        frame = _read_csv(path)
    else:
        frame = _read_other(path)
    if frame.empty:
        raise InputError("the layer holds no features", where=path)
    if frame.crs is None:
        frame = frame.set_crs(CRS)
    frame = frame.to_crs(CRS)
    _check_degrees(frame, path)
    return _with_id_and_name(frame, path)


def _read_geojson(path: Path) -> gpd.GeoDataFrame:
    """Read GeoJSON feature by feature, so that a fault is reported with its place in the file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 text (byte {error.start})", where=path, cure="save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", where=f"{path}, line {error.lineno}") from None
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise InputError("not a GeoJSON FeatureCollection", where=path)
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise InputError("the layer holds no features", where=path)
    rows, geometries = [], []
    for number, feature in enumerate(features, start=1):
        where = f"{path}, feature {number}"
        try:
            geometries.append(shapely.geometry.shape(feature["geometry"]))
            properties = feature.get("properties") or {}
            rows.append({**({"id": feature["id"]} if "id" in feature else {}), **properties})
        except (KeyError, TypeError, AttributeError, ValueError, shapely.errors.ShapelyError) as error:
            raise InputError(f"not a GeoJSON feature with a geometry ({error})", where=where) from None
        if geometries[-1].is_empty:
            raise InputError("the feature has no geometry", where=where)
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry=geometries, crs=_geojson_crs(document))


def _geojson_crs(document: dict[str, Any]) -> str:
    """Honour the pre-RFC 7946 ``crs`` member, which QGIS and ArcGIS still write."""
    name = document.get("crs", {}).get("properties", {}).get("name") if document.get("crs") else None
    return str(name) if name else CRS


def _read_csv(path: Path) -> gpd.GeoDataFrame:
    try:
        table = pd.read_csv(path, encoding="utf-8-sig", skip_blank_lines=True)
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 text (byte {error.start})", where=path, cure="save it as UTF-8") from None
    except pd.errors.EmptyDataError:
        raise InputError("the file is empty", where=path) from None
    except pd.errors.ParserError as error:
        raise InputError(f"not a CSV table ({error})", where=path) from None
    columns = {str(c).strip().casefold(): c for c in table.columns}
    lon = next((columns[n] for n in _LON_NAMES if n in columns), None)
    lat = next((columns[n] for n in _LAT_NAMES if n in columns), None)
    if {"from_id", "to_id"} <= columns.keys():
        return _lines_between_ids(table)
    if lon is None or lat is None:
        raise InputError("no longitude and latitude columns", where=path, cure="name them lon and lat")
    for column in (lon, lat):
        numbers = pd.to_numeric(table[column], errors="coerce")
        if numbers.isna().any():
            row = int(numbers.isna().to_numpy().argmax())
            raise InputError(f"{column} {table[column].iloc[row]!r} is not a number", where=f"{path}, row {row + 2}")
        table[column] = numbers
    points = shapely.points(table[lon].to_numpy(float), table[lat].to_numpy(float))
    return gpd.GeoDataFrame(table, geometry=points, crs=CRS)


def _lines_between_ids(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give each row the line between two features of the shipped layers; a row without both ends has no geometry."""
    points: dict[str, tuple[float, float]] = {}
    for path in _layer_files():
        if path.suffix == ".geojson":
            for row in _read(path).to_dict("records"):
                if row["geometry"].geom_type == "Point":
                    points[row["id"]] = (row["geometry"].x, row["geometry"].y)
                elif "mid_lon" in row:
                    points[row["id"]] = (row["mid_lon"], row["mid_lat"])
    ends = zip(table["from_id"], table["to_id"], strict=True)
    lines = [shapely.LineString([points[a], points[b]]) if a in points and b in points else None for a, b in ends]
    table["name"] = table["from_text"] + " - " + table["to_text"] if "from_text" in table else table["from_id"]
    return gpd.GeoDataFrame(table, geometry=lines, crs=CRS)


def _read_other(path: Path) -> gpd.GeoDataFrame:
    try:
        return gpd.read_parquet(path) if path.suffix.lower() == ".parquet" else gpd.read_file(path)
    except Exception as error:  # drivers raise many kinds
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(f"can't read the layer ({first_line})", where=path) from None


def _check_degrees(frame: gpd.GeoDataFrame, path: Path) -> None:
    bounds = frame.geometry.bounds
    bad_lat = (bounds["miny"] < -90) | (bounds["maxy"] > 90)
    bad_lon = (bounds["minx"] < -360) | (bounds["maxx"] > 360)
    bad = (bad_lat | bad_lon).to_numpy()
    if not bad.any():
        return
    first = int(bad.argmax())
    box = bounds.iloc[first]
    swapped = bad_lat.iloc[first] and abs(box["miny"]) <= 180 and abs(box["minx"]) <= 90
    cure = "longitude and latitude look swapped" if swapped else "is this in degrees?"
    value = f"x {box['minx']:g}, y {box['miny']:g}"
    raise InputError(f"{value} is not a longitude and latitude", where=f"{path}, row {first + 1}", cure=cure)


def _with_id_and_name(frame: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    columns = {str(c).casefold(): c for c in frame.columns}
    if "name" not in frame.columns:
        source = next((columns[n] for n in ("name", "name_en", "title", "label") if n in columns), None)
        frame["name"] = frame[source] if source else [f"{path.stem} {n}" for n in range(1, len(frame) + 1)]
    if "id" not in frame.columns:
        frame["id"] = [f"{path.stem}-{n}" for n in range(1, len(frame) + 1)]
    frame["id"] = frame["id"].astype(str)
    frame["name"] = frame["name"].fillna(frame["id"]).astype(str)
    first = ["id", "name"]
    return frame[[*first, *(c for c in frame.columns if c not in {*first, "geometry"}), "geometry"]]
