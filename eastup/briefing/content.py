"""What a map is about, drawn on its sheet: chain, straits, triangle, lines, bases, the user's layers and the seas."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup import geodesy, layers, places
from eastup.briefing import fonts
from eastup.briefing.furniture import LegendItem
from eastup.briefing.labels import Canvas, Label
from eastup.briefing.theme import Theme, word
from eastup.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.briefing.ink import Sheet
    from eastup.briefing.spec import Lines, MapSpec, Triangle
    from eastup.geodesy import FloatArray
    from eastup.places import Place

_STEP_M = 25_000.0


class Content:
    """Draws the subject of a map and gathers its labels, the space they must leave free, and the legend."""

    def __init__(self, sheet: Sheet, spec: MapSpec, theme: Theme) -> None:
        self.sheet, self.spec, self.theme = sheet, spec, theme
        x0, y0, x1, y1 = sheet.page.frame
        self.canvas = Canvas((x0 + 3, y0 + 3, x1 - 3, y1 - 3))
        self.labels: list[Label] = []
        self.legend: list[LegendItem] = []
        self.widths: list[tuple[str, float]] = []
        """Name and width (km) of each strait that is shown."""
        self._labelled: list[tuple[float, float]] = []

    def draw_chain(self) -> None:
        """Draw the chosen variant of the first island chain as a broken line."""
        chain = find_chain(self.spec.chain)
        for part in shapely.get_parts(chain.geometry):
            xy = self._geodesic(shapely.get_coordinates(part))
            self.sheet.line(xy, self.theme.page, 4.2, z=6, alpha=0.75, capstyle="round")
            self.sheet.line(xy, self.theme.chain, 2.0, z=6.1, dashes=(4.5, 2.2))
            self.canvas.add_polyline(xy[::4])

        def sample(x: float, y: float) -> None:
            self.sheet.line(np.array([(x, y), (x + 22, y)]), self.theme.chain, 2.0, z=10, clip=False, dashes=(4.5, 2.2))

        detail = word("drawn_by", self.spec.lang, str(chain["drawn_by"]))
        self.legend.append(LegendItem(sample, word("chain", self.spec.lang), detail))

    def draw_straits(self) -> None:
        """Draw each gate that the map shows, and label those that the specification names."""
        straits = layers.load("straits")
        named = _ids(self.spec.straits, "straits")
        if named:
            straits = straits[straits["id"].isin(named)]
        shown = False
        for row in straits.to_dict("records"):
            x, y = self.sheet.page.locate(row["mid_lon"], row["mid_lat"])
            if not self.sheet.page.shows((x, y), 4):
                continue
            shown = True
            for part in shapely.get_parts(row["geometry"]):
                ends = self._geodesic(shapely.get_coordinates(part))
                self.sheet.line(_at_least(ends, 7.0), self.theme.page, 3.6, z=8, capstyle="butt")
                self.sheet.line(_at_least(ends, 7.0), self.theme.strait, 2.0, z=8.1, capstyle="butt")
                self.canvas.add_polyline(ends, heavy=True)
            self.canvas.obstacles.append((x - 3, y - 3, x + 3, y + 3))
            text = _name(row, self.spec.lang)
            self.widths.append((text, float(row["width_km"])))
            self._label(Label((text,), x, y, 9.0, priority=60, gap_pt=5, color=self.theme.strait, leader=True))
        if shown:

            def sample(x: float, y: float) -> None:
                self.sheet.line(np.array([(x + 6, y - 3), (x + 16, y + 3)]), self.theme.strait, 2.0, z=10, clip=False)

            self.legend.append(LegendItem(sample, word("strait", self.spec.lang)))

    def draw_bases(self) -> None:
        """Draw all bases, told apart by whose they are; label those that the specification names."""
        bases = layers.load("bases")
        bases = bases[bases["kind"].notna() & (bases["access"] != "civil") | (bases["access"] == "EDCA")]
        named = _ids(self.spec.bases, "bases")
        used: dict[str, LegendItem] = {}
        for row in bases.to_dict("records"):
            x, y = self.sheet.page.locate(row["geometry"].x, row["geometry"].y)
            if not self.sheet.page.shows((x, y), 4):
                continue
            kind = base_class(row)
            face, edge, size = self._base_style(kind)
            big = row["id"] in named
            self.sheet.markers(np.array([(x, y)]), "o", size + (1.6 if big else 0), face, edge, z=12 if big else 11)
            if big:
                self.canvas.obstacles.append((x - 2.6, y - 2.6, x + 2.6, y + 2.6))
                label = Label(
                    (_name(row, self.spec.lang),),
                    x,
                    y,
                    9.0,
                    priority=55,
                    gap_pt=4.4,
                    leader=True,
                    color=edge if kind == "edca_base" else self.theme.ink,
                )
                self._label(label)
            used.setdefault(kind, LegendItem(self._dot(face, edge, size + 1.2), word(kind, self.spec.lang)))
        self.legend.extend(used[k] for k in ("us_base", "host_base", "edca_base") if k in used)

    def draw_triangle(self, triangle: Triangle) -> None:
        """Draw the triangle with the length written along each side."""
        corners = [places.resolve(v) for v in triangle.vertices]
        sides = [(corners[i], corners[(i + 1) % 3]) for i in range(3)]
        lines = [self._geodesic([(a.lon, a.lat), (b.lon, b.lat)]) for a, b in sides]
        self.sheet.area([shapely.Polygon(np.vstack(lines))], self.theme.triangle, "none", 0, z=5, alpha=0.07)
        lengths: list[str] = []
        for xy, (a, b) in zip(lines, sides, strict=True):
            self.sheet.line(xy, self.theme.triangle, 2.0, z=7, capstyle="round")
            self.canvas.add_polyline(xy, heavy=True)
            distance_km = float(geodesy.distance_m(a.lon, a.lat, b.lon, b.lat)) / 1000
            lengths.append(self._length(distance_km, triangle.units[:1]))
            self._along(xy, self._length(distance_km, triangle.units), 10.0, self.theme.triangle)

        def sample(x: float, y: float) -> None:
            shape = shapely.Polygon([(x + 4, y - 4), (x + 20, y - 4), (x + 12, y + 6)])
            self.sheet.area([shape], "#e8eef4", self.theme.triangle, 1.4, z=10, clip=False)

        names = [p.name for p in self._translated(corners)]
        detail = ", ".join(f"{names[i]} – {names[(i + 1) % 3]} {lengths[i]}" for i in range(3))
        self.legend.insert(0, LegendItem(sample, word("triangle", self.spec.lang), detail))
        for corner in self._translated(corners):
            self._point_label(corner, priority=85)

    def draw_lines(self, lines: Lines) -> None:
        """Draw the lines from one place, with the distance at the far end in each unit."""
        origin = places.resolve(lines.origin)
        (origin_named,) = self._translated([origin])
        for target in self._translated([places.resolve(t) for t in lines.targets]):
            xy = self._geodesic([(origin.lon, origin.lat), (target.lon, target.lat)])
            self.sheet.line(xy, self.theme.line, 0.9, z=7.5, capstyle="round")
            self.canvas.add_polyline(xy[:: max(1, len(xy) // 12)])
            distance_km = float(geodesy.distance_m(origin.lon, origin.lat, target.lon, target.lat)) / 1000
            self._point_label(target, detail=self._length(distance_km, lines.units), priority=90)
        self._point_label(origin_named, priority=100, marker=6.5)

        def sample(x: float, y: float) -> None:
            self.sheet.line(np.array([(x, y), (x + 22, y)]), self.theme.line, 0.9, z=10, clip=False)

        detail = word("mi_note", self.spec.lang) if "mi" in self._units(lines.units) else ""
        self.legend.insert(0, LegendItem(sample, word("lines", self.spec.lang, origin_named.name), detail))

    def draw_user_layer(self, path: str) -> None:
        """Draw a layer of the user's: points with labels, lines and areas."""
        frame = layers.load(path)
        for row in frame.to_dict("records"):
            geometry = row["geometry"]
            for part in shapely.get_parts(geometry):
                if part.geom_type == "Point":
                    xy = self.sheet.page.locate(part.x, part.y)
                    if self.sheet.page.shows(xy, 2):
                        self.sheet.markers(xy[None, :], "D", 5.5, self.theme.user, self.theme.page, z=14)
                        self.canvas.obstacles.append((xy[0] - 3, xy[1] - 3, xy[0] + 3, xy[1] + 3))
                        text = (_name(row, self.spec.lang),)
                        x, y = float(xy[0]), float(xy[1])
                        color = self.theme.user
                        self._label(Label(text, x, y, 9.0, priority=70, gap_pt=4.5, color=color, leader=True))
                elif part.geom_type == "LineString":
                    self.sheet.line(self._geodesic(shapely.get_coordinates(part)), self.theme.user, 1.6, z=9)
                elif part.geom_type == "Polygon":
                    ring = self._geodesic(shapely.get_coordinates(part.exterior))
                    self.sheet.area([shapely.Polygon(ring)], self.theme.user, self.theme.user, 1.2, z=4.5, alpha=0.25)
        name = path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
        self.legend.append(
            LegendItem(self._dot(self.theme.user, self.theme.page, 6, "D"), word("user", self.spec.lang, name))
        )

    def draw_seas(self) -> None:
        """Write the names of the seas where room is left, in the direction of the line that each carries."""
        seas = layers.load("seas")
        labelled = (seas.geometry.geom_type == "LineString") & (seas["label"] != False)  # noqa: E712 - it may be missing
        for row in seas[labelled].to_dict("records"):
            xy = self.sheet.page.locate(*shapely.get_coordinates(row["geometry"]).T)
            self._along(xy, _name(row, self.spec.lang), 9.6, self.theme.sea_name, on_line=True)

    def _point_label(self, place: Place, *, detail: str = "", priority: float, marker: float = 4.6) -> None:
        """Mark a place and label it, unless one stands there already."""
        x, y = self.sheet.page.locate(place.lon, place.lat)
        if not self.sheet.page.shows((x, y), 2):
            return
        if any(math.hypot(x - a, y - b) < 2.0 for a, b in self._labelled):
            return
        self._labelled.append((x, y))
        self.sheet.markers(np.array([(x, y)]), "o", marker, self.theme.ink, self.theme.page, z=13, width=0.9)
        self.canvas.obstacles.append((x - 2.8, y - 2.8, x + 2.8, y + 2.8))
        text = (place.name, detail) if detail else (place.name,)
        self._label(Label(text, x, y, 11.0, priority, gap_pt=5, color=self.theme.ink, leader=True, required=True))

    def _label(self, label: Label) -> None:
        self.labels.append(label)

    def _along(self, xy: FloatArray, text: str, size: float, color: str, *, on_line: bool = False) -> None:
        """Write a text along a line, upright, at the first stretch where it is in nobody's way."""
        half = fonts.width_pt(text, size) / 2 + 2
        line = shapely.LineString(xy)
        sides = (0.0,) if on_line else (size * 1.1, -size * 1.1)
        for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82):
            for side in sides:
                middle = line.interpolate(share, normalized=True)
                ahead = line.interpolate(min(share + 0.02, 1), normalized=True)
                behind = line.interpolate(max(share - 0.02, 0), normalized=True)
                angle = math.atan2(ahead.y - behind.y, ahead.x - behind.x)
                if math.cos(angle) < -1e-9:
                    angle += math.pi
                x, y = middle.x - side * math.sin(angle), middle.y + side * math.cos(angle)
                boxes = _boxes_along(x, y, angle, half, size * 0.62)
                if all(self._is_free(box) for box in boxes):
                    self.canvas.obstacles.extend(boxes)
                    base = size * 0.36
                    at_x, at_y = x + base * math.sin(angle), y - base * math.cos(angle)
                    halo = None if on_line else self.theme.page
                    self.sheet.text(
                        at_x,
                        at_y,
                        text,
                        size,
                        color,
                        align="center",
                        halo=halo,
                        angle=math.degrees(angle),
                        z=19,
                    )
                    return

    def _is_free(self, box: tuple[float, float, float, float]) -> bool:
        x0, y0, x1, y1 = self.canvas.frame
        if box[0] < x0 or box[1] < y0 or box[2] > x1 or box[3] > y1:
            return False
        return not any(
            o[0] < box[2] and o[2] > box[0] and o[1] < box[3] and o[3] > box[1] for o in self.canvas.obstacles
        )

    def _geodesic(self, lonlat: Any) -> FloatArray:
        dense = geodesy.line(lonlat, _STEP_M)
        return self.sheet.page.locate(dense[:, 0], dense[:, 1])

    def _units(self, units: tuple[str, ...]) -> tuple[str, ...]:
        return (self.spec.unit,) if self.spec.unit else units

    def _length(self, distance_km: float, units: tuple[str, ...]) -> str:
        return " · ".join(f"{distance_km / geodesy.KM_PER_UNIT[u]:,.0f} {u}" for u in self._units(units))

    def _translated(self, found: Iterable[Place]) -> list[Place]:
        return [place.in_language(self.spec.lang) for place in found]

    def _base_style(self, kind: str) -> tuple[str, str, float]:
        return {
            "us_base": (self.theme.us_base, self.theme.page, 4.4),
            "host_base": (self.theme.host_base, self.theme.page, 3.6),
            "edca_base": (self.theme.page, self.theme.edca_base, 4.2),
        }[kind]

    def _dot(self, face: str, edge: str, size: float, marker: str = "o") -> Any:
        def sample(x: float, y: float) -> None:
            self.sheet.markers(np.array([(x + 12, y)]), marker, size, face, edge, z=10, width=1.1)

        return sample


def find_chain(variant: str) -> Any:
    """Return the row of a chain variant, by its slug or id; the default one for an empty name."""
    chains = layers.load("chains")
    if not variant:
        return chains[chains["default"].fillna(False).astype(bool)].iloc[0]
    match = chains[(chains["variant"] == variant) | (chains["id"] == variant)]
    if match.empty:
        raise UnknownNameError("chain variant", variant, list(chains["variant"]))
    return match.iloc[0]


def base_class(row: dict[str, Any]) -> str:
    """Tell whose base it is: an EDCA site is a Philippine base with agreed US access, not a US base."""
    if row.get("access") == "EDCA":
        return "edca_base"
    return "us_base" if row.get("operator_country") == "USA" else "host_base"


def _name(row: dict[str, Any], lang: str) -> str:
    translated = row.get(f"name_{lang}") if lang != "en" else None
    return str(translated) if isinstance(translated, str) and translated else str(row["name"])


def _ids(names: tuple[str, ...], layer: str) -> set[str]:
    """Return the ids that a list of ids names, refusing those that are not there."""
    known = set(layers.load(layer)["id"])
    for name in names:
        if name not in known:
            raise UnknownNameError(f"id in {layer}", name, sorted(known))
    return set(names)


def _at_least(xy: FloatArray, length_pt: float) -> FloatArray:
    """Stretch a short line about its middle, so that a narrow strait's gate can still be seen."""
    length = float(np.hypot(*(xy[-1] - xy[0])))
    if length >= length_pt or length == 0:
        return xy
    middle = (xy[0] + xy[-1]) / 2
    return np.asarray(middle + (xy[[0, -1]] - middle) * (length_pt / length))


def _boxes_along(
    x: float, y: float, angle: float, half: float, thickness: float
) -> list[tuple[float, float, float, float]]:
    """Cover a turned text by small upright boxes."""
    steps = max(2, int(half / thickness) + 1)
    r = thickness
    return [
        (
            x + t * math.cos(angle) - r,
            y + t * math.sin(angle) - r,
            x + t * math.cos(angle) + r,
            y + t * math.sin(angle) + r,
        )
        for t in np.linspace(-half + r, half - r, steps)
    ]
