"""The nearest hub and the nearest gate of millions of places, exact on WGS 84, and how many hubs are within a distance.

A cell's list (`eastup.positions.cells`) leaves few sites; chords tell which of those can be nearest; where more than
one can, each is measured. Nothing rests on a matrix product, whose last bits hang on the size of the block.

**Lists.** Let q be the site (or a point of it) nearest to the middle m of a cell, and g a point of another site. Then
|p - g|² - |p - q|² is linear in p, with slope 2 |q - g|. So in the whole cell it is at least its value at m less
2 |q - g| ρ, with ρ the reach of the cell, since a chord is no longer than a geodesic. If that is more than the square
of a rival's chord (`rival_chord_m`) less the square of the chord itself, taken for the longest |p - q| of the cell, g
is farther than q by geodesic from every place of it: the site is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup.errors import InputError
from eastup.geodesy.ellipsoid import GEOD
from eastup.positions.cells import Grid, NearestLists, ReachLists
from eastup.positions.ellipsoid import (
    LEAST_RADIUS_M,
    A,
    B,
    Points,
    distance_m,
    inverse,
    rival_chord_m,
    surely_at_least_m,
    surely_at_most_m,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.cells import Bools, Ints
    from eastup.positions.gates import Gate

_MOST_SITES = 32_000  # a list holds int16
_PIECE_M = 50_000.0  # of a gate; the arc is at most 50 m above its chord
_ALIKE_M = 1e-3  # two gates may share a stretch: the first of them counts
_MEAN_RADIUS_M = 6_371_008.8


class Hubs:
    """Points from which distance is counted.

    Parameters
    ----------
    lonlat : (H, 2) ndarray, degrees
    """

    def __init__(self, lonlat: FloatArray, grid: Grid) -> None:
        if not 1 <= len(lonlat) <= _MOST_SITES:
            raise InputError(f"{len(lonlat)} hubs were given", hint=f"give 1 to {_MOST_SITES}")
        self._at = Points.of(np.array(lonlat[:, 0], float), np.array(lonlat[:, 1], float))
        self._x, self._y, self._z = self._at.xyz()
        self._apart2 = sum((part[:, None] - part) ** 2 for part in (self._x, self._y, self._z))
        self._nearest = NearestLists(grid, self)
        self._grid = grid
        self._within: dict[float, ReachLists] = {}

    def bounds_m(self, places: Points) -> tuple[FloatArray, FloatArray]:
        """Return how far each hub is at least and at most, ``(places, hubs)``."""
        x, y, z = (part[:, None] for part in places.xyz())
        chord = np.sqrt((x - self._x) ** 2 + (y - self._y) ** 2 + (z - self._z) ** 2)
        return surely_at_least_m(chord), surely_at_most_m(chord)

    def can_be_nearest(self, middles: Points, reach_m: FloatArray) -> Bools:
        """Return the hubs that can be nearest within a reach of each middle, ``(middles, hubs)``."""
        x, y, z = (part[:, None] for part in middles.xyz())
        chord2 = (x - self._x) ** 2 + (y - self._y) ** 2 + (z - self._z) ** 2
        best = chord2.argmin(axis=1)
        apart = np.sqrt(self._apart2)[best]
        limit2 = _limit2(chord2[np.arange(len(best)), best], reach_m)
        return np.asarray(chord2 - 2.0 * apart * reach_m[:, None] <= limit2[:, None])

    def nearest(self, places: Points, cell: Ints) -> tuple[NDArray[np.int16], FloatArray]:
        """Return the number of the nearest hub of each place, and its distance in metres; ties go to the first."""
        row = self._nearest.rows(cell)
        hub = self._nearest.listed[row, 0]
        x, y, z = places.xyz()
        several = _by_count(self._nearest.count[row], least=2)
        close: list[tuple[Ints, NDArray[np.int16]]] = []
        for rows, n in several:
            listed = self._nearest.listed[row[rows], :n]
            chord2 = (x[rows, None] - self._x[listed]) ** 2
            chord2 += (y[rows, None] - self._y[listed]) ** 2
            chord2 += (z[rows, None] - self._z[listed]) ** 2
            hub[rows] = listed[np.arange(len(rows)), chord2.argmin(axis=1)]
            rival = chord2 <= (rival_chord_m(np.sqrt(chord2.min(axis=1))) ** 2)[:, None]
            which, place = np.nonzero(rival & (rival.sum(axis=1) > 1)[:, None])
            close.append((rows[which], listed[which, place]))
        length = distance_m(places, self._at.take(hub))
        for rows, hubs in close:
            if len(rows):
                measured = distance_m(places.take(rows), self._at.take(hubs))
                first = _first_of_least(rows, measured, hubs)
                hub[rows[first]], length[rows[first]] = hubs[first], measured[first]
        return hub, length

    def within(self, places: Points, cell: Ints, radius_m: float) -> NDArray[np.int16]:
        """Return how many hubs are no farther than a radius from each place."""
        lists = self._within.setdefault(radius_m, ReachLists(self._grid, self, radius_m))
        row = lists.rows(cell)
        count = lists.sure[row].copy()
        number = lists.count[row]
        x, y, z = places.xyz()
        for slot in range(int(number.max(initial=0))):
            rows = np.flatnonzero(number > slot)
            hubs = lists.listed[row[rows], slot]
            chord = np.sqrt(
                (x[rows] - self._x[hubs]) ** 2 + (y[rows] - self._y[hubs]) ** 2 + (z[rows] - self._z[hubs]) ** 2
            )
            inside = surely_at_most_m(chord) <= radius_m
            doubt = np.flatnonzero(~inside & (surely_at_least_m(chord) <= radius_m))
            if len(doubt):
                length = distance_m(places.take(rows[doubt]), self._at.take(hubs[doubt]))
                inside[doubt] = length <= radius_m
            count[rows] += inside
        return count


@dataclass(frozen=True)
class _Pieces:
    """Short stretches of gates: both ends in space, and the bearing of what lies between.

    ``a``, ``along`` are ``(3, N)``; ``sag_m`` is more than the arc is above its chord.
    """

    gate: NDArray[np.int16]
    a: FloatArray
    along: FloatArray
    length2: FloatArray
    sag_m: FloatArray

    @classmethod
    def of(cls, lines: Iterator[tuple[int, FloatArray]]) -> _Pieces:
        starts, ends, gates = [], [], []
        for gate, line in lines:
            starts.append(line[:-1])
            ends.append(line[1:])
            gates += [gate] * (len(line) - 1)
        a, b = (np.stack(Points.of(*np.concatenate(p).T.copy()).xyz()) for p in (starts, ends))
        length2 = ((b - a) ** 2).sum(axis=0)
        return cls(np.array(gates, np.int16), a, b - a, length2, 1.01 * length2 / (8.0 * LEAST_RADIUS_M) + 1e-3)


class NearestGate:
    """The gates of straits, to find the nearest of each place.

    Distance is to the nearest point of a gate's own line, over water; islets between its stretches are no part of it.
    """

    def __init__(self, gates: list[Gate], grid: Grid) -> None:
        self._pieces = _Pieces.of((k, dense(part, _PIECE_M)) for k, gate in enumerate(gates) for part in gate.parts)
        if len(self._pieces.gate) > _MOST_SITES:
            raise InputError(f"the gates are {len(self._pieces.gate)} pieces long", hint="give fewer, or shorter ones")
        self._lists = NearestLists(grid, self)

    def bounds_m(self, places: Points) -> tuple[FloatArray, FloatArray]:
        """Return how far each piece is at least and at most, ``(places, pieces)``."""
        xyz = np.stack(places.xyz())[:, :, None]
        chord = np.sqrt(self._chord2(xyz, slice(None))[0])
        sag = self._pieces.sag_m
        return surely_at_least_m(np.maximum(chord - sag, 0.0)), surely_at_most_m(chord + sag)

    def can_be_nearest(self, middles: Points, reach_m: FloatArray) -> Bools:
        """Return the pieces that can be nearest within a reach of each middle, ``(middles, pieces)``."""
        xyz = np.stack(middles.xyz())
        chord2, t = self._chord2(xyz[:, :, None], slice(None))
        best, rows = chord2.argmin(axis=1), np.arange(len(reach_m))
        q = self._pieces.a[:, best] + t[rows, best] * self._pieces.along[:, best]
        ends = (self._pieces.a, self._pieces.a + self._pieces.along)
        apart2 = [sum((end[i] - q[i][:, None]) ** 2 for i in range(3)) for end in ends]
        apart = np.sqrt(np.maximum(*apart2)) + self._pieces.sag_m
        # A point of the arc is up to the sag off its chord: q by that of its piece, g by that of its own.
        least = np.maximum(np.sqrt(chord2) - self._pieces.sag_m, 0.0)
        own = np.sqrt(chord2[rows, best]) + self._pieces.sag_m[best]
        slope = 2.0 * (apart + self._pieces.sag_m[best][:, None])
        return np.asarray(least**2 - slope * reach_m[:, None] <= _limit2(own**2, reach_m)[:, None])

    def _chord2(self, xyz: FloatArray, piece: NDArray[np.int16] | slice) -> tuple[FloatArray, FloatArray]:
        """Return the squared distance in space of places to the chords of pieces, and where along it, 0 to 1."""
        a, along = self._pieces.a[:, piece], self._pieces.along[:, piece]
        w = [xyz[i] - a[i] for i in range(3)]
        t = (w[0] * along[0] + w[1] * along[1] + w[2] * along[2]) / self._pieces.length2[piece]
        t = np.minimum(np.maximum(t, 0.0), 1.0)
        for i in range(3):
            w[i] -= t * along[i]
        return w[0] * w[0] + w[1] * w[1] + w[2] * w[2], t

    def nearest(self, places: Points, cell: Ints) -> tuple[NDArray[np.int16], FloatArray]:
        """Return the number of the gate nearest to each place, and its distance in metres; ties go to the first."""
        row = self._lists.rows(cell)
        xyz = np.stack(places.xyz())
        rows_of, pieces_of, ts_of = [np.empty(0, np.intp)], [np.empty(0, np.int16)], [np.empty(0)]
        for rows, n in _by_count(self._lists.count[row], least=1):
            listed = self._lists.listed[row[rows], :n]
            chord2, t = self._chord2(xyz[:, rows, None], listed)
            if n == 1:
                which, place = np.arange(len(rows)), np.zeros(len(rows), np.intp)
            else:
                chord, sag = np.sqrt(chord2), self._pieces.sag_m[listed]
                which, place = np.nonzero(chord - sag <= rival_chord_m((chord + sag).min(axis=1))[:, None])
            rows_of.append(rows[which])
            pieces_of.append(listed[which, place])
            ts_of.append(t[which, place])
        rows, pieces, t = np.concatenate(rows_of), np.concatenate(pieces_of), np.concatenate(ts_of)
        lengths = self._length_m(places.take(rows), pieces, t)
        length = np.full(len(places), np.inf)
        np.minimum.at(length, rows, lengths)
        gate = np.full(len(places), np.iinfo(np.int16).max, np.int16)
        alike = lengths <= length[rows] + _ALIKE_M
        np.minimum.at(gate, rows[alike], self._pieces.gate[pieces[alike]])
        return gate, length

    def _length_m(self, p: Points, piece: NDArray[np.int16], t: FloatArray) -> FloatArray:
        """Return the distance of places to pieces, ``t`` being near the foot of the perpendicular.

        The foot is that of the chord. How the way to it and the piece meet tells how far it is from the true one, and
        a right triangle on the sphere how much shorter the way to that is: metres, so that a sphere is good enough.
        """
        a, along = self._pieces.a[:, piece], self._pieces.along[:, piece]
        x, y, z = (a[i] + t * along[i] for i in range(3))
        rho = np.sqrt(x * x + y * y)
        stretch = 1.0 / np.sqrt((rho / A) ** 2 + (z / B) ** 2)
        foot = Points(
            np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z * A * A, rho * B * B)),
            y / rho, x / rho, z / B * stretch, rho / A * stretch,
        )  # fmt: skip
        length, to_east, to_north = inverse(p, foot)
        # Directions at the foot, towards east and north: of the piece, and of the way to the place.
        east = along[1] * foot.cos_lon - along[0] * foot.sin_lon
        out = along[0] * foot.cos_lon + along[1] * foot.sin_lon
        scale = 1.0 / np.sqrt((B * foot.cos_u) ** 2 + (A * foot.sin_u) ** 2)
        north = along[2] * B * foot.cos_u * scale - out * A * foot.sin_u * scale
        size = np.sqrt((east**2 + north**2) * (to_east**2 + to_north**2))
        cosine = (east * to_east + north * to_north) / np.maximum(size, 1e-300)
        angle = np.minimum(length / _MEAN_RADIUS_M, 1.5)
        shift = _MEAN_RADIUS_M * np.arctan(np.tan(angle) * cosine)
        span = np.sqrt(self._pieces.length2[piece])
        within = (shift >= -t * span) & (shift <= (1.0 - t) * span) & (length < 1.5 * _MEAN_RADIUS_M)
        upright = np.sqrt(np.maximum(1.0 - cosine * cosine, 0.0))
        straight = _MEAN_RADIUS_M * np.arcsin(np.minimum(np.sin(angle) * upright, 1.0))
        less = np.where(within, _MEAN_RADIUS_M * angle - straight, 0.0)
        return np.asarray(np.maximum(length - less, 0.0))


def _limit2(chord2: FloatArray, reach_m: FloatArray) -> FloatArray:
    """Return what a rival's squared chord, less its slope, must not be above; see the head of this module."""
    longest = np.sqrt(chord2) + reach_m
    return np.asarray(chord2 + rival_chord_m(longest) ** 2 - longest**2)


def dense(line: FloatArray, step_m: float) -> FloatArray:
    """Return a line with points along its geodesics, no stretch longer than a step; its own points stay as they are."""
    points: list[tuple[float, float]] = [(float(line[0][0]), float(line[0][1]))]
    for (lon1, lat1), (lon2, lat2) in zip(line[:-1], line[1:], strict=True):
        length = GEOD.inv(lon1, lat1, lon2, lat2)[2]
        between = int(np.ceil(length / step_m)) - 1
        if between > 0:
            points += GEOD.npts(lon1, lat1, lon2, lat2, between)
        points.append((float(lon2), float(lat2)))
    return np.array(points)


def _by_count(count: NDArray[np.int16], least: int) -> Iterator[tuple[Ints, int]]:
    """Give the rows of each count, from ``least`` on."""
    for n in np.unique(count):
        if n >= least:
            yield np.flatnonzero(count == n), int(n)


def _first_of_least(rows: Ints, length: FloatArray, hubs: NDArray[np.int16]) -> Ints:
    """Return, for each row that occurs, where its least length stands; ties go to the first hub."""
    order = np.lexsort((hubs, length, rows))
    first = np.flatnonzero(np.append(True, rows[order][1:] != rows[order][:-1]))
    return order[first]
