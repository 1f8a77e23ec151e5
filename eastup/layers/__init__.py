"""Layers, ours and the user's, as GeoDataFrames in EPSG:4326; and what is asked of ours."""

from eastup.layers.citing import cite
from eastup.layers.feature_facts import Fact
from eastup.layers.load import (
    CALLED,
    CRS,
    LANGUAGES,
    beside,
    encoded,
    flat,
    is_file,
    label,
    load,
    located,
    names,
    open_file,
    ours,
    own_names,
    read,
)
from eastup.layers.profiles import Profile, profile
from eastup.layers.reading import SUFFIXES, names_a_file, of_frame, of_table, split
from eastup.layers.registers import Designation, Source, bibliography, designations, sources

__all__ = [
    "CALLED",
    "CRS",
    "LANGUAGES",
    "SUFFIXES",
    "Designation",
    "Fact",
    "Profile",
    "Source",
    "beside",
    "bibliography",
    "cite",
    "designations",
    "encoded",
    "flat",
    "is_file",
    "label",
    "load",
    "located",
    "names",
    "names_a_file",
    "of_frame",
    "of_table",
    "open_file",
    "ours",
    "own_names",
    "profile",
    "read",
    "sources",
    "split",
]
