"""Writes ``geo/seatable.npz``: ship distances between the places of the layers, on ``geo/seamesh.npz``.

    python -m geo.recipes.sea.known

Run it again when the mesh, a sea point or a gate changes; some minutes on two cores.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup import places
from eastup.sea import engine, gates
from eastup.sea.known import Known

if TYPE_CHECKING:
    from eastup.sea.engine import Table

    LonLat = tuple[float, float]
    Kind = Literal["navigable", "shortest"]
    Task = tuple[Kind, list[LonLat]]

TARGET = Path(__file__).resolve().parents[2] / "seatable.npz"
KINDS: tuple[Kind, ...] = ("navigable", "shortest")


def row(task: Task) -> Table:
    """Return the ways from the first of some points to the others."""
    kind, points = task
    return engine.shipped().table(points[:1], points[1:], gates.water((), kind), gates=True)


def main(target: Path) -> None:
    points = sorted({place.sea_point for place in places.all_places()})
    sea = engine.shipped()
    points = [point for point in points if sea.covers([point])[0]]
    count = len(points)
    km = {kind: np.zeros((count, count)) for kind in KINDS}
    ways: dict[Kind, list[tuple[str, ...]]] = {kind: [] for kind in KINDS}
    course_deg = np.full((count, count), np.nan)
    rows = list(product(KINDS, range(count - 1)))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for (kind, i), table in zip(rows, pool.map(row, [(kind, points[i:]) for kind, i in rows]), strict=True):
            assert table.passed is not None
            assert table.course_deg is not None
            assert table.back_deg is not None
            if kind == "navigable":
                course_deg[i, i + 1 :], course_deg[i + 1 :, i] = table.course_deg[0], table.back_deg[0]
            km[kind][i, i + 1 :] = table.distance_km[0]
            ways[kind] += table.passed[0]
            if i % 50 == 0:
                print(f"{kind}: {i} of {count}", file=sys.stderr, flush=True)
    shore_km = sea.access(points, gates.water()).shore_km
    navigable, shortest = ((km[kind], ways[kind]) for kind in KINDS)
    Known.of(points, navigable, shortest, shore_km, course_deg).save(target)
    print(f"{target.name}: {count} places, {target.stat().st_size / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main(TARGET)
