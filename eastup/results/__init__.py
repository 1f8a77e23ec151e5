"""What an analysis gives back: a table that writes itself, and shows itself on a terminal and in a notebook."""

from typing import TYPE_CHECKING

from eastup.moved import renamed_names
from eastup.results.answer import Answer, changed_rows, in_unit
from eastup.results.listing import Listing
from eastup.results.result import Connection, Result
from eastup.results.shown import UNITS, in_unit_name

__all__ = ["UNITS", "Answer", "Connection", "Listing", "Result", "changed_rows", "in_unit", "in_unit_name"]

if not TYPE_CHECKING:  # the type checker need not take any name for one of the old ones
    __getattr__ = renamed_names(__name__, Way="Connection")
