"""Old names: import paths, attributes and keywords that keep working for one release, and warn of the new one."""

from __future__ import annotations

import functools
import importlib
import sys
import warnings
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

Given = ParamSpec("Given")
Returned = TypeVar("Returned")

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
        _warn(old, new, 2)  # the frames of the import itself are not counted


def watch() -> None:
    """Look for old paths after everything else."""
    if not any(isinstance(finder, _Moved) for finder in sys.meta_path):
        sys.meta_path.append(_Moved())


class Renamed:
    """An attribute under its old name.

    Parameters
    ----------
    new : str
        The name of the attribute now.
    """

    def __init__(self, new: str) -> None:
        self._new = new

    def __set_name__(self, owner: type, name: str) -> None:
        self._old = name

    def __get__(self, instance: object, owner: type) -> object:
        if instance is None:
            return self
        _warn(f"{owner.__name__}.{self._old}", f"{owner.__name__}.{self._new}", 2)
        return getattr(instance, self._new)


def renamed_keywords(**names: str) -> Callable[[Callable[Given, Returned]], Callable[Given, Returned]]:
    """Let a function take keywords under their old names.

    Parameters
    ----------
    **names : str
        The new name of each old one.
    """

    def decorate(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
        @functools.wraps(function)
        def call(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
            for old in names.keys() & kwargs.keys():
                _warn(f"{function.__qualname__.removesuffix('.__init__')}({old}=)", f"{names[old]}=", 2)
                kwargs[names[old]] = kwargs.pop(old)
            return function(*args, **kwargs)

        return call

    return decorate


def renamed_names(module: str, **names: str) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a module, which finds its classes and functions under their old names.

    Parameters
    ----------
    module : str
        Its ``__name__``.
    **names : str
        The new name of each old one.
    """

    def find(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        _warn(f"{module}.{name}", names[name], 2)
        return getattr(sys.modules[module], names[name])

    return find


def _warn(old: str, new: str, frames: int) -> None:
    """Warn the caller `frames` above this call's own function."""
    message = f"{old} is now {new}; the old name goes with the next release"
    warnings.warn(message, DeprecationWarning, stacklevel=frames + 1)
