"""The interactive map: one HTML file that opens without a network and turns under the hand."""

from __future__ import annotations

from eastup.web.notebook import Shown, show
from eastup.web.page import page, write

__all__ = ["Shown", "page", "show", "write"]
