"""How fast ship routes are, beside their goals, searoute and a least-cost path on a grid, in one run.

    pip install searoute scikit-image "scgraph<3"
    python tests/benchmarks/bench_sea.py [MESH.npz]
    python tests/benchmarks/bench_sea.py --all                     how far from the routes and from published distances too

CPU seconds of one thread, the least of three where a question is short. A table of places of the layers is looked up; of
ways that a closure touches, and of free points, it is searched. The grid of the peer is the depth raster of the base
geography (0.1 degree), one search an origin; how good it and searoute are is told by sea_accuracy.py.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from measure import cpu_s, eastup, python, told

from eastup import places
from eastup.io.data import geo
from eastup.sea import routes as searoute
from eastup.sea.engine import OPEN, SeaEngine
from eastup.sea.mesh import Mesh

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray

GUAM = (144.4, 13.3)
BOX = (90.0, -20.0, 180.0, 60.0)
TWO_DAYS_KM = 1778.0  # at 20 knots
NEW = """
import time
from eastup import searoute
began = time.process_time()
searoute.route({!r}, {!r})
print(f"{{1000 * (time.process_time() - began):.0f}}")
"""
THEIRS = "import searoute; searoute.searoute([121, 14.5], [139.7, 35.2])"
OTHERS = (("bench_coverage.py", "--sea"), ("sea_accuracy.py",))
PAIRS = 40
CLOSURES = ([], ["taiwan-strait"], ["taiwan-strait", "bashi-channel", "miyako-strait"])


def main(mesh: Path) -> None:
    processes()
    route_s = layers()
    search(mesh)
    peers(route_s)


def processes() -> None:
    """Time what a new process takes to its first answer."""
    for name, ends in (("a free point", ("17.5,131", "24.0,140.0")), ("a place", ("Subic Bay", "Yokosuka Naval Base"))):
        used = python("-c", NEW.format(*ends))
        told(f"first route from {name}, new process", f"{used}, with the mesh {used.said} ms", "1 s, 250 MB")
    with tempfile.TemporaryDirectory() as folder:
        told("eastup map ship-days", eastup("map", "ship-days", "-o", f"{folder}/x.png"), "4 s")
        day = ("coverage", "--mode", "sea", "--hours", "24", "--speed", "20kn")
        told("counts, default extent, 24 h", eastup(*day, "-o", f"{folder}/x.tif"), "10 s, 500 MB")
        told("areas of 15 hubs, 24 and 48 h", eastup(*day, "--hours", "48", "-o", f"{folder}/x.gpkg"), "5 s")
        table = ("distance", "--from", "bases", "--from", "nodes", "--to", "straits", "--mode", "sea")
        for closed in CLOSURES:
            args = [word for strait in closed for word in ("--closed", strait)]
            used = eastup(*table, *args, "-o", f"{folder}/x.csv")
            told(f"eastup distance, bases and nodes to straits, {len(closed)} closed", used, "that with none")


def layers() -> float:
    """Time tables and routes between places of the layers; return the seconds of a route."""
    hubs = [p for p in places.all_places() if p.layer in {"bases", "nodes"}]
    straits = places.select("straits")
    pairs = [(hubs[i % len(hubs)], straits[i % len(straits)]) for i in range(0, 7 * PAIRS, 7)]
    times = [cpu_s(lambda a=a, b=b: searoute.route(a, b), 2)[0] for a, b in pairs]
    told(f"{PAIRS} routes between places", _spread(times), "20 ms")
    searoute.distances(hubs[:1], straits[:1])
    both = [cpu_s(lambda a=a, b=b: searoute.route(a, b).shortest_km, 2)[0] for a, b in pairs]
    told("the same, with the shortest over water", _spread(both))
    open_s, _ = cpu_s(lambda: searoute.distances(hubs, straits), 3)
    told(f"{len(hubs)} hubs x {len(straits)} straits, nothing closed", f"{open_s:.2f} s")
    lengths = searoute.distances(hubs, straits)
    told("their notes", f"{cpu_s(lambda: searoute.notes(hubs, straits, lengths))[0]:.2f} s")
    for closed in CLOSURES[1:]:
        seconds, _ = cpu_s(lambda closed=closed: searoute.distances(hubs, straits, closed))
        told(f"the same, {len(closed)} closed", f"{seconds:.2f} s")
    return float(np.median(times))


def search(path: Path) -> None:
    """Time the search itself between free points."""
    mesh = Mesh.load(path)
    told(
        f"{path.name}, {path.stat().st_size / 1e6:.2f} MB",
        f"{len(mesh.triangles):,} triangles, {len(mesh.gates)} gates",
    )
    sea, rng = SeaEngine(mesh), np.random.default_rng(7)
    told("search compiled, mesh laid out and cut", f"{cpu_s(lambda: sea.access([GUAM]))[0]:.3f} s")
    points = _grid(0.25)
    seconds, field = cpu_s(lambda: sea.field(GUAM, points, shore_km=0), 3)
    reached = points[np.isfinite(field.distance_km)]
    told(f"field of a hub at {len(reached):,} points", f"{seconds:.2f} s", "0.3 s")
    told("field of a hub over the whole mesh, no points", f"{cpu_s(lambda: sea.field(GUAM, [GUAM]), 3)[0]:.2f} s")
    hubs = reached[rng.choice(len(reached), 15)]
    seconds, _ = cpu_s(lambda: list(sea.reached(hubs, points, limit_km=TWO_DAYS_KM, shore_km=0)))
    told("15 hubs to two days' sail, with their points", f"{seconds:.2f} s")
    seconds, _ = cpu_s(lambda: sea.nearest(hubs, points, limit_km=TWO_DAYS_KM, shore_km=0))
    told("nearest of 15 hubs at the same points", f"{seconds:.2f} s")
    pairs = reached[rng.choice(len(reached), (PAIRS, 2))]
    told(
        f"{PAIRS} routes between free points",
        _spread([cpu_s(lambda a=a, b=b: sea.route(a, b))[0] for a, b in pairs]),
        "20 ms",
    )
    free = reached[rng.choice(len(reached), 125, replace=False)]
    told("125 x 125 free points", f"{cpu_s(lambda: sea.table(free, free, OPEN))[0]:.1f} s", "2 s")


def _grid(step_deg: float) -> FloatArray:
    lon, lat = np.meshgrid(np.arange(BOX[0], BOX[2], step_deg), np.arange(BOX[1], BOX[3], step_deg))
    return np.column_stack([lon.ravel(), lat.ravel()])


def _spread(times: list[float]) -> str:
    ms = np.multiply(times, 1000.0)
    return f"median {np.median(ms):.1f} ms, p90 {np.quantile(ms, 0.9):.0f}, most {ms.max():.0f}"


def peers(route_s: float) -> None:
    """Time the peers that are installed at the same pairs."""
    hubs, straits = places.select("bases"), places.select("straits")
    pairs = [(a.sea_point, b.sea_point) for a, b in zip(hubs[:PAIRS], straits[:PAIRS], strict=True)]
    if theirs := _optional("searoute"):
        told("searoute: first route, new process", python("-c", THEIRS))
        ends = [(list(a), list(b)) for a, b in pairs]
        theirs.searoute(*ends[0])
        other_s = float(np.median([cpu_s(lambda a=a, b=b: theirs.searoute(a, b))[0] for a, b in ends]))
        told("searoute: a route", f"{1000 * other_s:.1f} ms, {other_s / route_s:.1f} times eastup's")
    if graph := _optional("skimage.graph"):
        import rasterio

        with rasterio.open(geo("depth.tif")) as raster:
            cost = np.where(raster.read(1) < 0, 1.0, -1.0)
            cells = [raster.index(a[0] % 360.0, a[1]) for a, _ in pairs[:3]]
        seconds = [cpu_s(lambda cell=cell: graph.MCP_Geometric(cost).find_costs([cell]))[0] for cell in cells]
        told("MCP_Geometric, 0.1 degree: an origin", f"{1000 * np.median(seconds):.0f} ms")


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name} is not installed: left out")
        return None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mesh", nargs="?", type=Path, default=geo("seamesh.npz"))
    parser.add_argument("--all", action="store_true", help=f"then {' and '.join(map(' '.join, OTHERS))}")
    given = parser.parse_args()
    main(given.mesh)
    for script, *arguments in OTHERS if given.all else ():
        print(f"\n{script}", flush=True)
        subprocess.run([sys.executable, Path(__file__).with_name(script), *arguments], check=True)
