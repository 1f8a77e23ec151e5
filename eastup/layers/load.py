"""Loads layers, ours and the user's, into GeoDataFrames in EPSG:4326."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING

from eastup.errors import InputError, UnknownNameError
from eastup.io.data import checksum, data_root, intact, kept
from eastup.layers import overlay, reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    import shapely

    from eastup.layers.reading import Reading

CRS = "EPSG:4326"
LANGUAGES = ("en", "ja", "ko")

_encoding: ContextVar[str | None] = ContextVar("encoding", default=None)
"""What `encoded` sets."""
_REGISTERS = {"sources", "designations"}
"""Tables in the folder of the layers that are no layers: features refer to their rows by id."""


def names() -> list[str]:
    """Return the names of the layers, those that ship with eastup and a theatre's own, in alphabetical order."""
    over = overlay.current()
    return sorted({path.stem for path in _layer_files()} | set(over.own if over else ()))


def own_names() -> list[str]:
    """Return the names of the layers that a theatre has beside ours, in alphabetical order."""
    return sorted(set(names()) - {path.stem for path in _layer_files()})


CALLED = "eastup_layer"
"""Under which a layer has its name in its ``attrs``."""


def load(source: str | Path, encoding: str | None = None) -> gpd.GeoDataFrame:
    """Load a layer by its name, or the user's own layer from a file.

    Parameters
    ----------
    source : str or Path
        A name from `names`, or a path to a file of a kind in `SUFFIXES`: GeoJSON, GeoPackage, FlatGeobuf, a Shapefile,
        GeoParquet, KML, GPX, a table with positions, or an archive of these. ``file.gpkg:layer`` is one of its layers.
    encoding : str, optional
        Of the file's text; found where it is not given.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, with at least the columns ``id``, ``name`` and ``geometry``.

    Warns
    -----
    InputWarning
        For what was left out, mended or is strange in a file.

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
    if str(source) in names():
        layer = _as_it_is(str(source)).copy()
        layer.attrs[CALLED] = str(source)
        return layer
    found = open_file(source, encoding)
    found.warn()
    found.frame.attrs[CALLED] = label(source)
    return found.frame


def ours(name: str) -> gpd.GeoDataFrame:
    """Load a layer as it ships with eastup, whatever lies over it."""
    with overlay.using(None):
        return load(name)


def _as_it_is(name: str) -> gpd.GeoDataFrame:
    """Return a layer with what lies over it."""
    path = shipped_file(name)
    shipped = None if path is None else _shipped(path)
    over = overlay.current()
    if over is None:
        assert shipped is not None
        return shipped
    return over.laid_over(name, shipped)


@kept("layers")
def _shipped(path: Path) -> gpd.GeoDataFrame:
    """Read one of our own layers, once for each change: the maps and tables of a briefing load each many times."""
    try:
        with intact(path):
            return read(path)[0]
    except InputError as error:
        where = error.where or path
        raise InputError(error.what, where=where, hint="this file of eastup is damaged; install eastup again") from None


def located(table: pd.DataFrame, shapes: Sequence[shapely.Geometry]) -> gpd.GeoDataFrame:
    """Return a table with a geometry in EPSG:4326 for each row, and with its ``attrs``: pandas 2 leaves them behind."""
    import geopandas as gpd

    frame = gpd.GeoDataFrame(table, geometry=list(shapes), crs=CRS)
    frame.attrs = dict(table.attrs)
    return frame


def read(source: str | Path, encoding: str | None = None) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Load a layer as `load` does, and say where in its file each feature stands.

    Returns
    -------
    GeoDataFrame
        As from `load`.
    list of str
        ``row 2`` for what stands on line 2 of a table, ``feature 1`` for the first feature of another file.
    """
    found = open_file(source, encoding)
    return found.frame, found.places


def open_file(source: str | Path, encoding: str | None = None) -> Reading:
    """Load a layer as `load` does, and say how it was read; nothing is warned of.

    Returns
    -------
    Reading
        The features, where each stands in its file, and the report.
    """
    shipped = {path.stem: path for path in _layer_files()}
    path, layer = reading.split(shipped.get(str(source), source))
    if not path.suffix and is_file(path):
        raise InputError(
            "the name of this file does not say its kind", where=path, hint="end it in .csv, .geojson or the like"
        )
    if not path.suffix:
        raise UnknownNameError("layer", str(source), names())
    if not is_file(path):
        raise InputError("there is no such layer file", where=path, hint="check the path")
    return reading.read(path, encoding or _encoding.get(), layer, _lines_between_ids)


def label(source: str | Path) -> str:
    """Return what a file's layer is called on a map: the file's name without its suffix, or that of the layer in it."""
    path, layer = reading.split(source)
    return layer or path.stem


@contextmanager
def beside(files: Iterable[str | Path]) -> Iterator[None]:
    """Know the features of files within the block: by their names as ours, and each file as a layer of its name.

    Raises
    ------
    InputError
        If a file is called as a layer that there is, or can't be read.
    """
    own: dict[str, gpd.GeoDataFrame] = {}
    sums = []
    for source in files:
        name = label(source)
        if name in own or name in names():
            raise InputError(f"there is a layer {name} already", where=source, hint="give the file another name")
        own[name] = load(source)
        sums.append(checksum(reading.split(source)[0]))
    made = {name: partial(frame.copy) for name, frame in own.items()}
    with overlay.using(overlay.beside(made, "+".join(sums))):
        yield


@contextmanager
def encoded(encoding: str | None) -> Iterator[None]:
    """Read the text of all files within the block in an encoding; None finds it for each."""
    token = _encoding.set(reading.known_codec(encoding) if encoding else None)
    try:
        yield
    finally:
        _encoding.reset(token)


def flat(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the layer with lists and records as text, for tables and for formats that hold plain columns only."""
    import numpy as np

    result = frame.copy()
    for column in result.columns.drop("geometry"):
        if result[column].map(lambda v: isinstance(v, list | dict | np.ndarray)).any():
            result[column] = result[column].map(reading.flat_text)
    return result


def shipped_file(name: str) -> Path | None:
    """Return the file of a layer that ships with eastup, or None."""
    return next((path for path in _layer_files() if path.stem == name), None)


@kept("layers")
def _layer_files() -> tuple[Path, ...]:
    folder = data_root() / "layers"
    return tuple(p for p in folder.iterdir() if p.suffix in {".geojson", ".csv"} and p.stem not in _REGISTERS)


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
    import geopandas as gpd
    import shapely

    points = _points_of_layers()
    ends = zip(table["from_id"], table["to_id"], strict=True)
    lines = [shapely.LineString([points[a], points[b]]) if a in points and b in points else None for a, b in ends]
    if {"from_text", "to_text"} <= set(table.columns):
        table["name"] = table["from_text"] + " - " + table["to_text"]
    return gpd.GeoDataFrame(table, geometry=lines, crs=CRS)
