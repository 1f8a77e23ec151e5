"""Reads GeoPackages through SQLite itself, which opens nothing but the file that it is given.

GDAL takes whatever a file's content makes it take, and its SQLite has functions and virtual tables that open other
files. Here views and triggers are not trusted, nothing is written beside the file, and a query that does not end is
stopped.
"""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import geopandas as gpd
import pandas as pd
import pyproj
import shapely
from shapely.geometry.base import BaseMultipartGeometry

from eastup.errors import InputError, UnknownNameError
from eastup.layers.reading import identity, safety

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from eastup.layers.reading.report import Account

CRS = "EPSG:4326"
_ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope before a geometry, by its kind."""
_STEPS = 100_000
"""Instructions of SQLite between looks at the clock."""
_LONGEST_S = 60.0


def read(path: Path, layer: str | None, account: Account) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Read all layers of a GeoPackage that hold geometry, or one of them.

    Returns
    -------
    GeoDataFrame
        In the CRS of the first layer, with a column ``layer`` where there are several; a feature may have no geometry.
    list of str
        ``feature 1`` and so on within each layer.

    Raises
    ------
    InputError
        If it is no GeoPackage, is damaged, or has no layer that holds geometry.
    """
    account.kind = "GeoPackage"
    safety.check_file(path)
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\x00":
            hint = "see what it is with another program, and rename it"
            raise InputError("can't read the layer: not a GeoPackage", where=path, hint=hint)
    log = path.with_name(path.name + "-wal")
    if log.is_file() and log.stat().st_size:
        account.tell("another program has it open; what that has not yet saved is not read")
    with _opened(path) as database:
        tables = _geometry_tables(database)
        if not tables:
            raise InputError("the GeoPackage has no layer with geometry", where=path)
        if layer is not None and layer not in tables:
            raise UnknownNameError("layer", layer, tables, where=path)
        names = [layer] if layer is not None else list(tables)
        read_layers = [(name, *_layer(database, name, *tables[name], path)) for name in names]
    filled = [(name, frame, places) for name, frame, places in read_layers if len(frame)]
    if not filled:
        raise InputError("the layer holds no features", where=path)
    account.layers += [(name, len(frame)) for name, frame, _ in filled]
    return joined(filled)


def joined(layers: list[tuple[str, gpd.GeoDataFrame, list[str]]]) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return layers as one, in the CRS of the first; a column ``layer`` says which each feature is from."""
    if len(layers) == 1:
        return layers[0][1], layers[0][2]
    crs = layers[0][1].crs
    frames = []
    for name, each, _ in layers:
        frame = identity.spelled(each)  # what one calls Name another may call 名称
        own = "layer" if "layer" not in frame.columns else "layer_2"
        frames.append(frame.to_crs(crs).assign(**{own: name}))
    whole = gpd.GeoDataFrame(
        pd.concat([f.astype(object) for f in frames], ignore_index=True), geometry="geometry", crs=crs
    )
    return whole.infer_objects(), [f"{name}, {place}" for name, _, places in layers for place in places]


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        database = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise InputError(f"can't read the layer ({error})", where=path) from None
    ends = time.monotonic() + _LONGEST_S
    try:
        database.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
        database.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        yield database
    except (sqlite3.Error, OverflowError, struct.error, MemoryError, UnicodeDecodeError) as error:
        raise InputError(f"can't read the layer ({error})", where=path, hint="the file may be damaged") from None
    finally:
        database.close()


def _geometry_tables(database: sqlite3.Connection) -> dict[str, tuple[str, int]]:
    """Return the geometry column and the CRS of each layer, in the order of the file."""
    listed = database.execute(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c JOIN gpkg_geometry_columns g"
        " ON g.table_name = c.table_name WHERE c.data_type = 'features' ORDER BY c.rowid LIMIT 10000"
    )
    tables = {str(name): (str(column), int(srs)) for name, column, srs in listed}
    held = {str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    return {name: found for name, found in tables.items() if name in held}


def _layer(
    database: sqlite3.Connection, name: str, geometry: str, srs: int, path: Path
) -> tuple[gpd.GeoDataFrame, list[str]]:
    quoted = '"' + name.replace('"', '""') + '"'
    declared = [
        (str(row[1]), str(row[2]).upper(), bool(row[5])) for row in database.execute(f"PRAGMA table_info({quoted})")
    ]
    columns = [column for column, _, _ in declared]
    if geometry not in columns:
        raise InputError(f"layer {name[:60]!r} lacks its geometry column", where=path)
    cursor = database.execute(f"SELECT * FROM {quoted}")
    rows = list(cursor)
    places = [f"feature {number}" for number in range(1, len(rows) + 1)]
    at = columns.index(geometry)
    shapes = [_geometry(row[at], f"{path}, {name}, {place}") for row, place in zip(rows, places, strict=True)]
    if all(shape is None or shape.geom_type.startswith("Multi") for shape in shapes):
        # GDAL makes all of a layer multiple where some are, and it is no news that one has one part.
        shapes = [s.geoms[0] if isinstance(s, BaseMultipartGeometry) and len(s.geoms) == 1 else s for s in shapes]
    data: dict[str, pd.Series] = {}
    for i, (column, kind, is_key) in enumerate(declared):
        if i == at or (is_key and kind == "INTEGER"):
            continue  # the key numbers the rows and says nothing of the place
        own = "geometry_2" if column == "geometry" else column
        data[own] = _typed(pd.Series([row[i] for row in rows], dtype=object), kind)
    frame = pd.DataFrame(data, index=range(len(rows)))
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=_crs(database, srs, path)), places


def _typed(cells: pd.Series, kind: str) -> pd.Series:
    if kind == "BOOLEAN":
        return cells.map(lambda v: v if v is None else bool(v)).infer_objects()
    if kind in {"DATE", "DATETIME"}:
        try:
            return pd.to_datetime(cells, format="ISO8601", utc=kind == "DATETIME")
        except (ValueError, TypeError, OverflowError):
            return cells
    if kind == "BLOB":
        return cells.map(lambda v: f"{len(v)} bytes" if isinstance(v, bytes) else v)
    return cells.infer_objects()


def _geometry(blob: object, where: str) -> BaseGeometry | None:
    """Return the geometry of a GeoPackage's binary: a header, an envelope, then WKB."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        raise InputError("the geometry is none of a GeoPackage", where=where)
    kind = (blob[3] >> 1) & 7
    if kind >= len(_ENVELOPES):
        raise InputError("the geometry is none of a GeoPackage", where=where)
    body = blob[8 + _ENVELOPES[kind] :]
    if not safety.check_wkb(body):
        raise InputError("the geometry is nested too deep", where=where)
    try:
        return shapely.from_wkb(body)
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise InputError(f"the geometry can't be read ({str(error)[:100]})", where=where) from None


def _crs(database: sqlite3.Connection, srs: int, path: Path) -> pyproj.CRS:
    row = database.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (srs,)
    ).fetchone()
    tries = [f"{row[0]}:{row[1]}", row[2]] if row is not None else []
    if srs in {-1, 0}:
        tries = [CRS]
    for text in tries:
        with contextlib.suppress(pyproj.exceptions.CRSError):
            return pyproj.CRS.from_user_input(str(text))
    raise InputError(f"its CRS ({srs}) is not known", where=path, hint="save it in EPSG:4326")
