"""The tables of a map specification: what each may hold, and in which words it is told what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup.briefing.spec import readers
from eastup.briefing.spec.readers import key, list_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eastup.places import Place

MARKERS = ("circle", "square", "diamond", "triangle")
UNITS = ("km", "nmi", "mi")
FILLS = ("tint", "hatch", "none")
EDGES = ("solid", "dashed", "none")

_units = list_of(readers.choice("unit", UNITS))
_places = list_of(readers.place)


@dataclass(frozen=True)
class Lines:
    """Straight (geodesic) lines from one place to others, labelled at the far end."""

    origin: str = key(readers.place)
    targets: tuple[str, ...] = key(list_of(readers.selection))
    units: tuple[str, ...] = key(_units, ("mi", "km"))


@dataclass(frozen=True)
class Triangle:
    """The strategic triangle: three places and the lengths of the sides."""

    vertices: tuple[str, ...] = key(_places)
    units: tuple[str, ...] = key(_units, ("km", "nmi"))


@dataclass(frozen=True)
class Rings:
    """Circles of equal distance (geodesic, on the ellipsoid) about a place."""

    center: str = key(readers.place)
    radii: tuple[str, ...] = key(list_of(readers.length))
    """Such as ``"500 nmi"``; each ring is labelled with it."""
    color: str = key(readers.color, "")


@dataclass(frozen=True)
class Route:
    """A way through several places, along geodesics or by ship round land, with its length."""

    points: tuple[str, ...] = key(_places)
    by: str = key(readers.choice("way", ("air", "sea")), "air")
    speed: str = key(readers.speed, "")
    """Tells the time that it takes, such as ``"20 kn"``."""
    label: dict[str, str] = key(readers.texts, {})
    """Written along it, before its length."""
    units: tuple[str, ...] = key(_units, ("km", "nmi"))
    color: str = key(readers.color, "")


@dataclass(frozen=True)
class Annotation:
    """A remark on the map, with a line to what it speaks of."""

    at: str = key(readers.place)
    text: dict[str, str] = key(readers.texts)
    """Line breaks are kept."""
    color: str = key(readers.color, "")
    style: str = key(readers.choice("style of a remark", ("text", "callout")), "text")
    """A callout stands in a box with a tail."""
    size: float = key(readers.number(6, 40), 9.4)
    """Of the text, points."""
    to: str = key(readers.place, "")
    """Where the middle of the text stands; where neither this nor an offset is given, wherever there is room."""
    offset: tuple[float, ...] = key(readers.offset, ())
    """From the place to the middle of the text, points to the right and up; ``[0, 0]`` writes it in place."""


@dataclass(frozen=True)
class Adjust:
    """Another place, other words, or none, for a label of the map."""

    label: str = key(readers.text)
    """The label's text, or the name or id of its place."""
    at: str = key(readers.place, "")
    """Where its middle stands."""
    offset: tuple[float, ...] = key(readers.offset, ())
    """From its own place to its middle, points to the right and up."""
    text: dict[str, str] = key(readers.texts, {})
    """Line breaks are kept."""
    hide: bool = key(readers.flag, False)


@dataclass(frozen=True)
class Arrow:
    """An arrow through places, its head at the last."""

    points: tuple[str, ...] = key(_places)
    label: dict[str, str] = key(readers.texts, {})
    """Written along it."""
    title: dict[str, str] = key(readers.texts, {})
    """Its words in the legend; without them it is not in the legend."""
    color: str = key(readers.color, "")
    width: float = key(readers.number(0.5, 20), 3.0)
    """Points."""
    bend: float = key(readers.number(-1, 1), 0.0)
    """Of an arrow of two points: how far its middle stands to the left (right, where negative), of its length."""
    dashed: bool = key(readers.flag, False)


@dataclass(frozen=True)
class Zone:
    """An area between places, with a label: a zone, a box of an exercise."""

    points: tuple[str, ...] = key(_places)
    label: dict[str, str] = key(readers.texts, {})
    """Written in it."""
    title: dict[str, str] = key(readers.texts, {})
    """Its words in the legend; without them it is not in the legend."""
    color: str = key(readers.color, "")
    fill: str = key(readers.choice("fill", FILLS), "tint")
    edge: str = key(readers.choice("edge", EDGES), "solid")


@dataclass(frozen=True)
class LegendKeys:
    """Which entries the legend has, in which order and words."""

    order: tuple[str, ...] = key(list_of(readers.text), ())
    """Names of entries; the others follow."""
    hide: tuple[str, ...] = key(list_of(readers.text), ())
    words: Mapping[str, dict[str, str]] = key(readers.named(readers.texts), {})
    """Other words, by the name of the entry."""


@dataclass(frozen=True)
class LayerStyle:
    """A layer, one of ours or a file, with a filter and a style."""

    source: str = key(readers.text)
    """A layer's name, a filter such as ``bases:host=JPN`` or the path of a file."""
    title: dict[str, str] = key(readers.texts, {})
    """Its words in the legend; its name when not given."""
    color: str = key(readers.color, "")
    marker: str = key(readers.choice("marker", MARKERS), "diamond")
    size: float = key(readers.number(1, 40), 5.5)
    """Of a marker, points."""
    width: float = key(readers.number(0.1, 20), 1.6)
    """Of a line, points."""
    edge: str = key(readers.choice("edge", EDGES), "solid")
    """Of lines and areas; the inferred and the disputed are dashed."""
    fill: str = key(readers.choice("fill", FILLS), "tint")
    """Of areas."""
    color_by: str = key(readers.text, "")
    """Column whose values tell the features apart by colour, each with an entry in the legend."""
    colors: Mapping[str, str] = key(readers.named(readers.color), {})
    """Colour of each value; those without one take the theme's."""
    size_by: str = key(readers.text, "")
    """Column of numbers: the area of a marker is as the number, the largest as ``size`` says."""
    label_by: str = key(readers.text, "")
    """Column that is written in place of the name."""
    labels: bool | str = key(readers.flag_or("way to name points", ("names", "numbers", "dots")), True)
    """Whether points are named, and how: by names, numbers with a key, or dots; where true, as their count lets."""


@dataclass(frozen=True)
class Nearest:
    """The sea and the straits, told apart by which hub is nearest by air."""

    hubs: tuple[str | Place, ...] = key(list_of(readers.selection))
    """As a specification has them by name, and a question as places."""
    without: tuple[str | Place, ...] = key(_places, ())
    """Hubs that are lost: left out, and marked so."""
    units: tuple[str, ...] = key(_units, ("km", "nmi"))


@dataclass(frozen=True)
class ShipTime:
    """The sea by days of a ship from the nearest of some hubs, round land."""

    hubs: tuple[str | Place, ...] = key(_places)
    days: tuple[float, ...] = key(list_of(readers.number(0.05, 60)))
    """Rising; each band is labelled with it."""
    speed: str = key(readers.speed)
    """Such as ``"20kn"``: the user's, no ship's."""
    closed: tuple[str, ...] = key(list_of(readers.id_in("straits")), ())
    """Straits that ships can't pass, by id."""
