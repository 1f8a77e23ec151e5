"""Writes ``geo/seatable.npz``: ship distances between the places of the layers, on ``geo/seamesh.npz``.

    python -m geo.recipes.sea.known

Run it again when the mesh, a sea point or a gate changes; a minute on two cores.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from eastup import places
from eastup.sea import engine, gates
from eastup.sea.known import Known

if TYPE_CHECKING:
    from eastup.sea.engine import Table
    from eastup.sea.known import Found, Kind

    LonLat = tuple[float, float]

TARGET = Path(__file__).resolve().parents[2] / "seatable.npz"
KINDS: tuple[Kind, ...] = ("navigable", "shortest")


def ways(kind: Kind, points: list[LonLat]) -> Table:
    """Return the ways between all points: one table, so that what corners see is found once."""
    return engine.shipped().table(points, points, gates.water((), kind), gates=True)


def main(target: Path) -> None:
    points = sorted({place.sea_point for place in places.all_places()})
    sea = engine.shipped()
    points = [point for point in points if sea.covers([point])[0]]
    with ProcessPoolExecutor(len(KINDS)) as pool:
        navigable, shortest = pool.map(ways, KINDS, [points] * len(KINDS))
    assert navigable.course_deg is not None
    Known.of(points, _found(navigable), _found(shortest), sea.shore_km(points), navigable.course_deg).save(target)
    print(f"{target.name}: {len(points)} places, {target.stat().st_size / 1000:.0f} kB", file=sys.stderr)


def _found(table: Table) -> Found:
    """Return lengths, and the gates of ways row by row above the diagonal."""
    assert table.passed is not None
    return table.distance_km, [gates for i, row in enumerate(table.passed) for gates in row[i + 1 :]]


if __name__ == "__main__":
    main(TARGET)
