"""Times a briefing map beside plain geopandas and Cartopy drawing the same content, as whole processes.

The peers read the coarse level of our coast (0.01 degree, as fine as Natural Earth at 1:10m); eastup reads its own fine
one. Each process draws the coast and 60 named points, of which some stand within a few kilometres, with labels and
three rings, and writes PNG, PDF and SVG. A point is named by a label, or by a number whose name stands in the key beside
the map, as eastup names so many. Run by hand::

    python tests/benchmarks/bench_maps.py
    python tests/benchmarks/bench_maps.py --python /path/to/python     # of an environment that has Cartopy
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from eastup import basemap, geodesy, layers, places
from eastup.view.view import View

ROOT = Path(__file__).resolve().parents[2]
EXTENT = (100.0, 0.0, 150.0, 50.0)

EASTUP = """
from eastup import briefing, layers
from eastup.draw.boxes import overlaps
import numpy as np
drawing = briefing.draw("bench.toml")
for kind in ("png", "pdf", "svg"):
    drawing.save("eastup." + kind)
labels = [item.label for item in drawing.placed if not item.label.number] + [label for _, label in drawing.numbers.key()]
told = [" ".join(label.lines) for label in labels]
names = [name for name in layers.load("points.fgb")["name"] if any(name in text for text in told)]
boxes = np.array([item.box for item in drawing.placed])
print(len(names), int((overlaps(boxes, boxes).sum(axis=1) > 1).sum()), len(drawing.left_out))
"""
COMMON = """
def overlapping(figure, texts):
    renderer = figure.canvas.get_renderer()
    boxes = [t.get_window_extent(renderer) for t in texts]
    return sum(any(a is not b and a.overlaps(b) for b in boxes) for a in boxes)
"""
GEOPANDAS = """
import json, matplotlib
matplotlib.use("agg")
import geopandas as gpd, matplotlib.pyplot as plt
crs = open("view.wkt").read()
land, points, rings = (gpd.read_file(f + ".fgb").to_crs(crs) for f in ("land", "points", "rings"))
figure, axes = plt.subplots(figsize=(12, 6.75), dpi=160)
land.plot(ax=axes, color="#f4f1ea", edgecolor="#8d9aa3", linewidth=0.4)
rings.plot(ax=axes, color="#1c4f7c", linewidth=1)
points.plot(ax=axes, color="#18242e", markersize=8)
texts = [axes.annotate(n, (g.x, g.y), xytext=(3, 3), textcoords="offset points", fontsize=8)
         for n, g in zip(points["name"], points.geometry)]
x0, y0, x1, y1 = json.load(open("bounds.json"))
axes.set_xlim(x0, x1); axes.set_ylim(y0, y1); axes.set_aspect("equal")
for kind in ("png", "pdf", "svg"):
    figure.savefig("geopandas." + kind)
print(len(texts), overlapping(figure, texts), 0)
"""
CARTOPY = """
import matplotlib
matplotlib.use("agg")
import cartopy.crs as ccrs, geopandas as gpd, matplotlib.pyplot as plt
land, points, rings = (gpd.read_file(f + ".fgb") for f in ("land", "points", "rings"))
plain = ccrs.PlateCarree()
figure = plt.figure(figsize=(12, 6.75), dpi=160)
axes = figure.add_subplot(projection=ccrs.LambertAzimuthalEqualArea(125, 25))
axes.set_extent((100, 150, 0, 50), plain)
axes.add_geometries(land.geometry, plain, facecolor="#f4f1ea", edgecolor="#8d9aa3", linewidth=0.4)
axes.add_geometries(rings.geometry, plain, facecolor="none", edgecolor="#1c4f7c")
axes.scatter(points.geometry.x, points.geometry.y, s=8, color="#18242e", transform=plain, zorder=3)
axes.gridlines(draw_labels=True)
texts = [axes.annotate(n, axes.projection.transform_point(g.x, g.y, plain), xytext=(3, 3),
                       textcoords="offset points", fontsize=8) for n, g in zip(points["name"], points.geometry)]
for kind in ("png", "pdf", "svg"):
    figure.savefig("cartopy." + kind)
print(len(texts), overlapping(figure, texts), 0)
"""


def prepare(folder: Path) -> None:
    """Write what the three draw."""
    view = View(up=90, center=(125.0, 25.0))
    lon, lat = np.meshgrid(np.linspace(EXTENT[0], EXTENT[2], 41), np.linspace(EXTENT[1], EXTENT[3], 41))
    bounds = view.fit(np.column_stack([lon.ravel(), lat.ravel()]), margin=0.0)
    (folder / "view.wkt").write_text(view.export("wkt2"), encoding="utf-8")
    (folder / "bounds.json").write_text(json.dumps(bounds), encoding="utf-8")
    land = basemap.land("coarse").cx[EXTENT[0] : EXTENT[2], EXTENT[1] : EXTENT[3]]
    land.to_file(folder / "land.fgb", engine="pyogrio")
    nodes = layers.load("nodes").cx[EXTENT[0] : EXTENT[2], EXTENT[1] : EXTENT[3]].head(60)
    nodes[["id", "name", "geometry"]].to_file(folder / "points.fgb", engine="pyogrio")
    hub = places.resolve("kadena-ab")
    rings = [shapely.LineString(geodesy.ring(hub.lon, hub.lat, r * 1852.0)) for r in (250, 500, 750)]
    gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=rings, crs="EPSG:4326").to_file(folder / "rings.fgb", engine="pyogrio")
    (folder / "bench.toml").write_text(
        "title = 'Benchmark'\nextent = [100, 0, 150, 50]\nseas = false\nshow_straits = false\nshow_bases = false\n"
        "[[rings]]\ncenter = 'kadena-ab'\nradii = ['250 nmi', '500 nmi', '750 nmi']\n"
        "[[layers]]\nsource = 'points.fgb'\nmarker = 'circle'\nsize = 3\nlabels = 'numbers'\n",
        encoding="utf-8",
    )


def run(python: str, code: str, folder: Path) -> tuple[float, float, str]:
    """Return wall time, processor time (seconds) and what the process prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([python, "-c", code], cwd=folder, capture_output=True, text=True, env=env)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return float("nan"), float("nan"), done.stderr.strip().splitlines()[-1]
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", default=sys.executable, help="interpreter that has Cartopy and geopandas")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    jobs = {"eastup": (sys.executable, EASTUP), "geopandas": (sys.executable, COMMON + GEOPANDAS)}
    jobs["cartopy"] = (options.python, COMMON + CARTOPY)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        times: dict[str, list[tuple[float, float]]] = {job: [] for job in jobs}
        said = dict.fromkeys(jobs, "")
        for turn in range(options.repeat + 1):  # the first warms the disk's cache; the rest take turns
            for job, (python, code) in jobs.items():
                wall, cpu, said[job] = run(python, code, folder)
                if turn:
                    times[job].append((wall, cpu))
        print("| | wall s | processor s | points named | labels that overlap | left out | PNG, PDF, SVG kB |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for job, measured in times.items():
            wall, cpu = (statistics.median(column) for column in zip(*measured, strict=True))
            files = [folder / f"{job}.{kind}" for kind in ("png", "pdf", "svg")]
            sizes = ", ".join(f"{f.stat().st_size / 1000:.0f}" for f in files if f.is_file())
            print(f"| {job} | {wall:.2f} | {cpu:.2f} | {' | '.join(said[job].split(maxsplit=2))} | {sizes} |")


if __name__ == "__main__":
    main()
