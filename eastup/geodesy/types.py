"""The types that everything which measures or draws shares."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bounds: TypeAlias = tuple[float, float, float, float]
"""A box: west, south, east, north in degrees, or least x, least y, most x, most y in metres or page points."""
Geometries: TypeAlias = NDArray[np.object_]
"""An array of shapely geometries."""
