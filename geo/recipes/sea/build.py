"""Builds the network of ship lanes from ``land.npz`` and the layer of straits.

    python geo/build_sealanes.py [navigable] [shortest]

It writes ``sealanes.npz``, ``seawater.npz`` and ``visibility.npz``, and takes about an hour on two cores. Steps: the
water that ships keep out of (`searoom`), the passages that they don't use (`seawalls`), ways into shut-off waters
(`seabridges`), the corners and lines of sight (`seagraph`); then of all these lines those are kept that some route
uses.
"""

from __future__ import annotations

import sys
import time
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import seabridges
import seagraph
import seaplaces
import searoom
import seawalls
import shapely
from eastup.sea.access import Approaches, Ends
from eastup.sea.graph import Lanes
from eastup.sea.network import CM_PER_M, STEP_PER_DEGREE, TURNS_PER_CIRCLE
from eastup.sea.water import Gates, Obstacle
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from eastup import basemap, layers, places
from eastup.geodesy.sphere import EARTH_KM, unit_vectors
from eastup.io import polygons
from eastup.sea import visibility

if TYPE_CHECKING:
    from eastup.sea.visibility import SeaSight

HERE = Path(__file__).resolve().parents[2]
KINDS = ("navigable", "shortest")
WALL_DEG = 0.003
_GRID_DEG = 1e-7  # overlays are rounded to a centimetre, which keeps them from failing
ROOM_TOLERANCE_DEG, COAST_TOLERANCE_DEG = 0.0006, 0.0006
SHORTEST_TOLERANCE_DEG = 0.002  # no farther than the strip along the coast is wide
SAMPLE_DEG = 2.0  # routes from a corner in each cell of this size, to a corner in each cell of these, keep their lines
GOAL_DEG = {"navigable": 0.04, "shortest": 0.25}
SAMPLES_WITH_A_STRAIT_CLOSED = 12

_began = time.monotonic()


def main(kinds: list[str]) -> None:
    coast, room, wall = _water()
    straits = layers.load("straits")
    gates = Gates(list(straits["id"]), straits.geometry.to_numpy())
    stops = [Obstacle(seagraph.cut(coast)), Obstacle(wall)]
    target, sight_target = HERE / "sealanes.npz", HERE / "visibility.npz"
    arrays = dict(np.load(target)) if target.exists() else {}
    sights = {k: visibility.load(sight_target, k) for k in KINDS if k not in kinds}
    if "navigable" in kinds:
        found, room, sights["navigable"] = _network("navigable", room, *_bridges(room, stops, straits), gates, stops)
        arrays |= found
        pieces = [stops[0].pieces, seagraph.cut(room), wall]
        names = np.repeat(["coast", "room", "wall"], [len(p) for p in pieces])
        polygons.save_polygons(HERE / "seawater.npz", np.concatenate(pieces), names)
    if "shortest" in kinds:
        rough = _polygons(shapely.simplify(coast, SHORTEST_TOLERANCE_DEG))
        none = np.empty((0, 2, 2)), np.empty((0, 2))
        found, _, sights["shortest"] = _network("shortest", rough, *none, gates, stops[:1])
        arrays |= found
    np.savez_compressed(target, **arrays)
    visibility.save(sight_target, sights)
    seaplaces.write(target)
    _say("written")


def _network(
    kind: str, areas: np.ndarray, bridges: np.ndarray, at_sea: np.ndarray, gates: Gates, stops: list[Obstacle]
) -> tuple[dict[str, Any], np.ndarray, SeaSight]:
    """Return the arrays of a network, its areas with the waters filled that it does not reach, and their rasters."""
    obstacle = Obstacle(seagraph.cut(areas))
    corners = seagraph.corners(areas, obstacle, _clearance_km if kind == "navigable" else None)
    first = len(corners.lonlat)
    corners = corners.with_free(bridges.reshape(-1, 2), at_sea.ravel())
    edges = seagraph.lanes(corners, obstacle)
    edges = np.concatenate([edges, first + np.arange(2 * len(bridges)).reshape(-1, 2)])
    edges, areas = seagraph.joined(corners, edges, areas)
    _say(kind, len(corners.lonlat), "corners", len(edges), "lines of sight")
    clear_of = Obstacle(seagraph.cut(areas))
    sight = visibility.draw(clear_of)
    lanes = _lanes(corners, edges, gates, (stops, clear_of), sight)
    kept = _used(lanes, GOAL_DEG[kind], first + np.arange(0, 2 * len(bridges), 2))
    arrays = _packed(kind, corners, edges[kept], gates)
    _say(kind, len(arrays[f"{kind}/nodes"]), "corners", int(kept.sum()), "lines kept")
    return arrays, areas, sight


def _say(*words: Any) -> None:
    print(f"{time.monotonic() - _began:6.0f} s", *words, flush=True)


def _water() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the coast strip, the water that routes keep out of (with walls), and the walls."""
    ends = seawalls.draw()
    _say(len(ends), "walls")
    coast, room = searoom.draw()
    _say("drawn")
    lines = shapely.linestrings(ends)
    within = np.zeros(len(lines), dtype=bool)
    within[shapely.STRtree(coast).query(lines, predicate="within")[0]] = True
    wall = shapely.buffer(lines[~within], WALL_DEG, quad_segs=1)
    everything = shapely.union_all(
        np.concatenate([shapely.make_valid(room), shapely.make_valid(coast), wall, searoom.shoals()]),
        grid_size=_GRID_DEG,
    )
    room = _polygons(searoom.without_ponds(shapely.get_parts(everything), ROOM_TOLERANCE_DEG))
    coast = _polygons(searoom.without_ponds(coast, COAST_TOLERANCE_DEG))
    _say(
        shapely.get_num_coordinates(room).sum(), shapely.get_num_coordinates(coast).sum(), "vertices of room and coast"
    )
    return coast, room, wall


def _polygons(areas: np.ndarray) -> np.ndarray:
    parts = shapely.get_parts(shapely.make_valid(areas))
    return np.asarray(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def _bridges(room: np.ndarray, stops: list[Obstacle], straits: Any) -> tuple[np.ndarray, np.ndarray]:
    into, at_sea = seabridges.bridges(room, stops)
    gate_lines = [max(shapely.get_parts(g), key=lambda part: part.length) for g in straits.geometry]
    over = seabridges.across(gate_lines, room, stops)
    _say(len(into), "ways into waters,", len(over), "over straits")
    return np.concatenate([into, over]), np.concatenate([at_sea, np.ones((len(over), 2), dtype=bool)])


_coast_tree: cKDTree | None = None


def _clearance_km(lonlat: np.ndarray) -> np.ndarray:
    global _coast_tree
    if _coast_tree is None:
        coast = shapely.get_coordinates(shapely.segmentize(basemap.land().geometry.to_numpy(), 0.005))
        _coast_tree = cKDTree(unit_vectors(coast))
    return np.asarray(_coast_tree.query(unit_vectors(lonlat))[0]) * EARTH_KM


def _lanes(
    corners: seagraph.Corners,
    edges: np.ndarray,
    gates: Gates,
    waters: tuple[list[Obstacle], Obstacle],
    sight: SeaSight,
) -> Lanes:
    crossed = gates.crossed(corners.lonlat[edges[:, 0]], corners.lonlat[edges[:, 1]])
    approaches = Approaches(corners.lonlat, corners.turns, corners.reach, gates, lambda: waters, lambda: sight)
    return Lanes(approaches, edges, seagraph.lengths_m(corners.lonlat, edges), crossed)


def _used(lanes: Lanes, goal_deg: float, ways_in: np.ndarray) -> np.ndarray:
    """Tell which edges the routes use between samples of all coasts, and to and from the places of the layers."""
    sample = _one_a_cell(lanes, SAMPLE_DEG)
    known = [e for e in (lanes.ends(p.sea_point) for p in places.all_places()) if e is not None]
    dense = np.union1d(_one_a_cell(lanes, goal_deg), np.intersect1d(ways_in, lanes.edges))
    goals = np.unique(np.concatenate([sample, dense, *(e.node for e in known)]))
    _say(len(sample), "samples,", len(known), "known places,", len(goals), "corners to reach")
    jobs: list[Any] = [(block, frozenset()) for block in np.array_split(sample, max(1, len(sample) // 40))]
    jobs += known
    few = sample[:: max(1, len(sample) // SAMPLES_WITH_A_STRAIT_CLOSED)]
    jobs += [(few, frozenset([gate])) for gate in range(len(lanes.gates.ids))]
    global _SHARED
    _SHARED = (lanes, goals)
    with Pool() as pool:
        found = pool.map(_edges_of, jobs, chunksize=1)
    keys = np.unique(np.concatenate(found))
    return np.isin(seaplaces.keys(lanes.edges, len(lanes.nodes)), keys)


def _one_a_cell(lanes: Lanes, cell_deg: float) -> np.ndarray:
    """Return a corner that lines lead to in each cell of a grid that has one."""
    node = np.unique(lanes.edges)
    _, first = np.unique(np.floor(lanes.nodes[node] / cell_deg).astype(int), axis=0, return_index=True)
    return np.asarray(node[first])


_SHARED: tuple[Lanes, np.ndarray] | None = None  # what forked workers read


def _edges_of(job: tuple[np.ndarray, frozenset[int]] | Ends) -> np.ndarray:
    """Return the keys of the edges on the ways from some corners, or from a place, to all goals."""
    assert _SHARED is not None
    lanes, goals = _SHARED
    if isinstance(job, Ends):
        trees = [lanes.search(job)[1]]
    else:
        trees = dijkstra(lanes.graph(job[1]), indices=job[0], return_predecessors=True)[1]
    return np.unique(np.concatenate([seaplaces.lines_back(before, goals, len(lanes.nodes)) for before in trees]))


def _packed(kind: str, corners: seagraph.Corners, edges: np.ndarray, gates: Gates) -> dict[str, np.ndarray]:
    """Return the arrays of a network: corners in whole steps, westernmost first, and the lines between them."""
    used = np.unique(edges)
    used = used[np.lexsort((corners.lonlat[used, 1], corners.lonlat[used, 0]))]
    number = np.full(len(corners.lonlat), -1)
    number[used] = np.arange(len(used))
    steps = np.rint(corners.lonlat[used] * STEP_PER_DEGREE).astype(np.int32)
    edges = np.sort(number[edges], axis=1)
    edges = edges[np.lexsort((edges[:, 1], edges[:, 0]))]
    lonlat = steps / STEP_PER_DEGREE
    crossed = gates.crossed(lonlat[edges[:, 0]], lonlat[edges[:, 1]])
    turns = np.rint(corners.turns[used] % 360.0 / 360.0 * TURNS_PER_CIRCLE) % TURNS_PER_CIRCLE
    return {
        f"{kind}/nodes": steps,
        f"{kind}/turns": turns.astype(np.uint8),
        f"{kind}/reach": corners.reach[used].astype(np.uint8),
        f"{kind}/edges": edges.astype(np.uint32),
        f"{kind}/cm": np.ceil(seagraph.lengths_m(lonlat, edges) * CM_PER_M).astype(np.uint32),
        f"{kind}/gates": crossed.astype(np.uint32),
    }


if __name__ == "__main__":
    main(sys.argv[1:] or list(KINDS))
