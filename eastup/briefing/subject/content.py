"""What a map is about, drawn on its sheet: chains, straits, bases, further layers and the seas."""

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
from eastup.briefing.words import word
from eastup.draw import fonts
from eastup.draw.labels.along import place_along
from eastup.draw.labels.label import Along, Label, ObstacleMap
from eastup.draw.labels.numbers import Numbers
from eastup.draw.theme import LEAST_PT
from eastup.layers.query import base_class, find_chain, name_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd
    from numpy.typing import ArrayLike
    from shapely.geometry.base import BaseGeometry

    from eastup.briefing.spec.spec import LayerStyle, MapSpec
    from eastup.briefing.subject.own_points import Naming
    from eastup.draw.document import Sheet
    from eastup.draw.theme import Theme
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds, Geometries
    from eastup.layers.query import Row
    from eastup.places import Place

_STEP_M = 25_000.0
_SHORE_PT = 6.0
"""From the ends of a gate to the land behind them, which the scale may show late."""
_CHAIN_DASHES = (4.5, 2.2)
_OTHER_DASHES = (1.6, 2.0)


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
    labels: list[Label] = field(default_factory=list)
    legend: list[LegendItem] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    shown_straits: list[Row] = field(default_factory=list)
    """Rows of the straits on the map, north to south."""
    lost: list[str] = field(default_factory=list)
    """What was asked for and found no room: lengths along their line."""
    outside: list[str] = field(default_factory=list)
    """What was asked for and lies outside the frame."""
    numbers: Numbers = field(default_factory=Numbers)
    """The numbers that stand for names on the page."""
    labelled: list[tuple[float, float]] = field(default_factory=list)
    """Where places are marked and named, points."""

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
        with self.sheet.about("chains", name_in(chain, lang), drawn_by=str(chain["drawn_by"])):
            for part in shapely.get_parts(chain.geometry):
                xy = self.geodesic(shapely.get_coordinates(part))
                self.sheet.line(xy, self.theme.halo, 4.0, z=6, alpha=0.75, cap="round", casing=True)
                self.sheet.line(xy, color, 2.0, z=6.1, dashes=dashes)
                self.obstacle_map.add_polyline(xy, weight=0.5)

        def sample(x: float, y: float) -> None:
            self.sheet.line(np.array([(x, y), (x + 22, y)]), color, 2.0, z=10, clip=False, dashes=dashes)

        by = "" if self.several else word("drawn_by", lang, str(chain["drawn_by"]))
        self.legend.append(LegendItem(sample, words + by))

    def draw_straits(self) -> None:
        """Draw each gate that the map shows, and label those that the specification names."""
        if not self.spec.show_straits:
            return
        straits = layers.load("straits").sort_values("order")
        if self.spec.straits:
            straits = straits[straits["id"].isin(self.spec.straits)]
        for row in straits.to_dict("records"):
            x, y = self.sheet.page.locate(row["mid_lon"], row["mid_lat"])
            if self.sheet.page.shows((x, y), 4):
                self._draw_strait(row, x, y)
            elif self.spec.straits:
                self.outside.append(name_in(row, self.spec.lang))
        if not self.shown_straits:
            return

        def sample(x: float, y: float) -> None:
            self.sheet.line(np.array([(x + 6, y - 3), (x + 16, y + 3)]), self.theme.strait, 2.0, z=10, clip=False)

        self.legend.append(LegendItem(sample, word("strait", self.spec.lang)))
        ranked = sorted(self.shown_straits, key=lambda row: -float(row["width_km"]))
        rows = [(name_in(r, self.spec.lang), self._lengths(r["width_km"]), self.theme.strait) for r in ranked]
        spec = self.spec
        told = spec.nearest or spec.rings or spec.ship_time or spec.strait_widths
        if not (told or self.several):  # not said twice
            self.tables.append(Table(word("widths", self.spec.lang), rows))

    def _draw_strait(self, row: Row, x: float, y: float) -> None:
        self.shown_straits.append(row)
        names = self.names(row)
        with self.sheet.about("straits", names[0], id=row["id"], width_km=float(row["width_km"])):
            for part in shapely.get_parts(row["geometry"]):
                ends = self.geodesic(shapely.get_coordinates(part))
                drawn = _at_least(ends, 7.0)
                self.sheet.line(drawn, self.theme.halo, 3.6, z=8, casing=True)
                self.sheet.line(drawn, self.theme.strait, 2.0, z=8.1)
                self.obstacle_map.add_polyline(ends, heavy=True)
                self.obstacle_map.marks += [(float(a), float(b), float(x), float(y)) for a, b in drawn[[0, -1]]]
        self.obstacle_map.add_box(x, y, 3)
        detail = (self.length(float(row["width_km"]), ("km", "nmi")),) if self.spec.strait_widths else ()
        lines = (*names, *detail)
        if self.spec.straits and not self.spec.nearest:
            color, shores = self.theme.strait, self.shores_pt(row)
            self.label(Label(lines, x, y, 8.8, priority=60, gap_pt=5, color=color, leader=True, shores_pt=shores))

    def shores_pt(self, row: Row) -> float:
        """Return how far the shores of a strait are from its middle, on the page."""
        return float(row["width_km"]) * 500.0 / self.sheet.page.metres_per_pt + _SHORE_PT

    def draw_bases(self) -> None:
        """Draw all bases, told apart by whose they are; label those that the specification names."""
        if not self.spec.show_bases:
            return
        bases = layers.load("bases")
        bases = bases[bases["kind"].notna() & (bases["access"] != "civil") | (bases["access"] == "EDCA")]
        used: dict[str, LegendItem] = {}
        for row in bases.to_dict("records"):
            x, y = self.sheet.page.locate(row["geometry"].x, row["geometry"].y)
            if not self.sheet.page.shows((x, y), 4):
                continue
            kind = base_class(row)
            face, edge, size = self._base_style(kind)
            big = row["id"] in self.spec.bases
            names = self.names(row)
            with self.sheet.about("bases", names[0], id=row["id"], kind=kind):
                grown = (size + (1.6 if big else 0)) * self.text_scale
                self.sheet.marker(x, y, "circle", grown, face, edge, z=12 if big else 11)
            if not big:
                self.obstacle_map.add_spot(x, y, weight=0.4)
            else:
                self.obstacle_map.add_box(x, y, 2.6)
                color = edge if kind == "edca_base" else self.theme.ink
                self.label(Label(names, x, y, 8.8, priority=65, gap_pt=4.4, leader=True, color=color))
            used.setdefault(kind, LegendItem(self.dot(face, edge, size + 1.2), word(kind, self.spec.lang)))
        self.legend.extend(used[k] for k in ("us_base", "host_base", "edca_base") if k in used)

    def draw_layer(self, style: LayerStyle) -> None:
        """Draw a further layer: points with labels, lines and areas."""
        color = style.color or self.theme.user
        stem = layers.label(style.source)
        points: list[tuple[float, float, tuple[str, ...], str]] = []
        beyond = 0
        for row in own_points.features(style, self.spec.lang).to_dict("records"):
            names = tuple(fonts.in_font(name, f"{style.source}, {name}") for name in self.names(row))
            with self.sheet.about(stem.partition(":")[0], names[0], id=str(row["id"])):
                for part in shapely.get_parts(row["geometry"]):
                    if part.geom_type != "Point":
                        self._draw_part(part, style, color)
                        continue
                    x, y = (float(v) for v in self.sheet.page.locate(part.x, part.y))
                    shown = self.sheet.page.shows((x, y), 2)
                    points += [(x, y, names, str(row["id"]))] if shown else []
                    beyond += not shown
        detail = self._draw_points(points, style, stem.partition(":")[0])
        if beyond:
            self.outside.append(f"{beyond} of {stem}")
        title = self.spec.text(style.title) or word("user", self.spec.lang, stem)
        self.legend.append(LegendItem(self.dot(color, self.theme.page, 6, style.marker), title, detail))

    def _draw_points(
        self, points: list[tuple[float, float, tuple[str, ...], str]], style: LayerStyle, topic: str
    ) -> str:
        """Draw the points of a layer and ask for their labels; return what the legend says of unnamed ones."""
        naming = self.naming if style.labels else "dots"
        color, size = style.color or self.theme.user, style.size
        if naming == "dots":  # of thousands, each so small that the crowd can be seen
            size = min(size, max(2.0, size * (own_points.MOST_NAMED / max(len(points), 1)) ** 0.25))
        for x, y, names, identity in points:
            with self.sheet.about(topic, names[0], id=identity):
                edge = 0.7 * size / style.size
                self.sheet.marker(x, y, style.marker, size, color, self.theme.page, z=10.5, width=edge)
            if naming == "dots":
                continue
            self.obstacle_map.add_mark(x, y, size * 0.55)
            label = Label(names, x, y, 8.8, priority=40, gap_pt=size / 2 + 1.8, color=color, leader=True)
            if naming == "numbers":
                self.labels.append(self.numbers.numbered(label))
            else:
                self.label(label)
        return word("unnamed", self.spec.lang, f"{len(points):,}") if naming == "dots" and style.labels else ""

    def _draw_part(self, part: BaseGeometry, style: LayerStyle, color: str) -> None:
        if part.geom_type == "LineString":
            self.sheet.line(self.geodesic(shapely.get_coordinates(part)), color, style.width, z=9)
        elif part.geom_type == "Polygon":
            rings = [self.geodesic(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part)]
            self.sheet.area([shapely.Polygon(rings[0], rings[1:])], color, color, style.width, z=4.5, alpha=0.25)

    def draw_seas(self) -> None:
        """Write the names of the seas where room is left, in the direction of the line that each carries."""
        if not self.spec.seas:
            return
        seas = layers.load("seas")
        labelled = (seas.geometry.geom_type == "LineString") & (seas["label"] != False)  # noqa: E712 - it may be missing
        land = shapely.STRtree(self.land)
        for row in seas[labelled].to_dict("records"):
            xy = self.sheet.page.locate(*shapely.get_coordinates(row["geometry"]).T)
            with self.sheet.about("seas", name_in(row, self.spec.lang)):
                self.along(
                    xy, name_in(row, self.spec.lang), 9.4, self.theme.sea_name, on_line=True, halo=False, off=land
                )

    def point_label(self, place: Place, *, detail: str = "", priority: float, marker: float = 4.6) -> None:
        """Mark a place and label it, unless one stands there already."""
        x, y = self.sheet.page.locate(place.lon, place.lat)
        if not self.sheet.page.shows((x, y), 2):
            return
        if any(math.hypot(x - a, y - b) < 2.0 for a, b in self.labelled):
            return
        self.labelled.append((x, y))
        names = self.place_names(place)
        with self.sheet.about("places", names[0], id=place.id, distance=detail):
            self.sheet.marker(x, y, "circle", marker, self.theme.ink, self.theme.page, z=13, width=0.9)
        self.obstacle_map.add_box(x, y, 2.8)
        lines = (*names, detail) if detail else names
        self.label(Label(lines, x, y, 10.6, priority, gap_pt=5, color=self.theme.ink, leader=True, required=True))

    def label(self, label: Label) -> None:
        """Ask for a label, in the size of this map's text; a long name is broken in two."""
        self.labels.append(self.sized(label))

    def sized(self, label: Label) -> Label:
        """Return a label in the size of this map's text, a long name broken in two."""
        return replace(label, size_pt=max(label.size_pt * self.text_scale, LEAST_PT)).broken()

    def along(
        self,
        xy: FloatArray,
        text: str,
        size: float,
        color: str,
        *,
        on_line: bool = False,
        halo: bool = True,
        off: shapely.STRtree | None = None,
    ) -> Along | None:
        """Write a text along a line, upright, at the first stretch where it is in nobody's way; return where."""
        size = max(size * self.text_scale, LEAST_PT)
        inside = _inside(xy, self.sheet.page.frame)
        found = (
            place_along(inside, text, size, self.obstacle_map, on_line=on_line, off=off) if len(inside) > 1 else None
        )
        if found:
            shade = self.theme.halo if halo else None
            self.sheet.text(
                found.x, found.y, text, size, color, align="center", halo=shade, angle=found.angle_deg, z=19
            )
        elif off is None:  # seas are named where there is room
            self.lost.append(text)
        return found

    def geodesic(self, lonlat: ArrayLike) -> FloatArray:
        """Return a line's page points, bent as its geodesics are."""
        dense = geodesy.line(lonlat, _STEP_M)
        return self.sheet.page.locate(dense[:, 0], dense[:, 1])

    def units(self, units: tuple[str, ...]) -> tuple[str, ...]:
        """Return the units to write lengths in."""
        return (self.spec.unit,) if self.spec.unit else units

    def length(self, distance_km: float, units: tuple[str, ...]) -> str:
        """Write a length in each unit."""
        digits = 0 if distance_km >= 10 else 1
        return " · ".join(f"{distance_km / geodesy.KM_PER_UNIT[u]:,.{digits}f} {u}" for u in self.units(units))

    def _lengths(self, distance_km: float) -> tuple[str, ...]:
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


def _at_least(xy: FloatArray, length_pt: float) -> FloatArray:
    """Stretch a short line about its middle, so that a narrow strait's gate can still be seen."""
    length = float(np.hypot(*(xy[-1] - xy[0])))
    if length >= length_pt or length == 0:
        return xy
    middle = (xy[0] + xy[-1]) / 2
    return np.asarray(middle + (xy[[0, -1]] - middle) * (length_pt / length))


def _inside(xy: FloatArray, frame: Bounds) -> FloatArray:
    """Return the longest stretch of a line inside a frame."""
    if not np.isfinite(xy).all():
        return xy[:0]
    parts = shapely.get_parts(shapely.clip_by_rect(shapely.LineString(xy), *frame))
    if not len(parts):
        return xy[:0]
    return np.asarray(shapely.get_coordinates(parts[np.argmax(shapely.length(parts))]))
