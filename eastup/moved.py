"""Old import paths, which keep working for one release with a warning that names the new one."""

from __future__ import annotations

import importlib
import sys
import warnings
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

MOVED = {
    "brief": "dossier.write",
    "briefing.along": "draw.labels.along",
    "briefing.boxes": "draw.boxes",
    "briefing.candidates": "draw.labels.candidates",
    "briefing.content": "briefing.subject.content",
    "briefing.drawingml": "draw.drawingml",
    "briefing.fonts": "draw.fonts",
    "briefing.gis": "draw.gis",
    "briefing.graticule": "briefing.furniture.graticule",
    "briefing.ink": "draw.document",
    "briefing.inset": "briefing.furniture.locator",
    "briefing.keys": "briefing.spec.readers",
    "briefing.labels": "draw.labels.label",
    "briefing.nearest": "briefing.subject.nearest_hub",
    "briefing.overlays": "briefing.subject.overlays",
    "briefing.page": "briefing.layout",
    "briefing.paint": "draw.png",
    "briefing.panel": "briefing.furniture.panel",
    "briefing.pdf": "draw.pdf",
    "briefing.placing": "draw.labels.placement",
    "briefing.shiptime": "briefing.subject.ship_time",
    "briefing.slides": "draw.pptx",
    "briefing.svg": "draw.svg",
    "briefing.theme": "draw.theme",
    "briefsections": "dossier.sections",
    "charts.grid": "charts.heatmap",
    "charts.ground": "charts.mapframe",
    "charts.growth": "charts.curve",
    "charts.parted": "charts.regions",
    "charts.ranked": "charts.bars",
    "charts.within": "charts.reach",
    "charts.words": "charts.captions",
    "claims": "distance.claims",
    "cli_coverage": "cli.coverage",
    "cli_distance": "cli.distance",
    "cli_tyranny": "cli.tyranny",
    "coast": "basemap.coast",
    "coverage.cluster": "coverage.dask",
    "coverage.counting": "coverage.count",
    "coverage.hubs": "hubs.question",
    "coverage.lines": "coverage.along",
    "coverage.rings": "geodesy.discs",
    "coverage.sphere": "geodesy.sphere",
    "coverage.ways": "coverage.metric",
    "distortion": "view.distortion",
    "files": "io.files",
    "fit": "view.fit",
    "journeys": "distance.journeys",
    "layerfacts": "layercheck.facts",
    "layerfiles": "layers.reading.files",
    "legs": "distance.journeys",
    "paths": "io.data",
    "polygons": "io.polygons",
    "question": "hubs.question",
    "searoute": "sea.routes",
    "tables": "io.tables",
    "tyranny.chain": "tyranny.gaps",
    "tyranny.hubs": "tyranny.scenario",
    "tyranny.responders": "tyranny.nearest",
    "tyranny.sides": "tyranny.triangle",
    "version": "io.version",
    "webfont": "draw.webfont",
}
"""Where each module is now, both without ``eastup.`` before them."""


class _Moved:
    """Gives the module at the new path to whoever imports the old one."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Tell that we know where an old path leads; see `importlib.abc.MetaPathFinder`."""
        package, _, name = fullname.partition(".")
        return ModuleSpec(fullname, self) if package == "eastup" and name in MOVED else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave the making of the module to Python; see `importlib.abc.Loader`."""

    def exec_module(self, module: ModuleType) -> None:
        """Put the module at the new path in the place of the empty one."""
        old = module.__name__
        new = f"eastup.{MOVED[old.partition('.')[2]]}"
        sys.modules[old] = importlib.import_module(new)
        message = f"{old} is now {new}; the old name goes with the next release"
        warnings.warn(message, DeprecationWarning, stacklevel=2)  # the frames of the import itself are not counted


def watch() -> None:
    """Look for old paths after everything else."""
    if not any(isinstance(finder, _Moved) for finder in sys.meta_path):
        sys.meta_path.append(_Moved())
