"""How a place joins the network of ship lanes: where it comes out into roomy water, and which corners it sees there.

A place in a harbour comes out at the nearest point of roomy water, and may leave the coast at a slant instead. One on
land counts from the nearest water. Two places that see each other need no corner between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy
from eastup.geodesy.sphere import EARTH_KM, Neighbours, azimuths, continuous, unit_vectors
from eastup.sea.water import REGION, clear, nearest_clear

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.visibility import SeaSight
    from eastup.sea.water import Gates, Obstacle

    Ints = NDArray[np.int64]

REACH_KM = (25.0, 50.0, 150.0, 1000.0, float("inf"))
"""How far a corner looks for others, by its class: out at sea a lane runs on, in an inlet it does not."""
_PLACE_REACH_KM = (25.0, *[float("inf")] * 4)  # the same of a place, which is one, and at sea may see them all
FAR_KM = 150.0
"""Corners farther than this are held against the raster first."""
SNAP_KM = 20.0
"""A place farther than this from navigable water is not on the sea: as far as some ports lie up their rivers."""
_WAY_OUT_KM = (40.0, 300.0)  # how far off roomy water may be: along a coast, and in the widest shoals
_SLANT = 2.0  # a ship leaves the coast at a slant, this many times the shortest way out, but not along it
_SLACK_M = 300.0
_INLET_KM = 60.0
_TOUCH = 0.05  # sine of the angle within which a line counts as touching; azimuths are stored in 256ths of a turn
_BERTH_M = 150.0  # a place this near to a gate stands at it: leaving the place is not passing the gate


@dataclass(frozen=True)
class Ends:
    """The ways from a place to the corners that it sees."""

    at: FloatArray
    """The place, ``(2,)``, degrees."""
    out: FloatArray
    """Where it comes out into roomy water, ``(2,)``; the place itself if it lies there."""
    out_m: float
    """Distance from the place to there."""
    afloat: bool
    """Whether the place itself lies on water from which it comes straight out; if not, that way counts undrawn."""
    node: Ints
    length_m: FloatArray
    direct: NDArray[np.bool_]
    """Whether the way to the corner runs straight from the place, and not by the point where it comes out."""
    gates: Ints
    """``(K, 2)``: number of a way, number of a gate that it crosses."""
    number: int = -1
    """Number of a place of the layers, whose ways are stored with the network; -1 for any other."""

    def open_m(self, closed: frozenset[int]) -> FloatArray:
        """Return the lengths of the ways, infinite where one passes a closed gate."""
        if not closed or not len(self.gates):
            return self.length_m
        length_m = self.length_m.copy()
        length_m[self.gates[np.isin(self.gates[:, 1], list(closed)), 0]] = np.inf
        return length_m

    def passed(self) -> Ints:
        """Return the gates that each way crosses, one bit each."""
        bits = np.zeros(len(self.node), dtype=np.int64)
        np.bitwise_or.at(bits, self.gates[:, 0], np.int64(1) << self.gates[:, 1])
        return bits


@dataclass(frozen=True)
class Sights:
    """The straight ways between some places, one row an origin, one column a target."""

    length_m: FloatArray
    """Infinite where the two don't see each other."""
    passed: Ints
    """One bit for each gate that the way crosses."""
    direct: NDArray[np.bool_]
    """Whether it runs from place to place, and not by the points where they come out."""

    def open_m(self, closed: frozenset[int]) -> FloatArray:
        """Return the lengths, infinite where a way passes a closed gate."""
        shut = sum(1 << gate for gate in closed)
        return np.where(self.passed & shut, np.inf, self.length_m)

    def between(self, origins: Ints, targets: Ints) -> Sights:
        """Return those between some of the places."""
        block = np.ix_(origins, targets)
        return Sights(self.length_m[block], self.passed[block], self.direct[block])


class Approaches:
    """Finds how places join a network.

    Parameters
    ----------
    nodes : (N, 2) ndarray, degrees
        Corners of the water.
    turns : (N, 2) ndarray, degrees
        Azimuths from a corner to its two neighbours on the edge of the water: a lane leaves both on one side.
    reach : (N,) ndarray of int
        Class in `REACH_KM`.
    gates : Gates
    waters : callable
        Returns what no line may cross, a list of obstacles, and the obstacle that a line keeps out of but at its ends.
        Called when a place is looked for that is not known.
    sight : callable
        Returns the `SeaSight` of the second of these waters, which saves most looks at the coast.
    """

    def __init__(
        self,
        nodes: FloatArray,
        turns: FloatArray,
        reach: Ints,
        gates: Gates,
        waters: Callable[[], tuple[list[Obstacle], Obstacle]],
        sight: Callable[[], SeaSight],
    ) -> None:
        self.nodes, self.reach, self.gates = nodes, reach, gates
        self._turns, self._waters, self._sight = turns, waters, sight
        self._ends = lru_cache(maxsize=4096)(self._ends_now)

    @property
    def coast(self) -> list[Obstacle]:
        """What no line may cross."""
        return self._waters()[0]

    @property
    def room(self) -> Obstacle:
        """What a line keeps out of but at its ends."""
        return self._waters()[1]

    @cached_property
    def _near(self) -> list[tuple[float, Ints, Neighbours]]:
        classes = [(km, np.flatnonzero(self.reach == k)) for k, km in enumerate(_PLACE_REACH_KM)]
        return [(km, index, Neighbours(self.nodes[index])) for km, index in classes if len(index)]

    def ends(self, lon: float, lat: float) -> Ends | None:
        """Return the ways from a place to the network, or None where it is not on the sea."""
        return self._ends(lon, lat)

    def _ends_now(self, lon: float, lat: float) -> Ends | None:
        at = continuous(np.array([[lon, lat]]))[0]
        if not (REGION[0] <= at[0] <= REGION[2] and REGION[1] <= at[1] <= REGION[3]):
            return None
        afloat = not any(obstacle.holds(at[None])[0] for obstacle in self.coast)
        if not afloat:
            shore = nearest_clear(self.coast[0], at, SNAP_KM)
            if shore is None or geodesy.distance_m(*at, *shore) > SNAP_KM * 1000.0:
                return None
        out = self._way_out(at)
        if out is None:
            return None
        out_m = float(geodesy.distance_m(*at, *out))
        afloat = afloat and (out_m == 0 or bool(clear(self.coast, at[None], out[None])[0]))
        node, length_m = self._ways(out, [self.room])
        if not len(node):  # a basin of which no corner is in sight: the nearest corner is where it comes out
            near = np.concatenate([index[found.within(at, SNAP_KM)] for _, index, found in self._near])
            if not len(near):
                return None
            to = self.nodes[near]
            away_m = geodesy.inverse(to[:, 0], to[:, 1], at[0], at[1])[1]
            node, length_m = near[[away_m.argmin()]], np.zeros(1)
            out, out_m, afloat = self.nodes[node[0]], float(away_m.min()), False
        length_m = length_m + out_m
        direct = np.zeros(len(node), dtype=bool)
        if afloat and out_m > 0:
            near, near_m = self._ways(at, self.coast)
            slant = slants(self.room, np.broadcast_to(at, (len(near), 2)), self.nodes[near], near_m, out_m)
            node = np.concatenate([node, near[slant]])
            length_m = np.concatenate([length_m, near_m[slant]])
            direct = np.concatenate([direct, np.ones(int(slant.sum()), dtype=bool)])
        if not len(node):
            return None
        gates = self._gates_of(np.where(direct[:, None], at, out), self.nodes[node])
        return Ends(at, out, out_m, afloat, node, length_m, direct, gates)

    def _way_out(self, at: FloatArray) -> FloatArray | None:
        if not self.room.holds(at[None])[0]:
            return at
        found = (nearest_clear(self.room, at, km) for km in _WAY_OUT_KM)
        return next((out for out in found if out is not None), None)

    def _ways(self, at: FloatArray, obstacles: list[Obstacle]) -> tuple[Ints, FloatArray]:
        """Return the corners that a point sees and would go round, and how far they are."""
        found = [index if np.isinf(km) else index[near.within(at, km)] for km, index, near in self._near]
        node = np.concatenate(found)
        seen = self._seen(at, node[self.rounds(at[None], node)], obstacles)
        if not len(seen):  # in an inlet whose own corners no route uses: any corner in sight will do
            near = [index[near.within(at, _INLET_KM)] for _, index, near in self._near]
            seen = self._seen(at, np.concatenate(near), obstacles)
        to = self.nodes[seen]
        return seen, geodesy.inverse(to[:, 0], to[:, 1], at[0], at[1])[1]

    def rounds(self, at: FloatArray, node: Ints) -> NDArray[np.bool_]:
        """Tell which corners a ship goes round from points, ``(N, 2)`` or one: a lane leaves the edge on one side."""
        side = np.sin(np.radians(self._turns[node]) - azimuths(self.nodes[node], at)[:, None])
        return np.asarray((side[:, 0] * side[:, 1] >= 0) | (np.abs(side) < _TOUCH).any(axis=1))

    def _seen(self, at: FloatArray, node: Ints, obstacles: list[Obstacle]) -> Ints:
        vectors, vector = unit_vectors(self.nodes[node]), unit_vectors(at[None])
        far = vectors @ vector[0] < np.cos(FAR_KM / EARTH_KM)
        seen = np.ones(len(node), dtype=bool)
        seen[far] = self._sight().sees(np.broadcast_to(vector, (int(far.sum()), 3)), vectors[far])
        node = node[seen]
        return node[clear(obstacles, np.tile(at, (len(node), 1)), self.nodes[node])]

    def _gates_of(self, a: FloatArray, b: FloatArray) -> Ints:
        """Return which lines from places ``a`` cross which gates; a gate at which the place stands does not count."""
        return self.gates.crossed(off_berths(a, b), b)

    def sights(self, origins: Sequence[Ends], targets: Sequence[Ends]) -> Sights:
        """Return the ways between places that turn at no corner."""
        o, t = (k.ravel() for k in np.indices((len(origins), len(targets))))
        found_m, passed, direct = (
            np.full(len(o), np.inf),
            np.zeros(len(o), dtype=np.int64),
            np.zeros(len(o), dtype=bool),
        )
        at, out, out_m, afloat = (
            [np.array([getattr(e, name) for e in ends]) for ends in (origins, targets)]
            for name in ("at", "out", "out_m", "afloat")
        )
        extra_m = out_m[0][o] + out_m[1][t]
        ways = (
            (out[0][o], out[1][t], [self.room], extra_m, np.ones(len(o), dtype=bool)),
            (at[0][o], at[1][t], self.coast, np.zeros(len(o)), afloat[0][o] & afloat[1][t] & (extra_m > 0)),
        )
        for a, b, obstacles, more_m, possible in ways:
            k = np.flatnonzero(possible)
            k = k[clear(obstacles, a[k], b[k])]
            length_m = geodesy.distance_m(a[k, 0], a[k, 1], b[k, 0], b[k, 1])
            if obstacles is self.coast:
                slant = slants(self.room, a[k], b[k], length_m, extra_m[k])
                k, length_m = k[slant], length_m[slant]
            crossed = self.gates.crossed(*without_berths(a[k], b[k]))
            bits = np.zeros(len(k), dtype=np.int64)
            np.bitwise_or.at(bits, crossed[:, 0], np.int64(1) << crossed[:, 1])
            better = length_m + more_m[k] < found_m[k]
            found_m[k[better]] = (length_m + more_m[k])[better]
            passed[k[better]] = bits[better]
            direct[k[better]] = obstacles is self.coast
        shape = (len(origins), len(targets))
        return Sights(found_m.reshape(shape), passed.reshape(shape), direct.reshape(shape))


def slants(
    room: Obstacle, a: FloatArray, b: FloatArray, length_m: FloatArray, out_m: FloatArray | float
) -> NDArray[np.bool_]:
    """Tell which straight ways leave the coast, ``room``, at a slant, when coming out of it takes ``out_m``."""
    return np.asarray(room.share(a, b) * length_m <= _SLANT * np.asarray(out_m) + _SLACK_M)


def off_berths(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return where lines from ``a`` to ``b`` are a berth's length from where they begin."""
    azimuth_deg, length_m = geodesy.inverse(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    lon, lat = geodesy.forward(a[:, 0], a[:, 1], azimuth_deg, np.minimum(_BERTH_M, length_m / 2))
    return continuous(np.column_stack([lon, lat]))


def without_berths(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return lines without a berth's length at either end."""
    azimuth_deg, length_m = geodesy.inverse(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    berth_m = np.minimum(_BERTH_M, length_m / 4)
    ends = [geodesy.forward(a[:, 0], a[:, 1], azimuth_deg, along) for along in (berth_m, length_m - berth_m)]
    return continuous(np.column_stack(ends[0])), continuous(np.column_stack(ends[1]))
