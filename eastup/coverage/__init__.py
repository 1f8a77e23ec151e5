"""What is within reach of a set of hubs: rings, counts, shares, gaps and the nearest hub, measured on WGS 84.

A reach is a distance, or hours at a speed. What lies exactly at it counts as inside, everywhere.
"""

from eastup.coverage.areas import reach
from eastup.coverage.grid import Grid, geographic, projected
from eastup.coverage.losses import best, losses, smallest
from eastup.coverage.raster import write as write_raster
from eastup.coverage.regions import regions
from eastup.coverage.shares import curve, gaps, shares

__all__ = [
    "Grid",
    "best",
    "curve",
    "gaps",
    "geographic",
    "losses",
    "projected",
    "reach",
    "regions",
    "shares",
    "smallest",
    "write_raster",
]
