"""How good ship routes are: against a table of published ship distances.

    python tests/benchmarks/sea_accuracy.py [TABLE.csv]

The table has the columns from, from_lon, from_lat, to, to_lon, to_lat, published_nmi. Without one it is a part of NGA's
Pub. 151 (tests/data/pub151.csv).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from eastup import basemap, geodesy
from eastup.sea import routes as searoute

HERE = Path(__file__).resolve().parent
DEEP_M = 200.0


def main(path: Path) -> None:
    table = pd.read_csv(path)
    sea = searoute.network()
    land = shapely.get_parts(basemap.land().geometry.to_numpy())
    tree = shapely.STRtree(land)
    rows = []
    for row in table.itertuples(index=False):
        a, b = (row[1], row[2]), (row[4], row[5])
        ends = sea.navigable.ends(a), sea.navigable.ends(b)
        length_m, corners = (np.nan, np.empty((0, 2)))
        if ends[0] is not None and ends[1] is not None:
            length_m, corners = sea.navigable.path(ends[0], ends[1])
        air_m = float(geodesy.distance_m(*a, *b))
        rows.append(
            (row[0], row[3], row.published_nmi, length_m / 1852, air_m / 1852, over_land_m(corners, land, tree))
        )
    found = pd.DataFrame(rows, columns=["from", "to", "published_nmi", "ours_nmi", "air_nmi", "over_land_m"])
    found["error_pct"] = 100 * (found["ours_nmi"] / found["published_nmi"] - 1)
    known = found[np.isfinite(found["ours_nmi"])]
    error = known["error_pct"].abs()
    print(f"{len(found)} pairs of {path.name}; without a way: {len(found) - len(known)}")
    print(f"absolute error: median {error.median():.2f} %, 90th percentile {error.quantile(0.9):.2f} %")
    print(f"signed error: median {known['error_pct'].median():+.2f} %")
    print(f"over land by more than {DEEP_M:.0f} m: {(known['over_land_m'] > DEEP_M).sum()}")
    print(f"shorter than the geodesic: {(known['ours_nmi'] < known['air_nmi'] - 1e-6).sum()}")
    print("\nthe ten farthest off:")
    worst = known.reindex(error.sort_values(ascending=False).index).head(10)
    print(worst.round({"ours_nmi": 0, "air_nmi": 0, "over_land_m": 0, "error_pct": 1}).to_string(index=False))
    missing = found[~np.isfinite(found["ours_nmi"])]
    if len(missing):
        print("\nwithout a way:\n" + missing[["from", "to"]].to_string(index=False))


def over_land_m(corners: np.ndarray, land: np.ndarray, tree: shapely.STRtree) -> float:
    """Return the longest stretch of a route over land but for its first and last 6 km: harbours are narrow, ports rough."""
    if len(corners) < 2:
        return 0.0
    dense = geodesy.line(corners, 5_000.0)
    lon, lat = dense.T
    along = np.concatenate([[0.0], np.cumsum(geodesy.distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:]))])
    inner = dense[(along > 6_000.0) & (along < along[-1] - 6_000.0)]
    if len(inner) < 2:
        return 0.0
    line = shapely.LineString(inner)
    parts = [
        part
        for piece in land[tree.query(line, predicate="intersects")]
        for part in shapely.get_parts(shapely.intersection(line, piece))
    ]
    return max((float(geodesy.GEOD.geometry_length(p)) for p in parts), default=0.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "data" / "pub151.csv")
