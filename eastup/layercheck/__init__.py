"""Checks layers: what every layer needs, and what ours say of the world."""

from eastup.layercheck.check import check
from eastup.layercheck.finding import Finding, Severity

__all__ = ["Finding", "Severity", "check"]
