"""The base geography: land, borders and sea depth as they ship, what a page shows of them, and the coast."""

from typing import TYPE_CHECKING

from eastup.basemap.shapes import SEAM_LON, Level, borders, countries, land
from eastup.io.ondemand import names_of

if TYPE_CHECKING:
    from eastup.basemap.in_view import (
        borders_in_view,
        depth_in_view,
        depth_share,
        land_in_view,
        region,
        relief_in_view,
        warp,
        warp_array,
    )

__all__ = [
    "SEAM_LON",
    "Level",
    "borders",
    "borders_in_view",
    "countries",
    "depth_in_view",
    "depth_share",
    "land",
    "land_in_view",
    "region",
    "relief_in_view",
    "warp",
    "warp_array",
]

if not TYPE_CHECKING:
    _IN_VIEW = (
        "borders_in_view", "depth_in_view", "depth_share", "land_in_view", "region", "relief_in_view", "warp",
        "warp_array",
    )  # fmt: skip
    __getattr__ = names_of(__name__, dict.fromkeys(_IN_VIEW, "eastup.basemap.in_view"))
