"""Where map specifications come from: shipped ones, TOML files, those of a theatre, and options put over any."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from eastup import layers
from eastup.briefing.spec import passages, readers, theatre
from eastup.briefing.spec.check import check
from eastup.briefing.spec.readers import At
from eastup.briefing.spec.retitled import retitled
from eastup.briefing.spec.spec import MapSpec
from eastup.errors import InputError, UnknownNameError
from eastup.io import data
from eastup.io.data import data_root
from eastup.layers import overlay
from eastup.view.suited import MOST_OF_REGION, extent_points, scale_error
from eastup.view.view import PROJECTIONS, parse_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eastup.geodesy.types import Bounds


_OF_A_WAY_UP = frozenset({"title", "adjust"})
"""Keys of a panel that go when it is turned another way."""


def shipped() -> list[tuple[str, str]]:
    """Return name and English title of each map that ships and needs no table of the user's, or of the theatre's."""
    if made := theatre.documents():
        return [(name, load(name).title["en"]) for name in made]
    found = []
    for path in sorted((data_root() / "maps").glob("*.toml")):
        document = data.toml(path)
        title = document["title"]
        if document.get("needs_passages"):
            continue
        found.append((path.stem, title if isinstance(title, str) else title["en"]))
    return found


def source(name: str) -> str:
    """Return the text of a specification that ships, as a start for one's own.

    Raises
    ------
    UnknownNameError
        If no such specification ships.
    InputError
        If a theatre is at work, whose maps have no files.
    """
    if theatre.documents():
        hint = "add --project none for the maps that ship"
        raise InputError("the maps of a theatre are made of it, not of files", hint=hint)
    path = data_root() / "maps" / f"{name}.toml"
    known = sorted(p.stem for p in (data_root() / "maps").glob("*.toml"))
    if name not in known:
        raise UnknownNameError("map specification", name, known)
    return data.text(path)


def load(source: str | Path) -> MapSpec:
    """Read a specification by the name of a shipped one or from a TOML file.

    Raises
    ------
    UnknownNameError
        If there is no such specification, key or choice.
    InputError
        If the file can't be read or a value is wrong; the message names file, line and key.
    """
    path = Path(source)
    own = path.suffix != ".toml"
    if own and (made := theatre.documents()):
        if str(source) not in made:
            raise UnknownNameError("map of this theatre", str(source), made)
        return _as_theatre(_read(made[str(source)](), At(f"the theatre's map {source}"), Path()))
    if own:
        path = data_root() / "maps" / f"{source}.toml"
        if not path.is_file():
            known = [p.stem for p in (data_root() / "maps").glob("*.toml")]
            raise UnknownNameError("map specification", str(source), sorted(known))
    try:
        text = data.text(path) if own else path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such specification", where=path, hint="see 'eastup map --list'") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't read the specification ({error})", where=path) from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}", where=path) from None
    at = At(str(path), readers.line_numbers(text))
    if "title" not in document:
        raise InputError("the specification has no title", where=path, hint='add title = { en = "..." }')
    spec = _read(document, at, path.parent)
    return _as_theatre(spec, said=document)


def main_map() -> str:
    """Return the name of the map that is drawn where none is named: the East-Up Map, or that of the theatre."""
    return theatre.MAIN if theatre.documents() else "east-up"


def _read(document: Mapping[str, object], at: At, folder: Path) -> MapSpec:
    spec = _beside(readers.read_table(MapSpec, document, at), folder)
    check(spec, at)
    return spec


def _as_theatre(spec: MapSpec, said: Mapping[str, object] = MappingProxyType({})) -> MapSpec:
    """Return a map with the theatre's language, marking lines, logo and template, where it says nothing of its own."""
    own = overlay.defaults()
    files = {key: own.page.get(key, "") for key in ("logo", "template")}
    meant = {"lang": own.lang, "marking": own.marking, "classification": own.classification, **files}
    changes: dict[str, Any] = {key: value for key, value in meant.items() if value and key not in said}
    return replace(spec, **changes)


def override(spec: MapSpec, options: Mapping[str, object]) -> MapSpec:
    """Return the specification with the options of the command line or of a caller put over it."""
    known = [f.name for f in fields(MapSpec)]
    at = At("the options")
    for name in options:
        if name not in known:
            raise UnknownNameError("map option", name, sorted(known))
    given = {name: str(value) if name == "up" else value for name, value in options.items()}
    changes: dict[str, Any] = {name: readers.read_value(MapSpec, name, value, at) for name, value in given.items()}
    if "title" in changes:  # it stands in place of what the map's answer would say
        changes.setdefault("says", "")
    if "center" in changes and "extent" not in changes:
        changes.setdefault("fit", tuple(dict.fromkeys([*spec.fit, changes["center"]])))
    elsewhere = bool(changes.get("extent")) and spec.extent != changes["extent"]
    if elsewhere and spec.center and not _holds(changes["extent"], spec.middle):  # what is up is up where the map is
        changes.setdefault("center", "")
    if elsewhere and not spec.panels:  # where the map's own frame needed no locator, a close-up may
        changes.setdefault("inset", True)
    turned = spec.names_up and "up" in changes and parse_up(changes["up"]) != parse_up(spec.up)
    if "title" not in changes and (elsewhere or turned):  # its title was made for another page
        straits, chain = (changes.get(name, getattr(spec, name)) for name in ("straits", "chain"))
        ups = [changes["up"]] if "up" in changes else [one.up for one in spec.maps()]
        title = retitled([parse_up(up) for up in ups], changes["extent"] if elsewhere else None, straits, chain)
        changes |= {"title": title, "subtitle": {}}  # what its answer says stays where it holds: see briefing.says
        if spec.names_up:  # and so do its remarks speak of the way up
            changes.setdefault("remarks", ())
    if elsewhere and spec.projection and "projection" not in changes:  # and so may its projection be
        kept_view = replace(spec, **changes).view()
        if (
            spec.projection == PROJECTIONS[0]
            or scale_error(kept_view, extent_points(changes["extent"])) > MOST_OF_REGION
        ):
            changes["projection"] = ""
    if changes.get("projection", spec.projection) != spec.projection and "projection" in options:
        changes.setdefault("subtitle", {})  # it may speak of the one that the map was made for
    if "center" in changes and changes["center"] != spec.center:
        changes.setdefault("subtitle", {})
    if "layers" in changes:
        tables = [style for style in changes["layers"] if passages.is_table(style.source)]
        changes["layers"] = (*spec.layers, *(style for style in changes["layers"] if style not in tables))
        if tables:
            changes["passages"] = tables[-1].source
    if "passages" in changes and spec.needs_passages and "title" not in changes:
        changes["title"], changes["subtitle"] = passages.titles(changes["passages"])
    if spec.panels and "panels" not in changes:
        changes["panels"] = _panels_under(spec.panels, changes)
    changed = replace(spec, **changes)
    check(changed, at)
    return changed


def _holds(extent: Bounds, point: tuple[float, float] | None) -> bool:
    west, south, east, north = extent
    return point is not None and south <= point[1] <= north and (point[0] - west) % 360.0 <= east - west


def _panels_under(
    panels: tuple[Mapping[str, object], ...], changes: Mapping[str, object]
) -> tuple[Mapping[str, object], ...]:
    """Return what panels change where an option holds for all of them: none twice, and none at all where all are alike.

    A title, and what is placed by hand, were made for a way up and go with it.
    """
    kept = set(changes) - {"title", "subtitle", "says"}
    found: list[Mapping[str, object]] = []
    for panel in panels:
        turned = "up" in panel and "up" in kept and parse_up(str(panel["up"])) != parse_up(str(changes["up"]))
        left = {k: v for k, v in panel.items() if k not in kept and not (turned and k in _OF_A_WAY_UP)}
        if all(_but_title(left) != _but_title(other) for other in found):
            found.append(left)
    return () if len(found) == 1 and not _but_title(found[0]) else tuple(found)


def _but_title(panel: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in panel.items() if key != "title"}


def _beside(spec: MapSpec, folder: Path) -> MapSpec:
    """Make the paths in a specification those of files beside it."""

    def found(name: str) -> str:
        beside = str(folder / name)
        path, _ = layers.split(beside)
        return beside if path.suffix and layers.is_file(path) else name

    styles = tuple(replace(style, source=found(style.source)) for style in spec.layers)
    logo, counted, template = (found(name) if name else "" for name in (spec.logo, spec.passages, spec.template))
    return replace(spec, layers=styles, logo=logo, passages=counted, template=template)
