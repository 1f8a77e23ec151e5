"""Writes ``geo/seareplacements.npz``: the ways of ``geo/seatable.npz`` to straits with each gate on them closed.

    python -m geo.recipes.sea.replacements

Run it again when the table changes; some minutes on two cores. Until then closures are searched: right, but slow.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eastup import places
from eastup.sea import engine, gates, known
from eastup.sea.replacements import NOT_FOUND, Replacements, digest, first

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.known import Ints, Kind, Known

    Ways = tuple[Ints, FloatArray, list[tuple[str, ...]], FloatArray]

TARGET = Path(__file__).resolve().parents[2] / "seareplacements.npz"


def straits_of(table: Known) -> NDArray[np.bool_]:
    """Return which places of a table are straits."""
    numbers = table.numbers([place.sea_point for place in places.all_places() if place.layer == "straits"])
    found = np.zeros(len(table.points), dtype=bool)
    found[numbers[numbers >= 0]] = True
    return found


def closing(task: tuple[Kind, str]) -> Ways:
    """Return the entries of a gate: their numbers, lengths, gates and courses, without ways that end at the gate."""
    kind, gate = task
    table = known.shipped()
    straits = straits_of(table)
    low, high = np.triu_indices(len(table.points), 1)
    points = table.points / known.STEPS_PER_DEG
    on_gate = np.array([gate in own for own in gates.standing_on(map(tuple, points))])
    step = np.array([way.index(gate) if gate in way else -1 for way in table.gates])[table.way(kind)]
    pairs = np.flatnonzero((step >= 0) & (straits[low] | straits[high]) & ~on_gate[low] & ~on_gate[high])
    asked = np.zeros((len(points), len(points)), dtype=bool)
    asked[low[pairs], high[pairs]] = True
    found = engine.shipped().table(points, points, gates.water(gate, kind), gates=True, asked=asked)
    assert found.passed is not None
    assert found.course_deg is not None
    i, j = low[pairs], high[pairs]
    passed = [found.passed[a][b] for a, b in zip(i.tolist(), j.tolist(), strict=True)]
    courses = np.column_stack([found.course_deg[i, j], found.course_deg[j, i]])
    return first(table, kind, straits)[pairs] + step[pairs], found.distance_km[i, j], passed, courses


def main(target: Path) -> None:
    table = known.shipped()
    straits = straits_of(table)
    numbers: dict[tuple[str, ...], int] = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:

        def found(kind: Kind) -> tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.uint16]]:
            count = int(first(table, kind, straits)[-1])
            cm, courses = np.zeros(count, np.uint32), np.zeros((count, 2), np.uint16)
            way = np.full(count, NOT_FOUND, np.uint16)
            once = sorted({gate for number in set(table.way(kind).tolist()) for gate in table.gates[number]})
            for done, (entry, km, passed, course_deg) in enumerate(pool.map(closing, [(kind, gate) for gate in once])):
                cm[entry], courses[entry] = known.to_cm(km), known.to_turns(course_deg)
                way[entry] = [numbers.setdefault(own, len(numbers)) for own in passed]
                print(f"{kind}: {done + 1} of {len(once)} gates, {len(entry)} ways", file=sys.stderr)
            return cm, way, courses

        cm, way, courses = found("navigable")
        shortest_cm, shortest_way, _ = found("shortest")
    Replacements(digest(table), straits, cm, way, courses, shortest_cm, shortest_way, tuple(numbers)).save(target)
    print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main(TARGET)
