"""Chooses which throats are opened: what joins waters, widest first, and what the law asks for within one."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from multiprocessing import Pool
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.ops import substring

from eastup.geodesy import ellipsoid
from eastup.sea.engine import SeaEngine, Water
from geo.recipes.sea import gatelines, passages, region, throats
from geo.recipes.sea.throats import Candidate, Throat

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from eastup.sea.answers import Track
    from geo.recipes.sea.region import FloatArray, Geometries
    from geo.recipes.sea.subdivision import Gates

LEAST_KM = 0.5
"""Half the width, from shore strip to shore strip, of a throat beside another way."""
APART_KM = 5 * region.KM_PER_NMI
"""Beside an open throat no other is opened: round by it the way is short enough."""
LEAST_MOUTH_KM = 0.1
"""The same of the only way into a water."""
REACH_KM = 25.0
"""A port's ways out are looked for so far from it."""
_TRIED = 2  # gaps between two waters that are looked at
_AROUND_DEG = 0.12
_ROUND = 1.3  # a way by an island's other side is as good
_INTO_DEG = 0.003  # a stretch is told from a little inside roomy water


def join(lines: FloatArray, roomy: Geometries, shore: Geometries) -> tuple[list[Throat], Geometries]:
    """Open throats between waters, the widest first, until all are joined that can be.

    Parameters
    ----------
    lines : (N, 2, 2) ndarray, degrees
        Lines across clearance, shortest first.
    roomy, shore : arrays of polygons, degrees

    Returns
    -------
    list of Throat
    array of polygons
        The waters that are joined to the largest; the others are given up.
    """
    tried = [(c, pair) for pair, of in _between(lines, roomy).items() for c in throats.thinned(of)[:_TRIED]]
    opened = zip(_opened([c for c, _ in tried], roomy, shore), (pair for _, pair in tried), strict=True)
    good = sorted(((t, pair) for t, pair in opened if t is not None), key=lambda g: -g[0].half_width_km)
    groups = _Groups(len(roomy))
    chosen = [t for t, pair in good if t.half_width_km >= LEAST_MOUTH_KM and groups.join(*pair)]
    sea = groups.root(int(shapely.area(roomy).argmax()))
    return chosen, roomy[[groups.root(k) == sea for k in range(len(roomy))]]


def within(found: list[Candidate], roomy: Geometries, shore: Geometries) -> list[Throat]:
    """Open the throats that the law asks for between waters that are joined elsewhere, the widest first.

    None is opened near another.
    """
    opened = [t for t in _opened(throats.thinned(found), roomy, shore) if t is not None]
    wide = sorted((t for t in opened if t.half_width_km >= LEAST_KM), key=lambda t: -t.half_width_km)
    kept = throats.apart([t.candidate for t in wide], APART_KM)
    return [wide[k] for k in kept]


def through_ports(engine: SeaEngine, ports: FloatArray, roomy: Geometries, sea: BaseGeometry) -> list[Candidate]:
    """Return the ways through ports that the law of throats speaks of, the shortest first.

    A port in a long strait has water at both ends of it: lines across clearance are too short to find that, and bent
    straits have none.

    Parameters
    ----------
    engine : SeaEngine
        Of water whose parts are joined.
    ports : (N, 2) ndarray, degrees
    roomy : array of polygons, degrees
    sea : polygon, degrees
    """
    shore = throats.shores(roomy, sea)
    out = list(engine.reached(ports, shore, Water(kind="shortest"), limit_km=REACH_KM))
    out = [r for r in out if len(r.index) > 1]
    nearest = shore[[r.index[r.distance_km.argmin()] for r in out]]
    limit_km = float(throats.longest_lawful_km(np.array(2 * REACH_KM)))
    round_about = engine.reached(nearest, shore, limit_km=limit_km, shore_km=0.0)
    found = []
    for start, exits, round_it in zip(nearest, out, round_about, strict=True):
        roomy_km = np.full(len(shore), np.inf)
        roomy_km[round_it.index] = round_it.distance_km
        coast_km = exits.distance_km.min() + exits.distance_km
        lawful = roomy_km[exits.index] > throats.longest_lawful_km(coast_km)
        if not lawful.any():
            continue
        end = shore[exits.index[np.where(lawful, coast_km, np.inf).argmin()]]
        track = engine.route(start, end, Water(kind="shortest"))
        if track is not None and track.km <= 2 * REACH_KM:
            found.append(Candidate(region.continuous(track.line), track.km, float("inf")))
    return sorted(found, key=lambda c: c.coast_km)


def for_gates(engine: SeaEngine, gates: Gates, roomy: Geometries, shore: Geometries) -> list[Throat]:
    """Open the throats on the way through gates that are not passed otherwise, however narrow they are."""
    closed = gatelines.closed_gates()
    wanted: list[Candidate] = []
    water = shapely.union_all(roomy)

    def in_roomy(ends: FloatArray) -> bool:
        return bool(throats.inside(region.continuous(ends), roomy).all())

    for gate, line in zip(gates.ids, gates.lines, strict=True):
        ends = None if gate in closed else gatelines.either_side(line, in_roomy, gatelines.FAR_KM)
        if ends is None:
            continue
        track = engine.route(ends[0], ends[1])
        straight_km = float(ellipsoid.distance_m(*ends[0], *ends[1])) / 1000.0
        if track is not None and (gate in track.gates or track.km < _ROUND * straight_km):
            continue
        shortest = engine.route(ends[0], ends[1], Water(kind="shortest"))
        if shortest is not None:
            wanted += _dry_stretches(shortest.line, water)
    return [t for t in _opened(wanted, roomy, shore) if t is not None]


def for_passages(engine: SeaEngine, gates: Gates, roomy: Geometries, shore: Geometries) -> list[Throat]:
    """Open the throats on the way through listed passages without a toll that are not passed from near by.

    Such a passage is listed because ships take it: that another way is about as short is no reason to leave it shut.

    Parameters
    ----------
    engine : SeaEngine
        Of water with all other throats.
    """
    toll_km = passages.toll_km()
    taken = {p.id for p in passages.passages() if not p.is_closed and p.kind not in toll_km}
    wanted: list[Candidate] = []
    water = shapely.union_all(roomy)

    def in_roomy(ends: FloatArray) -> bool:
        return bool(throats.inside(region.continuous(ends), roomy).all())

    def through(gate: str, ends: FloatArray) -> Track | None:
        track = engine.route(ends[0], ends[1], Water(kind="shortest"))
        return track if track is not None and gate in track.gates else None

    def leads_through(gate: str, ends: FloatArray) -> bool:
        return in_roomy(ends) and through(gate, ends) is not None

    for gate, line in zip(gates.ids, gates.lines, strict=True):
        if gate not in taken:
            continue
        ends = gatelines.either_side(line, partial(leads_through, gate), unequal=True)
        shortest = through(gate, ends) if ends is not None else None
        track = engine.route(ends[0], ends[1]) if ends is not None else None
        if shortest is not None and (track is None or gate not in track.gates):
            wanted += _dry_stretches(shortest.line, water)
    return [t for t in _opened(wanted, roomy, shore) if t is not None]


def _dry_stretches(line: FloatArray, water: BaseGeometry) -> list[Candidate]:
    """Return the stretches of a way outside roomy water, each from and to a point in it."""
    way = shapely.LineString(region.continuous(line))
    found = []
    for part in shapely.get_parts(shapely.difference(way, water)):
        ends = sorted(
            float(shapely.line_locate_point(way, shapely.Point(p))) for p in (part.coords[0], part.coords[-1])
        )
        if ends[0] < _INTO_DEG or ends[1] > way.length - _INTO_DEG:
            continue
        stretch = shapely.get_coordinates(substring(way, ends[0] - _INTO_DEG, ends[1] + _INTO_DEG))
        if part.length > 10 * region.GRID_DEG:
            found.append(Candidate(stretch, 111.0 * part.length, float("inf")))
    return found


def _between(lines: FloatArray, roomy: Geometries) -> dict[tuple[int, int], list[Candidate]]:
    """Return the lines between different waters by these, lower number first; no way keeps off between them."""
    water = shapely.STRtree(roomy).query_nearest(shapely.points(lines.reshape(-1, 2)), all_matches=False)[1]
    between: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for line, (a, b) in zip(lines, np.sort(water.reshape(-1, 2), axis=1).tolist(), strict=True):
        if a != b:
            between[a, b].append(throats.across(line, np.inf))
    return between


_SHARED: tuple[Geometries, shapely.STRtree, Geometries, shapely.STRtree] | None = None  # what forked workers read


def _opened(candidates: list[Candidate], roomy: Geometries, shore: Geometries) -> list[Throat | None]:
    global _SHARED
    _SHARED = (roomy, shapely.STRtree(roomy), shore, shapely.STRtree(shore))
    with Pool() as pool:
        return pool.map(_open_one, candidates, chunksize=20)


def _open_one(candidate: Candidate) -> Throat | None:
    assert _SHARED is not None
    roomy, roomy_tree, shore, shore_tree = _SHARED
    box = shapely.box(*shapely.buffer(shapely.LineString(candidate.way), _AROUND_DEG).bounds)
    near = [
        shapely.make_valid(shapely.clip_by_rect(areas[tree.query(box)], *box.bounds))
        for areas, tree in ((shore, shore_tree), (roomy, roomy_tree))
    ]
    return throats.opened(candidate, near[0], near[1])


class _Groups:
    """Which waters are joined."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, a: int) -> int:
        while self._parent[a] != a:
            self._parent[a] = self._parent[self._parent[a]]
            a = self._parent[a]
        return a

    def join(self, a: int, b: int) -> bool:
        """Join two waters, and tell whether that was new."""
        a, b = self.root(a), self.root(b)
        self._parent[max(a, b)] = min(a, b)
        return a != b
