"""A coast that we did not make: the land of GLOBE (NOAA, 1999; cells of half a minute), as global-land-mask carries it."""

import importlib.util
import zipfile
from pathlib import Path

import numpy as np
from numpy.lib import format as npy

CELL_DEG = 1 / 120
CELL_KM = 111.2 / 120


def on_land(lonlat: np.ndarray) -> np.ndarray:
    """Tell which points ``(N, 2)``, degrees, lie in cells of land.

    Only the rows that hold points are kept: the whole mask has 933 MB, which importing the package would load.
    """
    spec = importlib.util.find_spec("global_land_mask")
    assert spec is not None
    assert spec.submodule_search_locations
    file = Path(spec.submodule_search_locations[0]) / "globe_combined_mask_compressed.npz"
    row = np.clip(((90.0 - lonlat[:, 1]) / CELL_DEG).astype(int), 0, 180 * 120 - 1)
    column = np.clip((((lonlat[:, 0] + 180.0) % 360.0) / CELL_DEG).astype(int), 0, 360 * 120 - 1)
    found = np.zeros(len(lonlat), dtype=bool)
    with zipfile.ZipFile(file) as archive, archive.open("mask.npy") as mask:
        assert npy.read_magic(mask) == (1, 0)
        (rows, columns), _, kind = npy.read_array_header_1_0(mask)
        assert (rows, columns, kind) == (180 * 120, 360 * 120, np.dtype(bool))
        at = 0
        for wanted in np.unique(row).tolist():
            while at < wanted:
                at += 1
                mask.read(columns)
            ocean = np.frombuffer(mask.read(columns), dtype=bool)
            at += 1
            here = row == wanted
            found[here] = ~ocean[column[here]]
    return found
