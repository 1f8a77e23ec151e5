"""From crossings to passages: what counts as a transit of a strait.

A crossing is a step from one side of a gate's line to the other. A passage is that a vessel was clear of the line on
one side, and is next clear of it on the other; its time is its last crossing. What goes to and fro between is one
passage or none. A passage is seen if every step from the last clear fix on the one side to the first on the other is
within a gap, and inferred if one is longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.positions.cells import Ints
    from eastup.positions.fixes import Tracks
    from eastup.positions.sides import Crossings, GateLines, Line
    from eastup.positions.times import Times

    Bools = NDArray[np.bool_]

_SINGLY = 8  # fixes that are looked at one by one before all the rest of a stay is


@dataclass(frozen=True)
class Passages:
    """Passages of gates.

    Attributes
    ----------
    crossing_fix : (P,) ndarray of int
        The fix before the last crossing.
    gate : (P,) ndarray of int16
    to_right : (P,) ndarray of bool
    time_us : (P,) ndarray of int64, UTC
    seen : (P,) ndarray of bool
    gap_fix : (P,) ndarray of int
        The fix before the longest step.
    """

    crossing_fix: Ints
    gate: NDArray[np.int16]
    to_right: Bools
    time_us: Times
    seen: Bools
    gap_fix: Ints


def passages(tracks: Tracks, crossings: Crossings, lines: GateLines, gap_us: int) -> Passages:
    """Return the passages of tracks, in the order of gates and time."""
    step, gate = crossings.step, crossings.gate
    leg: Ints = np.cumsum(tracks.cut) - tracks.cut  # fixes that steps join
    ends = np.append(np.flatnonzero(tracks.cut), len(tracks) - 1)
    starts = np.append(0, ends[:-1] + 1)
    own: Ints = leg[step]
    new = np.append(True, (gate[1:] != gate[:-1]) | (own[1:] != own[:-1])) if len(step) else np.empty(0, bool)
    # The stays before and after each crossing: from the crossing before, and to the next, or to the ends of the leg.
    before = np.where(new, starts[own], np.append(0, step[:-1] + 1)[: len(step)])
    last = np.append(new[1:], True)[: len(step)]
    after = np.where(last, ends[own], np.append(step[1:], 0)[: len(step)])
    clear_before, clear_after = np.full(len(step), -1), np.full(len(step), -1)
    for number, line in enumerate(lines.lines):
        rows = np.flatnonzero(gate == number)
        if len(rows):
            clear_before[rows] = _first_clear(tracks, line, step[rows], before[rows], -1)
            clear_after[rows] = _first_clear(tracks, line, step[rows] + 1, after[rows], 1)
    counted = _counted(new, crossings.to_right, clear_before, clear_after)
    rows, since = counted[:, 0], counted[:, 1]
    until = clear_after[rows]
    gaps = np.append(np.diff(tracks.time_us), 0)
    long = np.append(0, np.cumsum(gaps > gap_us))
    at = step[rows]
    part = np.rint(crossings.part[rows] * gaps[at]).astype(np.int64)
    longest = [int(a + gaps[a:b].argmax()) for a, b in zip(since, until, strict=True)]
    return Passages(
        crossing_fix=at,
        gate=gate[rows],
        to_right=crossings.to_right[rows],
        time_us=tracks.time_us[at] + part,
        seen=np.asarray(long[until] == long[since]),
        gap_fix=np.array(longest, np.intp),
    )


def _first_clear(tracks: Tracks, line: Line, start: Ints, stop: Ints, way: int) -> Ints:
    """Return the first fix from each start to its stop that is clear of a line, or -1."""
    found = np.full(len(start), -1)
    open_ = np.flatnonzero((stop - start) * way >= 0)
    at = start.copy()
    for _ in range(_SINGLY):
        if not len(open_):
            return found
        clear = line.is_clear(tracks.xyz[:, at[open_]])
        found[open_[clear]] = at[open_[clear]]
        open_ = open_[~clear]
        at[open_] += way
        open_ = open_[(stop[open_] - at[open_]) * way >= 0]
    for row in open_:
        stay = np.arange(at[row], stop[row] + way, way)
        for block in np.array_split(stay, max(1, len(stay) // 4096)):
            first = np.flatnonzero(line.is_clear(tracks.xyz[:, block]))[:1]
            if len(first):
                found[row] = block[first[0]]
                break
    return found


def _counted(new: Bools, to_right: Bools, clear_before: Ints, clear_after: Ints) -> Ints:
    """Return the crossings that complete a passage, each with the fix that was last clear on the other side."""
    counted: list[tuple[int, int]] = []
    side, since = 0, -1
    rows = zip(new.tolist(), to_right.tolist(), clear_before.tolist(), clear_after.tolist(), strict=True)
    for row, (is_new, right, before, after) in enumerate(rows):
        if is_new:
            side = 0
        to = 1 if right else -1
        if before >= 0:
            side, since = -to, before
        if after >= 0:
            if side == -to:
                counted.append((row, since))
            side, since = to, after
    return np.array(counted, np.intp).reshape(-1, 2)


def once(vessel: NDArray[np.int32], gate: NDArray[np.int16], time_us: Times, within_us: int) -> Bools:
    """Return which passages count where a vessel counts once a strait within a time, in either direction."""
    order = np.lexsort((time_us, gate, vessel))
    keep = np.zeros(len(order), bool)
    before: tuple[int, int, int] | None = None
    for row in order.tolist():
        own = (int(vessel[row]), int(gate[row]), int(time_us[row]))
        if before is None or own[:2] != before[:2] or own[2] - before[2] >= within_us:
            keep[row], before = True, own
    return keep
