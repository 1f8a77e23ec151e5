"""What is asked of the sea engine and what it answers: the water of a question, ways, fields and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray

    Lines = tuple[tuple[tuple[float, float], ...], ...]
    Own = tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


@dataclass(frozen=True)
class Water:
    """The water that a question is about.

    Attributes
    ----------
    kind : "navigable" or "shortest"
    closed : tuple of str
        Ids of closed gates.
    lines : tuple of tuples of (lon, lat)
        Lines of the user that nothing may cross, their vertices joined by great circles.
    own : tuple of (id, tuple of (lon, lat))
        Gates of the user that are open: ways are told to pass them as they are told those of the mesh.
    """

    kind: Literal["navigable", "shortest"] = "navigable"
    closed: tuple[str, ...] = ()
    lines: Lines = ()
    own: Own = ()


OPEN = Water()
"""Navigable water with nothing closed."""


class Within(TypedDict, total=False):
    """How far from sources ways are told, ``limit_km``, and from water places on land are, ``shore_km``.

    Without limit, and `SHORE_KM`, unless given; points of rasters are not moved: 0.
    """

    limit_km: float
    shore_km: float


@dataclass(frozen=True)
class Track:
    """A way by sea.

    Attributes
    ----------
    km : float
        Its length: the geodesics of `line`, and so with what lies over land at its ends.
    cost_km : float
        Its length and tolls, by which it was chosen.
    line : (K, 2) array of float, degrees
        From place to place; longitudes run on from the first.
    gates : tuple of str
        Gates that it passes, in order.
    shore_km : tuple of float
        How far the two places lie from the water, 0 on water.
    """

    km: float
    cost_km: float
    line: FloatArray
    gates: tuple[str, ...]
    shore_km: tuple[float, float]


@dataclass(frozen=True)
class Field:
    """Distances from one source to points.

    Attributes
    ----------
    distance_km : (N,) array of float
        Lengths of the ways; ``inf`` where there is none.
    cost_km : (N,) array of float
        Lengths and tolls.
    corner : (N, 2) array of float, degrees
        Last vertex of the way before the point, ``nan`` where there is no way.
    """

    distance_km: FloatArray
    cost_km: FloatArray
    corner: FloatArray


@dataclass(frozen=True)
class Nearest:
    """The nearest source of each point by cost, ``(N,)``: length, cost, and its index; ``inf`` and -1 where none is."""

    distance_km: FloatArray
    cost_km: FloatArray
    which: NDArray[np.int32]


@dataclass(frozen=True)
class Table:
    """Distances between places, ``(O, T)``: lengths, and lengths with tolls; ``inf`` where there is no way.

    ``passed[o][t]`` are the gates of a way in order, if they were asked for; ``course_deg`` is then the azimuth in
    which it leaves its origin and ``back_deg`` that in which one leaves its target for it, ``nan`` without a way.
    """

    distance_km: FloatArray
    cost_km: FloatArray
    passed: tuple[tuple[tuple[str, ...], ...], ...] | None = None
    course_deg: FloatArray | None = None
    back_deg: FloatArray | None = None


@dataclass(frozen=True)
class Access:
    """How places stand to the water; all ``(N,)``.

    Attributes
    ----------
    on_water : array of bool
        Whether the place itself is water.
    shore_km : array of float
        The straight way to the nearest water, ``inf`` beyond `SHORE_KM`.
    strip_km : array of float
        The shortest way through strip, shoal or channel to navigable water, ``inf`` where there is none.
    """

    on_water: NDArray[np.bool_]
    shore_km: FloatArray
    strip_km: FloatArray
