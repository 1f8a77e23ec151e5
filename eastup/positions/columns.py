"""Which columns of a file are the vessel, the time and the position, and how to read them.

Headings are compared without case, spaces and marks. What is guessed from the first rows of a file is written down in
`Reading.notes` for the user to see, and holds for the whole file, however it is read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eastup.errors import InputError, UnknownNameError
from eastup.positions import times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.times import Form, Times

Unit = Literal["degree", "1/600000 degree", "1e-7 degree"]
_PER_DEGREE: dict[Unit, float] = {"degree": 1.0, "1/600000 degree": 600_000.0, "1e-7 degree": 1e7}

VESSEL = (
    "mmsi", "icao24", "ssvid", "vesselid", "shipid", "mmsinumber", "userid", "sourcemmsi", "hex", "imo", "imonumber",
    "vessel", "ship", "aircraft", "trackid", "segid", "callsign", "id",
)  # fmt: skip
TIME = (
    "basedatetime", "basedatatime", "datetimeutc", "timestamputc", "timeutc", "utc", "timestamp", "tstamp", "datetime",
    "dtposutc", "positiontime", "time", "lasttimeposition", "lastposupdate", "movementdatetime", "msgtime", "epoch",
    "unixtime", "ts", "t", "date",
)  # fmt: skip
LON = ("lon", "longitude", "long", "lng", "londeg", "longitudedeg", "longitudedegrees", "decimallongitude", "x")
LAT = ("lat", "latitude", "latdeg", "latitudedeg", "latitudedegrees", "decimallatitude", "y")
_AIRCRAFT = ("icao24", "hex", "aircraft")
_DEGREES_4326 = ("EPSG:4326", "OGC:CRS84")


@dataclass(frozen=True)
class Names:
    """Columns that the user names; an empty one is looked for."""

    vessel: str = ""
    time: str = ""
    lon: str = ""
    lat: str = ""
    dates: str | None = None
    """``day`` or ``month``: which stands first in a date with slashes."""


@dataclass(frozen=True)
class Reading:
    """How positions are read from a file.

    Attributes
    ----------
    vessel, time, lon, lat : str
        Names of columns; empty where there is none. ``geometry`` stands in for ``lon`` and ``lat`` in GeoParquet.
    unit : str
        Of the coordinates.
    form : str
        Of the times, as `eastup.positions.times.form_of` says.
    notes : tuple of str
        What was guessed.
    """

    vessel: str
    time: str
    lon: str
    lat: str
    geometry: str = ""
    unit: Unit = "degree"
    form: Form = "native"
    notes: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> list[str]:
        """The columns that are read, each once."""
        return list(dict.fromkeys(n for n in (self.vessel, self.time, self.lon, self.lat, self.geometry) if n))

    @property
    def of_aircraft(self) -> bool:
        """Whether the vessels go by the ids of aircraft."""
        return _plain(self.vessel) in _AIRCRAFT

    def lonlat(self, batch: pa.RecordBatch) -> tuple[FloatArray, FloatArray]:
        """Return longitudes and latitudes, degrees; NaN where there is none."""
        if self.geometry:
            return _points(batch.column(self.geometry))
        scale = _PER_DEGREE[self.unit]
        lon, lat = (numbers(batch.column(name)) for name in (self.lon, self.lat))
        return (lon, lat) if scale == 1.0 else (lon / scale, lat / scale)

    def times(self, batch: pa.RecordBatch) -> Times:
        """Return microseconds of UTC; `eastup.positions.times.MISSING` where there is none."""
        return times.read(batch.column(self.time), self.form)


def find(head: pa.Table, names: Names, metadata: dict[bytes, bytes] | None = None, *, tracks: bool = True) -> Reading:
    """Find the columns of a file and how they are written.

    Parameters
    ----------
    head : pyarrow.Table
        Its first rows.
    names : Names
        What the user says.
    metadata : dict, optional
        Of the schema; that of GeoParquet is understood.
    tracks : bool
        Whether vessel and time are needed too.

    Raises
    ------
    UnknownNameError
        If a column that is named is not there.
    InputError
        If one is missing, or a guess would be a gamble.
    """
    columns = list(head.column_names)
    notes: list[str] = []
    lon, lat = _named(names.lon, LON, columns), _named(names.lat, LAT, columns)
    geometry = "" if lon and lat else _geometry(metadata, columns)
    if not geometry and not (lon and lat):
        missing = "longitude" if not lon else "latitude"
        raise InputError(f"no column is the {missing}: {_few(columns)}", hint="name them with --lon and --lat")
    vessel = _named(names.vessel, VESSEL, columns)
    time = _named(names.time, TIME, columns)
    if tracks and not vessel:
        raise InputError(f"no column is the vessel: {_few(columns)}", hint="name it with --id")
    if tracks and not time:
        raise InputError(f"no column is the time: {_few(columns)}", hint="name it with --time")
    unit: Unit = "degree"
    if geometry:
        notes.append(f"positions from the geometry {geometry!r}")
        lon = lat = ""
    else:
        unit = _unit(head.column(lon), head.column(lat))
        if unit != "degree":
            notes.append(f"{lon} and {lat} are read as {unit}")
    form: Form = "native"
    if tracks:
        form = times.form_of(_one(head.column(time)), time, names.dates)
        if form in ("day-first", "month-first"):
            notes.append(f"dates of {time} are read with the {form.split('-')[0]} first")
        elif form in ("s", "ms", "us", "ns"):
            notes.append(f"{time} is read as {form} of 1970")
    return Reading(vessel, time, lon, lat, geometry, unit, form, tuple(notes))


def numbers(column: pa.Array) -> FloatArray:
    """Return a column as numbers, NaN where there is none; text may have decimal commas."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_decimal(column.type):
        column = column.cast(pa.float64())
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        try:
            column = column.cast(pa.float64())
        except pa.ArrowInvalid:
            text = pc.replace_substring(pc.utf8_trim_whitespace(column), ",", ".")
            good = pc.match_substring_regex(text, r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$")
            column = pc.if_else(good, pc.replace_substring_regex(text, r"^\+", ""), None).cast(pa.float64())
    elif not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_null(column.type)):
        raise InputError(f"a column of {column.type} holds no coordinates", hint="name others with --lon and --lat")
    if column.null_count == 0 and pa.types.is_float64(column.type):
        return np.asarray(column.to_numpy())
    return np.asarray(column.cast(pa.float64(), safe=False).fill_null(np.nan).to_numpy(zero_copy_only=False))


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


def _few(columns: list[str]) -> str:
    return ", ".join(columns[:12]) + (" ..." if len(columns) > 12 else "")


def _named(given: str, usual: Iterable[str], columns: list[str]) -> str:
    if given:
        if given not in columns:
            raise UnknownNameError("column", given, columns)
        return given
    plain = {_plain(c): c for c in reversed(columns)}
    return next((plain[word] for word in usual if word in plain), "")


def _one(column: pa.ChunkedArray) -> pa.Array:
    array = column.combine_chunks()
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _unit(lon: pa.ChunkedArray, lat: pa.ChunkedArray) -> Unit:
    """Degrees, unless whole numbers are too large for them."""
    sizes = []
    for column in (lon, lat):
        values = numbers(_one(column))
        values = np.abs(values[np.isfinite(values)])
        if len(values) and (values == np.floor(values)).all() and np.median(values) > 1000.0:
            sizes.append(float(values.max()))
    if len(sizes) < 2:
        return "degree"
    return "1/600000 degree" if sizes[0] <= 181 * 600_000 and sizes[1] <= 91 * 600_000 else "1e-7 degree"


def _geometry(metadata: dict[bytes, bytes] | None, columns: list[str]) -> str:
    """Return the column of points that the metadata of GeoParquet name."""
    text = (metadata or {}).get(b"geo")
    if text is None:
        return ""
    about = json.loads(text)
    name = str(about.get("primary_column", "geometry"))
    column: dict[str, Any] = about.get("columns", {}).get(name, {})
    crs = column.get("crs")
    code = "OGC:CRS84" if crs is None else ":".join(str(v) for v in crs.get("id", {}).values()) if crs else ""
    if "crs" in column and crs is not None and {*code.split(":")}.isdisjoint({"4326", "CRS84"}):
        raise InputError(
            f"the geometry is in {crs.get('name', 'another system')}", hint=f"bring it to {_DEGREES_4326[0]}"
        )
    return name if name in columns else ""


def _points(column: pa.Array) -> tuple[FloatArray, FloatArray]:
    """Return x and y of points: WKB, or GeoArrow's pairs and records."""
    if pa.types.is_struct(column.type):
        return numbers(pc.struct_field(column, "x")), numbers(pc.struct_field(column, "y"))
    if pa.types.is_fixed_size_list(column.type):
        pairs = np.full((len(column), 2), np.nan)
        known = column.is_valid().to_numpy(zero_copy_only=False)
        flat = column.flatten().to_numpy(zero_copy_only=False)
        pairs[known] = flat.reshape(-1, column.type.list_size)[:, :2]
        return pairs[:, 0].copy(), pairs[:, 1].copy()
    import shapely

    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return np.asarray(shapely.get_x(shapes)), np.asarray(shapely.get_y(shapes))
