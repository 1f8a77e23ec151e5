"""What a map is about, drawn on its sheet: chains, straits, bases, and further layers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy, layers
from eastup.briefing.furniture.legend import LegendItem, Table
from eastup.briefing.subject import own_points
from eastup.briefing.subject.adjust import Adjustments
from eastup.briefing.words import word
from eastup.draw.color import legible
from eastup.draw.labels.along import place_along
from eastup.draw.labels.label import Along, Label, ObstacleMap
from eastup.draw.labels.numbers import Numbers
from eastup.draw.theme import LEAST_PT
from eastup.layers import gazetteer, plain, ports
from eastup.layers.overlay import own_ids
from eastup.layers.query import base_class, find_chain, name_in
from eastup.results.digits import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd
    from numpy.typing import ArrayLike
    from shapely.geometry.base import BaseGeometry

    from eastup.briefing.spec.spec import MapSpec
    from eastup.briefing.spec.tables import Adjust
    from eastup.briefing.subject.own_points import Naming
    from eastup.draw.document import Sheet
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds, Geometries
    from eastup.layers.query import Row
    from eastup.places import Place
    from eastup.positions.tally import Tally

_STEP_M = 25_000.0
_CLOSE_UP_M = 2_000.0
"""Metres in a point of a close-up, on which bases are named where room is left, though none is asked for."""
_CHAIN_DASHES = (4.5, 2.2)
_OTHER_DASHES = (1.6, 2.0)
_LEAST_CONTRAST = 2.0
"""Of a line with its ground."""
_ONE_PLACE_M = 5_000.0
"""Places nearer to each other than this are one on a map on which their marks touch."""


@dataclass
class Content:
    """Draws the subject of a map and gathers its labels, the space they must leave free, legend and tables."""

    sheet: Sheet
    spec: MapSpec
    theme: Theme
    obstacle_map: ObstacleMap
    land: Geometries
    """Polygons of the land, page points."""
    several: bool = False
    """Whether it is one of several maps on the page."""
    inset: bool = False
    """Whether it is an inset of another."""
    labels: list[Label] = field(default_factory=list)
    legend: list[LegendItem] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    shown_straits: list[Row] = field(default_factory=list)
    """Rows of the straits on the map, north to south."""
    passages: Tally | None = None
    """How often straits were passed, where the map tells it."""
    lost: list[str] = field(default_factory=list)
    """What was asked for and found no room: lengths along their line."""
    enlarged: BaseGeometry | None = None
    """What of the page an inset shows larger, with the names of the reader's own points there."""
    outside: list[str] = field(default_factory=list)
    """What was asked for and lies outside the frame."""
    numbers: Numbers = field(default_factory=Numbers)
    """The numbers that stand for names on the page."""
    labelled: list[tuple[float, float]] = field(default_factory=list)
    """Where places are marked and named, points."""
    _shown: list[Place] = field(default_factory=list)
    """Those places."""
    named_areas: list[tuple[BaseGeometry, Label]] = field(default_factory=list)
    """Areas on the page with the label that is to stand in them."""
    has_cities: bool = False
    """Whether cities are named that the map is not about, which have a source of their own."""
    ship_limit: bool = False
    """Whether the map shows more of the sea than distances by ship are known of."""
    letters: dict[str, str] = field(default_factory=dict)
    """Letters that stand for countries, by the codes of these."""
    closed: list[str] = field(default_factory=list)
    """Names of the straits that are closed."""
    adjust: Adjustments = field(init=False)
    """What a reader asks for by hand of its labels."""

    def __post_init__(self) -> None:
        self.adjust = Adjustments(self.spec.adjust, self.sheet.page, self.spec.lang)

    @cached_property
    def naming(self) -> Naming:
        """How points of further layers are named."""
        if self.sheet.page.key:
            return "numbers"
        return own_points.naming(self.spec, own_points.names_of(self.spec), 0.0)

    @property
    def text_scale(self) -> float:
        """Size of the map's text, relative to that of a page with one map."""
        return self.sheet.page.text_scale

    def draw_chains(self) -> None:
        """Draw the chosen variant of the first island chain as a broken line, and any further chains."""
        if self.spec.show_chain:
            self._draw_chain(find_chain(self.spec.chain), self.theme.chain, _CHAIN_DASHES)
        for variant in self.spec.chains:
            self._draw_chain(find_chain(variant), self.theme.other_chain, _OTHER_DASHES)

    def _draw_chain(self, chain: pd.Series, color: str, dashes: tuple[float, float]) -> None:
        first = chain["chain"] == "first"
        lang = self.spec.lang
        words = word("chain", lang) if first else name_in(chain, lang)
        with self.sheet.about("chains", name_in(chain, lang), drawn_by=str(chain["drawn_by"]), **origin_of(chain)):
            shown = False
            for part in shapely.get_parts(chain.geometry):
                xy = self.geodesic(shapely.get_coordinates(part))
                shown |= self.shows(xy)
                self.sheet.line(xy, self.theme.halo, 4.0, z=6, alpha=0.75, cap="round", casing=True)
                self.sheet.line(xy, color, 2.0, z=6.1, dashes=dashes)
                self.obstacle_map.add_polyline(xy, weight=0.5)

        if not shown:
            return

        def sample(x: float, y: float) -> None:
            self.sheet.line(np.array([(x, y), (x + 22, y)]), color, 2.0, z=10, clip=False, dashes=dashes)

        by = "" if self.several and not self.inset else word("drawn_by", lang, str(chain["drawn_by"]))
        self.legend.append(LegendItem(sample, words + by, name="chain" if first else str(chain["variant"])))

    def draw_bases(self) -> None:
        """Draw all bases, told apart by whose they are; label those that the specification names."""
        if not self.spec.show_bases:
            return
        bases = layers.load("bases")
        bases = bases[bases["kind"].notna() & (bases["access"] != "civil") | (bases["access"] == "EDCA")]
        named = {*self.spec.bases, *(own_ids("bases") if self.spec.bases else ())}
        close = not named and self.sheet.page.metres_per_pt < _CLOSE_UP_M
        used: dict[str, LegendItem] = {}
        for row in bases.to_dict("records"):
            x, y = self.sheet.page.locate(row["geometry"].x, row["geometry"].y)
            if not self.sheet.page.shows((x, y), 4):
                continue
            kind = base_class(row)
            face, edge, size = self._base_style(kind)
            big = row["id"] in named
            names = self.names(row)
            with self.sheet.about("bases", names[0], id=row["id"], kind=kind, **origin_of(row)):
                grown = (size + (1.6 if big else 0)) * self.text_scale
                self.sheet.marker(x, y, "circle", grown, face, edge, z=12 if big else 11)
            if close:
                self.obstacle_map.add_box(x, y, 2.2)
                quiet = self.theme.quiet
                self.label(Label(names, x, y, LEAST_PT, 35, 3.6, quiet, leader=True, topic="bases", key=row["id"]))
            elif not big:
                self.obstacle_map.add_spot(x, y, weight=0.4)
            else:
                self.obstacle_map.add_box(x, y, 2.6)
                color = edge if kind == "edca_base" else self.theme.ink
                self.label(Label(names, x, y, 8.8, priority=65, gap_pt=4.4, leader=True, color=color, key=row["id"]))
            item = LegendItem(self.dot(face, edge, size + 1.2), word(kind, self.spec.lang), name=kind)
            used.setdefault(kind, item)
        self.legend.extend(used[k] for k in ("us_base", "host_base", "edca_base") if k in used)

    def point_label(self, place: Place, *, detail: str = "", priority: float, marker: float = 4.6) -> None:
        """Mark a place and label it, unless the same one stands there already, as a base stands for its port."""
        x, y = self.sheet.page.locate(place.lon, place.lat)
        if not self.sheet.page.shows((x, y), 2):
            return
        near = [
            other for (a, b), other in zip(self.labelled, self._shown, strict=True) if math.hypot(x - a, y - b) < 2.0
        ]
        if any(geodesy.distance_m(place.lon, place.lat, other.lon, other.lat) < _ONE_PLACE_M for other in near):
            return
        self.labelled.append((x, y))
        self._shown.append(place)
        names = self.place_names(place)
        with self.sheet.about("places", names[0], id=place.id, distance=detail, **origin_of_place(place)):
            self.sheet.marker(x, y, "circle", marker, self.theme.ink, self.theme.page, z=13, width=0.9)
        self.obstacle_map.add_box(x, y, 2.8)
        lines = (*names, detail) if detail else names
        ink = self.theme.ink
        self.label(
            Label(
                lines, x, y, 10.6, priority, gap_pt=5, color=ink, leader=True, required=True, key=place.id,
                also=(place.name, *(name for _, name in place.names)),
            )
        )  # fmt: skip

    def label(self, label: Label) -> None:
        """Ask for a label, in the size of this map's text; a long name is broken in two, and a reader's hand obeyed."""
        asked = self.adjust.apply(label)
        if asked is not None:
            self.labels.append(self.sized(asked))

    def numbered(self, label: Label) -> None:
        """Ask for a number in place of a label, unless a reader has put the label somewhere by hand."""
        asked = self.adjust.apply(label)
        if asked is not None:
            self.labels.append(self.sized(asked) if asked.fixed else self.numbers.numbered(asked))

    def placed_by_hand(self, asked: Adjust | None, point: FloatArray, extent: tuple[float, float]) -> Bounds | None:
        """Return the box of a name that a reader has put somewhere; None where that is left to us."""
        middle = self.adjust.middle(asked, (float(point[0]), float(point[1]))) if asked else None
        if middle is None:
            return None
        return (
            middle[0] - extent[0] / 2,
            middle[1] - extent[1] / 2,
            middle[0] + extent[0] / 2,
            middle[1] + extent[1] / 2,
        )

    def sized(self, label: Label) -> Label:
        """Return a label in the size of this map's text, a long name broken in two."""
        return replace(label, size_pt=max(label.size_pt * self.text_scale, LEAST_PT)).broken()

    def along(  # noqa: PLR0913 - how a text may lie on its line
        self,
        xy: FloatArray,
        text: str,
        size: float,
        color: str,
        *,
        on_line: bool = False,
        halo: bool = True,
        off: shapely.STRtree | None = None,
        far: bool = False,
    ) -> Along | None:
        """Write a text along a line, upright, at the first stretch where it is in nobody's way; return where."""
        size = max(size * self.text_scale, LEAST_PT)
        inside = _inside(xy, self.sheet.page)
        found = (
            place_along(inside, text, size, self.obstacle_map, on_line=on_line, off=off, far=far)
            if len(inside) > 1
            else None
        )
        if found:
            shade = self.theme.halo if halo else None
            self.sheet.text(
                found.x, found.y, text, size, self.ink(color), align="center", halo=shade, angle=found.angle_deg, z=19
            )
        elif off is None and len(inside) > 1:  # seas are named where there is room
            self.lost.append(text)
        return found

    def shade(self, color: str) -> str:
        """Return a reader's colour as a line of it is seen on this theme's ground, for which it may not be made."""
        return legible(color, self.theme.page, self.theme.ink, _LEAST_CONTRAST)

    def ink(self, color: str) -> str:
        """Return a colour as a text of it is read."""
        return legible(color, self.theme.page, self.theme.ink)

    def shows(self, xy: FloatArray) -> bool:
        """Tell whether any of a line is in the frame."""
        return len(_inside(xy, self.sheet.page)) > 1

    def geodesic(self, lonlat: ArrayLike) -> FloatArray:
        """Return a line's page points, bent as its geodesics are."""
        dense = geodesy.line(lonlat, _STEP_M)
        return self.sheet.page.locate(dense[:, 0], dense[:, 1])

    def units(self, units: tuple[str, ...]) -> tuple[str, ...]:
        """Return the units to write lengths in."""
        return (self.spec.unit,) if self.spec.unit else units

    def length(self, distance_km: float, units: tuple[str, ...], off_km: float = 0.0) -> str:
        """Write a length in each unit, to the digits that its uncertainty leaves it; tenths below 10 km alone."""
        decimals = 0 if distance_km >= 10 else 1
        per_unit = [(unit, geodesy.KM_PER_UNIT[unit]) for unit in self.units(units)]
        return " · ".join(f"{written(distance_km / per, off_km / per, decimals)} {unit}" for unit, per in per_unit)

    def lengths(self, distance_km: float) -> tuple[str, ...]:
        """Write a length for a table: in all units, or in one where there is less room."""
        return self.length(distance_km, ("km", "nmi")), self.length(distance_km, ("km",))

    def names(self, row: Row) -> tuple[str, ...]:
        """Return the name of a feature, and its name in the second language if there is one."""
        first = name_in(row, self.spec.lang)
        second = name_in(row, self.spec.second_lang) if self.spec.second_lang else first
        return (first,) if second == first else (first, second)

    def place_names(self, place: Place) -> tuple[str, ...]:
        """Return the name of a place, and its name in the second language if there is one."""
        first = place.in_language(self.spec.lang).name
        second = place.in_language(self.spec.second_lang).name if self.spec.second_lang else first
        return (first,) if second == first else (first, second)

    def translated(self, found: Iterable[Place]) -> list[Place]:
        """Return places under their names in the map's language."""
        return [place.in_language(self.spec.lang) for place in found]

    def _base_style(self, kind: str) -> tuple[str, str, float]:
        return {
            "us_base": (self.theme.us_base, self.theme.page, 4.4),
            "host_base": (self.theme.host_base, self.theme.page, 3.6),
            "edca_base": (self.theme.page, self.theme.edca_base, 4.2),
        }[kind]

    def dot(self, face: str, edge: str, size: float, shape: str = "circle") -> Callable[[float, float], None]:
        """Return a legend's sample of a marker."""

        def sample(x: float, y: float) -> None:
            self.sheet.marker(x + 12, y, shape, size, face, edge, z=10, width=1.1)

        return sample


def origin_of_place(place: Place) -> dict[str, object]:
    """Return the source of a place of a layer, a port or a city, and its date where it has one."""
    if place.layer == ports.LAYER:
        return origin_of(ports.named()[place.id].row)
    if place.layer == gazetteer.LAYER:
        return {"source": gazetteer.SOURCE}
    if place.layer not in {*layers.names(), *layers.own_names()}:
        return {}
    return origin_of(next((row for row in plain.rows(place.layer).records if row["id"] == place.id), {}))


def origin_of(row: Row | pd.Series) -> dict[str, object]:
    """Return the source of a feature and the date of what it says, for files that keep columns."""
    return {name: str(row[name]) for name in ("source", "as_of") if name in row and isinstance(row[name], str)}


def origin_of_way(*ends: dict[str, object]) -> dict[str, object]:
    """Return the sources of both ends of a way, and the later of their dates: a length rests on both."""
    found: dict[str, object] = {}
    if sources := dict.fromkeys(str(end["source"]) for end in ends if "source" in end):
        found["source"] = "; ".join(sources)
    if dates := [str(end["as_of"]) for end in ends if "as_of" in end]:
        found["as_of"] = max(dates)
    return found


def _inside(xy: FloatArray, page: Page) -> FloatArray:
    """Return the longest stretch of a line inside the frame of a map."""
    if not np.isfinite(xy).all():
        return xy[:0]
    pieces = [xy] if page.rim is None else page.rim.cut_line(xy)
    parts = shapely.get_parts(
        shapely.clip_by_rect(shapely.MultiLineString([*map(shapely.LineString, pieces)]), *page.frame)
    )
    if not len(parts):
        return xy[:0]
    return np.asarray(shapely.get_coordinates(parts[np.argmax(shapely.length(parts))]))
