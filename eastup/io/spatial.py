"""Writes tables with geometry: each kind of file gets every column in a form that it can hold, or it is told."""

from __future__ import annotations

import json
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd

from eastup.errors import InputError, InputWarning
from eastup.io import geojson, kml, provenance
from eastup.io.quiet import quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import geopandas as gpd

    from eastup.io.provenance import Record

GPKG: dict[str, object] = {"VERSION": "1.2"}
"""Of all versions that which GDAL, QGIS and R of this decade read without a word; it lacks nothing that we write."""
DRIVERS = {".geojson": "GeoJSON", ".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".kml": "KML", ".shp": "ESRI Shapefile"}
_LONGEST_SHP_TEXT = 254
_BYTES_IN_SHP_NAME = 10


def write(frame: gpd.GeoDataFrame, path: Path, title: str, shown: str | Path, record: Record) -> None:
    """Write a frame with geometry; the suffix says the kind. The same frame gives the same bytes.

    Parameters
    ----------
    frame : GeoDataFrame
        With its active geometry.
    path : Path
        Where to write; nothing may be there yet.
    title : str
        Name of the layer in the file.
    shown : str or Path
        The file's name in messages.
    record : Record
        Of what made it.

    Raises
    ------
    InputError
        If the kind can't hold what the frame has, or the file can't be written as a whole.

    Warns
    -----
    InputWarning
        For what is written otherwise than it is.
    """
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        _plain_objects(_one_geometry(frame, shown)).to_parquet(path, index=False)
        stamp_parquet(path, record)
        return
    frame = _plain(_one_geometry(frame, shown))
    if suffix in {".gpkg", ".kml", ".shp"}:
        _check_case(frame, shown, suffix)
    if suffix == ".shp":
        frame = _for_shapefile(frame, shown)
    options = _options(frame, suffix) | _metadata(suffix, record)
    with (
        quiet("Longitude", RuntimeWarning),
        fixed_clock(),
    ):  # GDAL tells that it brings longitudes beyond 180 into range
        if _fits_wkt1(frame):
            frame.to_file(path, driver=DRIVERS[suffix], engine="pyogrio", layer=title, **options)
        else:
            _write_beyond_wkt1(frame, path, title, shown, options)
    if suffix == ".kml":
        _check_whole_kml(path, len(frame))
    if suffix == ".geojson":
        geojson.finish(path, frame)
    if suffix in _INTO_TEXT:
        _stamp_text(path, record, *_INTO_TEXT[suffix])
    if suffix == ".kml":
        kml.dress(path, frame)  # a document tells how it looks before what it is


def _fits_wkt1(frame: gpd.GeoDataFrame) -> bool:
    """Return whether a frame's CRS has the older form of text in which geopandas hands it to GDAL."""
    from pyproj.exceptions import CRSError

    if frame.crs is None or frame.crs.to_epsg():
        return True
    try:
        frame.crs.to_wkt("WKT1_GDAL")
    except CRSError:
        return False
    return True


def _write_beyond_wkt1(
    frame: gpd.GeoDataFrame, path: Path, title: str, shown: str | Path, options: dict[str, object]
) -> None:
    """Write a frame in a CRS that WKT 1 can't hold: kinds with room for WKT 2 keep it, lists of degrees need none."""
    suffix = path.suffix.lower()
    if suffix == ".shp":
        what = f"a shapefile can't hold the CRS {frame.crs.name!r}"
        raise InputError(
            what, where=shown, hint="write .gpkg, or use the oblique Mercator or a view that is not turned"
        )
    if suffix in {".geojson", ".kml"}:
        degrees = frame.to_crs("EPSG:4326")
        degrees.to_file(path, driver=DRIVERS[suffix], engine="pyogrio", layer=title, **options)
        return
    write_layer(frame, path, frame.crs.to_wkt("WKT2_2019"), driver=DRIVERS[suffix], layer=title, **options)


def write_layer(frame: gpd.GeoDataFrame, path: Path, wkt: str, **options: object) -> None:
    """Write a frame as a layer of a file, in a CRS that is given as text.

    For what geopandas would write in another CRS, or only after it has looked for it in all of the register of EPSG.

    Parameters
    ----------
    frame : GeoDataFrame
    path : Path
        A file that is there gets another layer.
    wkt : str
        The CRS.
    **options
        Of :func:`pyogrio.raw.write_arrow`, such as ``driver`` and ``layer``.
    """
    import pyarrow as pa
    from pyogrio.raw import write_arrow

    kinds = set(frame.geom_type.dropna())
    write_arrow(
        pa.table(frame.to_arrow(index=False)),
        path,
        geometry_name=str(frame.active_geometry_name),
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        crs=wkt,
        **options,
    )


@contextmanager
def fixed_clock() -> Iterator[None]:
    """Have GDAL write a fixed time into files, so that the same content gives the same bytes."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def stamp_parquet(path: Path, record: Record) -> None:
    """Add to a Parquet file the record of what made it, as metadata of the file."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, use_threads=False)
    told = {provenance.KEY.encode(): provenance.as_text(record).encode()}
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **told}), path)


def _metadata(suffix: str, record: Record) -> dict[str, object]:
    """Return the options by which GDAL writes the record, where a kind of file has a place for it."""
    import pyogrio

    if suffix == ".gpkg":
        return {"dataset_metadata": {provenance.KEY: provenance.as_text(record)}}
    if suffix == ".fgb" and pyogrio.__gdal_version__ >= (3, 9):
        return {"TITLE": provenance.KEY, "DESCRIPTION": provenance.as_text(record)}
    return {}


def _stamp_text(path: Path, record: Record, after: str, told: Callable[[Record], str]) -> None:
    """Put the record into a text file, behind the first place where a text stands, which is near its beginning."""
    whole = path.read_bytes()
    at = whole.find(after.encode()) + len(after.encode())
    path.write_bytes(whole[:at] + told(record).encode() + whole[at:])


def _as_member(record: Record) -> str:
    return f'\n"{provenance.KEY}": {provenance.as_text(record)},'


def _as_data(record: Record) -> str:
    data = "".join(
        f"<Data name={quoteattr(name)}><value>{escape(value)}</value></Data>" for name, value in provenance.rows(record)
    )
    return f"\n<ExtendedData>{data}</ExtendedData>"


_INTO_TEXT: dict[str, tuple[str, Callable[[Record], str]]] = {
    ".geojson": ('"type": "FeatureCollection",', _as_member),
    ".kml": ('<Document id="root_doc">', _as_data),
}


def _options(frame: gpd.GeoDataFrame, suffix: str) -> dict[str, object]:
    if suffix == ".geojson":
        return {"RFC7946": "YES"}
    if suffix == ".fgb" and frame.geometry.isna().any():
        return {"SPATIAL_INDEX": "NO"}  # which knows no feature without geometry
    if suffix == ".gpkg":
        taken = "fid" in {str(c).casefold() for c in frame.columns}
        return GPKG | ({"FID": "row_number"} if taken else {})  # the column keeps its name and its values
    return {"ENCODING": "UTF-8"} if suffix == ".shp" else {}


def _one_geometry(frame: gpd.GeoDataFrame, shown: str | Path) -> gpd.GeoDataFrame:
    """Write further geometry columns as text, since files hold one."""
    from geopandas.array import GeometryDtype

    active = frame.active_geometry_name
    names = [str(c) for c in frame.columns]
    if len(set(names)) < len(names):
        again = next(name for name in names if names.count(name) > 1)
        raise InputError(f"two columns are called {again!r}", where=shown, hint="rename one of them")
    frame = frame.set_axis(names, axis="columns").set_geometry(active)
    others = [c for c in names if c != active and isinstance(frame[c].dtype, GeometryDtype)]
    for name in others:
        warnings.warn(f"{shown}: geometry column {name!r} is written as text (WKT)", InputWarning, stacklevel=2)
        frame[name] = frame[name].to_wkt().astype(object)
    return frame


def _plain(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with every column of a type that GDAL's drivers hold."""
    result = _plain_objects(frame)
    for name in result.columns.drop(result.active_geometry_name):
        cells = result[name]
        kind = cells.dtype
        if isinstance(kind, pd.CategoricalDtype):
            result[name] = cells.astype(kind.categories.dtype if not cells.isna().any() else object)
        elif isinstance(kind, pd.PeriodDtype | pd.IntervalDtype) or pd.api.types.is_timedelta64_dtype(kind):
            result[name] = cells.map(str, na_action="ignore").astype(object)
        elif pd.api.types.is_complex_dtype(kind):
            result[name] = cells.map(str)
        elif kind == np.float16:
            result[name] = cells.astype("float32")
        elif pd.api.types.is_unsigned_integer_dtype(kind) and len(cells) and cells.max() > np.iinfo("int64").max:
            result[name] = cells.astype(str)
    return result


def _plain_objects(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with lists, records and cells of mixed kinds as text."""
    result = frame.copy()
    for name in result.columns.drop(result.active_geometry_name):
        if result[name].dtype != object:
            continue
        kinds = {type(v) for v in result[name] if not _is_missing(v)}
        if kinds - {str} and (len(kinds) > 1 or not kinds <= {bool, int, float}):
            result[name] = result[name].map(as_text)
    return result


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def as_text(value: object) -> object:
    """Return a cell as text for files that hold no lists or records; None where it is missing."""
    if _is_missing(value) or isinstance(value, str):
        return value if isinstance(value, str) else None
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple | set) and all(isinstance(v, str) for v in value):
        return "; ".join(map(str, value))
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return f"{len(value)} bytes" if isinstance(value, bytes) else str(value)


def _check_case(frame: gpd.GeoDataFrame, shown: str | Path, suffix: str) -> None:
    """Refuse columns that GDAL would write into each other."""
    seen: dict[str, str] = {}
    for column in map(str, frame.columns):
        other = seen.setdefault(column.casefold(), column)
        if other != column:
            what = f"{suffix} can't hold columns that differ only in case: {other}, {column}"
            raise InputError(what, where=shown, hint="rename one of them, or write .geojson")


def _for_shapefile(frame: gpd.GeoDataFrame, shown: str | Path) -> gpd.GeoDataFrame:
    """Fit a frame into a shapefile: one kind of shape, names of ten bytes, texts of 254; tell what is cut."""
    kinds = {str(kind).removeprefix("Multi") for kind in frame.geom_type.dropna()}
    if len(kinds) > 1 or "GeometryCollection" in kinds:
        what = f"a shapefile holds one kind of shape, not {', '.join(sorted(kinds))}"
        raise InputError(what, where=shown, hint="write .gpkg")
    names: dict[str, str] = {}
    for column in frame.columns.drop(frame.active_geometry_name):
        short = _fitted(str(column), _BYTES_IN_SHP_NAME)
        number = 1
        while short.casefold() in {name.casefold() for name in names.values()}:
            short = f"{_fitted(str(column), _BYTES_IN_SHP_NAME - 1 - len(str(number)))}_{number}"
            number += 1
        names[str(column)] = short
    cut = [f"{name} as {short}" for name, short in names.items() if name != short]
    if cut:
        warnings.warn(f"{shown}: names of columns are cut: {', '.join(cut)}", InputWarning, stacklevel=2)
    result = frame.rename(columns=names)
    for name in names.values():
        cells = result[name]
        if isinstance(cells.dtype, pd.DatetimeTZDtype) or pd.api.types.is_datetime64_any_dtype(cells.dtype):
            cells = cells.map(lambda v: v.isoformat(), na_action="ignore").astype(object)
        if cells.dtype == object or pd.api.types.is_string_dtype(cells.dtype):
            fitted = cells.map(lambda v: _fitted(v, _LONGEST_SHP_TEXT) if isinstance(v, str) else v)
            if (fitted.fillna("") != cells.fillna("")).any():
                text = f"{shown}: texts in {name} are cut after {_LONGEST_SHP_TEXT} bytes"
                warnings.warn(text, InputWarning, stacklevel=2)
            cells = fitted
        result[name] = cells
    return result


def _fitted(text: str, size: int) -> str:
    """Return as much of a text as fits into some bytes of UTF-8."""
    return text.encode()[:size].decode(errors="ignore")


def _check_whole_kml(path: Path, features: int) -> None:
    """See that all is there: GDAL's writer of KML does not look whether the disk took what it wrote."""
    try:
        found = sum(element.tag.endswith("}Placemark") for _, element in ElementTree.iterparse(path))
    except ElementTree.ParseError:
        found = -1
    if found != features:
        raise OSError(28, "No space left on device")
