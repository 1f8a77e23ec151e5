"""The navigation mesh of the sea: triangles of water with labels, and the gates that can be closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from eastup.errors import EastupError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ROOMY, STRIP, SHOAL, THROAT, CHANNEL = range(5)
"""Labels: roomy water, shore strip, shoal, throat (ordinary water through a strip), port channel."""


_ARRAYS = ("vertices", "triangles", "label", "gate_edge", "gate_of", "gates", "toll_km")


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

    def save(self, path: Path) -> None:
        """Write the mesh to a file."""
        np.savez_compressed(path, allow_pickle=False, **{name: np.asarray(getattr(self, name)) for name in _ARRAYS})

    @classmethod
    def load(cls, path: Path) -> Mesh:
        """Read a mesh from a file.

        Raises
        ------
        EastupError
            The file is missing or damaged.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in _ARRAYS}
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise EastupError(f"{path}: the sea mesh cannot be read ({error})") from error
        gates = tuple(str(gate) for gate in arrays.pop("gates"))
        return cls(gates=gates, **arrays)
