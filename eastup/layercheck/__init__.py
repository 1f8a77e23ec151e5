"""Checks layers: what every layer needs, and what ours say of the world."""

from eastup.layercheck.check import check, examine
from eastup.layercheck.finding import Checked, Finding, Severity

__all__ = ["Checked", "Finding", "Severity", "check", "examine"]
