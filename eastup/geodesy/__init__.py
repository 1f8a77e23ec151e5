"""Pure mathematics of the earth: the WGS 84 ellipsoid, units, what a sphere can decide for it, discs and contours.

Everything measured in eastup comes from the one `GEOD` of `eastup.geodesy.figure`; nothing is measured on the page.
"""

from typing import TYPE_CHECKING

from eastup.geodesy.figure import GEOD
from eastup.geodesy.units import (
    KM_PER_MI,
    KM_PER_NMI,
    KM_PER_UNIT,
    length_km,
    parse_length,
    speed_kmh,
    speeds_kmh,
)

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import distance_m, forward, inverse, line, ring

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


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Give what measures, and numpy with it, when it is first asked for: units and views need none of it."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from eastup.geodesy import ellipsoid

        found = globals()[name] = getattr(ellipsoid, name)
        return found
