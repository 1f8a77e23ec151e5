"""Tracks made by hand, and what comes of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from eastup.geodesy import GEOD
from eastup.positions import gates
from eastup.positions.transits import Options, Run, Transits, transits

if TYPE_CHECKING:
    from pathlib import Path

START_S = 1_640_995_200  # 2022-01-01T00:00:00Z
Row = tuple[str, float, float, float]
"""Vessel, minutes from the start, longitude, latitude."""


@cache
def gate(name: str) -> gates.Gate:
    return gates.load([name])[0]


@cache
def off(name: str, km: float, along: float = 0.5) -> tuple[float, float]:
    """Return a place so far to the right of the first stretch of a gate; to the left where it is negative."""
    (lon1, lat1), (lon2, lat2) = gate(name).parts[0][[0, -1]]
    azimuth, _, length = GEOD.inv(lon1, lat1, lon2, lat2)
    lon, lat, back = GEOD.fwd(lon1, lat1, azimuth, length * along)
    lon, lat, _ = GEOD.fwd(lon, lat, back + 180.0 + 90.0, km * 1000.0)
    return float(lon), float(lat)


def track(
    name: str, kms: list[float], minutes: float = 10.0, vessel: str = "431000001", start: float = 0.0
) -> list[Row]:
    """Return fixes at distances to the right of a gate."""
    return [(vessel, start + n * minutes, *off(name, km)) for n, km in enumerate(kms)]


def table(rows: list[Row]) -> pa.Table:
    vessel, minutes, lon, lat = zip(*rows, strict=True)
    seconds = [round(START_S + 60 * m) for m in minutes]
    return pa.table({"MMSI": vessel, "BaseDateTime": pa.array(seconds, pa.timestamp("s")), "LAT": lat, "LON": lon})


def count(
    tmp_path: Path, rows: list[Row], straits: list[str], options: Options | None = None, run: Run | None = None
) -> tuple[Transits, list[str]]:
    """Return the transits of rows, and what is said."""
    path = tmp_path / "rows.parquet"
    pq.write_table(table(rows), path)
    said: list[str] = []
    run = run or Run(progress=said.append)
    return transits([path], tmp_path / "out.csv", None, straits, options, run=run), said
