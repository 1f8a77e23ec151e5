"""Ship distances between many places: looked up where they are known, searched where they are not.

Between places of the layers ways are known with nothing closed, and those to straits with one gate closed. What is
searched are pairs with another place, pairs near lines of the user's, and pairs for which all known ways are closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy
from eastup.sea import engine, gates, known, replacements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place
    from eastup.sea.engine import Water
    from eastup.sea.gates import SomeGates
    from eastup.sea.known import Ints, Kind, Known

    LonLat = tuple[float, float]

_ALONG_KM = 10.0
"""How far apart points of a line are looked at; twice that tells half as many ways to be searched in vain."""


@dataclass(frozen=True)
class Lengths:
    """Ship distances of origins to targets, each ``(O, T)``."""

    distance_km: FloatArray
    """Of the navigable ways; not a number where there is none."""
    shortest_km: FloatArray
    """Of the shortest ways over water, never longer."""
    gates: NDArray[np.object_]
    """Ids of the straits and passages that the navigable way passes, in order: a tuple each."""
    course_deg: FloatArray
    """Azimuths in which the navigable ways leave; not a number where there is none."""


@dataclass(frozen=True)
class _Found:
    """Ways of one kind between distinct places, each ``(O, T)``, as they are put together."""

    km: FloatArray
    gates: NDArray[np.object_]
    course_deg: FloatArray


def distances(origins: Sequence[Place], targets: Sequence[Place], closed: SomeGates = ()) -> Lengths:
    """Return sea distances of every origin to every target; between places of the layers without a search."""
    closed = gates.given(closed)
    starts, row = _distinct(origins)
    ends, column = _distinct(targets)
    navigable, shortest = (_between(starts, ends, closed, kind) for kind in ("navigable", "shortest"))
    pick = np.ix_(row, column)
    km = navigable.km[pick]
    least_km = np.minimum(shortest.km[pick], km)
    return Lengths(finite(km), finite(least_km), navigable.gates[pick], navigable.course_deg[pick])


def _distinct(places: Sequence[Place]) -> tuple[list[LonLat], Ints]:
    """Return where places stand, each point once, and the number of each place's: many bases share a port."""
    number: dict[LonLat, int] = {}
    of = [number.setdefault(place.sea_point, len(number)) for place in places]
    return list(number), np.array(of, dtype=np.int64)


def _between(starts: list[LonLat], ends: list[LonLat], closed: SomeGates, kind: Kind) -> _Found:
    water, table = gates.water(closed, kind), known.shipped()
    rows, columns = table.numbers(starts), table.numbers(ends)
    unknown = (rows < 0)[:, None] | (columns < 0)[None, :]
    rows, columns = np.maximum(rows, 0), np.maximum(columns, 0)
    ways = table.between(rows, columns, kind)
    found = _Found(ways.km, _each(ways.gates, table.passed), table.courses_deg(rows, columns))
    asked = unknown.copy()
    drawn = [*water.lines, *(line for _, line in water.own)]
    if drawn:  # the table knows nothing of lines of the user's
        asked |= _may_meet(drawn, starts, ends, ways.km)
    here, there = (np.array(points, dtype=float).reshape(-1, 2) for points in (starts, ends))
    asked &= ~(here[:, None] == there[None]).all(axis=2)  # a place to itself is no way
    if closed:
        broken = ~asked & _passes(ways.gates, table.passed, water)
        asked |= broken & ~_replaced(table, (rows, columns), broken, water, found)
    if asked.any():
        _search(starts, ends, asked, closed, water, found)
    return found


def _passes(numbers: Ints, told: Callable[[int], tuple[str, ...]], water: Water) -> NDArray[np.bool_]:
    closed = set(water.closed)
    return _each(numbers, lambda number: bool(closed.intersection(told(number)))).astype(bool)


def _replaced(
    table: Known, numbers: tuple[Ints, Ints], broken: NDArray[np.bool_], water: Water, into: _Found
) -> NDArray[np.bool_]:
    """Put the ways that replace closed ones into a table, and tell for which pairs they are known."""
    done = np.zeros(broken.shape, dtype=bool)
    others = replacements.shipped()
    if others is None:
        return done
    i, j = np.nonzero(broken)
    _, pairs = table.pairs(*numbers)
    entry = others.entries(table, water.kind, pairs[i, j], water.closed)
    i, j, entry = (values[entry >= 0] for values in (i, j, entry))
    onwards = numbers[0][i] < numbers[1][j]
    cm, way = others.of(water.kind)
    into.km[i, j] = known.to_km(cm[entry])
    if water.kind == "navigable":
        into.course_deg[i, j] = known.to_deg(np.where(onwards, others.courses[entry, 0], others.courses[entry, 1]))
    for a, b, number, run_on in zip(i.tolist(), j.tolist(), way[entry].tolist(), onwards.tolist(), strict=True):
        into.gates[a, b] = others.gates[number][:: 1 if run_on else -1]
    done[i, j] = True
    return done


def _search(
    starts: list[LonLat], ends: list[LonLat], asked: NDArray[np.bool_], closed: SomeGates, water: Water, into: _Found
) -> None:
    """Search the pairs that are asked for, and put what is found into a table: to closed straits from either side."""
    rows, columns = np.flatnonzero(asked.any(axis=1)), np.flatnonzero(asked.any(axis=0))
    from_, start_of, start_km = gates.either_side([starts[i] for i in rows], closed)
    to, end_of, end_km = gates.either_side([ends[j] for j in columns], closed)
    i_of, j_of = rows[start_of], columns[end_of]
    of_interest = water.kind == "navigable"  # which gates the shortest way passes is not told
    found = engine.shipped().table(from_, to, water, gates=of_interest, asked=asked[np.ix_(i_of, j_of)])
    off_km = start_km[:, None] + end_km
    cost_km, length_km = found.cost_km + off_km, found.distance_km + off_km
    least_km = np.full(asked.shape, np.inf)
    into.km[asked], into.course_deg[asked] = np.inf, np.nan
    for i, j in np.argwhere(asked).tolist():
        into.gates[i, j] = ()
    for a, b in np.argwhere(np.isfinite(cost_km)).tolist():
        i, j = i_of[a], j_of[b]
        if asked[i, j] and cost_km[a, b] < least_km[i, j]:
            least_km[i, j], into.km[i, j] = cost_km[a, b], length_km[a, b]
            if found.passed is not None and found.course_deg is not None:
                into.gates[i, j], into.course_deg[i, j] = found.passed[a][b], found.course_deg[a, b]


def _may_meet(
    lines: Sequence[Sequence[LonLat]], starts: list[LonLat], ends: list[LonLat], km: FloatArray
) -> NDArray[np.bool_]:
    """Tell which ways of a length may come to lines: those no shorter than the geodesics by way of them."""
    meets = np.zeros(km.shape, dtype=bool)
    for line in lines:
        along = geodesy.line(np.asarray(line, dtype=float), _ALONG_KM * 1000.0)
        from_km, to_km = (
            geodesy.distance_m(*np.asarray(side)[:, None, :].transpose(2, 0, 1), *along.T[:, None, :]) / 1000.0
            for side in (starts, ends)
        )
        by_way_km = (from_km[:, None, :] + to_km[None, :, :]).min(axis=2)
        meets |= by_way_km <= km + _ALONG_KM
    return meets & np.isfinite(km)


def _each(numbers: NDArray[np.int64], told: Callable[[int], object]) -> NDArray[np.object_]:
    """Return what is told of each number, asked once for each."""
    each = np.empty(numbers.shape, dtype=object)
    distinct, where = np.unique(numbers, return_inverse=True)
    answers = np.empty(len(distinct), dtype=object)
    answers[:] = [told(number) for number in distinct.tolist()]
    each[:] = answers[where].reshape(numbers.shape)
    return each


def finite(km: FloatArray) -> FloatArray:
    """Return lengths, not a number where they are infinite."""
    return np.where(np.isfinite(km), km, np.nan)
