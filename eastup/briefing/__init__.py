"""Briefing maps: a specification in, a PNG, PDF or SVG out."""

from __future__ import annotations

from eastup.briefing.compose import Drawing, draw, render
from eastup.briefing.spec import MapSpec, load, shipped

__all__ = ["Drawing", "MapSpec", "draw", "load", "render", "shipped"]
