"""Ways between known places that replace the known ones where a gate on them is closed, found once.

With several gates closed a way is no shorter than with any one of them closed. So where the way that replaces the known
one for one closed gate avoids all the others too, it is the shortest; only where none does, a search must tell.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from eastup.io.data import geo, intact, kept
from eastup.sea import known
from eastup.sea.known import flattened, joined

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from eastup.sea.known import Ints, Kind, Known

NOT_FOUND = np.iinfo(np.uint16).max
"""Number of gates of a way that must be searched."""


@dataclass(frozen=True)
class Replacements:
    """Ways with one gate closed, for the pairs of a table of which one place is a strait.

    For each such pair in the order of the table there is an entry for each gate of its way, in the order of the way.

    Attributes
    ----------
    table : str
        Digest of the table, see `digest`.
    straits : (N,) array of bool
        Which places of the table are straits.
    navigable_cm, shortest_cm : (M,), (L,) uint32
        Lengths as in `Known`.
    navigable_way, shortest_way : (M,), (L,) uint16
        Number of the gates that the way passes, from the lower place to the higher.
    courses : (M, 2) uint16
        Azimuths as in `Known`, of the navigable ways.
    gates : tuple of tuples of str
        Ids of gates in the order of a way, by that number.
    """

    table: str
    straits: NDArray[np.bool_]
    navigable_cm: NDArray[np.uint32]
    navigable_way: NDArray[np.uint16]
    courses: NDArray[np.uint16]
    shortest_cm: NDArray[np.uint32]
    shortest_way: NDArray[np.uint16]
    gates: tuple[tuple[str, ...], ...]

    def entries(self, table: Known, kind: Kind, pairs: Ints, closed: Collection[str]) -> Ints:
        """Return the entry of the way of each pair (by its number in the table) past closed gates; -1 to search it."""
        first, number = self._first(table, kind), table.way(kind)
        _, ways = self.of(kind)
        avoids = np.array([not set(closed).intersection(gates) for gates in self.gates] + [False] * (NOT_FOUND + 1))
        found = np.full(pairs.shape, -1, dtype=np.int64)
        for k, pair in enumerate(pairs.tolist()):
            if first[pair] == first[pair + 1]:
                continue
            for step, gate in enumerate(table.gates[number[pair]]):
                if gate in closed and avoids[ways[first[pair] + step]]:
                    found[k] = first[pair] + step
                    break
        return found

    def of(self, kind: Kind) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
        """Return lengths and gates of the ways of one kind, by entry."""
        return (self.navigable_cm, self.navigable_way) if kind == "navigable" else (self.shortest_cm, self.shortest_way)

    def _first(self, table: Known, kind: Kind) -> Ints:
        if kind not in self._firsts:
            self._firsts[kind] = first(table, kind, self.straits)
        return self._firsts[kind]

    @cached_property
    def _firsts(self) -> dict[Kind, Ints]:
        return {}

    def save(self, path: Path) -> None:
        """Write the ways."""
        names, which, counts = flattened(self.gates)
        np.savez_compressed(
            path,
            table=self.table,
            straits=self.straits,
            navigable_cm=self.navigable_cm,
            navigable_way=self.navigable_way,
            courses=self.courses,
            shortest_cm=self.shortest_cm,
            shortest_way=self.shortest_way,
            names=names,
            gates=which,
            counts=counts,
        )

    @classmethod
    def load(cls, path: Path) -> Replacements:
        """Read ways."""
        with intact(path), np.load(path, allow_pickle=False) as file:
            return cls(
                str(file["table"]),
                file["straits"],
                file["navigable_cm"],
                file["navigable_way"],
                file["courses"],
                file["shortest_cm"],
                file["shortest_way"],
                joined(file),
            )


def first(table: Known, kind: Kind, straits: NDArray[np.bool_]) -> Ints:
    """Return the first entry of each pair of a table, and after the last the number of all ``(P + 1,)``."""
    low, high = np.triu_indices(len(table.points), 1)
    gates = np.array([len(gates) for gates in table.gates])
    counts = np.where(straits[low] | straits[high], gates[table.way(kind)], 0)
    return np.concatenate([[0], np.cumsum(counts)])


def digest(table: Known) -> str:
    """Return what a table of known places is told by: another digest for other places or ways."""
    made = hashlib.sha256()
    for array in (table.points, table.navigable_cm, table.shortest_cm, table.navigable_way, table.shortest_way):
        made.update(np.ascontiguousarray(array).tobytes())
    return made.hexdigest()


@kept("geo/seareplacements.npz", "geo/seatable.npz")
def shipped() -> Replacements | None:
    """Return the ways that ship with eastup, or None if they are not those of the table that does."""
    found = Replacements.load(geo("seareplacements.npz"))
    return found if found.table == digest(known.shipped()) else None
