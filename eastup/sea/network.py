"""The shipped networks of ship lanes.

There are two networks: *navigable* keeps off the coast as ships do, *shortest* is all water. Of each there is a
*trunk*: the few lines that ways between the places of the layers use, with every strait open or any one or two closed.
Between these places it gives the same answers as the whole, sooner; and only places that it doesn't know need the
water itself, which takes longer to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from eastup import layers, places
from eastup.errors import UnknownNameError
from eastup.geodesy.sphere import continuous
from eastup.io import polygons
from eastup.io.data import geo, intact, kept
from eastup.sea import visibility
from eastup.sea.access import Approaches, Ends, Sights
from eastup.sea.graph import Lanes
from eastup.sea.water import Gates, Obstacle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from eastup.sea.visibility import SeaSight

    Arrays = Mapping[str, NDArray[Any]]
    Waters = Callable[[], tuple[list[Obstacle], Obstacle]]
    LonLat = tuple[float, float]

STEP_PER_DEGREE = 100_000
TURNS_PER_CIRCLE = 256
CM_PER_M = 100.0
CLOSED_IN_TRUNK = 2
"""With no more straits closed the trunk answers as the whole does."""
NAVIGABLE, SHORTEST, TRUNK = "navigable", "shortest", "-trunk"


@dataclass(frozen=True)
class SeaNetwork:
    """The networks of ship lanes, each read when it is first used, and the gates that can be closed in them."""

    gates: Gates

    @cached_property
    def navigable(self) -> Lanes:
        """The whole network that keeps off the coast."""
        return self._read(NAVIGABLE)

    @cached_property
    def trunk(self) -> Lanes:
        """The part of it between the places of the layers."""
        return self._read(NAVIGABLE + TRUNK)

    @property
    def in_trunk(self) -> NDArray[np.bool_]:
        """Which lines of the whole navigable network are those of the trunk, ``(E,)``."""
        whole, trunk = (
            np.hstack([np.rint(n.nodes[n.edges[:, k]] * STEP_PER_DEGREE).astype(np.int64) for k in (0, 1)])
            for n in (self.navigable, self.trunk)
        )
        known = set(map(bytes, trunk))
        return np.array([bytes(line) in known for line in whole])

    @cached_property
    def _shortest(self) -> Lanes:
        return self._read(SHORTEST)

    @cached_property
    def _shortest_trunk(self) -> Lanes:
        return self._read(SHORTEST + TRUNK)

    @cached_property
    def tells_shortest(self) -> bool:
        """Whether the file holds the network of shortest ways; without it no shortest distance is told."""
        return bool(read_arrays(geo("sealanes.npz"), SHORTEST))

    def _read(self, name: str) -> Lanes:
        arrays = read_arrays(geo("sealanes.npz"), name)
        kind = name.removesuffix(TRUNK)
        return read_lanes(arrays, self.gates, lambda: shipped_waters(kind), lambda: visibility.shipped(kind))

    def lanes(self, points: Iterable[LonLat], closed: frozenset[int] = frozenset(), *, kind: str = NAVIGABLE) -> Lanes:
        """Return the least network that answers exactly between these points.

        Parameters
        ----------
        points : iterable of (lon, lat), degrees
        closed : frozenset of int
            Gates, by number.
        kind : {"navigable", "shortest"}
        """
        trunk = self.trunk if kind == NAVIGABLE else self._shortest_trunk
        if len(closed - self.shut) <= CLOSED_IN_TRUNK and all(trunk.knows(p) for p in points):
            return trunk
        return self.navigable if kind == NAVIGABLE else self._shortest

    def ends(self, lonlat: LonLat) -> Ends | None:
        """Return the ways from a place to the navigable network, or None where it is not on the sea."""
        return self.lanes([lonlat]).ends(lonlat)

    def closed(self, straits: Iterable[str] = ()) -> frozenset[int]:
        """Return the numbers of the gates of straits, each given by id or name in any language.

        Raises
        ------
        UnknownNameError
            If a name is not that of a strait.
        """
        names = [straits] if isinstance(straits, str) else list(straits)
        return frozenset(self.gates.ids.index(strait_id(n)) for n in names) | self.shut

    @cached_property
    def shut(self) -> frozenset[int]:
        """The gates that are closed to ordinary traffic anyway."""
        straits = layers.load("straits")
        shut = set(straits["id"][straits["traffic"] != "open"])
        return frozenset(k for k, gate in enumerate(self.gates.ids) if gate in shut)

    def names(self, bits: int) -> tuple[str, ...]:
        """Return the ids of the straits in a set of gates, one bit each, in the order of the layer."""
        return tuple(gate for k, gate in enumerate(self.gates.ids) if bits >> k & 1)


@kept("geo", "layers")
def network() -> SeaNetwork:
    """Return the shipped networks; they are shared and never change."""
    straits = layers.load("straits")
    return SeaNetwork(Gates(list(straits["id"]), straits.geometry.to_numpy()))


def strait_id(name: str) -> str:
    """Return the id of a strait, given by id or name in any language."""
    known = layers.load("straits")
    if name in set(known["id"]):
        return name
    try:
        place = places.resolve(name)
    except UnknownNameError:
        place = None
    if place is None or place.layer != "straits":
        raise UnknownNameError("strait", name, [*known["name"], *known["id"]])
    return place.id


def read_arrays(path: Path, network: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of one network of a file, by name."""
    with intact(path), path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        return {name.partition("/")[2]: file[name] for name in file.files if name.startswith(f"{network}/")}


def read_lanes(arrays: Arrays, gates: Gates, waters: Waters, sight: Callable[[], SeaSight]) -> Lanes:
    """Return a network from its arrays.

    Parameters
    ----------
    arrays : mapping
        As `read_arrays` returns it.
    gates : Gates
    waters, sight : callable
        As `Approaches` takes them.
    """
    approaches = Approaches(
        arrays["nodes"] / STEP_PER_DEGREE,
        arrays["turns"] * (360.0 / TURNS_PER_CIRCLE),
        arrays["reach"].astype(np.int64),
        gates,
        waters,
        sight,
    )
    edges, edge_gates = arrays["edges"].astype(np.int64), arrays["gates"].astype(np.int64)
    return Lanes(approaches, edges, arrays["cm"] / CM_PER_M, edge_gates, _known_ends(arrays), _known_sights(arrays))


@kept("geo/seawater.npz")
def shipped_waters(network: str) -> tuple[list[Obstacle], Obstacle]:
    """Return what no line of a network may cross, and what it keeps out of but at its ends."""
    return read_waters(geo("seawater.npz"), network)


def read_waters(path: Path, network: str) -> tuple[list[Obstacle], Obstacle]:
    """Return the waters of a network from a file; see `shipped_waters`."""
    shapes, kinds = polygons.load(path)
    if network.startswith(SHORTEST):
        coast = Obstacle(shapes[kinds == "coast"])
        return [coast], coast
    coast, room, wall = (Obstacle(shapes[kinds == k]) for k in ("coast", "room", "wall"))
    return [coast, wall], room


def _known_ends(arrays: Arrays) -> dict[LonLat, Ends | None]:
    """Read the ways from the places of the layers to the network, found when it was built; None for those inland."""
    if "place_at" not in arrays:
        return {}
    at, out, out_m, afloat, counts = (arrays[f"place_{name}"] for name in ("at", "out", "out_m", "afloat", "counts"))
    node, cm, direct, bits = (arrays[f"way_{name}"] for name in ("node", "cm", "direct", "gates"))
    last = np.cumsum(counts)
    way, gate = np.nonzero(bits[:, None] >> np.arange(63) & 1)
    found: dict[LonLat, Ends | None] = {}
    for k, (i, j) in enumerate(zip(last - counts, last, strict=True)):
        if i == j:
            found[float(at[k, 0]), float(at[k, 1])] = None
            continue
        own = slice(*np.searchsorted(way, (i, j)))
        found[float(at[k, 0]), float(at[k, 1])] = Ends(
            at=continuous(at[k])[0],
            out=out[k],
            out_m=float(out_m[k]),
            afloat=bool(afloat[k]),
            node=node[i:j].astype(np.int64),
            length_m=cm[i:j] / CM_PER_M,
            direct=direct[i:j],
            gates=np.column_stack([way[own] - i, gate[own]]),
            number=k,
        )
    return found


def _known_sights(arrays: Arrays) -> Sights | None:
    if "sight_pair" not in arrays:
        return None
    count = len(arrays["place_at"])
    pair, cm, passed, direct = (arrays[f"sight_{name}"] for name in ("pair", "cm", "passed", "direct"))
    sights = Sights(
        np.full((count, count), np.inf), np.zeros((count, count), dtype=np.int64), np.zeros((count, count), dtype=bool)
    )
    for i, j in (pair.T, pair.T[::-1]):
        sights.length_m[i, j], sights.passed[i, j], sights.direct[i, j] = cm / CM_PER_M, passed, direct
    return sights
