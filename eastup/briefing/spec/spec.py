"""Map specifications: a short TOML file says what a briefing map shows."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from eastup import layers, places
from eastup.briefing.spec import passages, readers, theatre
from eastup.briefing.spec.readers import At, key, list_of
from eastup.briefing.spec.tables import (
    UNITS,
    Adjust,
    Annotation,
    Arrow,
    LayerStyle,
    LegendKeys,
    Lines,
    Nearest,
    Rings,
    Route,
    ShipTime,
    Triangle,
    Zone,
)
from eastup.briefing.words import turned_titles
from eastup.draw.theme import THEMES
from eastup.errors import InputError, UnknownNameError
from eastup.io import data
from eastup.io.data import data_root
from eastup.layers import overlay
from eastup.view.distortion import distortion
from eastup.view.extent import parse_extent
from eastup.view.view import PROJECTIONS, View, parse_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

MOST_OUT = 0.15
"""Error of the scale in a map's frame from which the projection is chosen anew, or the reader told."""
FARTHEST_OUT = 3.0
"""Error of the scale from which a map is refused: lands turn inside out."""
SIZES_IN = {
    "16:9": (32 / 3, 6.0), "4:3": (9.0, 6.75), "a4": (11.693, 8.268), "a3": (16.535, 11.693), "square": (8.5, 8.5),
}  # fmt: skip
"""Page sizes in inches, width and height; a slide's is small, so that its text is large when it fills a screen."""
_LEAST_WIDTH_DEG = 0.05
CORNERS = ("auto", "upper left", "upper right", "lower left", "lower right")
BACKGROUNDS = ("depth", "relief", "plain")


def _up(value: object, at: At) -> str:
    try:
        parse_up(str(value))
    except InputError as error:
        raise InputError(str(error), where=str(at)) from None
    return str(value)


def _extent(value: object, at: At) -> Bounds | None:
    if value is None:
        return None
    try:
        written = value if isinstance(value, str) else ",".join(map(str, cast("Iterable[object]", value)))
        return parse_extent(written)
    except TypeError:
        raise InputError("must be [west, south, east, north]", where=str(at)) from None
    except InputError as error:
        raise InputError(str(error), where=str(at)) from None


def _style(value: object, at: At) -> LayerStyle:
    """Read a layer: the name of a file alone, or a table."""
    if isinstance(value, str | Path):
        return LayerStyle(str(value))
    return readers.read_table(LayerStyle, value, at)


def _layers(value: object, at: At) -> tuple[LayerStyle, ...]:
    if not isinstance(value, list | tuple):
        raise InputError(f"{value!r} must be a list of files or of tables", where=str(at))
    return tuple(_style(item, at / number) for number, item in enumerate(value))


def _changes(value: object, at: At, also: frozenset[str] = frozenset()) -> tuple[Mapping[str, object], ...]:
    """Read what maps within a page change of its map; ``also`` are keys that only they have."""
    if not isinstance(value, list | tuple) or not all(isinstance(item, dict) for item in value):
        raise InputError(f"must be a list of tables: write [[{at.keys[-1]}]]", where=str(at))
    read = []
    for number, item in enumerate(value):
        for name in item:
            if name in _OF_THE_PAGE:
                kind = {"insets": "an inset"}.get(str(at.keys[-1]), "a panel")
                raise InputError(f"{name} belongs to the whole page, not to {kind}", where=str(at / number / name))
        read.append(
            {
                name: content if name in also else readers.read_value(MapSpec, name, content, at / number)
                for name, content in item.items()
            }
        )
    return tuple(read)


def _panels(value: object, at: At) -> tuple[Mapping[str, object], ...]:
    """Read what the panels of a page change of its map."""
    read = _changes(value, at)
    if len(read) > 12:
        raise InputError(f"{len(read)} panels are too many for a page", where=str(at), hint="give up to 12")
    return read


MOST_HUBS = 16
"""Of a map of nearest hubs; it has a colour for each of the twelve that are nearest to some of what it shows."""
SAYINGS = ("lost", "nearest", "lines", "rings", "ship_time", "gates", "triangle", "after", "apart", "yards")
"""Sentences of ``words/says.toml`` that a map may name; `eastup.briefing.says` fills them."""


@dataclass(frozen=True)
class Inset:
    """A map in a corner of another, at a scale of its own."""

    changes: Mapping[str, object]
    """What it changes of the map that it stands in."""
    corner: str = key(readers.choice("corner", CORNERS), "auto")
    share: float = key(readers.number(0.1, 0.6), 0.3)
    """Of the width and the height of the map that it may take."""


_OWN_KEYS = frozenset({"corner", "share"})


def _insets(value: object, at: At) -> tuple[Inset, ...]:
    """Read the insets of a map."""
    if isinstance(value, tuple) and all(isinstance(item, Inset) for item in value):
        return value
    read = []
    for number, item in enumerate(_changes(value, at, _OWN_KEYS)):
        if not {"extent", "fit"} & set(item):
            raise InputError("the inset has neither extent nor fit", where=str(at / number), hint="say what it shows")
        own = {name: readers.read_value(Inset, name, item[name], at / number) for name in _OWN_KEYS & set(item)}
        read.append(Inset({k: v for k, v in item.items() if k not in own}, **own))  # type: ignore[arg-type]
    if len(read) > 4:
        raise InputError(f"{len(read)} insets are too many for a map", where=str(at), hint="give up to 4")
    return tuple(read)


_OF_THE_PAGE = frozenset(
    {"size", "lettering", "lang", "second_lang", "theme", "dpi", "marking", "logo", "template", "date", "panels",
     "insets", "legend", "remarks"}
)  # fmt: skip


@dataclass(frozen=True)
class MapSpec:
    """What a briefing map shows; every field is a key of the TOML file."""

    title: dict[str, str] = key(readers.texts)
    subtitle: dict[str, str] = key(readers.texts, {})
    says: str = key(readers.choice("sentence", ("", *SAYINGS)), "")
    """The sentence that the map's answer fills in for its title; ``title`` stands where it leaves nothing to say."""
    up: str = key(_up, "east")
    projection: str = key(readers.choice("projection", ("", *PROJECTIONS)), "")
    """Where empty, oblique Mercator, or for an extent that it would stretch, the azimuthal one that does so least."""
    center: str = key(readers.place, "")
    fit: tuple[str, ...] = key(list_of(readers.selection), ())
    """Places that must be on the map."""
    extent: Bounds | None = key(_extent, None)
    """west, south, east, north in degrees; used instead of ``fit``."""
    size: str = key(readers.choice("page size", SIZES_IN), "16:9")
    theme: str = key(readers.choice("theme", THEMES), "light")
    background: str = key(readers.choice("background", BACKGROUNDS), "depth")
    lang: str = key(readers.choice("language", layers.LANGUAGES), "en")
    second_lang: str = key(readers.choice("language", ("", *layers.LANGUAGES)), "")
    """A second language for the names of places."""
    dpi: int = key(readers.number(30, 1200, int), 180)
    lettering: str = key(readers.choice("lettering", ("text", "outlines")), "text")
    """How SVG and PDF hold their texts."""
    chain: str = key(readers.chain, "")
    """Variant of the first island chain; empty for the default one."""
    chains: tuple[str, ...] = key(list_of(readers.chain), ())
    """Further chains, such as ``second-wikipedia``."""
    show_chain: bool = key(readers.flag, True)
    straits: tuple[str, ...] = key(list_of(readers.id_in("straits")), ())
    """Straits with a label, by id; only these are drawn when any are named."""
    show_straits: bool = key(readers.flag, True)
    strait_widths: bool | str = key(readers.flag_or("way to show widths", ("label", "line", "both")), False)
    """Whether a strait's width is told: in its label (as where true), by how thick its gate is drawn, or both."""
    passages: str = key(readers.text, "")
    """A table of ``eastup transits``: gates are drawn as thick as they are passed often."""
    needs_passages: bool = key(readers.flag, False)
    """Whether the map is about such a table, which is then given as a layer."""
    closed: tuple[str, ...] = key(list_of(readers.id_in("straits")), ())
    """Straits that ships can't pass, by id: drawn and told as closed, and gone round by routes and ship times."""
    bases: tuple[str, ...] = key(list_of(readers.id_in("bases")), ())
    """Bases with a label, by id; all are drawn."""
    show_bases: bool = key(readers.flag, True)
    seas: bool = key(readers.flag, True)
    islands: bool = key(readers.flag, True)
    countries: bool = key(readers.flag, True)
    capitals: bool = key(readers.flag, True)
    graticule: bool = key(readers.flag, True)
    inset: bool = key(readers.flag, True)
    """Whether a north-up globe shows where the map is."""
    highlight: tuple[str, ...] = key(list_of(readers.country), ())
    """Countries set off by colour, ISO 3166-1 alpha-3."""
    lines: Lines | None = key(readers.table(Lines), None)
    triangle: Triangle | None = key(readers.table(Triangle), None)
    nearest: Nearest | None = key(readers.table(Nearest), None)
    ship_time: ShipTime | None = key(readers.table(ShipTime), None)
    rings: tuple[Rings, ...] = key(readers.tables(Rings), ())
    routes: tuple[Route, ...] = key(readers.tables(Route), ())
    annotations: tuple[Annotation, ...] = key(readers.tables(Annotation), ())
    arrows: tuple[Arrow, ...] = key(readers.tables(Arrow), ())
    areas: tuple[Zone, ...] = key(readers.tables(Zone), ())
    adjust: tuple[Adjust, ...] = key(readers.tables(Adjust), ())
    """Labels that are moved, reworded or left out by hand."""
    legend: LegendKeys | None = key(readers.table(LegendKeys), None)
    labels: tuple[str, ...] = key(list_of(readers.selection), ())
    """Places to mark and name."""
    unit: str = key(readers.choice("unit", ("", *UNITS)), "")
    """Unit of all lengths on the map, instead of those of ``lines``, ``triangle`` and so on."""
    layers: tuple[LayerStyle, ...] = key(_layers, ())
    """Further layers, ours or the user's own files."""
    remarks: tuple[dict[str, str], ...] = key(list_of(readers.texts), ())
    """Sentences beside the map."""
    panels: tuple[Mapping[str, object], ...] = key(_panels, ())
    """Several maps on one page: what each changes of this one, with its own ``title``."""
    insets: tuple[Inset, ...] = key(_insets, ())
    """Maps in the corners of this one, each at its own scale."""
    marking: str = key(readers.text, "")
    """A marking line on top and at the foot of the page, such as UNCLASSIFIED."""
    logo: str = key(readers.text, "")
    """A PNG or JPEG for the corner."""
    template: str = key(readers.text, "")
    """A presentation (.pptx) whose masters, fonts and colours slides take."""
    date: str = key(readers.text, "")
    """Date that the map carries; empty for that of the data."""

    def view(self) -> View:
        """Return the view that the specification asks for."""
        center = None
        if self.center:
            place = places.resolve(self.center)
            center = (place.lon, place.lat)
        elif self.extent:  # what is up is up in the middle of what is shown
            west, south, east, north = self.extent
            center = ((west + east) / 2, (south + north) / 2)
        up = parse_up(self.up)
        view = View(up=up, center=center, projection=self.projection or PROJECTIONS[0])  # type: ignore[arg-type]
        if self.projection or self.extent is None:
            return view
        shown = extent_points(self.extent)
        if scale_error(view, shown) <= MOST_OUT:
            return view
        middle = center or (float(shown[:, 0].mean()), float(shown[:, 1].mean()))
        others = [View(up=up, center=middle, projection=name) for name in PROJECTIONS[1:]]  # type: ignore[arg-type]
        return min([view, *others], key=lambda one: scale_error(one, shown))

    @property
    def own_scales(self) -> bool:
        """Whether the maps of the page have scales of their own, as panels do that say what they show."""
        return any("extent" in panel or "fit" in panel for panel in self.panels)

    def text(self, texts: dict[str, str]) -> str:
        """Return the text in the map's language, or in English, or in whatever it has."""
        return texts.get(self.lang) or texts.get("en") or next(iter(texts.values()), "")

    def maps(self) -> list[MapSpec]:
        """Return the specification of each map on the page: of every panel, or of the one map."""
        if not self.panels:
            return [self]
        return [_within(self, changes) for changes in self.panels]

    def inset_maps(self) -> list[MapSpec]:
        """Return the specification of each inset."""
        return [_within(self, inset.changes) for inset in self.insets]


def _within(spec: MapSpec, changes: Mapping[str, object]) -> MapSpec:
    """Return the specification of a map within the page of another; a ``fit`` of its own replaces an extent."""
    made: dict[str, Any] = {"title": {}, **changes, "panels": (), "insets": ()}
    if "fit" in changes:
        made.setdefault("extent", None)
    return replace(spec, **made)


def extent_points(extent: Bounds) -> FloatArray:
    """Return points all over an extent, ``(N, 2)`` degrees."""
    west, south, east, north = extent
    lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
    return np.column_stack([lon.ravel(), lat.ravel()])


def scale_error(view: View, lonlat: FloatArray) -> float:
    """Return how far the scale of a view is out at points ``(N, 2)``, at most; infinite where it can't show one."""
    points = lonlat[np.abs(lonlat[:, 1]) < 89.0]
    if not np.isfinite(view.forward(*points.T)).all():
        return math.inf
    worst = distortion(view.crs, points).worst_scale_error()
    return worst if math.isfinite(worst) else math.inf


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
    _check(spec, at)
    return spec


def _as_theatre(spec: MapSpec, said: Mapping[str, object] = MappingProxyType({})) -> MapSpec:
    """Return a map with the theatre's language, marking, logo and template, where it says nothing of its own."""
    own = overlay.defaults()
    files = {key: own.page.get(key, "") for key in ("logo", "template")}
    meant = {"lang": own.lang, "marking": own.marking, **files}
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
    up = parse_up(changes.get("up", spec.up))
    elsewhere = bool(changes.get("extent")) and spec.extent != changes["extent"]
    if "title" not in changes and (elsewhere or up != parse_up(spec.up)):  # its title was made for another page
        named = changes.get("straits", spec.straits) if elsewhere else ()
        changes |= {"title": turned_titles(up, places.select(list(named)) if named else ()), "subtitle": {}, "says": ""}
    if elsewhere and "projection" not in changes and spec.projection == PROJECTIONS[0]:  # and so was its projection
        changes["projection"] = ""
    if "layers" in changes:
        tables = [style for style in changes["layers"] if passages.is_table(style.source)]
        changes["layers"] = (*spec.layers, *(style for style in changes["layers"] if style not in tables))
        if tables:
            changes["passages"] = tables[-1].source
    if "passages" in changes and spec.needs_passages and "title" not in changes:
        changes["title"], changes["subtitle"] = passages.titles(changes["passages"])
    if spec.panels and "panels" not in changes:  # an option holds for every panel
        kept = {name for name in changes if name != "title"}
        panels = tuple({k: v for k, v in panel.items() if k not in kept} for panel in spec.panels)
        changes["panels"] = panels
    changed = replace(spec, **changes)
    _check(changed, at)
    return changed


def _beside(spec: MapSpec, folder: Path) -> MapSpec:
    """Make the paths in a specification those of files beside it."""

    def found(name: str) -> str:
        beside = str(folder / name)
        path, _ = layers.split(beside)
        return beside if path.suffix and layers.is_file(path) else name

    styles = tuple(replace(style, source=found(style.source)) for style in spec.layers)
    logo, counted, template = (found(name) if name else "" for name in (spec.logo, spec.passages, spec.template))
    return replace(spec, layers=styles, logo=logo, passages=counted, template=template)


def _check(spec: MapSpec, at: At) -> None:
    """Check what no single key can tell, and that the files are there."""
    if spec.logo and not Path(spec.logo).is_file():
        raise InputError(f"there is no such logo: {spec.logo}", where=str(at / "logo"), hint="check the path")
    if spec.passages and not passages.is_table(spec.passages):
        hint = "give what 'eastup transits -o' writes: .csv, .parquet or .json"
        raise InputError(f"this is no table of passages: {spec.passages}", where=str(at / "passages"), hint=hint)
    if spec.template and not Path(spec.template).is_file():
        what = f"there is no such template: {spec.template}"
        raise InputError(what, where=str(at / "template"), hint="check the path")
    for index, style in enumerate(spec.layers):
        readers.layer(style.source, at / "layers" / index / "source")
    if spec.insets and spec.panels:
        raise InputError("a page has panels or insets, not both", where=str(at / "insets"), hint="leave one out")
    within = [(at / "insets" / number, one) for number, one in enumerate(spec.inset_maps())]
    for where, one in [*((at / "panels" / n if spec.panels else at, o) for n, o in enumerate(spec.maps())), *within]:
        if one.extent and scale_error(one.view(), extent_points(one.extent)) > FARTHEST_OUT:
            hint = "narrow it" if not one.projection else "narrow it, or leave the projection to eastup"
            raise InputError("no view shows this extent as it is", where=str(where / "extent"), hint=hint)
        if one.extent is None and not one.fit:
            raise InputError("the map has neither extent nor fit", where=str(where), hint="say what it must show")
        if one.triangle and len(one.triangle.vertices) != 3:
            raise InputError("a triangle has three vertices", where=str(where / "triangle" / "vertices"))
        if one.ship_time and sorted(set(one.ship_time.days)) != list(one.ship_time.days):
            raise InputError("the days must rise", where=str(where / "ship_time" / "days"), hint="such as [1, 2, 4]")
        if one.nearest and len(places.select(list(one.nearest.hubs))) > MOST_HUBS:
            raise InputError(f"more than {MOST_HUBS} hubs can't be told apart", where=str(where / "nearest" / "hubs"))
        for index, route in enumerate(one.routes):
            if len(route.points) < 2:
                raise InputError("a route has at least two points", where=str(where / "routes" / index / "points"))
        for index, arrow in enumerate(one.arrows):
            if len(arrow.points) < 2:
                raise InputError("an arrow has at least two points", where=str(where / "arrows" / index / "points"))
        for index, zone in enumerate(one.areas):
            if len(zone.points) < 3:
                raise InputError("an area has at least three points", where=str(where / "areas" / index / "points"))
        if one.nearest and not _ids(one.nearest.hubs) - _ids(one.nearest.without):
            raise InputError("no hub is left", where=str(where / "nearest" / "without"), hint="lose fewer")
        if one.extent is None and _width_deg(one.fit) < _LEAST_WIDTH_DEG:
            hint = "name more places, or give an extent"
            raise InputError("fit must name at least two places that are apart", where=str(where / "fit"), hint=hint)


def _ids(names: tuple[str, ...]) -> set[str]:
    return {place.id for place in places.select(list(names))} if names else set()


def _width_deg(names: tuple[str, ...]) -> float:
    """Return how far apart places are, in degrees of longitude or latitude."""
    found = places.select(list(names))
    return max(max(values) - min(values) for values in ([p.lon for p in found], [p.lat for p in found]))
