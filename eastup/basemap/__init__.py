"""The base geography: land, borders and sea depth as they ship, what a page shows of them, and the coast."""

from eastup.basemap.in_view import (
    borders_in_view,
    depth_in_view,
    land_in_view,
    region,
    relief_in_view,
    warp,
    warp_array,
)
from eastup.basemap.shapes import SEAM_LON, Level, borders, countries, land

__all__ = [
    "SEAM_LON",
    "Level",
    "borders",
    "borders_in_view",
    "countries",
    "depth_in_view",
    "land",
    "land_in_view",
    "region",
    "relief_in_view",
    "warp",
    "warp_array",
]
