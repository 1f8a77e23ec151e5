"""Reads layers from files as people have them: what is read, and how, is told."""

from typing import TYPE_CHECKING

from eastup.io.ondemand import names_of
from eastup.layers.reading.encoding import known_codec
from eastup.layers.reading.kinds import SUFFIXES, names_a_file, split
from eastup.layers.reading.report import Note, Reading, Report

if TYPE_CHECKING:
    from eastup.layers.reading.files import of_table, read
    from eastup.layers.reading.frames import of_frame, of_places
    from eastup.layers.reading.identity import flat_text
    from eastup.layers.reading.vector import parts

__all__ = [
    "SUFFIXES",
    "Note",
    "Reading",
    "Report",
    "flat_text",
    "known_codec",
    "names_a_file",
    "of_frame",
    "of_places",
    "of_table",
    "parts",
    "read",
    "split",
]

if not TYPE_CHECKING:
    __getattr__ = names_of(
        __name__,
        {
            "flat_text": "eastup.layers.reading.identity",
            "of_frame": "eastup.layers.reading.frames",
            "of_places": "eastup.layers.reading.frames",
            "of_table": "eastup.layers.reading.files",
            "parts": "eastup.layers.reading.vector",
            "read": "eastup.layers.reading.files",
        },
    )
