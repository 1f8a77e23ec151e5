"""Axes of matplotlib in a view, for figures of one's own."""

from eastup.plot.in_view import axes
from eastup.plot.names import label

__all__ = ["axes", "label"]
