"""Checks a theatre: all faults of its file at once, and whether its names, gates and files are what they should be."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eastup import geodesy, layers, places
from eastup.basemap.coast import Coast
from eastup.errors import EastupError, InputError
from eastup.layercheck.finding import Checked, Finding, Severity
from eastup.layers import LANGUAGES
from eastup.layers.query import find_chain
from eastup.sea import engine, gates
from eastup.theatre.features import SNAP_KM, ends_at_sea
from eastup.theatre.find import FILE
from eastup.theatre.project import read_with_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eastup.theatre.project import Project
    from eastup.theatre.schema import Feature

_NAMED = ("bases", "nodes", "places", "straits", "chains", "seas")


def is_project(path: str | Path) -> bool:
    """Say whether a file is a project file, by its suffix; a folder is one that holds one."""
    return Path(path).suffix == ".toml" or (Path(path) / FILE).is_file()


def examine(path: str | Path | None = None) -> Checked:
    """Check a project file.

    Parameters
    ----------
    path : str or Path, optional
        As for `eastup.project`.

    Returns
    -------
    Checked
        Errors first; warnings are what would surprise, notes what is only good to know.
    """
    if path is not None and _is_map(Path(path)):
        told = "this is the specification of a map and no theatre; eastup map checks and draws it"
        return Checked(str(path), None, (Finding(str(path), "file", "error", told),))
    read, faults = read_with_faults(path)
    found = [_of_error(fault) for fault in faults]
    if read is not None:
        with read:
            found += _facts(read)
        found.sort(key=lambda f: ("error", "warning", "note").index(f.severity))
    return Checked(str(read.path if read else path or FILE), None, tuple(found))


def _is_map(path: Path) -> bool:
    """Say whether a file has the title of a map and no name of a theatre."""
    try:
        keys = tomllib.loads(path.read_text(encoding="utf-8")).keys()
    except (OSError, ValueError):
        return False
    return "title" in keys and "name" not in keys


def _of_error(error: EastupError) -> Finding:
    """Return an error as a finding, in its own words: its place has file, line and key."""
    where = str(error.where or FILE) if isinstance(error, InputError) else FILE
    file, _, key = where.partition(", ")
    message = str(error).removeprefix(f"{where}: ")
    return Finding(file, key or "the file", "error", message)


def _facts(project: Project) -> Iterator[Finding]:
    theatre = project.theatre

    def fault(key: str, act: Callable[[], object]) -> Iterator[Finding]:
        try:
            act()
        except EastupError as error:
            yield Finding(str(project.path), key, "error", str(error))

    for key in ("hubs", "rear", "targets"):
        for name in getattr(theatre, key):
            yield from fault(key, partial(places.select, name))
    for own, names in theatre.sets.items():
        for name in names:
            yield from fault(f"sets.{own}", partial(places.select, name))
    if theatre.chain:
        yield from fault("chain", partial(find_chain, theatre.chain))
    if theatre.map is not None:
        if theatre.map.center:
            yield from fault("map.center", partial(places.resolve, theatre.map.center))
        for ring in theatre.map.rings:
            yield from fault("map.rings", partial(geodesy.parse_length, ring))
    for key in ("logo", "template"):
        if (name := getattr(theatre, key)) and not (project.path.parent / name).is_file():
            yield Finding(str(project.path), key, "error", f"there is no such file: {name}; check the path")
    for layer in project.overlay.own:
        yield from fault(layer, partial(layers.load, layer))
    yield from _gates(project)
    yield from _ports(project)
    yield from _languages(project)


def _gates(project: Project) -> Iterator[Finding]:
    coast = Coast()
    for strait in project.theatre.straits:
        for end, off_km in ends_at_sea(strait, coast):
            what = f"its {end} end is {off_km:.0f} km from any coast (more than {SNAP_KM:.0f}): ships can pass round it"
            yield _finding(project, strait, "warning", what + "; draw it to a coast")


def _ports(project: Project) -> Iterator[Finding]:
    """Tell from where no ship can count."""
    own = [point for layer in ("bases", "nodes") for point in getattr(project.theatre, layer)]
    if not own:
        return
    at = [point.sea or point.at for point in own]
    access, inside = engine.shipped().access(at, gates.water()), engine.shipped().covers(at)
    for point, off_km, covered in zip(own, access.shore_km.tolist(), inside.tolist(), strict=True):
        if not covered:
            yield _finding(project, point, "note", "it lies outside the waters that are mapped: by air only")
        elif off_km > engine.SHORE_KM:
            yield _finding(project, point, "note", "no water near by: by air only; add sea = [...] for its port")


def _languages(project: Project) -> Iterator[Finding]:
    wanted = [lang for lang in LANGUAGES if lang in project.theatre.name]
    for layer in _NAMED:
        for feature in getattr(project.theatre, layer):
            if missing := [lang for lang in wanted if lang not in feature.name]:
                yield _finding(project, feature, "note", f"no name in {', '.join(missing)}: the English one is shown")


def _finding(project: Project, feature: Feature, severity: Severity, message: str) -> Finding:
    return Finding(str(project.path), feature.slug, severity, message)
