"""Which searches answer a table of ways at the least cost.

Distances are symmetric, so that a place may be searched from whether it is an origin or a target. A search is for a
single way, for many from one place, or for many from one of many places: then what corners see is found once for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What searches cost, in single navigable ways, of 4 ms.
_FIELD = 20  # from one place to all others
_TANGENTS = 4  # the same by tangents that are known
_FIRST_TANGENTS = 150  # until most of them are


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
    how : "single", "field" or "tangents"
        One search for each way, or one for all of them: by windows, or by the tangents of corners.
    """

    by_row: bool
    place: int
    others: NDArray[np.int64]
    how: Literal["single", "field", "tangents"]


def plan(asked: NDArray[np.bool_]) -> list[Step]:
    """Return steps that answer all pairs that are asked, ``(O, T)``, each once, those by row first."""
    steps = _each_by_itself(asked)
    cost = sum(_FIELD if step.how == "field" else len(step.others) for step in steps)
    by_row = asked.any(axis=1).sum() <= asked.any(axis=0).sum()
    from_each = asked if by_row else asked.T
    places = np.flatnonzero(from_each.any(axis=1))
    if cost <= _FIRST_TANGENTS + _TANGENTS * len(places):
        return steps
    return [Step(bool(by_row), int(k), np.flatnonzero(from_each[k]), "tangents") for k in places]


def _each_by_itself(asked: NDArray[np.bool_]) -> list[Step]:
    """Return steps that know nothing of each other.

    The place with the most pairs that are still open is searched from first, a row before a column.
    """
    left = asked.copy()
    by_row, by_column = left.sum(axis=1), left.sum(axis=0)
    steps = []
    while left.size:
        k, j = int(by_row.argmax()), int(by_column.argmax())
        row = by_row[k] >= by_column[j]
        most, place = (int(by_row[k]), k) if row else (int(by_column[j]), j)
        if most < _FIELD:
            break
        others = left[place] if row else left[:, place]
        steps.append(Step(bool(row), place, np.flatnonzero(others), "field"))
        (by_column if row else by_row)[others] -= 1
        (by_row if row else by_column)[place] = 0
        others[:] = False
    steps += [Step(True, int(k), np.flatnonzero(left[k]), "single") for k in np.flatnonzero(left.any(axis=1))]
    return sorted(steps, key=lambda step: not step.by_row)
