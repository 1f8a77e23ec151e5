"""Layers, ours and the user's, as GeoDataFrames in EPSG:4326; and what is asked of ours."""

from typing import TYPE_CHECKING

from eastup.io.ondemand import names_of
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
from eastup.layers.reading import SUFFIXES, names_a_file, split
from eastup.layers.registers import Designation, Source, bibliography, designations, sources

if TYPE_CHECKING:
    from eastup.layers.citing import cite
    from eastup.layers.feature_facts import Fact
    from eastup.layers.profiles import Profile, profile
    from eastup.layers.reading import of_frame, of_places, of_table

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
    "of_places",
    "of_table",
    "open_file",
    "ours",
    "own_names",
    "profile",
    "read",
    "sources",
    "split",
]

if not TYPE_CHECKING:
    __getattr__ = names_of(
        __name__,
        {
            "Fact": "eastup.layers.feature_facts",
            "Profile": "eastup.layers.profiles",
            "cite": "eastup.layers.citing",
            "of_frame": "eastup.layers.reading",
            "of_places": "eastup.layers.reading",
            "of_table": "eastup.layers.reading",
            "profile": "eastup.layers.profiles",
        },
    )
