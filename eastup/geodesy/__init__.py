"""Pure mathematics of the earth: the WGS 84 ellipsoid, units, what a sphere can decide for it, discs and contours.

Everything measured in eastup comes from the one `GEOD` of `eastup.geodesy.ellipsoid`; nothing is measured on the page.
"""

from eastup.geodesy.ellipsoid import GEOD, distance_m, forward, inverse, line, ring
from eastup.geodesy.units import (
    KM_PER_MI,
    KM_PER_NMI,
    KM_PER_UNIT,
    length_km,
    parse_length,
    speed_kmh,
    speeds_kmh,
)

__all__ = [
    "GEOD",
    "KM_PER_MI",
    "KM_PER_NMI",
    "KM_PER_UNIT",
    "distance_m",
    "forward",
    "inverse",
    "length_km",
    "line",
    "parse_length",
    "ring",
    "speed_kmh",
    "speeds_kmh",
]
