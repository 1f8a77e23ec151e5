"""How good ship routes are: against published ship distances, beside two other packages in one run.

    pip install searoute "scgraph<3"
    python tests/benchmarks/sea_accuracy.py [TABLE.csv]

The table has the columns from, from_lon, from_lat, to, to_lon, to_lat, published_nmi. Without one it is a part of NGA's
Pub. 151, Distances Between Ports (tests/data/pub151.csv, public domain). A hash of the two names puts each pair into one
of two halves: tolls of passages were fitted on one, and not on the other. searoute and scgraph are
run where they are installed: of scgraph the last version that carries its network of the sea, with those of its ways to
join a port to it that come nearest to the table.
"""

from __future__ import annotations

import hashlib
import math
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from eastup import basemap
from eastup.geodesy import ellipsoid
from eastup.sea import engine, ports

HERE = Path(__file__).resolve().parent
LONG_NMI = 1500.0
KM_PER_NMI = 1.852
DEEP_M = 200.0
CHANNEL_DEG = 0.006
"""Half the width of a port's channel, and a little."""
SEAS = {
    "Japan, Korea, Russia": (124.0, 30.0, 165.0, 62.0),
    "China, Taiwan, Vietnam": (105.0, 8.0, 125.0, 42.0),
    "Philippines": (117.0, 4.5, 127.5, 21.0),
    "Malaya, Indonesia, Guinea": (92.0, -12.0, 156.0, 8.0),
}


def fitted(pair: pd.Series) -> bool:
    """Tell whether a pair is of the half that tolls were fitted on: an even first byte of the SHA-256 of its names."""
    names = "|".join(sorted((pair["from"], pair["to"])))
    return hashlib.sha256(names.encode()).digest()[0] % 2 == 0


def sea_of(lon: float, lat: float) -> str:
    """Return the sea that a port lies on."""
    for name, (west, south, east, north) in SEAS.items():
        if west <= lon % 360 <= east and south <= lat <= north:
            return name
    return "elsewhere"


def measured(path: Path) -> pd.DataFrame:
    """Return the table with our distances and ways, the geodesic, the half and the sea of each pair."""
    table = pd.read_csv(path)
    sea = engine.shipped()
    tracks = [
        sea.route((a, b), (c, d))
        for a, b, c, d in table[["from_lon", "from_lat", "to_lon", "to_lat"]].itertuples(index=False)
    ]
    table["eastup"] = [t.km / KM_PER_NMI if t else np.nan for t in tracks]
    table["gates"] = [", ".join(t.gates) if t else "" for t in tracks]
    table["line"] = [t.line if t else np.empty((0, 2)) for t in tracks]
    table["over_land_m"] = over_land_m(tracks)
    table["air"] = (
        ellipsoid.distance_m(table["from_lon"], table["from_lat"], table["to_lon"], table["to_lat"]) / 1000 / KM_PER_NMI
    )
    table["half"] = np.where(table.apply(fitted, axis=1), "fitted", "held out")
    ends = [{sea_of(r.from_lon, r.from_lat), sea_of(r.to_lon, r.to_lat)} for r in table.itertuples(index=False)]
    table["sea"] = [e.pop() if len(e) == 1 else "from one to another" for e in ends]
    return table


def over_land_m(tracks: list[engine.Track | None]) -> list[float]:
    """Return the longest stretch of each way over land.

    What a place that lies on land has to the water does not count, nor do the channels of ports up rivers, which the
    coast has as land.
    """
    land = shapely.get_parts(basemap.land().geometry.to_numpy())
    tree = shapely.STRtree(land)
    channels = shapely.buffer([shapely.LineString(port.line) for port in ports.river_ports()], CHANNEL_DEG)
    shapely.prepare(rivers := shapely.union_all(channels))
    found = []
    for track in tracks:
        corners = track.line[1 if track.shore_km[0] else 0 : -1 if track.shore_km[1] else None] if track else []
        if len(corners) < 2:
            found.append(0.0)
            continue
        dense = ellipsoid.line(corners, 5_000.0)
        dense[:, 0] = (dense[:, 0] + 30.0) % 360.0 - 30.0
        line = shapely.LineString(dense)
        crossed = shapely.intersection(line, land[tree.query(line, predicate="intersects")])
        parts = shapely.get_parts(shapely.difference(crossed, rivers))
        found.append(max((float(ellipsoid.GEOD.geometry_length(p)) for p in parts), default=0.0))
    return found


def peers(table: pd.DataFrame) -> dict[str, float]:
    """Add a column for each other package that is installed, and return their seconds."""
    seconds = {}
    for name, distance in (("searoute", _searoute), ("scgraph", _scgraph)):
        began = time.perf_counter()
        try:
            table[name] = [
                distance(*ends) / KM_PER_NMI
                for ends in table[["from_lon", "from_lat", "to_lon", "to_lat"]].itertuples(index=False)
            ]
        except ImportError:
            continue
        seconds[name] = time.perf_counter() - began
    return seconds


def _searoute(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    import searoute

    way = searoute.searoute([_signed(lon), lat], [_signed(to_lon), to_lat], units="km", append_orig_dest=True)
    return float(way["properties"]["length"])


def _scgraph(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    from scgraph.geographs.marnet import marnet_geograph

    ends = [{"latitude": y, "longitude": _signed(x)} for x, y in ((lon, lat), (to_lon, to_lat))]
    way = marnet_geograph.get_shortest_path(*ends, output_units="km", node_addition_type="quadrant")
    return float(way["length"])


def _signed(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0


def interval_of_median(values: np.ndarray, chance: float = 0.95) -> tuple[float, float]:
    """Return the confidence interval of a median, by ranks: what pairs drawn anew would have it lie in.

    Nothing is supposed of how the values are spread: the number of them below the true median is binomial, one half.
    """
    ranked = np.sort(values)
    n, below, rank = len(ranked), 0.0, 0
    while below + math.comb(n, rank) / 2.0**n <= (1.0 - chance) / 2.0:
        below += math.comb(n, rank) / 2.0**n
        rank += 1
    return float(ranked[max(rank - 1, 0)]), float(ranked[min(n - rank, n - 1)])


def row(name: str, part: pd.DataFrame, column: str = "eastup") -> str:
    """Return a line of the report: pairs, absolute error in per cent and nautical miles, and the signed one."""
    known = part[np.isfinite(part[column])]
    if known.empty:
        return f"{name:34} {len(part):4}"
    percent = 100 * (known[column] / known["published_nmi"] - 1)
    nmi = (known[column] - known["published_nmi"]).abs()
    low, high = interval_of_median(percent.abs().to_numpy())
    return (
        f"{name:34} {len(known):4} of {len(part):3}  median {percent.abs().median():5.2f} % ({low:.2f} to {high:.2f})  p90 {percent.abs().quantile(0.9):5.2f} %  "
        f"median {nmi.median():5.1f} nmi  p90 {nmi.quantile(0.9):5.1f} nmi  signed {percent.median():+5.2f} %"
    )


def main(path: Path) -> None:
    began = time.perf_counter()
    table = measured(path)
    print(f"{path.name}: {len(table)} pairs in {time.perf_counter() - began:.1f} s")
    held = table[table["half"] == "held out"]
    print(row("all", table), row("fitted half", table[table["half"] == "fitted"]), row("held-out half", held), sep="\n")
    for name, part in (
        ("up to 1,500 nmi", held["published_nmi"] <= LONG_NMI),
        ("beyond", held["published_nmi"] > LONG_NMI),
    ):
        print(row(f"held out, {name}", held[part]))
    for name, part in held.groupby("sea"):
        print(row(f"held out, {name}", part))
    seconds = peers(table)
    for name, taken in seconds.items():
        for half in ("fitted", "held out"):
            print(row(f"{name} on the {half} half ({taken:.1f} s)", table[table["half"] == half], name))
    print(f"over land by more than {DEEP_M:.0f} m: {(table['over_land_m'] > DEEP_M).sum()}")
    print(f"shorter than the geodesic: {(table['eastup'] < table['air'] - 1e-6).sum()}")
    table["error_pct"] = 100 * (table["eastup"] / table["published_nmi"] - 1)
    worst = table.reindex(table["error_pct"].abs().sort_values(ascending=False).index).head(10)
    print("\nthe ten farthest off:")
    shown = ["from", "to", "half", "published_nmi", "eastup", *seconds, "air", "error_pct", "gates"]
    print(worst[shown].round(1).to_string(index=False))
    missing = table[~np.isfinite(table["eastup"])]
    if len(missing):
        print("\nwithout a way:\n" + missing[["from", "to"]].to_string(index=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "data" / "pub151.csv")
