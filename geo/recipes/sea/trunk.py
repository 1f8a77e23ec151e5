"""Writes ``geo/seatrunk.npz``: the ways of ships between the places of the layers and the straits.

    python -m geo.recipes.sea.trunk

Run it again when the mesh, a sea point or a gate changes; some ten minutes.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from eastup import places
from eastup.sea import engine, gates
from eastup.sea.trunk import Ways, steps

TARGET = Path(__file__).resolve().parents[2] / "seatrunk.npz"


def main(target: Path) -> None:
    sea = engine.shipped()
    everyone = places.all_places()
    points = list({steps(p.sea_point): p.sea_point for p in everyone if sea.covers([p.sea_point])[0]}.values())
    straits = [p.sea_point for p in everyone if p.layer == "straits"]
    ways = Ways(sea, points)
    through: dict[str, set[tuple[tuple[float, float], tuple[float, float]]]] = defaultdict(set)

    def ask(a: tuple[float, float], b: tuple[float, float], closed: tuple[str, ...]) -> None:
        track = sea.route(a, b, gates.water(closed))
        if track is not None and track.km > 0:
            ways.add(track)
            if not closed:
                for gate in track.gates:
                    through[gate].add((a, b))

    for number, a in enumerate(points):
        for b in straits:
            ask(a, b, ())
        if number % 50 == 0:
            print(f"open: {number} of {len(points)}", file=sys.stderr)
    for gate, pairs in sorted(through.items()):
        print(f"{gate}: {len(pairs)} ways", file=sys.stderr)
        for a, b in sorted(pairs):
            ask(a, b, (gate,))
    trunk = ways.trunk()
    trunk.save(target)
    size = target.stat().st_size / 1000
    print(f"{target.name}: {len(trunk.nodes)} nodes, {len(trunk.edges)} edges, {size:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main(TARGET)
