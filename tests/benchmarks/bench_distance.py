"""How fast tables of air distances are, beside one call of `pyproj.Geod.inv`, in one run.

    python tests/benchmarks/bench_distance.py [ROWS]

Each of ROWS random origins to each of as many targets; both are called in turns, and the best of five counts. The answers are
the same to the last bit.
"""

from __future__ import annotations

import os
import sys
import time

import numpy as np
import pyproj

from eastup import distance

TURNS = 5


def main(rows: int) -> None:
    random = np.random.default_rng(1)
    origins, targets = (
        np.column_stack([random.uniform(-180, 180, rows), np.degrees(np.arcsin(random.uniform(-1, 1, rows)))])
        for _ in range(2)
    )
    geod = pyproj.Geod(ellps="WGS84")
    columns = [*np.repeat(origins, rows, axis=0).T.copy(), *np.tile(targets, (rows, 1)).T.copy()]
    ours_s, theirs_s = [], []
    for _ in range(TURNS):
        began = time.perf_counter()
        azimuth_deg, distance_km = distance.pairwise(origins, targets)
        ours_s.append(time.perf_counter() - began)
        began = time.perf_counter()
        forward_deg, _, length_m = geod.inv(*columns)
        theirs_s.append(time.perf_counter() - began)
    same = np.array_equal(distance_km.ravel(), length_m / 1000.0) and np.array_equal(
        azimuth_deg.ravel(), forward_deg % 360.0
    )
    pairs = rows * rows / 1e6
    print(f"eastup    {pairs / min(ours_s):5.2f} million pairs a second on {os.cpu_count()} cores")
    print(f"Geod.inv  {pairs / min(theirs_s):5.2f} million pairs a second")
    print(f"eastup is {min(theirs_s) / min(ours_s):.2f} times as fast; answers {'the same' if same else 'DIFFERENT'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
