"""The East-Up view: sourced layers, a turned projection and true distances.

Everything public is reached from here; each part loads when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from eastup import moved
from eastup.io.version import __version__ as __version__

if TYPE_CHECKING:
    from eastup import (
        basemap,
        briefing,
        charts,
        coverage,
        distance,
        folium,
        geodesy,
        layers,
        places,
        plot,
        sea,
        tyranny,
        web,
    )
    from eastup.distance import claims, journeys
    from eastup.errors import EastupError, InputError
    from eastup.folium import explore
    from eastup.hubs.question import Question
    from eastup.io.tables import to_file
    from eastup.layers import cite
    from eastup.plot import axes, label
    from eastup.sea import routes as searoute
    from eastup.theatre.project import project
    from eastup.view import View

__all__ = [
    "EastupError",
    "InputError",
    "Question",
    "View",
    "axes",
    "basemap",
    "briefing",
    "charts",
    "cite",
    "claims",
    "coverage",
    "distance",
    "explore",
    "folium",
    "geodesy",
    "journeys",
    "label",
    "layers",
    "places",
    "plot",
    "project",
    "sea",
    "searoute",
    "to_file",
    "tyranny",
    "web",
]

_FROM = {
    "View": "eastup.view",
    "EastupError": "eastup.errors",
    "InputError": "eastup.errors",
    "Question": "eastup.hubs.question",
    "axes": "eastup.plot",
    "cite": "eastup.layers",
    "explore": "eastup.folium",
    "label": "eastup.plot",
    "project": "eastup.theatre.project",
    "to_file": "eastup.io.tables",
}
_CALLED = {
    "claims": "eastup.distance.claims",
    "journeys": "eastup.distance.journeys",
    "searoute": "eastup.sea.routes",
}

moved.watch()


def __getattr__(name: str) -> object:
    """Load a public part on first use, so that ``import eastup`` stays light."""
    if name in _FROM:
        return getattr(importlib.import_module(_FROM[name]), name)
    if name in __all__:
        return importlib.import_module(_CALLED.get(name, f"eastup.{name}"))
    raise AttributeError(f"module 'eastup' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
