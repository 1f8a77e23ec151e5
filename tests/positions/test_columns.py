"""Headings, times and units as found in the wild."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eastup.errors import InputError, UnknownNameError
from eastup.positions import columns, stream, times
from eastup.positions.columns import Names

if TYPE_CHECKING:
    from pathlib import Path


def read(
    tmp_path: Path, text: str, names: Names | None = None, name: str = "a.csv"
) -> tuple[columns.Reading, pa.RecordBatch]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    source = stream.sources([path])[0]
    reading = columns.find(source.head(), names or Names())
    return reading, next(source.batches(source.units()[0], reading.columns))


WILD = {
    "MarineCadastre": (
        "MMSI,BaseDateTime,LAT,LON,SOG,COG\n367000001,2022-01-03T00:00:05,33.6,-117.9,0.1,281\n",
        "2022-01-03T00:00:05", (-117.9, 33.6),
    ),
    "Danish": (
        '# Timestamp;Type of mobile;MMSI;Latitude;Longitude\n03/02/2022 10:11:12;Class A;219000001;"55,5";"12,25"\n',
        "2022-02-03T10:11:12", (12.25, 55.5),
    ),
    "Norwegian": ("mmsi;date_time_utc;lon;lat\n257000001;2022-01-03 10:11:12;10.5;59.1\n", "2022-01-03T10:11:12", (10.5, 59.1)),
    "GFW": ("Seg_id,Timestamp,Lat,Lon\nabc-1,2022-01-03 10:11:12 UTC,1.5,103.5\n", "2022-01-03T10:11:12", (103.5, 1.5)),
    "GMT": ("ID,TSTAMP,LATITUDE,LONGITUDE\n7,2022-01-03 10:11:12 GMT,1.5,103.5\n", "2022-01-03T10:11:12", (103.5, 1.5)),
    "epoch": ("mmsi,t,x,y\n7,1641204672,103.5,1.5\n", "2022-01-03T10:11:12", (103.5, 1.5)),
    "milliseconds": ("mmsi,t,x,y\n7,1641204672000,103.5,1.5\n", "2022-01-03T10:11:12", (103.5, 1.5)),
    "ADS-B": ("time,icao24,lat,lon\n1641204672,a1b2c3,1.5,103.5\n", "2022-01-03T10:11:12", (103.5, 1.5)),
    "raw": ("mmsi,timestamp,longitude,latitude\n7,2022-01-03T10:11:12Z,62100000,900000\n", "2022-01-03T10:11:12", (103.5, 1.5)),
    "zone": ("mmsi\ttime\tlon\tlat\n7\t2022-01-03T19:11:12+09:00\t103.5\t1.5\n", "2022-01-03T10:11:12", (103.5, 1.5)),
    "American": ("MMSI,Time,Lon,Lat\n7,12/31/2021 10:11:12 PM,103.5,1.5\n", "2021-12-31T22:11:12", (103.5, 1.5)),
}  # fmt: skip


@pytest.mark.parametrize("kind", WILD)
def test_columns_in_the_wild(tmp_path: Path, kind: str) -> None:
    text, when, (lon, lat) = WILD[kind]
    reading, batch = read(tmp_path, text)
    assert np.array(reading.times(batch), "datetime64[us]")[0] == np.datetime64(when)
    assert np.allclose(reading.lonlat(batch), [[lon], [lat]], rtol=0, atol=1e-12)
    assert reading.of_aircraft == (kind == "ADS-B")
    if kind in ("Danish", "epoch", "raw", "American"):
        assert reading.notes  # what is guessed is told


def test_ambiguous_dates_are_asked_for(tmp_path: Path) -> None:
    text = "MMSI,Time,Lon,Lat\n7,03/02/2022 10:11:12,103.5,1.5\n7,04/02/2022 10:11:12,103.5,1.5\n"
    with pytest.raises(InputError, match=r"'03/02/2022.*--dates day or --dates month"):
        read(tmp_path, text)
    for dates, when in (("day", "2022-02-03T10:11:12"), ("month", "2022-03-02T10:11:12")):
        reading, batch = read(tmp_path, text, Names(dates=dates))
        assert np.array(reading.times(batch), "datetime64[us]")[0] == np.datetime64(when)


def test_names_that_are_given(tmp_path: Path) -> None:
    text = "boat,when,east,north\nx,2022-01-03T10:11:12,103.5,1.5\n"
    with pytest.raises(InputError, match="no column is the longitude: boat, when"):
        read(tmp_path, text)
    reading, _ = read(tmp_path, text, Names("boat", "when", "east", "north"))
    assert (reading.vessel, reading.time, reading.lon, reading.lat) == ("boat", "when", "east", "north")
    with pytest.raises(UnknownNameError, match="did you mean boat"):
        read(tmp_path, text, Names("boats", "when", "east", "north"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022-02-30 10:00:00", "no such day"),
        ("2022-13-01 10:00:00", "no such month"),
        ("soon", "no time"),
        ("", "empty"),
    ],
)
def test_a_time_that_is_none(text: str, reason: str) -> None:
    del reason
    read_ = times.read(pa.array([text, "2022-01-03T10:11:12"]), "iso")
    assert read_[0] == times.MISSING
    assert read_[1] == 1_641_204_672_000_000


def test_fractions_and_native_times() -> None:
    assert times.read(pa.array(["2022-01-03T10:11:12.25Z", "2022-01-03T10:11:12"]), "iso")[0] == 1_641_204_672_250_000
    stamp = pa.array([1_641_204_672], pa.timestamp("s", "Asia/Tokyo"))
    assert times.read(stamp, "native")[0] == 1_641_204_672_000_000
    assert times.read(pa.array([1_641_204_672.5, None]), "s").tolist() == [1_641_204_672_500_000, times.MISSING]


def test_geoparquet_without_columns_of_degrees(tmp_path: Path) -> None:
    import geopandas as gpd

    frame = gpd.GeoDataFrame(
        {"mmsi": [1, 2], "time": [1, 2]}, geometry=gpd.points_from_xy([103.5, -70.0], [1.5, 40.0]), crs=4326
    )
    frame.to_parquet(tmp_path / "a.parquet")
    source = stream.sources([tmp_path / "a.parquet"])[0]
    reading = columns.find(source.head(), Names(), source.schema.metadata)
    lon, lat = reading.lonlat(next(source.batches(source.units()[0], None)))
    assert (list(lon), list(lat)) == ([103.5, -70.0], [1.5, 40.0])
    frame.to_crs(3857).to_parquet(tmp_path / "b.parquet")
    with pytest.raises(InputError, match="bring it to EPSG:4326"):
        columns.find(source.head(), Names(), pq.read_schema(tmp_path / "b.parquet").metadata)


def test_what_is_no_file_of_positions(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file of positions"):
        stream.sources([tmp_path / "none.csv"])
    (tmp_path / "a.xlsx").write_text("x")
    with pytest.raises(InputError, match="not read from this kind of file"):
        stream.sources([tmp_path / "a.xlsx"])
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "b.csv").write_text("x\n")
    (tmp_path / "d" / ".hidden.csv").write_text("x\n")
    (tmp_path / "d" / "a.csv.gz").write_bytes(b"")
    assert [s.path.name for s in stream.sources([tmp_path / "d"])] == ["a.csv.gz", "b.csv"]
    assert [s.path.name for s in stream.sources([str(tmp_path / "d" / "*.csv")])] == ["b.csv"]
