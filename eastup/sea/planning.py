"""Which searches answer a table of ways at the least cost.

A search from one place to many others costs as much as some twenty searches for a single way. Distances are symmetric,
so that a place may be searched from whether it is an origin or a target.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORTH_A_SEARCH = 20  # ways: navigable, 125 ms against 6 ms; twice the number costs a fifth more where ten are asked


@dataclass(frozen=True)
class Step:
    """Searches from one place.

    Attributes
    ----------
    by_row : bool
        Whether the place is an origin, and not a target.
    place : int
        Its number.
    others : (K,) array of int
        Numbers of the places on the other side that are asked for.
    at_once : bool
        Whether one search finds all ways, and not one each.
    """

    by_row: bool
    place: int
    others: NDArray[np.int64]
    at_once: bool


def plan(asked: NDArray[np.bool_]) -> list[Step]:
    """Return steps that answer all pairs that are asked, ``(O, T)``, each once, those by row first.

    The place with the most pairs that are still open is searched from first, a row before a column.
    """
    left = asked.copy()
    by_row, by_column = left.sum(axis=1), left.sum(axis=0)
    steps = []
    while left.size:
        k, j = int(by_row.argmax()), int(by_column.argmax())
        row = by_row[k] >= by_column[j]
        most, place = (int(by_row[k]), k) if row else (int(by_column[j]), j)
        if most < _WORTH_A_SEARCH:
            break
        others = left[place] if row else left[:, place]
        steps.append(Step(bool(row), place, np.flatnonzero(others), at_once=True))
        (by_column if row else by_row)[others] -= 1
        (by_row if row else by_column)[place] = 0
        others[:] = False
    steps += [Step(True, int(k), np.flatnonzero(left[k]), at_once=False) for k in np.flatnonzero(left.any(axis=1))]
    return sorted(steps, key=lambda step: not step.by_row)
