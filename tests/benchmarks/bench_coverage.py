"""Time the counts of hubs in reach against brute force and geopandas buffers, and count the wrong cells of each.

    python tests/benchmarks/bench_coverage.py                      brute force on every 40th row, extrapolated
    python tests/benchmarks/bench_coverage.py --whole              brute force on every row
    python tests/benchmarks/bench_coverage.py --fine               0.01 degree to a file: time and peak memory
    python tests/benchmarks/bench_coverage.py --sea                by ship: how fast beside the goals, and how far from the routes

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
from measure import eastup, told

from eastup import coverage, places
from eastup.coverage import count as counting
from eastup.sea import engine
from eastup.sea.mesh import STRIP

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
    """Time the commands beside their goals, and hold the field of five hubs against the routes to random places."""
    with tempfile.TemporaryDirectory() as folder:
        day = ("coverage", "--mode", "sea", "--hours", "24", "--speed", "20kn")
        told("raster, all bands, default hubs and extent, 24 h", eastup(*day, "-o", f"{folder}/x.tif"), "10 s, 500 MB")
        two_days = (*day, "--hours", "48", "--by", "hub", "-o", f"{folder}/x.gpkg")
        told("reach areas of each default hub, 24 and 48 h", eastup(*two_days), "5 s")
        told("shares of straits, chain and seas, 24 h", eastup(*day, "-o", f"{folder}/x.csv"))
    chosen = places.select(["Camp Humphreys", "Yokosuka Naval Base", "Kadena Air Base", "Subic Bay", "Naval Base Guam"])
    sea, random = engine.shipped(), np.random.default_rng(5)
    sources = np.array([h.sea_point for h in chosen])
    anywhere = np.column_stack([random.uniform(98, 175, 300), random.uniform(-12, 57, 300)])
    corners = sea.mesh.vertices[sea.mesh.triangles[sea.mesh.label == STRIP].ravel()] / 1e5
    corners = corners[(corners > (98, -12)).all(axis=1) & (corners < (175, 57)).all(axis=1)]
    shores = corners[random.integers(len(corners), size=300)] + random.normal(0.0, 0.1, (300, 2))
    for name, points in (("at sea", anywhere), ("near coasts", shores)):
        points = points[sea.access(points).on_water][:100]
        field_km = np.array([f.distance_km for f in sea.fields(sources, points)])
        tracks = [[sea.route(a, b) for b in points] for a in sources]
        route_km = np.array([[t.km if t else np.inf for t in row] for row in tracks])
        both = np.isfinite(field_km) & np.isfinite(route_km)
        off_m = 1000 * np.abs(field_km[both] - route_km[both])
        odd = (np.isfinite(field_km) != np.isfinite(route_km)).sum()
        told(
            f"field and routes, {both.sum()} pairs {name}",
            f"median {np.median(off_m):.1e} m apart, most {off_m.max():.1e} m; {odd} with one only",
            "exact",
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
