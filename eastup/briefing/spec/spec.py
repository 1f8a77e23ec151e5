"""What a briefing map shows: the fields of `MapSpec` are the keys of the TOML file that says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from eastup import layers, places
from eastup.briefing.spec import readers
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
from eastup.draw.theme import THEMES
from eastup.errors import InputError
from eastup.view.extent import parse_extent
from eastup.view.suited import suited
from eastup.view.view import MAP_PROJECTIONS, PROJECTIONS, WORLD, View, parse_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eastup.geodesy.types import Bounds

SIZES_IN = {
    "16:9": (32 / 3, 6.0), "4:3": (9.0, 6.75), "a4": (11.693, 8.268), "a3": (16.535, 11.693), "square": (8.5, 8.5),
    "a4-portrait": (8.268, 11.693), "a3-portrait": (11.693, 16.535),
}  # fmt: skip
"""Page sizes in inches, width and height; a slide's is small, so that its text is large when it fills a screen."""
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
    of_crowd: bool = False
    """Whether it shows a crowd of the reader's own points, which are named in it and not on the map."""


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
    {"size", "lettering", "lang", "second_lang", "theme", "dpi", "marking", "classification", "logo", "template",
     "date", "panels", "insets", "legend", "remarks"}
)  # fmt: skip


@dataclass(frozen=True)
class MapSpec:
    """What a briefing map shows; every field is a key of the TOML file."""

    title: dict[str, str] = key(readers.texts)
    subtitle: dict[str, str] = key(readers.texts, {})
    says: str = key(readers.choice("sentence", ("", *SAYINGS)), "")
    """The sentence that the map's answer fills in for its title; ``title`` stands where it leaves nothing to say."""
    names_up: bool = key(readers.flag, False)
    """Whether the title speaks of the way up: on a page that is turned another way it is replaced then."""
    up: str = key(_up, "east")
    projection: str = key(readers.choice("projection", ("", *MAP_PROJECTIONS)), "")
    """Where empty, oblique Mercator, or for an extent that it would stretch, the azimuthal one that does so least; for
    one that any of these would stretch far, the oblique Mollweide of the whole globe."""
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
    cities: bool = key(readers.flag, True)
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
    classification: tuple[str, ...] = key(readers.text_lines, ())
    """Lines at the foot that say by whom and from what the page is classified, and until when."""
    logo: str = key(readers.text, "")
    """A PNG or JPEG for the corner."""
    template: str = key(readers.text, "")
    """A presentation (.pptx) whose masters, fonts and colours slides take."""
    date: str = key(readers.text, "")
    """Date that the map carries; empty for that of the data."""

    def view(self) -> View:
        """Return the view that the specification asks for."""
        center, up = self.middle, parse_up(self.up)
        if self.projection or self.extent is None:
            if center is None and self.extent:  # what is up is up in the middle of what is shown
                west, south, east, north = self.extent
                center = ((west + east) / 2, (south + north) / 2)
            return View(up=up, center=center, projection=self.projection or PROJECTIONS[0])  # type: ignore[arg-type]
        return suited(up, self.extent, center)

    @property
    def middle(self) -> tuple[float, float] | None:
        """Longitude and latitude of the centre that was asked for, degrees."""
        place = places.resolve(self.center) if self.center else None
        return None if place is None else (place.lon, place.lat)

    def region_view(self) -> View:
        """Return the view for what shows regions alone, as the interactive page does: no globe unless asked for."""
        view = self.view()
        return view if self.projection or view.globe is None else replace(view, projection="equal-area")

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
        """Return the specification of each inset; remarks are not said twice."""
        on_globe = {"projection": ""} if self.projection == WORLD else {}  # an inset shows a region
        return [_within(replace(self, annotations=()), {**on_globe, **inset.changes}) for inset in self.insets]


def _within(spec: MapSpec, changes: Mapping[str, object]) -> MapSpec:
    """Return the specification of a map within the page of another; a ``fit`` of its own replaces an extent."""
    made: dict[str, Any] = {"title": {}, **changes, "panels": (), "insets": ()}
    if "fit" in changes:
        made.setdefault("extent", None)
    return replace(spec, **made)
