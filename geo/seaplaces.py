"""Writes into ``sealanes.npz`` the ways from every place of the layers to the network, so that no query looks for them.

    python geo/seaplaces.py

To be run again when a sea point of a layer changes; until then such a place is looked for when it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse.csgraph import dijkstra

from eastup import layers, places, polygons, searoute
from eastup.sealanes import Ends, Lanes
from eastup.seawater import Gates, Obstacle

HERE = Path(__file__).resolve().parent
_NOT_WORTH_IT = 1.02  # a way to a corner that is longer than this, by the shortest, is left out


def write(path: Path) -> None:
    """Add the ways of both networks to their file."""
    arrays = {name: array for name, array in np.load(path).items() if "_place_" not in name and "_way_" not in name}
    shapes, kinds = polygons.load(HERE / "seawater.npz")
    coast, room, wall = (Obstacle(shapes[kinds == kind]) for kind in ("coast", "room", "wall"))
    straits = layers.load("straits")
    gates = Gates(list(straits["id"]), straits.geometry.to_numpy())
    points = sorted({(float(p.sea_point[0]), float(p.sea_point[1])) for p in places.all_places()})
    for kind, stops, clear_of in (("navigable", [coast, wall], room), ("shortest", [coast], coast)):
        if f"{kind}_nodes" in arrays:
            lanes = searoute.read_lanes(arrays, kind, gates, stops, clear_of)
            found = [(p, lanes.ends(p)) for p in points]
            arrays |= _packed(kind, [(p, _worth_it(lanes, e)) for p, e in found if e is not None])
            print(kind, sum(e is not None for _, e in found), "of", len(points), "places are on the sea")
    np.savez_compressed(path, **arrays)


def _worth_it(lanes: Lanes, ends: Ends) -> Ends:
    """Drop the ways to corners that are reached sooner by way of another."""
    reached = dijkstra(lanes.graph_from(ends), indices=len(lanes.nodes))
    good = ends.length_m <= _NOT_WORTH_IT * reached[ends.node]
    number = np.cumsum(good) - 1
    gates = ends.gates[good[ends.gates[:, 0]]]
    gates = np.column_stack([number[gates[:, 0]], gates[:, 1]])
    return Ends(
        ends.at, ends.out, ends.out_m, ends.afloat, ends.node[good], ends.length_m[good], ends.direct[good], gates
    )


def _packed(kind: str, found: list[tuple[tuple[float, float], Ends]]) -> dict[str, Any]:
    ends = [e for _, e in found]
    bits = []
    for e in ends:
        each = np.zeros(len(e.node), dtype=np.int64)
        np.bitwise_or.at(each, e.gates[:, 0], np.int64(1) << e.gates[:, 1])
        bits.append(each)
    return {
        f"{kind}_place_at": np.array([p for p, _ in found]),
        f"{kind}_place_out": np.array([e.out for e in ends]),
        f"{kind}_place_out_m": np.array([e.out_m for e in ends]),
        f"{kind}_place_afloat": np.array([e.afloat for e in ends]),
        f"{kind}_place_counts": np.array([len(e.node) for e in ends], dtype=np.int32),
        f"{kind}_way_node": np.concatenate([e.node for e in ends]).astype(np.uint32),
        f"{kind}_way_cm": np.ceil(np.concatenate([e.length_m for e in ends]) * searoute.CM_PER_M).astype(np.uint32),
        f"{kind}_way_direct": np.concatenate([e.direct for e in ends]),
        f"{kind}_way_gates": np.concatenate(bits),
    }


if __name__ == "__main__":
    write(HERE / "sealanes.npz")
