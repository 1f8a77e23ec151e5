"""Layers, ours and the user's, as GeoDataFrames in EPSG:4326; and what is asked of ours."""

from eastup.layers.load import CRS, LANGUAGES, Layer, flat, is_file, load, names, read
from eastup.layers.registers import Designation, Source, bibliography, designations, sources

__all__ = [
    "CRS",
    "LANGUAGES",
    "Designation",
    "Layer",
    "Source",
    "bibliography",
    "designations",
    "flat",
    "is_file",
    "load",
    "names",
    "read",
    "sources",
]
