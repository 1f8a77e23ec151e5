"""Ship distances between the places of the layers, found once: what most questions ask needs no search.

A way changes with a closure only where it passes what is closed: all others are as they were, since a shortest way
stays the shortest when others are lost. So the table answers every question between its places but for the pairs whose
way is closed, and these alone are searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup.io.data import geo, intact, kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray

    LonLat = tuple[float, float]
    Found = tuple[FloatArray, Iterable[tuple[str, ...]]]
    Ints = NDArray[np.int64]
    Kind = Literal["navigable", "shortest"]

STEPS_PER_DEG = 100_000
"""Of the coordinates of places."""
_CM_PER_KM = 100_000
_STEPS_PER_TURN = 2**16
_DEG_PER_STEP = 360.0 / _STEPS_PER_TURN
_NO_WAY = np.iinfo(np.uint32).max


@dataclass(frozen=True)
class Ways:
    """Ways of origins to targets, each ``(O, T)``."""

    km: FloatArray
    """Infinite where there is none."""
    gates: Ints
    """By number, see `Known.passed`; ``-1 - number`` where a way runs through them in the other order."""


@dataclass(frozen=True)
class Known:
    """Distances of places to each other.

    Attributes
    ----------
    points : (N, 2) int32
        Sea points, longitude and latitude, 1e-5 degree.
    navigable_cm, shortest_cm : (N * (N - 1) / 2,) uint32
        Lengths of the ways from place i to place j > i, row by row.
    navigable_way, shortest_way : (N * (N - 1) / 2,) uint16
        Number of the gates that the way passes.
    gates : tuple of tuples of str
        Ids of gates in the order of a way, by that number.
    shore_m : (N,) uint16
        How far each place lies from the water, 0 on it.
    courses : (N * (N - 1) / 2, 2) uint16
        Azimuths in which the navigable way leaves place i, and in which the way back leaves place j; 2**16 is a turn.
    """

    points: NDArray[np.int32]
    navigable_cm: NDArray[np.uint32]
    shortest_cm: NDArray[np.uint32]
    navigable_way: NDArray[np.uint16]
    shortest_way: NDArray[np.uint16]
    gates: tuple[tuple[str, ...], ...]
    shore_m: NDArray[np.uint16]
    courses: NDArray[np.uint16]

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        return {(lon, lat): n for n, (lon, lat) in enumerate(self.points.tolist())}

    def numbers(self, places: Sequence[LonLat]) -> Ints:
        """Return the numbers of places ``(lon, lat)``, degrees; -1 for one that is not known."""
        return np.array([self._numbers.get(_steps(place), -1) for place in places], dtype=np.int64)

    def between(self, origins: Ints, targets: Ints, kind: Kind) -> Ways:
        """Return the ways of origins ``(O,)`` to targets ``(T,)``, by their numbers."""
        same, pair = self.pairs(origins, targets)
        number, cm = (
            self.way(kind)[pair].astype(np.int64),
            self.navigable_cm if kind == "navigable" else self.shortest_cm,
        )
        run_on = origins[:, None] < targets[None, :]
        return Ways(np.where(same, 0.0, to_km(cm[pair])), np.where(same, 0, np.where(run_on, number, -1 - number)))

    def way(self, kind: Kind) -> NDArray[np.uint16]:
        """Return the numbers of the gates that the ways of all pairs pass."""
        return self.navigable_way if kind == "navigable" else self.shortest_way

    def courses_deg(self, origins: Ints, targets: Ints) -> FloatArray:
        """Return the azimuths ``(O, T)`` in which navigable ways leave, degrees; ``nan`` without a way."""
        same, pair = self.pairs(origins, targets)
        turn = np.where(origins[:, None] < targets[None, :], self.courses[pair, 0], self.courses[pair, 1])
        return np.where(same | (self.navigable_cm[pair] == _NO_WAY), np.nan, to_deg(turn))

    def pairs(self, origins: Ints, targets: Ints) -> tuple[NDArray[np.bool_], Ints]:
        """Return of origins and targets ``(O, T)`` which are the same place, and the numbers of the other pairs."""
        a, b = np.broadcast_arrays(origins[:, None], targets[None, :])
        low, high = np.minimum(a, b), np.maximum(a, b)
        same = low == high
        return same, np.where(same, 0, low * (2 * len(self.points) - low - 1) // 2 + high - low - 1)

    def passed(self, number: int) -> tuple[str, ...]:
        """Return the ids of gates by their number, in the order of the way."""
        return self.gates[number] if number >= 0 else self.gates[-1 - number][::-1]

    def save(self, path: Path) -> None:
        """Write the table."""
        names, which, counts = flattened(self.gates)
        np.savez_compressed(
            path,
            points=self.points,
            navigable_cm=self.navigable_cm,
            shortest_cm=self.shortest_cm,
            navigable_way=self.navigable_way,
            shortest_way=self.shortest_way,
            shore_m=self.shore_m,
            courses=self.courses,
            names=names,
            gates=which,
            counts=counts,
        )

    @classmethod
    def load(cls, path: Path) -> Known:
        """Read a table."""
        with intact(path), np.load(path, allow_pickle=False) as file:
            return cls(
                file["points"],
                file["navigable_cm"],
                file["shortest_cm"],
                file["navigable_way"],
                file["shortest_way"],
                joined(file),
                file["shore_m"],
                file["courses"] if "courses" in file else np.zeros((len(file["navigable_cm"]), 2), np.uint16),
            )

    @classmethod
    def of(
        cls, points: Sequence[LonLat], navigable: Found, shortest: Found, shore_km: FloatArray, course_deg: FloatArray
    ) -> Known:
        """Make a table of distances and courses ``(N, N)``, and of the gates of ways, row by row above the diagonal."""
        above = np.triu_indices(len(points), 1)
        numbers: dict[tuple[str, ...], int] = {(): 0}
        way = [
            np.array([numbers.setdefault(own, len(numbers)) for own in ids], dtype=np.uint16)
            for _, ids in (navigable, shortest)
        ]
        steps = np.array([_steps(point) for point in points], dtype=np.int32).reshape(-1, 2)
        shore_m = np.round(np.minimum(np.nan_to_num(shore_km, posinf=60.0), 60.0) * 1000).astype(np.uint16)
        courses = np.column_stack([to_turns(course_deg[above]), to_turns(course_deg.T[above])])
        lengths = to_cm(navigable[0][above]), to_cm(shortest[0][above])
        return cls(steps, *lengths, way[0], way[1], tuple(numbers), shore_m, courses)


@kept("geo/seatable.npz")
def shipped() -> Known:
    """Return the table of the places of the layers that ships with eastup."""
    return Known.load(geo("seatable.npz"))


def _steps(place: LonLat) -> tuple[int, int]:
    return round(place[0] % 360.0 * STEPS_PER_DEG), round(place[1] * STEPS_PER_DEG)


def to_turns(azimuth_deg: FloatArray) -> NDArray[np.uint16]:
    """Return azimuths as they are stored."""
    steps = np.round(np.nan_to_num(azimuth_deg) / _DEG_PER_STEP) % _STEPS_PER_TURN
    return steps.astype(np.uint16)


def to_deg(turns: NDArray[np.uint16]) -> FloatArray:
    """Return azimuths from what is stored."""
    return np.asarray(turns * _DEG_PER_STEP)


def to_cm(km: FloatArray) -> NDArray[np.uint32]:
    """Return lengths as they are stored."""
    finite = np.where(np.isfinite(km), np.round(km * _CM_PER_KM), _NO_WAY)
    return finite.astype(np.uint32)


def to_km(cm: NDArray[np.uint32]) -> FloatArray:
    """Return lengths from what is stored, infinite without a way."""
    return np.where(cm == _NO_WAY, np.inf, cm / _CM_PER_KM)


def flattened(ways: Sequence[tuple[str, ...]]) -> tuple[NDArray[np.str_], NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the gates of ways as arrays to store: the names, which of them the ways pass, and how many each passes."""
    names = sorted({gate for way in ways for gate in way})
    number = {gate: n for n, gate in enumerate(names)}
    which = np.array([number[gate] for way in ways for gate in way], dtype=np.uint8)
    return np.array(names), which, np.array([len(way) for way in ways], dtype=np.uint8)


def joined(stored: Mapping[str, NDArray[np.generic]]) -> tuple[tuple[str, ...], ...]:
    """Return the gates of ways that `flattened` made arrays of."""
    names = stored["names"].tolist()
    ends = np.cumsum(stored["counts"].astype(int)).tolist()
    flat = [names[n] for n in stored["gates"].tolist()]
    return tuple(tuple(flat[a:b]) for a, b in zip([0, *ends], ends, strict=False))
