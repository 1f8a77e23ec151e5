"""Time the counts of hubs in reach against brute force and geopandas buffers, and count the wrong cells of each.

    python tests/benchmarks/bench_coverage.py                      brute force on every 40th row, extrapolated
    python tests/benchmarks/bench_coverage.py --whole              brute force on every row
    python tests/benchmarks/bench_coverage.py --fine               0.01 degree to a file: time and peak memory
    python tests/benchmarks/bench_coverage.py --sea                by ship: how fast, and how far from the routes

40 hubs (38 bases, Wake, Kwajalein), 500 nautical miles, 90E-180E, 20S-60N.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from eastup import coverage, places
from eastup.coverage import count as counting
from eastup.coverage import metric
from eastup.question import Question
from eastup.sea import routes as searoute

RADIUS_KM = 926.0
GEOD = pyproj.Geod(ellps="WGS84")


def hubs():
    found = places.select(["bases", (166.6366, 19.2821), (167.7320, 8.7201)])
    chosen = [*found[:38], *found[-2:]]
    return chosen, np.array([(p.lon, p.lat) for p in chosen])


def brute(points, lon, lat):
    count = np.zeros((len(lat), len(lon)), np.int16)
    x = np.array(lon)
    for row, y in enumerate(lat):
        for a, b in points:
            km = GEOD.inv(np.full(len(x), a), np.full(len(x), b), x, np.full(len(x), y))[2]
            count[row] += np.asarray(km) <= RADIUS_KM * 1000
    return count


def haversine(points, lon, lat):
    count = np.zeros((len(lat), len(lon)), np.int16)
    x, y = np.radians(lon)[None], np.radians(lat)[:, None]
    for a, b in np.radians(points):
        h = np.sin((y - b) / 2) ** 2 + np.cos(y) * np.cos(b) * np.sin((x - a) / 2) ** 2
        count += 2 * 6371.0088 * np.arcsin(np.sqrt(h)) <= RADIUS_KM
    return count


def buffers(points, lon, lat, cell, how):
    """Count by geopandas: buffers in each hub's own azimuthal equidistant projection, or in degrees, rasterised."""
    from rasterio.features import rasterize
    from rasterio.transform import from_origin

    if how == "degrees":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shapes = list(gpd.GeoSeries(gpd.points_from_xy(*points.T), crs=4326).buffer(RADIUS_KM / 111.32))
    else:
        shapes = []
        for a, b in points:
            crs = f"+proj=aeqd +lon_0={a} +lat_0={b} +datum=WGS84"
            point = gpd.GeoSeries([shapely.Point(0, 0)], crs=crs).buffer(RADIUS_KM * 1000, quad_segs=90)
            shapes.append(point.to_crs(4326).iloc[0])
    count = np.zeros((len(lat), len(lon)), np.int16)
    transform = from_origin(lon[0] - cell / 2, lat[0] + cell / 2, cell, cell)
    for shape in shapes:
        count += rasterize([shape], count.shape, transform=transform, dtype="uint8")
    return count


def timed(function, *arguments):
    start = time.perf_counter()
    answer = function(*arguments)
    return answer, time.perf_counter() - start


def compare(cell, whole, every):
    _, points = hubs()
    grid = coverage.geographic(resolution_deg=cell)
    lon, lat = grid.axes((slice(0, grid.height), slice(0, grid.width)))
    ours, seconds = timed(counting.count_rows, points, RADIUS_KM, lon, lat)
    seconds = min(seconds, *(timed(counting.count_rows, points, RADIUS_KM, lon, lat)[1] for _ in range(2)))
    rows = np.arange(len(lat)) if whole else np.arange(every // 2, len(lat), every)
    truth, took = timed(brute, points, lon, lat[rows])
    brute_s = took * len(lat) / len(rows)
    how = "measured whole" if whole else f"extrapolated from {len(rows)} of {len(lat)} rows ({took:.1f} s measured)"
    print(f"{len(points)} hubs, {RADIUS_KM:g} km, {cell:g} degree, {ours.size / 1e6:.2f} million cells")
    print(f"  brute force, pyproj       {brute_s:9.2f} s   {how}")
    print(
        f"  eastup counts             {seconds:9.2f} s   {brute_s / seconds:8.0f} x   {(ours[rows] != truth).sum()} wrong"
    )
    others = {
        "haversine": lambda: haversine(points, lon, lat),
        "geopandas, own aeqd": lambda: buffers(points, lon, lat, cell, "aeqd"),
        "geopandas, degrees": lambda: buffers(points, lon, lat, cell, "degrees"),
    }
    for name, function in others.items():
        count, took = timed(function)
        wrong = (count[rows] != truth).sum()
        print(f"  {name:25s} {took:9.2f} s   {brute_s / took:8.0f} x   {wrong} wrong ({wrong / truth.size:.2%})")


def to_file(cell, bands):
    chosen, _ = hubs()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.tif"
        _, seconds = timed(lambda: coverage.write_raster(
            path, chosen, coverage.geographic(resolution_deg=cell), radius=RADIUS_KM, bands=bands))  # fmt: skip
        cells = round(90 / cell) * round(80 / cell)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {cell:g} degree, bands {bands}, to a file: {seconds:.1f} s, {seconds / cells * 1e6:.3f} s a million cells, "
              f"{path.stat().st_size / 1e6:.1f} MB; peak memory of the process {peak:.0f} MB")  # fmt: skip


def by_ship():
    """Hold the fields of five hubs against the routes to random places; routes take half a second a place."""
    chosen = places.select(["Camp Humphreys", "Yokosuka Naval Base", "Kadena Air Base", "Subic Bay", "Naval Base Guam"])
    by, seconds = timed(lambda: metric.metric_of(Question.of(chosen, reaches=False, mode="sea")))
    print(f"fields of {len(chosen)} ship hubs: {seconds:.1f} s")
    random = np.random.default_rng(5)
    corners = searoute.network().navigable.nodes
    corners = corners[(corners[:, 0] > 100) & (corners[:, 0] < 150) & (corners[:, 1] > -10) & (corners[:, 1] < 50)]
    anywhere = np.column_stack([random.uniform(98, 175, 500), random.uniform(-12, 57, 500)])
    shores = corners[random.integers(len(corners), size=250)] + random.normal(0.0, 0.15, (250, 2))
    for name, points in (("at sea", anywhere), ("near coasts", shores)):
        points = points[~by.field.coast.holds(points)][:150]
        field_km = by.distances_km(points)
        route_km = searoute.distances_km(np.array([h.sea_point for h in chosen]), points)
        both = np.isfinite(field_km) & np.isfinite(route_km)
        off = np.abs(field_km[both] / route_km[both] - 1) * 100
        print(
            f"  {len(points)} places {name}: median {np.median(off):.3f} % from the routes, 99th percentile"
            f" {np.quantile(off, 0.99):.2f} %, most {off.max():.1f} %; {np.mean(off <= 1):.1%} within 1 %;"
            f" {np.sum(~both)} pairs without a way by one of them"
        )
    grid = coverage.geographic((110, 0, 150, 50), 0.05)
    with tempfile.TemporaryDirectory() as folder:
        _, seconds = timed(
            lambda: coverage.write_raster(Path(folder) / "x.tif", chosen, grid, hours=24, speed="20kn", mode="sea")
        )
    print(
        f"  raster of {grid.width * grid.height / 1e6:.1f} million cells, all bands: {seconds:.1f} s with the fields ready"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--fine", action="store_true")
    parser.add_argument("--sea", action="store_true")
    parser.add_argument("--bands", default="count", choices=["count", "all"])
    parser.add_argument("--every", type=int, default=40)
    given = parser.parse_args()
    if given.fine:
        for size in (0.05, 0.01):
            to_file(size, given.bands)
    elif given.sea:
        by_ship()
    else:
        compare(0.05, given.whole, given.every)
