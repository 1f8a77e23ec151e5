"""The view: a map projection with a chosen direction at the top of the page, as a real CRS."""

from eastup.view.definitions import CentralLine, chain_line
from eastup.view.view import CRS_FORMATS, PROJECTIONS, UP_WORDS, Projection, View, normal_up, parse_up

__all__ = [
    "CRS_FORMATS",
    "PROJECTIONS",
    "UP_WORDS",
    "CentralLine",
    "Projection",
    "View",
    "chain_line",
    "normal_up",
    "parse_up",
]
