"""Reads layers from files as people have them: what is read, and how, is told."""

from eastup.layers.reading.encoding import known_codec
from eastup.layers.reading.files import SUFFIXES, names_a_file, of_table, read, split
from eastup.layers.reading.frames import of_frame
from eastup.layers.reading.identity import flat_text
from eastup.layers.reading.report import Note, Reading, Report
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
    "of_table",
    "parts",
    "read",
    "split",
]
