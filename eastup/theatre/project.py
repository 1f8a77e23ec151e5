"""The project file of a theatre: found, read, and laid over the layers."""

from __future__ import annotations

import hashlib
import tomllib
from contextlib import ExitStack
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from eastup import layers
from eastup.errors import InputError
from eastup.io.keys import At, line_numbers, read_table
from eastup.layers import given, overlay
from eastup.layers.overlay import Defaults, Overlay
from eastup.theatre import features
from eastup.theatre.find import FILE, find
from eastup.theatre.schema import OURS, Theatre

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType

    from eastup.theatre.schema import Feature

_POINTS = ("bases", "nodes", "places")


@dataclass(frozen=True, eq=False)
class Project:
    """A theatre, as its file describes it.

    Within ``with project:`` everything is asked of the theatre; blocks may be nested, and other threads don't see it.
    """

    path: Path
    theatre: Theatre
    overlay: Overlay = field(repr=False)
    _entered: list[ExitStack] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        """Its name in English."""
        return self.theatre.name["en"]

    def __enter__(self) -> Project:
        stack = ExitStack()
        stack.enter_context(overlay.using(self.overlay))
        self._entered.append(stack)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._entered.pop().close()


def project(path: str | Path | None = None) -> Project:
    """Read a theatre.

    Parameters
    ----------
    path : str or Path, optional
        A project file, or the folder that holds one; where it is not given, the one of the working folder or of the
        nearest folder above it.

    Returns
    -------
    Project
        A value, and a block: ``with eastup.project("eastup.toml"): eastup.tyranny.rank()``.

    Raises
    ------
    InputError
        If there is none, or what it says is wrong: file, line, key, value and how to mend it.
    """
    return _read(_located(path), None)


def read_with_faults(path: str | Path | None) -> tuple[Project | None, list[InputError]]:
    """Read a theatre, and return all that is wrong in its file instead of the first."""
    faults: list[InputError] = []
    try:
        return _read(_located(path), faults), faults
    except InputError as error:
        return None, faults or [error]


def _located(path: str | Path | None) -> Path:
    if path is None:
        found = find()
        if found is None:
            raise InputError(f"there is no {FILE} in this folder or above it", hint="make one with: eastup init")
        return found
    given = Path(path)
    given = given / FILE if given.is_dir() else given
    if not given.is_file():
        raise InputError("there is no such project file", where=given, hint="check the path, or make one: eastup init")
    return given


def _read(path: Path, faults: list[InputError] | None) -> Project:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't read the project file ({error})", where=path, hint="save it in UTF-8") from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}", where=path) from None
    at = At(str(path), line_numbers(text), (), faults)
    theatre = read_table(Theatre, document, at)
    _check_ids(theatre, at)
    own = _own_files(theatre, path.parent, at)
    digest = hashlib.sha256("\n".join([text, *map(given.content, own.values())]).encode()).hexdigest()
    return Project(path, theatre, _overlay(theatre, own, digest, path.parent))


def _check_ids(theatre: Theatre, at: At) -> None:
    """See that every feature has an id of its own, and takes none of ours."""
    seen: dict[str, str] = {}
    for layer in (*_POINTS, "straits", "chains", "seas"):
        entries: Sequence[Feature] = getattr(theatre, layer)
        taken = _taken(layer, theatre) if entries else frozenset()
        for number, entry in enumerate(entries):
            where, slug = str(at / layer / number / "id"), entry.slug
            if not slug:
                raise InputError("no id can be made of the name", where=where, hint='add id = "..."')
            if slug in seen:
                raise InputError(f"the id {slug!r} stands in {seen[slug]} too", where=where, hint="give another id")
            if slug in taken:
                hint = "give another id" if entry.id else f'add id = "own-{slug}"'
                raise InputError(f"the id {slug!r} is one of ours", where=where, hint=hint)
            seen[slug] = layer


def _taken(layer: str, theatre: Theatre) -> frozenset[str]:
    """Return the ids of ours that features of a layer can't have; straits are gates of the water in any theatre."""
    ours = [name for name in OURS if name != "claims" and (theatre.base is None or name in theatre.base)]
    names = {*ours, *({"straits", "passages"} if layer == "straits" else ())}
    return frozenset().union(*(layers.ours(name)["id"] for name in names)) if names else frozenset()


def _own_files(theatre: Theatre, folder: Path, at: At) -> dict[str, Path]:
    """Return the files of layers, beside the project file."""
    found = {}
    for name, written in theatre.layers.items():
        path = folder / written
        if not layers.is_file(layers.split(path)[0]):
            raise InputError(
                f"there is no such layer file: {written}", where=str(at / "layers" / name),
                hint="the path is that from the project file",
            )  # fmt: skip
        found[name] = path
    return found


def _overlay(theatre: Theatre, files: dict[str, Path], digest: str, folder: Path) -> Overlay:
    default = _default_chain(theatre)
    made: dict[str, Callable[[], gpd.GeoDataFrame]] = {
        layer: partial(features.points, getattr(theatre, layer), theatre, layer)
        for layer in _POINTS
        if getattr(theatre, layer)
    }
    if theatre.straits:
        made["straits"] = partial(features.straits, theatre.straits, theatre)
    if theatre.chains:
        made["chains"] = partial(features.chains, theatre.chains, theatre, default)
    if theatre.seas:
        made["seas"] = partial(features.seas, theatre.seas, theatre)
    for name, path in files.items():
        made[name] = partial(
            _joined, [*([made[name]] if name in made else []), partial(_from_file, name, path, theatre)]
        )
    speeds = {} if theatre.speeds is None else {"air": theatre.speeds.air, "sea": theatre.speeds.sea}
    return Overlay(
        key=digest,
        own=made,
        kept=theatre.base,
        defaults=Defaults(
            hubs=theatre.hubs or _every(theatre, files),
            rear=theatre.rear,
            targets=theatre.targets,
            chain=default,
            lang=theatre.lang,
            marking=theatre.marking,
            classification=theatre.classification,
            speeds={mode: speed for mode, speed in speeds.items() if speed},
            date=theatre.date,
            page=_page(theatre, folder),
        ),
        sets=theatre.sets,
        title=theatre.name,
    )


def _page(theatre: Theatre, folder: Path) -> dict[str, object]:
    """Return how the theatre's maps look; files stand beside the project file."""
    said: dict[str, object] = (
        {} if theatre.map is None else {f.name: getattr(theatre.map, f.name) for f in fields(theatre.map)}
    )
    files = {key: str(folder / getattr(theatre, key)) for key in ("logo", "template") if getattr(theatre, key)}
    lists = {key: list(value) for key, value in said.items() if isinstance(value, tuple)}
    return {key: value for key, value in {**said, **lists, **files}.items() if value}


def _default_chain(theatre: Theatre) -> str:
    """Return the chain that is meant where none is named: the one the file says, or its first where ours are gone."""
    if theatre.chain or (theatre.base is None or "chains" in theatre.base):
        return theatre.chain
    return theatre.chains[0].slug if theatre.chains else ""


def _every(theatre: Theatre, files: dict[str, Path]) -> tuple[str, ...]:
    """Return the hubs of a theatre that names none and has left out ours: all its bases."""
    if theatre.base is None or "bases" in theatre.base:
        return ()
    return ("bases",) if theatre.bases or "bases" in files else ()


def _joined(makers: Iterable[Callable[[], gpd.GeoDataFrame]]) -> gpd.GeoDataFrame:
    frames = [make() for make in makers]
    if len(frames) == 1:
        return frames[0]
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=layers.CRS)


def _from_file(layer: str, path: Path, theatre: Theatre) -> gpd.GeoDataFrame:
    """Return the features of a file as those of a layer."""
    frame = layers.load(path)
    if layer not in (*_POINTS, "straits"):
        return frame
    return features.of_file(frame, layer, theatre, path)
