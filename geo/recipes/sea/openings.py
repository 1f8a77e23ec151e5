"""Chooses which throats are opened: what joins waters, widest first, and what the law asks for within one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from multiprocessing import Pool
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.recipes.sea import throats
from geo.recipes.sea.throats import Candidate, Throat

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.recipes.sea.region import Geometries

LEAST_KM = 0.26
"""Half the width, from shore strip to shore strip, of a throat beside another way: lands half a nautical mile apart."""
LEAST_MOUTH_KM = 0.1
"""The same of the only way into a water."""
_TRIED = 3  # gaps between two waters that are looked at
_AROUND_DEG = 0.12


@dataclass(frozen=True)
class Chosen:
    """What was opened.

    Parameters
    ----------
    throats : list of Throat
    cut_off : list of int
        Numbers of the waters that no throat joins to the largest.
    """

    throats: list[Throat]
    cut_off: list[int]


def choose(found: list[Candidate], roomy: Geometries, shore: Geometries, named: BaseGeometry) -> Chosen:
    """Choose throats among candidates.

    Parameters
    ----------
    found : list of Candidate
    roomy, shore : arrays of polygons, degrees
    named : geometry
        Where gates are: a throat there is opened however narrow it is.
    """
    between, within = _sorted(found, roomy)
    tried = [(c, pair) for pair, of in between.items() for c in list(throats.thinned(of))[:_TRIED]]
    tried += [(c, None) for c in throats.thinned(within)]
    opened = zip(_opened([c for c, _ in tried], roomy, shore), (pair for _, pair in tried), strict=True)
    good = [(t, pair) for t, pair in opened if t is not None]
    groups = _Groups(len(roomy))
    chosen = [
        t
        for t, pair in sorted(good, key=lambda g: -g[0].half_width_km)
        if pair is not None and t.half_width_km >= LEAST_MOUTH_KM and groups.join(*pair)
    ]
    chosen += [
        t
        for t, pair in good
        if pair is None and (t.half_width_km >= LEAST_KM or named.intersects(shapely.LineString(t.candidate.way)))
    ]
    sea = groups.root(int(shapely.area(roomy).argmax()))
    return Chosen(chosen, [k for k in range(len(roomy)) if groups.root(k) != sea])


def _sorted(
    found: list[Candidate], roomy: Geometries
) -> tuple[dict[tuple[int, int], list[Candidate]], list[Candidate]]:
    """Return the candidates between two waters, by these, and those within one."""
    ends = np.array([c.way[[0, -1]] for c in found]).reshape(-1, 2)
    water = shapely.STRtree(roomy).query_nearest(shapely.points(ends), all_matches=False)[1].reshape(-1, 2)
    between: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    within = []
    for candidate, (a, b) in zip(found, np.sort(water, axis=1).tolist(), strict=True):
        if a == b:
            within.append(candidate)
        else:
            between[a, b].append(candidate)
    return between, within


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
