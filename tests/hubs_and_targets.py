"""What the tests of the tyranny of distance share: random hubs and targets, and a stand-in for ship routes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import strategies as st

from eastup import distance

lonlat = st.tuples(st.floats(95, 179, allow_subnormal=False), st.floats(-40, 60, allow_subnormal=False))


def frame(points, prefix):
    names = [f"{prefix}{n}" for n in range(len(points))]
    return gpd.GeoDataFrame({"id": names, "name": names}, geometry=shapely.points(points), crs=4326)


hub_sets = st.lists(lonlat, min_size=2, max_size=7, unique=True).map(lambda p: frame(p, "h"))
target_sets = st.lists(lonlat, min_size=1, max_size=6, unique=True).map(lambda p: frame(p, "t"))


def fake_sea(lengthen=1.3, blocked=()):
    """Stand in for ship routes: longer than by air, longer still for each closed strait, and barred for some pairs."""
    true = distance.matrix

    def matrix(origins, targets, mode="air", *, speed=None, closed=(), lang="en"):
        if mode == "air":
            return true(origins, targets, "air", speed=speed)
        sea = true(origins, targets, "air", speed=speed)
        sea["mode"] = "sea"
        barred = [(o, t) in blocked for o, t in zip(sea["origin_id"], sea["target_id"], strict=True)]
        sea["distance_km"] = np.where(barred, np.nan, sea["distance_km"] * (lengthen + 0.2 * len(closed)))
        sea["note"] = np.where(barred, "no route", "")
        return sea if mode == "sea" else pd.concat([true(origins, targets), sea], ignore_index=True)

    return matrix
