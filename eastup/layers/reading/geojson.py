"""Reads GeoJSON, also one feature, a bare geometry or one feature a line; every feature knows its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
import shapely.geometry

from eastup.errors import InputError
from eastup.layers.reading import encoding as encodings
from eastup.layers.reading import safety

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from eastup.layers.reading.report import Account

CRS = "EPSG:4326"
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""Levels of lists around the positions of each kind."""
_OTHERS = {"Topology": "TopoJSON", "Featureset": "Esri JSON"}


def read(path: Path, encoding: str | None, account: Account) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Read GeoJSON feature by feature, so that a fault is reported with its place in the file.

    Returns
    -------
    GeoDataFrame
        In the CRS of its ``crs`` member, or EPSG:4326; a feature may have no geometry.
    list of str
        Where each feature stands: ``feature 1`` and so on.
    """
    text, account.encoding = encodings.decode(safety.read_bytes(path), path, encoding)
    account.kind = "GeoJSON"
    document = _documents(text, path)
    features = _features(document, path)
    places = [f"feature {number}" for number in range(1, len(features) + 1)]
    rows, geometries = [], []
    for place, feature in zip(places, features, strict=True):
        where = f"{path}, {place}"
        member = feature.get("geometry") if isinstance(feature, dict) else 0
        if not isinstance(feature, dict) or not (member is None or isinstance(member, dict)):
            raise InputError("not a GeoJSON feature with a geometry", where=where)
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            raise InputError("its properties are not a JSON object", where=where)
        geometries.append(None if member is None else geometry(member, where))
        rows.append({**({"id": feature["id"]} if "id" in feature else {}), **properties})
    if "\\ud" in text.casefold():
        _check_characters(rows, places, path)
    table = pd.DataFrame(rows, index=range(len(rows)))
    other = [c for c in table.columns if c == "geometry"]
    if other:
        account.tell('a property called "geometry" is read as "geometry_2"')
        table = table.rename(columns={"geometry": "geometry_2"})
    return gpd.GeoDataFrame(table, geometry=geometries, crs=_crs(document, path)), places


def geometry(member: dict[str, Json], where: str, depth: int = 0) -> BaseGeometry | None:
    """Return the geometry of a GeoJSON object, or None where it is empty.

    Raises
    ------
    InputError
        If it is none: of an unknown kind, without coordinates, or with something else for numbers.
    """
    kind = member.get("type")
    if kind == "GeometryCollection":
        parts = member.get("geometries")
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise InputError("the geometry has no geometries", where=where)
        if depth > safety.DEEPEST:
            raise InputError("the geometry is nested too deep", where=where)
        made = [geometry(part, where, depth + 1) for part in parts if isinstance(part, dict)]
        return shapely.GeometryCollection([part for part in made if part is not None])
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise InputError(f"not a GeoJSON geometry ({str(kind)[:40].casefold()} is no kind of it)", where=where)
    if "coordinates" not in member:
        raise InputError("the geometry has no coordinates", where=where)
    coordinates = _positions(member["coordinates"], _DEPTH[kind], where)
    if not coordinates:
        return None
    try:
        with np.errstate(invalid="ignore"):
            shape = shapely.geometry.shape({"type": kind, "coordinates": coordinates})
    except (TypeError, AttributeError, ValueError, IndexError, OverflowError, shapely.errors.ShapelyError) as error:
        raise InputError(f"not a GeoJSON geometry ({str(error).strip()})", where=where) from None
    return None if shape.is_empty else shape


def _positions(value: Json, depth: int, where: str) -> list[object]:
    """Return coordinates as nested lists of (x, y) or (x, y, z), with a number wherever one belongs."""
    if not isinstance(value, list):
        raise InputError("not a GeoJSON geometry (its coordinates are not lists of numbers)", where=where)
    if depth:
        inner = [_positions(part, depth - 1, where) for part in value]
        flat = depth == 1 and len({len(p) for p in inner}) > 1  # heights at some of its points only
        return [p[:2] for p in inner] if flat else list(inner)
    if not value:
        return []
    if len(value) < 2 or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in value):
        raise InputError("not a GeoJSON geometry (a position is not two or three numbers)", where=where)
    try:
        return [float(v) for v in value[:3] if isinstance(v, int | float)]
    except OverflowError:
        raise InputError("not a GeoJSON geometry (a number is too large)", where=where) from None


def _documents(text: str, path: Path) -> dict[str, Json]:
    """Return the document, or the features of a file that has one a line as a collection."""
    try:
        if path.suffix.lower() in {".geojsonl", ".geojsons", ".ndjson", ".jsonl"}:
            lines = [line.strip("\x1e \t\r") for line in text.split("\n")]
            features = []
            for number, line in enumerate(lines, start=1):
                if line:
                    features.append(_parsed(line, path, number))
            return {"type": "FeatureCollection", "features": features}
        document = _parsed(text, path, 0)
    except RecursionError:
        raise InputError("not JSON that can be read: it is nested too deep", where=path) from None
    return document if isinstance(document, dict) else {}


def _parsed(text: str, path: Path, line: int) -> Json:
    try:
        return json.loads(text)  # type: ignore[no-any-return]
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", where=f"{path}, line {line or error.lineno}") from None
    except ValueError:
        raise InputError("not JSON that can be read: a number has thousands of digits", where=path) from None


def _features(document: dict[str, Json], path: Path) -> list[Json]:
    kind = document.get("type")
    if kind == "Feature":
        return [document]
    if isinstance(kind, str) and (kind in _DEPTH or kind == "GeometryCollection"):
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    if kind != "FeatureCollection":
        esri = "geometryType" in document or "displayFieldName" in document
        other = "Esri JSON" if esri else _OTHERS.get(kind) if isinstance(kind, str) else None
        what = "not a GeoJSON FeatureCollection" + (f" but {other}" if other else "")
        raise InputError(what, where=path, hint="save it as GeoJSON" if other else None)
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise InputError("the layer holds no features", where=path)
    return features


def _crs(document: dict[str, Json], path: Path) -> pyproj.CRS:
    """Honour the pre-RFC 7946 ``crs`` member, which QGIS and ArcGIS still write."""
    member = document.get("crs")
    if not member:
        return pyproj.CRS.from_user_input(CRS)
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else member
    opens_a_file = isinstance(name, str) and any(word in name.casefold() for word in ("init=", "grids="))
    try:
        crs = None if opens_a_file else pyproj.CRS.from_user_input(name)
    except (pyproj.exceptions.CRSError, TypeError):
        crs = None
    if crs is None or not (crs.is_geographic or crs.is_projected):
        hint = "give degrees of WGS 84 and leave the crs out"
        raise InputError(f"the crs {json.dumps(name)} is not known", where=path, hint=hint)
    return crs


def _check_characters(rows: list[dict[str, Json]], places: list[str], path: Path) -> None:
    """Refuse half of a surrogate pair: JSON can spell it, but no file or page can hold it."""
    for row, place in zip(rows, places, strict=True):
        try:
            json.dumps(row, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            half = ascii(error.object[error.start])
            hint = "write the whole character"
            raise InputError(f"a text holds half a character ({half})", where=f"{path}, {place}", hint=hint) from None
