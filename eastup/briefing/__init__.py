"""Briefing maps: a specification in, a PNG, PDF or SVG out."""

from __future__ import annotations

from eastup.briefing.compose import Drawing, draw, render
from eastup.briefing.gallery import render_gallery
from eastup.briefing.options import MapOptions
from eastup.briefing.spec.loading import load, main_map, shipped, source
from eastup.briefing.spec.spec import MapSpec

__all__ = [
    "Drawing",
    "MapOptions",
    "MapSpec",
    "draw",
    "load",
    "main_map",
    "render",
    "render_gallery",
    "shipped",
    "source",
]
