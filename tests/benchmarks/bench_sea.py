"""How fast ship routes are, beside searoute and a least-cost path on a grid, in one run.

    pip install searoute scikit-image
    python tests/benchmarks/bench_sea.py

Ready: from a new Python process to its first route, imports and all; of that, for eastup, the network alone. Warm: one
route between two places of the layers, with its corners. Table: all bases and nodes by all straits. The grid is the depth
raster of the base geography (0.1 degree), one search an origin; what it finds is not held against ours here
(sea_accuracy.py does that for ours).
"""

from __future__ import annotations

import importlib
import resource
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from eastup import places
from eastup.io.data import geo
from eastup.sea import routes as searoute

if TYPE_CHECKING:
    from collections.abc import Callable

READY = "import time; t=time.perf_counter(); {}; print(time.perf_counter()-t)"
OURS = "from eastup import searoute; searoute.route('Subic Bay', 'Yokosuka Naval Base')"
OUR_NETWORK = "from eastup import searoute; t=time.perf_counter(); searoute.network().trunk"
THEIRS = "import searoute; searoute.searoute([121, 14.5], [139.7, 35.2])"
PAIRS = 40


def main() -> None:
    hubs = [p for p in places.all_places() if p.layer in {"bases", "nodes"}]
    straits = places.select("straits")
    pairs = [(hubs[i % len(hubs)], straits[i % len(straits)]) for i in range(0, 7 * PAIRS, 7)]

    ready_s = _ready_s(OURS)
    searoute.network()
    for a, b in pairs:
        searoute.route(a, b)
    warm_s = statistics.median(_seconds(searoute.route, a, b) for a, b in pairs)
    table_s = _seconds(searoute.distances, hubs, straits)
    print(f"eastup       ready {ready_s:6.2f} s   warm route {1000 * warm_s:8.2f} ms   table {table_s:8.2f} s")
    print(f"             network ready {_ready_s(OUR_NETWORK):.2f} s after the imports", end="; ")
    print(f"{len(hubs)} hubs x {len(straits)} straits; {_memory_mb():.0f} MB at most")

    if theirs := _optional("searoute"):
        ends = [(list(a.sea_point), list(b.sea_point)) for a, b in pairs]
        other_ready_s = _ready_s(THEIRS)
        theirs.searoute(*ends[0])
        other_s = statistics.median(_seconds(theirs.searoute, a, b) for a, b in ends)
        whole_s = other_s * len(hubs) * len(straits)
        print(
            f"searoute     ready {other_ready_s:6.2f} s   warm route {1000 * other_s:8.2f} ms   table {whole_s:8.2f} s"
            " (a route at a time)"
        )
        _ratios(other_ready_s / ready_s, other_s / warm_s, whole_s / table_s)
    if graph := _optional("skimage.graph"):
        grid_ready_s, origin_s = _grid(graph, hubs[:3])
        whole_s = origin_s * len(hubs)
        print(
            f"MCP_Geometric ready {grid_ready_s:5.2f} s   warm route {1000 * origin_s:8.2f} ms   table {whole_s:8.2f} s"
            " (a search an origin)"
        )
        _ratios(grid_ready_s / ready_s, origin_s / warm_s, whole_s / table_s)


def _grid(graph: Any, hubs: list[places.Place]) -> tuple[float, float]:
    """Return the seconds to make a grid of water, and of one search from an origin over it."""
    import rasterio

    began = time.perf_counter()
    with rasterio.open(geo("depth.tif")) as raster:
        depth = raster.read(1)
        cost = np.where(depth < 0, 1.0, -1.0)
        cells = [raster.index(p.sea_point[0] % 360.0, p.sea_point[1]) for p in hubs]
    graph.MCP_Geometric(cost)
    ready_s = time.perf_counter() - began
    each = [_seconds(lambda cell=cell: graph.MCP_Geometric(cost).find_costs([cell])) for cell in cells]
    return ready_s, statistics.median(each)


def _ready_s(code: str) -> float:
    """Return the best of three seconds that it takes in new processes."""
    done = [
        subprocess.run([sys.executable, "-c", READY.format(code)], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    return min(float(d.stdout) for d in done)


def _seconds(call: Callable[..., Any], *args: Any) -> float:
    began = time.perf_counter()
    call(*args)
    return time.perf_counter() - began


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name} is not installed: left out")
        return None


def _ratios(*times: float) -> None:
    print("             eastup is {:.1f}, {:.1f} and {:.1f} times as fast".format(*times))


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
