"""The checks that a row must pass before it is a fix, and where a track has to be cut.

What fails is dropped before fixes are paired, with a reason, so that no bad position makes a crossing.

A row alone fails without a vessel, a readable time or a position on the earth. Among the rows of one vessel, of those
that are the same one stays; of several places at one time the first stays if they are close together, else none. Then
the speeds: where a fix can be reached neither from the one before nor lead to the one after, while those two agree, it
goes; where speeds are impossible again and again within a day, the id is that of two vessels, and what lies between the
first and the last such step goes; any other impossible step cuts the track.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup.positions.ellipsoid import Points
from eastup.positions.times import MISSING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.times import Times

    Bools = NDArray[np.bool_]
    Reasons = NDArray[np.int8]

REASONS = (
    "kept",
    "no vessel",
    "no time",
    "no position",
    "longitude and latitude exchanged?",
    "not on the earth",
    "said twice",
    "second place at one time",
    "two places at one time",
    "jump",
    "two vessels under one id",
    "broken row",
)
(
    KEPT, NO_VESSEL, NO_TIME, NO_POSITION, EXCHANGED, OFF_EARTH, TWICE, SECOND_PLACE, TWO_PLACES, JUMP, SHARED, BROKEN,
) = range(len(REASONS))  # fmt: skip

_SLACK_M = 1_000.0
"""Of a step: two positions off by 500 m each, or a clock that is read to the minute at 30 kn. Twice as much would let a
jump of 2 km pass between fixes of one second; half as much would cut tracks of receivers whose clocks differ."""
_DAY_US = 86_400_000_000
_LEAST_SWITCHES = 4
"""Impossible steps, each within a day of the last, that make a track one of two vessels; out and back twice is 4."""
_NO_LON, _NO_LAT = 181.0, 91.0
"""What a transponder sends for "not available" (ITU-R M.1371)."""
_ROUNDS = 8


@dataclass(frozen=True)
class Tracks:
    """Fixes in the order of vessel and time.

    Attributes
    ----------
    vessel : (N,) ndarray of int
    time_us : (N,) ndarray of int64, UTC
    lon, lat : (N,) ndarray, degrees
    xyz : (3, N) ndarray, metres
    cut : (N,) ndarray of bool
        Whether no step leads from this fix to the next: another vessel, or an impossible speed.
    """

    vessel: NDArray[np.int32]
    time_us: Times
    lon: FloatArray
    lat: FloatArray
    xyz: FloatArray
    cut: Bools

    def __len__(self) -> int:
        return len(self.vessel)


def of_rows(has_vessel: Bools, time_us: Times, lon: FloatArray, lat: FloatArray) -> Reasons:
    """Return why each row alone is no fix; 0 where it may be one."""
    none = ~(np.isfinite(lon) & np.isfinite(lat)) | (np.abs(lon) == _NO_LON) | (np.abs(lat) == _NO_LAT)
    reason = np.zeros(len(lon), np.int8)
    beyond = np.abs(lat) > 90.0
    reason[beyond | (np.abs(lon) > 360.0)] = OFF_EARTH
    reason[beyond & (np.abs(lon) <= 90.0) & (np.abs(lat) <= 360.0)] = EXCHANGED
    reason[none] = NO_POSITION
    reason[time_us == MISSING] = NO_TIME
    reason[~has_vessel] = NO_VESSEL
    return reason


def in_order(vessel: NDArray[np.int32], time_us: Times, lon: FloatArray, lat: FloatArray) -> NDArray[np.intp]:
    """Return the order by vessel, time, longitude and latitude, whatever order the rows come in."""
    order = np.argsort(vessel.astype(np.uint16) if len(vessel) and vessel.max() < 65536 else vessel, kind="stable")
    v, t = vessel[order], time_us[order]
    same = v[1:] == v[:-1]
    if (same & (t[1:] < t[:-1])).any():
        order = np.lexsort((time_us, vessel))
        v, t = vessel[order], time_us[order]
        same = v[1:] == v[:-1]
    tie = same & (t[1:] == t[:-1])
    if tie.any():
        tied = np.flatnonzero(np.append(tie, False) | np.append(False, tie))
        rows = order[tied]
        order[tied] = rows[np.lexsort((lat[rows], lon[rows], time_us[rows], vessel[rows]))]
    return order


def checked(
    vessel: NDArray[np.int32], time_us: Times, lon: FloatArray, lat: FloatArray, limit_kmh: float
) -> tuple[Tracks, Reasons]:
    """Return the tracks that pass, and why each row is kept (0) or dropped.

    Parameters
    ----------
    vessel, time_us, lon, lat : (N,) ndarray
        In the order of `in_order`.
    limit_kmh : float
        A faster step is impossible.
    """
    lon = (lon + 180.0) % 360.0 - 180.0 if ((lon < -180.0) | (lon > 180.0)).any() else lon
    xyz = np.stack(Points.of(lon, lat).xyz())
    reason = _at_one_time(vessel, time_us, lon, lat, xyz)
    steps = _Steps(vessel, time_us, xyz, limit_kmh)
    rows = np.flatnonzero(reason == KEPT)
    for _ in range(_ROUNDS):
        alone = _lone_jumps(steps, rows)
        if not alone.any():
            break
        reason[rows[alone]] = JUMP
        rows = rows[~alone]
    shared = _shared(steps, rows)
    reason[rows[shared]] = SHARED
    rows = rows[~shared]
    cut = np.append(~steps.same(rows[:-1], rows[1:]) | steps.too_fast(rows[:-1], rows[1:]), True)[: len(rows)]
    if len(rows) < len(vessel):
        vessel, time_us, lon, lat, xyz = vessel[rows], time_us[rows], lon[rows], lat[rows], xyz[:, rows]
    return Tracks(vessel, time_us, lon, lat, xyz, cut), reason


class _Steps:
    """How fast a vessel would have gone from one row to another."""

    def __init__(self, vessel: NDArray[np.int32], time_us: Times, xyz: FloatArray, limit_kmh: float) -> None:
        self.vessel, self.time_us, self._xyz = vessel, time_us, xyz
        self._m_per_us = limit_kmh / 3.6e6

    def same(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> Bools:
        return np.asarray(self.vessel[a] == self.vessel[b])

    def too_fast(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> Bools:
        x, y, z = (part[b] - part[a] for part in self._xyz)
        reach = _SLACK_M + (self.time_us[b] - self.time_us[a]) * self._m_per_us
        # The arc is at most pi / 2 times its chord: only what lies between the two needs the arc.
        chord2 = x * x + y * y + z * z
        fast = chord2 > reach * reach
        near = np.flatnonzero(~fast & (chord2 > (reach * 0.63) ** 2) & (chord2 > 2.5e11))
        fast[near] = (
            2 * 6_371_008.8 * np.arcsin(np.minimum(np.sqrt(chord2[near]) / (2 * 6_371_008.8), 1.0)) > reach[near]
        )
        return np.asarray(fast)


def _at_one_time(
    vessel: NDArray[np.int32], time_us: Times, lon: FloatArray, lat: FloatArray, xyz: FloatArray
) -> Reasons:
    """Settle rows of one vessel at one time."""
    reason = np.zeros(len(vessel), np.int8)
    tie = np.append(False, (vessel[1:] == vessel[:-1]) & (time_us[1:] == time_us[:-1]))
    if not tie.any():
        return reason
    after = np.flatnonzero(tie)
    twice = (lon[after] == lon[after - 1]) & (lat[after] == lat[after - 1])
    reason[after[twice]] = TWICE
    start = np.flatnonzero(~tie)
    group = np.cumsum(~tie) - 1
    other = after[~twice]
    reason[other] = SECOND_PLACE
    off = ((xyz[:, other] - xyz[:, start[group[other]]]) ** 2).sum(axis=0) > _SLACK_M**2
    torn = np.zeros(len(start), bool)
    torn[group[other[off]]] = True
    reason[torn[group] & (reason != TWICE)] = TWO_PLACES
    return reason


def _lone_jumps(steps: _Steps, rows: NDArray[np.intp]) -> Bools:
    """Return which rows can't be reached while the rows about them agree, and no row beside them is so too."""
    alone = np.zeros(len(rows), bool)
    if len(rows) < 3:
        return alone
    bad = steps.same(rows[:-1], rows[1:]) & steps.too_fast(rows[:-1], rows[1:])
    middle = np.flatnonzero(bad[:-1] & bad[1:]) + 1
    if len(middle):
        agree = ~steps.too_fast(rows[middle - 1], rows[middle + 1])
        alone[middle[agree]] = True
        alone[1:-1] &= ~(alone[:-2] | alone[2:])
    return alone


def _shared(steps: _Steps, rows: NDArray[np.intp]) -> Bools:
    """Return which rows lie where the steps of an id are impossible again and again."""
    shared = np.zeros(len(rows), bool)
    if len(rows) < 2:
        return shared
    bad = np.flatnonzero(steps.same(rows[:-1], rows[1:]) & steps.too_fast(rows[:-1], rows[1:]))
    if len(bad) < _LEAST_SWITCHES:
        return shared
    time, vessel = steps.time_us[rows[bad]], steps.vessel[rows[bad]]
    new = np.append(True, (vessel[1:] != vessel[:-1]) | (time[1:] - time[:-1] > _DAY_US))
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(bad)) - 1
    for a, b in zip(first, last, strict=True):
        if b - a + 1 >= _LEAST_SWITCHES:
            shared[bad[a] : bad[b] + 2] = True
    return shared
