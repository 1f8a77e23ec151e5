"""Writes into ``sealanes.npz`` how every place of the layers joins the networks, and which lines lie between them.

    python geo/seaplaces.py

To be run again when a sea point of a layer changes; until then such a place is looked for when it is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from eastup.sea.access import Ends
from eastup.sea.water import Gates
from scipy.sparse.csgraph import dijkstra

from eastup import layers, places
from eastup.sea import network as seanetwork
from eastup.sea import visibility

if TYPE_CHECKING:
    from eastup.sea.graph import Lanes

HERE = Path(__file__).resolve().parents[2]
WEB_DEG = 8.0  # the trunk holds also the ways between a corner of every cell of this size
_NOT_WORTH_IT = 1.02  # a way to a corner that is longer than this, by the shortest, is left out
_PAST_A_GATE = 1.3  # the same for a place at a strait, which may be closed
_OWN = ("place_", "way_", "sight_")


def write(path: Path) -> None:
    """Add the places, their sights of each other, and the trunk to the networks of the file."""
    straits = layers.load("straits")
    gates = Gates(list(straits["id"]), straits.geometry.to_numpy())
    points = sorted({(float(p.sea_point[0]), float(p.sea_point[1])) for p in places.all_places()})
    everything: dict[str, Any] = {}
    for name in (seanetwork.NAVIGABLE, seanetwork.SHORTEST):
        arrays = {k: a for k, a in seanetwork.read_arrays(path, name).items() if not k.startswith(_OWN)}
        if not arrays:
            continue
        waters = seanetwork.read_waters(path.with_name("seawater.npz"), name)
        sight = visibility.load(path.with_name("visibility.npz"), name)
        lanes = seanetwork.read_lanes(arrays, gates, lambda waters=waters: waters, lambda sight=sight: sight)
        found = [e and _worth_it(lanes, e) for e in map(lanes.ends, points)]
        sights = _sights(lanes, found)
        ends = [e for e in found if e is not None]
        lines = _trunk(lanes, ends)
        trunk = _part(arrays, lines, points, found) | sights
        one_closed = seanetwork.read_lanes(trunk, gates, lambda waters=waters: waters, lambda sight=sight: sight)
        lines = np.union1d(lines, _detours(lanes, ends, one_closed, points))
        trunk = _part(arrays, lines, points, found) | sights
        everything |= {f"{name}/{k}": a for k, a in (arrays | _packed(points, found) | sights).items()}
        everything |= {f"{name}{seanetwork.TRUNK}/{k}": a for k, a in trunk.items()}
        known = sum(e is not None for e in found)
        print(name, known, "of", len(points), "places are on the sea;", len(lines), "lines in the trunk", flush=True)
    np.savez_compressed(path, **everything)


def _worth_it(lanes: Lanes, ends: Ends) -> Ends:
    """Drop the ways to corners that are reached sooner by way of another."""
    reached = dijkstra(lanes.graph_from(ends), indices=len(lanes.nodes))
    good = ends.length_m <= (_PAST_A_GATE if len(ends.gates) else _NOT_WORTH_IT) * reached[ends.node]
    return _only(ends, good)


def _among(corners: np.ndarray, ends: Ends) -> Ends:
    """Return the ways that lead to some of the corners, numbered as these are."""
    ends = _only(ends, np.isin(ends.node, corners))
    return replace(ends, node=np.searchsorted(corners, ends.node))


def _part(
    arrays: dict[str, Any], lines: np.ndarray, points: list[tuple[float, float]], found: list[Ends | None]
) -> dict[str, Any]:
    """Return the arrays of a network of some of the lines, and how the places join it."""
    corners = np.unique(arrays["edges"][lines])
    crossed = arrays["gates"][np.isin(arrays["gates"][:, 0], lines)]
    return {
        **{k: arrays[k][corners] for k in ("nodes", "turns", "reach")},
        "edges": np.searchsorted(corners, arrays["edges"][lines]).astype(np.uint32),
        "cm": arrays["cm"][lines],
        "gates": np.column_stack([np.searchsorted(lines, crossed[:, 0]), crossed[:, 1]]).astype(np.uint32),
        **_packed(points, [e and _among(corners, e) for e in found]),
    }


def _only(ends: Ends, kept: np.ndarray) -> Ends:
    number = np.cumsum(kept) - 1
    gates = ends.gates[kept[ends.gates[:, 0]]]
    return replace(
        ends,
        node=ends.node[kept],
        length_m=ends.length_m[kept],
        direct=ends.direct[kept],
        gates=np.column_stack([number[gates[:, 0]], gates[:, 1]]),
    )


def _packed(points: list[tuple[float, float]], found: list[Ends | None]) -> dict[str, Any]:
    inland = Ends(*(np.zeros((2, 2))), 0.0, False, *(np.empty(0),) * 2, np.empty(0, bool), np.empty((0, 2), np.int64))
    ends = [inland if e is None else e for e in found]
    return {
        "place_at": np.array(points),
        "place_out": np.array([e.out for e in ends]),
        "place_out_m": np.array([e.out_m for e in ends]),
        "place_afloat": np.array([e.afloat for e in ends]),
        "place_counts": np.array([len(e.node) for e in ends], dtype=np.int32),
        "way_node": np.concatenate([e.node for e in ends]).astype(np.uint32),
        "way_cm": _cm(np.concatenate([e.length_m for e in ends])),
        "way_direct": np.concatenate([e.direct for e in ends]),
        "way_gates": np.concatenate([e.passed() for e in ends]),
    }


def _sights(lanes: Lanes, found: list[Ends | None]) -> dict[str, Any]:
    rows = [k for k, e in enumerate(found) if e is not None]
    ends = [e for e in found if e is not None]
    sights = lanes.sights(ends, ends)
    a, b = np.nonzero(np.isfinite(sights.length_m) & np.tri(len(ends), dtype=bool))
    return {
        "sight_pair": np.array(rows)[np.column_stack([a, b])].astype(np.uint16),
        "sight_cm": _cm(sights.length_m[a, b]),
        "sight_passed": sights.passed[a, b],
        "sight_direct": sights.direct[a, b],
    }


def _cm(length_m: np.ndarray) -> np.ndarray:
    return np.ceil(length_m * seanetwork.CM_PER_M).astype(np.uint32)


_SHARED: tuple[Lanes, list[Ends], np.ndarray] | None = None  # what forked workers read


def _trunk(lanes: Lanes, ends: list[Ends]) -> np.ndarray:
    """Return the numbers of the lines on the ways between places, and between corners far apart."""
    global _SHARED
    _, web = np.unique(np.floor(lanes.nodes / WEB_DEG).astype(int), axis=0, return_index=True)
    _SHARED = (lanes, ends, web)
    with Pool() as pool:
        used = pool.map(_from_place, range(len(ends)), chunksize=2) + pool.map(_web, np.array_split(web, 8))
    return _numbers(lanes, used)


def _numbers(lanes: Lanes, used: list[np.ndarray]) -> np.ndarray:
    return np.flatnonzero(np.isin(keys(lanes.edges, len(lanes.nodes)), np.concatenate(used))).astype(np.uint32)


def _from_place(origin: int) -> np.ndarray:
    """Return the keys of the lines on the ways from a place to all, also with any one strait closed."""
    assert _SHARED is not None
    lanes, ends, _ = _SHARED
    passed = int(np.bitwise_or.reduce(lanes.table([ends[origin]], ends)[1][0]))
    used = []
    everywhere = np.arange(len(ends))
    for closed in [(), *((gate,) for gate in range(len(lanes.gates.ids)) if passed >> gate & 1)]:
        used.append(_ways(origin, everywhere, frozenset(closed)))
    return np.unique(np.concatenate(used))


def _detours(lanes: Lanes, ends: list[Ends], one_closed: Lanes, points: list[tuple[float, float]]) -> np.ndarray:
    """Return the numbers of the lines on the ways between places with any two straits closed.

    A way with two closed is that with one of them closed, which the trunk has already, unless either passes the other.
    """
    global _SHARED
    _SHARED = (lanes, ends, np.empty(0))
    known = [e for e in map(one_closed.ends, points) if e is not None]
    count = len(lanes.gates.ids)
    passed = [one_closed.table(known, known, frozenset([gate]))[1] for gate in range(count)]
    jobs = []
    for a, b in combinations(range(count), 2):
        wanted = (passed[a] >> b & passed[b] >> a & 1).astype(bool)
        wanted |= wanted.T
        while wanted.any():  # as few searches as may be: first from the place with the most ways to find
            place = int(wanted.sum(axis=1).argmax())
            jobs.append((place, np.flatnonzero(wanted[place]), frozenset((a, b))))
            wanted[place] = wanted[:, place] = False
    with Pool() as pool:
        return _numbers(lanes, pool.starmap(_ways, jobs, chunksize=20))


def _ways(origin: int, targets: np.ndarray, closed: frozenset[int]) -> np.ndarray:
    """Return the keys of the lines on the ways from a place to some others with some straits closed."""
    assert _SHARED is not None
    lanes, ends, _ = _SHARED
    reached, before = lanes.search(ends[origin], closed)
    goals = [e.node[(reached[e.node] + e.open_m(closed)).argmin()] for e in (ends[t] for t in targets)]
    return lines_back(before, np.array(goals), len(lanes.nodes))


def _web(corners: np.ndarray) -> np.ndarray:
    assert _SHARED is not None
    lanes, _, web = _SHARED
    trees = dijkstra(lanes.graph(), indices=corners, return_predecessors=True)[1]
    return np.unique(np.concatenate([lines_back(before, web, len(lanes.nodes)) for before in trees]))


def lines_back(before: np.ndarray, goals: np.ndarray, size: int) -> np.ndarray:
    """Return the keys of the lines that lead back from some goals in a search tree."""
    before = np.where(before[:size] >= size, -1, before[:size])
    on_the_way = np.zeros(size, dtype=bool)
    ahead = np.unique(goals)
    while len(ahead):
        on_the_way[ahead] = True
        ahead = np.unique(before[ahead])
        ahead = ahead[(ahead >= 0) & ~on_the_way[ahead]]
    to = np.flatnonzero(on_the_way & (before >= 0))
    return keys(np.column_stack([before[to], to]).astype(np.int64), size)


def keys(edges: np.ndarray, size: int) -> np.ndarray:
    """Return one number for each pair of corners, whichever comes first."""
    low, high = np.sort(edges, axis=1).T
    return np.asarray(low * size + high)


if __name__ == "__main__":
    write(HERE / "sealanes.npz")
