"""Measure the search by sea: fields, routes, tables, and the first answer of a new process, beside their goals.

    python tests/benchmarks/bench_seakernel.py [MESH.npz]

CPU seconds of one thread, the least of three where a question is short.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from eastup.io.data import geo
from eastup.sea.engine import OPEN, SeaEngine
from eastup.sea.mesh import Mesh

GUAM = (144.4, 13.3)
BOX = (90.0, -20.0, 180.0, 60.0)
TWO_DAYS_KM = 1778.0  # at 20 knots
FIRST = """
import sys, time
from pathlib import Path
from eastup.sea.engine import SeaEngine
from eastup.sea.mesh import Mesh
import resource
sea = SeaEngine(Mesh.load(Path(sys.argv[1])))
sea.access([(144.4, 13.3)])
start = time.process_time()
sea.route((144.4, 13.3), (121.9, 30.6))
print(time.process_time(), time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def cpu(ask, times=1):
    """Return the least CPU time of a question in seconds, and its last answer."""
    least, answer = np.inf, None
    for _ in range(times):
        start = time.process_time()
        answer = ask()
        least = min(least, time.process_time() - start)
    return least, answer


def told(what, measured, goal):
    print(f"{what:<58} {measured:<34} goal {goal}")


def main(path: Path) -> None:
    mesh = Mesh.load(path)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, {len(mesh.triangles)} triangles, {len(mesh.gates)} gates")
    sea, rng = SeaEngine(mesh), np.random.default_rng(7)
    seconds, _ = cpu(lambda: sea.access([GUAM]))
    told("module compiled, mesh laid out and cut", f"{seconds:.3f} s", "-")
    lon, lat = np.meshgrid(np.arange(BOX[0], BOX[2], 0.25), np.arange(BOX[1], BOX[3], 0.25))
    points = np.column_stack([lon.ravel(), lat.ravel()])
    seconds, field = cpu(lambda: sea.field(GUAM, points, shore_km=0), 3)
    reached = points[np.isfinite(field.distance_km)]
    told(f"field of a hub at {len(reached)} points, prepared anew", f"{seconds:.3f} s", "0.3 s")
    seconds, _ = cpu(lambda: sea.field(GUAM, [GUAM]), 3)
    told("field of a hub over the whole region", f"{seconds:.3f} s", "-")
    hubs = reached[rng.choice(len(reached), 15)]
    seconds, _ = cpu(lambda: list(sea.reached(hubs, points, limit_km=TWO_DAYS_KM, shore_km=0)))
    told("15 hubs x 1,778 km with their points", f"{seconds:.3f} s", "5 s for reach areas in all")
    seconds, _ = cpu(lambda: sea.nearest(hubs, points, limit_km=TWO_DAYS_KM, shore_km=0))
    told("nearest of 15 hubs at the same points", f"{seconds:.3f} s", "-")
    pairs = reached[rng.choice(len(reached), (40, 2))]
    times = [cpu(lambda a=a, b=b: sea.route(a, b))[0] * 1000 for a, b in pairs]
    median, most = np.median(times), max(times)
    told("40 routes", f"median {median:.1f} ms, p90 {np.quantile(times, 0.9):.1f}, max {most:.0f}", "20 ms")
    free = reached[rng.choice(len(reached), 125, replace=False)]
    seconds, _ = cpu(lambda: sea.table(free, free, OPEN))
    told("125 x 125 free points", f"{seconds:.2f} s", "2 s")
    first = subprocess.run([sys.executable, "-c", FIRST, str(path)], capture_output=True, text=True, check=True)
    process, search, memory = map(float, first.stdout.split())
    told("first route of a new process", f"{process:.2f} s, search {search * 1000:.0f} ms, {memory:.0f} MB",
         "1 s, 20 ms, 250 MB")  # fmt: skip
    print(f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else geo("seamesh.npz"))
