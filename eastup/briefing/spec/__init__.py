"""Map specifications: short TOML files, and the readers that check them."""

from __future__ import annotations

from eastup.briefing.spec.loading import load, main_map, override, shipped, source
from eastup.briefing.spec.spec import MapSpec

__all__ = ["MapSpec", "load", "main_map", "override", "shipped", "source"]
