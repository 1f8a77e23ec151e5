"""Reads layers from files as people have them: what is read, and how, is told."""

from eastup.reading.files import SUFFIXES, names_a_file, read, split
from eastup.reading.report import Note, Reading, Report

__all__ = ["SUFFIXES", "Note", "Reading", "Report", "names_a_file", "read", "split"]
