"""Writes ``geo/seatrunk.npz``: the ways of ships between the places of the layers and the straits.

    python -m geo.recipes.sea.trunk

Run it again when the mesh, a sea point or a gate changes; some minutes on two cores.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from eastup import places
from eastup.sea import engine, gates
from eastup.sea.trunk import Ways, steps

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray

    LonLat = tuple[float, float]
    Pair = tuple[LonLat, LonLat]
    Found = tuple[Pair, FloatArray, list[tuple[int, ...]], tuple[str, ...]]

TARGET = Path(__file__).resolve().parents[2] / "seatrunk.npz"
_CHUNK = 200


def ask(task: tuple[tuple[str, ...], list[Pair]]) -> list[Found]:
    """Return the ways between pairs of places with some gates closed."""
    closed, pairs = task
    sea, water = engine.shipped(), gates.water(closed)
    found = []
    for a, b in pairs:
        track = sea.route(a, b, water) if steps(a) != steps(b) else None
        if track is not None and track.km > 0:
            found.append(((a, b), track.line, sea.gates_by_leg(track.line), track.gates))
    return found


def chunks(closed: tuple[str, ...], pairs: list[Pair]) -> list[tuple[tuple[str, ...], list[Pair]]]:
    return [(closed, pairs[k : k + _CHUNK]) for k in range(0, len(pairs), _CHUNK)]


def main(target: Path) -> None:
    sea = engine.shipped()
    everyone = places.all_places()
    points = list({steps(p.sea_point): p.sea_point for p in everyone if sea.covers([p.sea_point])[0]}.values())
    straits = [p.sea_point for p in everyone if p.layer == "straits"]
    ways = Ways(points, sea.mesh.gates)
    through: defaultdict[str, list[Pair]] = defaultdict(list)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(ask, chunks((), [(a, b) for a in points for b in straits])):
            for pair, line, by_leg, passed in found:
                ways.add(line, by_leg)
                for gate in passed:
                    through[gate].append(pair)
        print(f"open: {sum(map(len, through.values()))} passages of {len(through)} gates", file=sys.stderr)
        tasks = [task for gate, pairs in sorted(through.items()) for task in chunks((gate,), sorted(set(pairs)))]
        for number, found in enumerate(pool.map(ask, tasks)):
            for _, line, by_leg, _ in found:
                ways.add(line, by_leg)
            if number % 20 == 0:
                print(f"closed: {number} of {len(tasks)}", file=sys.stderr)
    trunk = ways.trunk()
    trunk.save(target)
    size = target.stat().st_size / 1000
    print(f"{target.name}: {len(trunk.nodes)} nodes, {len(trunk.edges)} edges, {size:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main(TARGET)
