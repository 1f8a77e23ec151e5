"""Writes ``geo/seatable.npz``: ship distances between the places of the layers, on ``geo/seamesh.npz``.

    python -m geo.recipes.sea.known

Run it again when the mesh, a sea point or a gate changes; some minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from eastup import places
from eastup.sea import engine, gates
from eastup.sea.known import Known

TARGET = Path(__file__).resolve().parents[2] / "seatable.npz"


def main(target: Path) -> None:
    points = sorted({place.sea_point for place in places.all_places()})
    sea = engine.shipped()
    points = [point for point in points if sea.covers([point])[0]]
    count = len(points)
    found = {}
    course_deg = np.full((count, count), np.nan)
    for kind in ("navigable", "shortest"):
        water = gates.water((), "navigable" if kind == "navigable" else "shortest")
        km = np.zeros((count, count))
        ways: list[tuple[str, ...]] = []
        for i, point in enumerate(points[:-1]):
            table = sea.table([point], points[i + 1 :], water, gates=True)
            assert table.passed is not None
            assert table.course_deg is not None
            assert table.back_deg is not None
            if kind == "navigable":
                course_deg[i, i + 1 :], course_deg[i + 1 :, i] = table.course_deg[0], table.back_deg[0]
            km[i, i + 1 :] = table.distance_km[0]
            ways += table.passed[0]
            if i % 50 == 0:
                print(f"{kind}: {i} of {count}", file=sys.stderr)
        found[kind] = km, ways
    shore_km = sea.access(points, gates.water()).shore_km
    Known.of(points, found["navigable"], found["shortest"], shore_km, course_deg).save(target)
    print(f"{target.name}: {count} places, {target.stat().st_size / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main(TARGET)
