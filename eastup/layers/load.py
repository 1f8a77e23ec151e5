"""Loads layers, ours and the user's, into GeoDataFrames in EPSG:4326."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from eastup import display
from eastup.errors import InputError, UnknownNameError
from eastup.io.data import data_root
from eastup.layers import files as layerfiles

CRS = layerfiles.CRS
LANGUAGES = ("en", "ja", "ko")

_REGISTERS = {"sources", "designations"}
"""Tables in the folder of the layers that are no layers: features refer to their rows by id."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What no label, table or terminal can show: line breaks, escapes and the like."""


def names() -> list[str]:
    """Return the names of the layers that ship with eastup, in alphabetical order."""
    return sorted(path.stem for path in _layer_files())


class Layer(gpd.GeoDataFrame):  # type: ignore[misc]  # geopandas has no types
    """A GeoDataFrame that shows itself in a notebook as its table with the interactive map below.

    What is chosen or derived from a layer is one too, as long as it has a geometry.
    """

    _metadata: ClassVar[list[str]] = [*gpd.GeoDataFrame._metadata, "called"]
    called = "layer"
    """Its name on the map."""

    def _repr_html_(self) -> str:
        table = super()._repr_html_() or ""  # None where pandas is told to show no HTML
        placed = self.active_geometry_name in self.columns and self.crs is not None and len(self) > 0
        return table + (display.html(self) if placed else "")


def load(source: str | Path) -> Layer:
    """Load a layer by its name, or the user's own layer from a file.

    Parameters
    ----------
    source : str or Path
        A name from `names`, or a path to a file: GeoJSON, GeoPackage, FlatGeobuf, a Shapefile, GeoParquet, or
        a CSV with ``lon`` and ``lat`` columns.

    Returns
    -------
    Layer
        A GeoDataFrame in EPSG:4326, with at least the columns ``id``, ``name`` and ``geometry``.

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
        path = shipped[str(source)]
        layer = Layer(_shipped(path, path.stat().st_mtime_ns).copy())
    else:
        layer = Layer(read(source)[0])
    layer.called = Path(source).stem
    return layer


@cache
def _shipped(path: Path, changed_ns: int) -> gpd.GeoDataFrame:
    """Read one of our own layers, once for each change: the maps and tables of a briefing load each many times."""
    del changed_ns  # part of the key: a file that has changed is read anew
    return read(path)[0]


def read(source: str | Path) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Load a layer as `load` does, and say where in its file each feature stands.

    Returns
    -------
    GeoDataFrame
        As from `load`.
    list of str
        ``row 2`` for what stands on line 2 of a table, ``feature 1`` for the first feature of another file.
    """
    shipped = {path.stem: path for path in _layer_files()}
    path = shipped.get(str(source), Path(source))
    if not path.suffix:
        raise UnknownNameError("layer", str(source), sorted(shipped))
    if not is_file(path):
        raise InputError("there is no such layer file", where=path, cure="check the path")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        table, places = layerfiles.read_table(path)
        links = "from_id" in table and "to_id" in table and not layerfiles.position_columns(table)
        frame = _lines_between_ids(table) if links else layerfiles.points(table, places, path)
    else:
        reader = layerfiles.read_geojson if suffix in {".geojson", ".json"} else layerfiles.read_other
        frame, places = reader(path)
    if frame.empty:
        raise InputError("the layer holds no features", where=path)
    if frame.crs is None:
        frame = frame.set_crs(CRS)
    frame = frame.to_crs(CRS)
    _check_degrees(frame, places, path)
    return _with_id_and_name(frame, path), places


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
    return [p for p in folder.iterdir() if p.suffix in {".geojson", ".csv"} and p.stem not in _REGISTERS]


def is_file(path: Path) -> bool:
    """Say whether there is such a file."""
    try:
        return path.is_file()
    except OSError:  # a name that is too long for the file system
        return False


def _points_of_layers() -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of what the shipped layers hold, by id; a strait's is its mid-point."""
    points: dict[str, tuple[float, float]] = {}
    for path in _layer_files():
        if path.suffix == ".geojson":
            for row in read(path)[0].to_dict("records"):
                if row["geometry"].geom_type == "Point":
                    points[row["id"]] = (row["geometry"].x, row["geometry"].y)
                elif "mid_lon" in row:
                    points[row["id"]] = (row["mid_lon"], row["mid_lat"])
    return points


def _lines_between_ids(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give each row the line between two features of the shipped layers; a row without both ends has no geometry."""
    points = _points_of_layers()
    ends = zip(table["from_id"], table["to_id"], strict=True)
    lines = [shapely.LineString([points[a], points[b]]) if a in points and b in points else None for a, b in ends]
    if {"from_text", "to_text"} <= set(table.columns):
        table["name"] = table["from_text"] + " - " + table["to_text"]
    return gpd.GeoDataFrame(table, geometry=lines, crs=CRS)


def _check_degrees(frame: gpd.GeoDataFrame, places: list[str], path: Path) -> None:
    xy, feature = shapely.get_coordinates(frame.geometry, return_index=True)
    x, y = xy.T
    bad = ~((np.abs(x) <= 360) & (np.abs(y) <= 90))  # NaN too
    if not bad.any():
        return
    first = int(bad.argmax())
    lon, lat = x[first], y[first]
    cure = "longitude and latitude look swapped" if abs(lon) <= 90 < abs(lat) <= 360 else "is this in degrees?"
    what = f"x {lon:g}, y {lat:g} is not a longitude and latitude"
    raise InputError(what, where=f"{path}, {places[feature[first]]}", cure=cure)


def _with_id_and_name(frame: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Give every feature an id and a name as text: those that it has, or ones that say where it stands."""
    columns = {str(c).casefold(): c for c in reversed(frame.columns)}
    spelled = {columns[n]: n for n in ("id", "name") if n in columns and n not in frame.columns}
    frame = frame.rename(columns=spelled)
    titles = next((columns[n] for n in ("name_en", "title", "label") if n in columns), None)
    stem = path.stem.encode(errors="replace").decode()  # the name of a file may be no text
    numbers = range(1, len(frame) + 1)
    given = _texts(frame["id"]) if "id" in frame else [""] * len(frame)
    taken = set(given)
    ids = [own or _unused(f"{stem}-{number}", taken) for own, number in zip(given, numbers, strict=True)]
    if "name" in frame or titles is not None:
        names = [
            name or own for name, own in zip(_texts(frame["name" if "name" in frame else titles]), ids, strict=True)
        ]
    else:
        names = [f"{stem} {number}" for number in numbers]
    rest = frame.drop(columns=["id", "name"], errors="ignore")
    rest.insert(0, "id", ids)
    rest.insert(1, "name", names)
    return rest[[*rest.columns.drop("geometry"), "geometry"]]


def _texts(cells: pd.Series) -> list[str]:
    """Return cells as text of one line; a whole number that a gap in its column made a float is whole again."""
    whole = (int(v) if isinstance(v, float) and v.is_integer() else _flat_text(v) for v in cells.tolist())
    texts = ("" if v is None or v is pd.NA or v is pd.NaT or v != v else str(v) for v in whole)
    return [_CONTROL.sub(" ", text) for text in texts]


def _unused(own: str, taken: set[str]) -> str:
    while own in taken:
        own += "-b"
    return own
