"""Checks ``geo/seamesh.npz``: what must hold of every mesh, and what its ways look like.

    python -m geo.recipes.sea.check [--detours FILE]

Prints what fails, and ends with status 1 if anything does. With ``--detours`` it also writes all pairs of known places
whose navigable way is longer than the shortest by more than `LONGER`, with what makes it so.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup import places
from eastup.geodesy import ellipsoid
from eastup.sea import gates
from eastup.sea.engine import SeaEngine
from eastup.sea.mesh import ROOMY, THROAT, Mesh
from geo.recipes.sea import gatelines, lattice, region
from geo.recipes.sea.build_seamesh import GEO, without_edges

if TYPE_CHECKING:
    import shapely

LONGER = 1.15
GATE_LAYERS = ("straits", "passages")
KINDS: tuple[Literal["navigable", "shortest"], ...] = ("navigable", "shortest")
_ROUND = 1.6  # a way through a gate that is longer than the straight line by more is told


@dataclass(frozen=True)
class Passing:
    """The way through a gate from one side to the other.

    Parameters
    ----------
    gate : str
    is_passed : bool
    longer : float
        Its length by that of the straight line; infinite where there is no way.
    """

    gate: str
    is_passed: bool
    longer: float


@dataclass(frozen=True)
class Detour:
    """Two places whose navigable way is far longer than the shortest over water.

    Parameters
    ----------
    origin, target : str
        Ids of places.
    navigable_km, shortest_km : float
    by : str
        What makes it so: gates that only the shortest way passes, or the place whose harbour lies deeper in clearance.
    """

    origin: str
    target: str
    navigable_km: float
    shortest_km: float
    by: str


def inverted(mesh: Mesh) -> int:
    """Return how many triangles are flat or inverted on the sphere."""
    return int(
        (
            lattice.orientation(
                np.multiply(mesh.vertices, region.GRID_DEG, dtype=float), mesh.triangles.astype(np.int64)
            )
            <= 0
        ).sum()
    )


def loose_ends(mesh: Mesh) -> list[tuple[str, float, float]]:
    """Return the ends of gates where ships could pass round: in navigable water, off the shore and off other gates.

    Returns
    -------
    list
        The gate, longitude and latitude of each, degrees.
    """
    a, b = mesh.triangles.ravel().astype(np.int64), np.roll(mesh.triangles, -1, axis=1).ravel().astype(np.int64)
    count = len(mesh.vertices)
    edge = np.minimum(a, b) * count + np.maximum(a, b)
    once, halves = np.unique(edge, return_counts=True)
    off_shore = np.ones(count, dtype=bool)
    off_shore[np.concatenate(np.divmod(once[halves == 1], count))] = False
    sailed = np.zeros(count, dtype=bool)
    sailed[mesh.triangles[np.isin(mesh.label, (ROOMY, THROAT))]] = True
    drawn = np.unique(np.column_stack([edge[mesh.gate_edge], mesh.gate_of]), axis=0)
    gates_at = np.bincount(np.concatenate(np.divmod(np.unique(drawn[:, 0]), count)), minlength=count)
    loose = off_shore & sailed & (gates_at == 1)
    ends = ((mesh.gates[gate], v) for edge, gate in drawn.tolist() for v in divmod(edge, count) if loose[v])
    return [(gate, *(mesh.vertices[v] * region.GRID_DEG).tolist()) for gate, v in ends]


def passings(engine: SeaEngine, lines: dict[str, shapely.Geometry]) -> list[Passing]:
    """Return how each gate is passed from 15 km on either side of its widest stretch, tolls aside."""
    found = []
    free = SeaEngine(replace(engine.mesh, toll_km=np.zeros(len(engine.mesh.gates))))
    for gate, line in lines.items():
        ends = gatelines.either_side(line, lambda ends: bool(engine.access(ends).on_water.all()))
        track = free.route(ends[0], ends[1]) if ends is not None else None
        if track is None or ends is None:
            found.append(Passing(gate, False, float("inf")))
            continue
        straight_km = float(ellipsoid.distance_m(*ends[0], *ends[1])) / 1000.0
        found.append(Passing(gate, gate in track.gates, track.km / straight_km))
    return found


def detours(engine: SeaEngine) -> list[Detour]:
    """Return the pairs of known places with a far longer navigable way, sorted."""
    known = {p.id: p.sea_point for p in places.all_places() if p.layer not in GATE_LAYERS}
    ids = sorted(known)
    at = np.array([known[i] for i in ids], dtype=float)
    _, first = np.unique(np.round(at, 3), axis=0, return_index=True)
    ids, at = [ids[k] for k in sorted(first)], at[sorted(first)]
    roomy, coast = (engine.table(at, at, gates.water((), kind), gates=True) for kind in KINDS)
    strip_km = engine.access(at).strip_km
    found = []
    for a, b in np.argwhere(np.triu(roomy.distance_km > LONGER * coast.distance_km, 1)).tolist():
        assert roomy.passed is not None
        assert coast.passed is not None
        shorter = sorted(set(coast.passed[a][b]) - set(roomy.passed[a][b]))
        near = ids[a] if strip_km[a] > strip_km[b] else ids[b]
        by = " ".join(shorter) or f"coast water at {near}"
        found.append(Detour(ids[a], ids[b], float(roomy.distance_km[a, b]), float(coast.distance_km[a, b]), by))
    return sorted(found, key=lambda d: (d.origin, d.target))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--detours", type=Path)
    options = parser.parse_args()
    mesh = Mesh.load(GEO / "seamesh.npz")
    engine = SeaEngine(mesh)
    drawn = gatelines.all_gates(region.land_parts())
    closed = gatelines.closed_gates()
    faults = [f"{n} triangles are flat or inverted" for n in [inverted(mesh)] if n]
    faults += [f"{gate} has no edge in the mesh" for gate in without_edges(mesh) if gate not in closed]
    faults += [f"{gate} ends in open water at {lon:.3f}, {lat:.3f}" for gate, lon, lat in loose_ends(mesh)]
    lines = {g: line for g, line in zip(drawn.ids, drawn.lines, strict=True) if g not in closed}
    for passing in passings(engine, lines):
        if not passing.is_passed:
            faults.append(f"{passing.gate} is not passed")
        elif passing.longer > _ROUND:
            print(f"{passing.gate} is passed by a way of {passing.longer:.2f} times the straight line")
    print("\n".join(faults) or "nothing is wrong")
    if options.detours:
        rows = detours(engine)
        with options.detours.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["from", "to", "navigable_km", "shortest_km", "by"])
            writer.writerows((d.origin, d.target, round(d.navigable_km), round(d.shortest_km), d.by) for d in rows)
        print(len(rows), "pairs of places with a way more than", LONGER, "times the shortest")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
