"""The navigation mesh of the sea: triangles of water with labels, and the gates that can be closed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup.errors import EastupError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ROOMY, STRIP, SHOAL, THROAT, CHANNEL = range(5)
"""Labels: roomy water, shore strip, shoal, throat (ordinary water through a strip), port channel."""


@dataclass(frozen=True)
class Mesh:
    """Triangles of water; see `ROOMY` for the labels.

    Attributes
    ----------
    vertices : (V, 2) int32
        Longitude (continuous, 60 to 250 or a little more) and latitude, 1e-5 degree.
    triangles : (T, 3) int32
        Counter-clockwise, edges great circles.
    label : (T,) uint8
    gate_edge : (E,) int32
        Half-edges ``3 * t + k``, from ``triangles[t, k]`` to ``triangles[t, (k + 1) % 3]``; both of each edge. An edge
        on two gates stands twice.
    gate_of : (E,) int16
        Number of the gate.
    gates : tuple of str
        Ids of the gates.
    toll_km : (G,) float64
        What through traffic pays, in km, once a gate.
    """

    vertices: NDArray[np.int32]
    triangles: NDArray[np.int32]
    label: NDArray[np.uint8]
    gate_edge: NDArray[np.int32]
    gate_of: NDArray[np.int16]
    gates: tuple[str, ...]
    toll_km: NDArray[np.float64]
