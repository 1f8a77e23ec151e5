"""The display list of a page: what is drawn, in page points, for every kind of file to be made from.

A `DisplayList` records primitives, a `Sheet` those of a page of maps. `png`, `pdf`, `svg` and `pptx` write them, and
`gis` turns them back into the view's metres. Each primitive says what it is about (``topic`` and ``name``), so that a
slide's shapes and a GeoPackage's features carry the names of what they show.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, Unpack

import numpy as np
import shapely

from eastup.draw import fonts
from eastup.io.provenance import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from eastup.draw.frame import Page, Paper
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds, Geometries

    Pixels = NDArray[np.float64] | NDArray[np.uint8]


class LineStyle(TypedDict, total=False):
    """What may be said of a line besides its colour and width; see `Lines`."""

    dashes: tuple[float, ...]
    cap: Literal["butt", "round", "projecting"]
    alpha: float
    casing: bool
    clip: bool
    gaps: list[Bounds]


class TextStyle(TypedDict, total=False):
    """What may be said of a text besides its size and colour; see `Text`."""

    align: str
    halo: str | None
    angle: float
    z: float
    bold: bool
    spacing: float


class _Tags(TypedDict):
    """What is being drawn."""

    topic: str
    name: str
    facts: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Primitive:
    """What all primitives have."""

    z: float
    """Higher is drawn later."""
    topic: str
    """What it is about: ``straits``, ``legend`` and so on."""
    name: str
    """Of the feature, where it shows one."""
    page: Paper
    """Whose frame it stands in."""
    clip: bool = True
    """Whether it ends at the frame."""
    facts: dict[str, object] = field(default_factory=dict)
    """More to know of the feature."""

    @property
    def clip_box(self) -> Bounds | None:
        """The box that it is cut to."""
        return self.page.frame if self.clip else None


@dataclass(frozen=True, kw_only=True)
class Text(Primitive):
    """One line of text; ``x`` and ``y`` are where its baseline starts, centres or ends, as ``align`` says."""

    text: str
    x: float
    y: float
    size: float
    color: str
    align: str = "left"
    halo: str | None = None
    angle: float = 0.0
    """Degrees counterclockwise."""
    bold: bool = False
    spacing: float = 0.0
    """Between letters, beside their own, in font sizes."""

    def continues(self, above: Text, pitch_pt: float) -> bool:
        """Whether this is the next line of a level text: about the same thing, aligned, and no farther below it."""
        alike = all(getattr(self, key) == getattr(above, key) for key in ("topic", "name", "x", "align", "angle"))
        return alike and self.angle == 0 and 0 < above.y - self.y <= pitch_pt


@dataclass(frozen=True, kw_only=True)
class Lines(Primitive):
    """Polylines of one style, each ``(N, 2)``."""

    parts: list[FloatArray]
    color: str
    width: float
    dashes: tuple[float, ...] = ()
    """Lengths on and off, in points."""
    cap: Literal["butt", "round", "projecting"] = "butt"
    alpha: float = 1.0
    casing: bool = False
    """Whether it only sets off another line from the map, as a halo does a text."""
    gaps: list[Bounds] = field(default_factory=list)
    """Boxes that it is not drawn in, for a label that stands on it."""

    def shown(self) -> list[FloatArray]:
        """Return the parts without the gaps."""
        if not self.gaps:
            return self.parts
        lines = shapely.multilinestrings([shapely.LineString(part) for part in self.parts])
        rest = shapely.difference(lines, shapely.union_all(shapely.box(*np.array(self.gaps).T)))
        if rest.geom_type == "MultiLineString":
            rest = shapely.line_merge(rest)
        return [shapely.get_coordinates(part) for part in shapely.get_parts(rest)]


@dataclass(frozen=True, kw_only=True)
class Area(Primitive):
    """Polygons of one style; without an edge where the width is 0."""

    polygons: Geometries
    face: str
    edge: str
    width: float
    alpha: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Marker(Primitive):
    """A point marker; ``size`` is its diameter."""

    x: float
    y: float
    shape: str
    size: float
    face: str
    edge: str
    width: float = 0.7

    def outline(self) -> FloatArray:
        """Return the closed outline, ``(N, 2)`` page points."""
        return np.array([self.x, self.y]) + _OUTLINES[self.shape] * self.size / 2


@dataclass(frozen=True, kw_only=True)
class Picture(Primitive):
    """An image ``(rows, columns, 3)`` of floats from 0 to 1, or ``(rows, columns, 4)`` bytes, in a box."""

    pixels: Pixels
    box: Bounds


_POLYGON = shapely.GeometryType.POLYGON
_TEXT_Z = 20.0
"""How high texts stand where nothing is said."""
_LEVEL_Z = 50.0
"""From one level to the next; nothing of a level is drawn higher."""

Item: TypeAlias = Text | Lines | Area | Marker | Picture

_TURN = np.linspace(0, 2 * np.pi, 33)
_OUTLINES = {
    "circle": np.column_stack([np.cos(_TURN), np.sin(_TURN)]),
    "square": np.array([(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85), (-0.85, -0.85)]),
    "diamond": np.array([(0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0), (0, -1.1)]),
    "triangle": np.array([(-1.05, -0.8), (1.05, -0.8), (0, 1.1), (-1.05, -0.8)]),
    "cross": np.array([(-1, -1), (1, 1), (0, 0), (-1, 1), (1, -1)]),
}


@dataclass(frozen=True)
class Facts:
    """What a file tells of the page that it holds."""

    title: str = ""
    lang: str = "en"
    size: str = "16:9"
    """Name of the page's size."""
    dpi: int = 180
    """Of a picture of it."""
    outlines: bool = False
    """Whether texts in SVG and PDF are outlines: the same everywhere, but no longer text."""
    record: Record = field(default_factory=Record)
    template: str = ""
    """Presentation whose masters, fonts and colours slides take."""
    roles: dict[str, str] = field(default_factory=dict)
    """Names that colours have in the theme of a presentation."""
    """Of what made the page."""


class DisplayList:
    """What is drawn on a paper, in points from its lower left corner.

    Parameters
    ----------
    page : Paper
        With the frame that is drawn in.
    color : str
        Of the paper.
    facts : Facts
    """

    frames: tuple[Page, ...] = ()
    """One for each map on the paper."""

    def __init__(self, page: Paper, color: str, facts: Facts | None = None) -> None:
        self._page, self.color = page, color
        self.facts = facts or Facts()
        self.items: list[Item] = []
        self._tags: _Tags = {"topic": "page", "name": "", "facts": {}}

    def keep_made(self, record: Record) -> None:
        """Say what made the page; every file of it tells."""
        self.facts = replace(self.facts, record=record)

    @property
    def page(self) -> Paper:
        """The paper, with the frame that is drawn in."""
        return self._page

    def _raised(self, z: float) -> float:
        """Return a height on the paper: an inset lies over all of the map that it stands in."""
        return z + _LEVEL_Z * self.page.level

    @property
    def written(self) -> list[str]:
        """Every text on the page."""
        return [item.text for item in self.items if isinstance(item, Text)]

    def in_order(self) -> list[Item]:
        """Return what is drawn, the lowest first."""
        return sorted(self.items, key=lambda item: item.z)

    @contextmanager
    def about(self, topic: str, name: str = "", **facts: object) -> Iterator[None]:
        """Say what is being drawn."""
        before = self._tags
        self._tags = {"topic": topic, "name": name, "facts": facts}
        try:
            yield
        finally:
            self._tags = before

    def text(self, x: float, y: float, text: str, size: float, color: str, **style: Unpack[TextStyle]) -> None:
        """Write one line of text; its halo, if any, is drawn beneath it.

        A character that the font lacks is drawn as a stand-in of the same width, and told.
        """
        of = ", ".join(filter(None, (str(self._tags.get("topic", "")), str(self._tags.get("name", "")))))
        style["z"] = self._raised(style.get("z", _TEXT_Z))
        text = fonts.in_font(text, of)
        self.items.append(
            Text(
                text=text, x=float(x), y=float(y), size=size, color=color, clip=False, page=self.page, **style,
                **self._tags,
            )
        )  # fmt: skip

    def line(self, xy: ArrayLike, color: str, width: float, *, z: float, **style: Unpack[LineStyle]) -> None:
        """Draw a polyline ``(N, 2)``."""
        self.lines([np.asarray(xy, float)], color, width, z=z, **style)

    def lines(
        self, several: list[FloatArray], color: str, width: float, *, z: float, **style: Unpack[LineStyle]
    ) -> None:
        """Draw polylines of one style."""
        parts = [part for part in several if len(part) > 1]
        if self.page.rim is not None and style.get("clip", True):
            parts = [piece for part in parts for piece in self.page.rim.cut_line(part)]
        if parts:
            z = self._raised(z)
            self.items.append(Lines(parts=parts, color=color, width=width, z=z, page=self.page, **style, **self._tags))

    def area(  # noqa: PLR0913 - what an area is made of
        self,
        geometries: shapely.Geometry | Sequence[shapely.Geometry] | Geometries,
        face: str,
        edge: str,
        width: float,
        *,
        z: float,
        alpha: float = 1.0,
        clip: bool = True,
    ) -> None:
        """Fill polygons given in page points."""
        parts = shapely.get_parts(np.asarray(geometries, dtype=object).ravel())
        parts = parts[shapely.get_type_id(parts) == _POLYGON]
        if self.page.rim is not None and clip:
            parts = shapely.get_parts(self.page.rim.cut_areas(parts))
            parts = parts[(shapely.get_type_id(parts) == _POLYGON) & ~shapely.is_empty(parts)]
        if len(parts):
            self.items.append(
                Area(
                    polygons=parts,
                    face=face,
                    edge=edge,
                    width=width,
                    z=self._raised(z),
                    alpha=alpha,
                    clip=clip,
                    page=self.page,
                    **self._tags,
                )
            )

    def marker(  # noqa: PLR0913 - what a mark is made of
        self, x: float, y: float, shape: str, size: float, face: str, edge: str, *, z: float, width: float = 0.7
    ) -> None:
        """Draw a point marker; ``size`` is its diameter in points."""
        self.items.append(
            Marker(
                x=float(x), y=float(y), shape=shape, size=size, face=face, edge=edge, width=width, z=self._raised(z),
                clip=False, page=self.page, **self._tags,
            )
        )  # fmt: skip

    def image(self, pixels: Pixels, *, z: float, box: Bounds | None = None) -> None:
        """Fill a box, the map's frame when not given, with an image."""
        box = box or self.page.frame
        self.items.append(Picture(pixels=pixels, box=box, z=self._raised(z), clip=False, page=self.page, **self._tags))


class Sheet(DisplayList):
    """A page of maps to draw on, with the frame of one of them; see `DisplayList`.

    Parameters
    ----------
    frames : sequence of Page
        One for each map on the sheet; the one that is drawn in where none are given.
    """

    def __init__(self, page: Page, color: str, facts: Facts | None = None, frames: Sequence[Page] = ()) -> None:
        super().__init__(page, color, facts)
        self._map, self.frames = page, tuple(frames) or (page,)

    @property
    def page(self) -> Page:
        """The page, with the frame of the map that is drawn in."""
        return self._map

    def framed(self, page: Page) -> Sheet:
        """Return a sheet that draws on the same paper with another frame."""
        sheet = Sheet(page, self.color, self.facts, self.frames)
        sheet.items = self.items
        return sheet
