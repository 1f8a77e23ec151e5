"""Names that a reader steers by: countries on their land or beside it, and capitals.

They take the room that the labels of the map's subject leave. Where that is too little for one that no map of the
region may be without, all labels are placed once more, together with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from eastup import places, words
from eastup.briefing.subject.spots import Area, spot
from eastup.draw import fonts
from eastup.draw.boxes import run_through
from eastup.draw.labels.label import Label, draw_label, pinned
from eastup.draw.labels.numbers import NEVER_NUMBERED, SUBJECT, place_or_number
from eastup.draw.labels.placement import place
from eastup.draw.theme import LEAST_PT
from eastup.layers.sets import CAPITALS

if TYPE_CHECKING:
    from eastup.briefing.subject.content import Content
    from eastup.draw.labels.label import ObstacleMap, Placed
    from eastup.draw.labels.numbers import Numbers
    from eastup.geodesy.types import Bounds

CORE = frozenset({"JPN", "KOR", "PRK", "TWN", "PHL", "CHN", "RUS"})
"""Countries without whose name no map goes that shows enough of them."""
CORE_CAPITALS = frozenset({"tokyo", "seoul"})
LEAST_CELLS = 60
"""A country with less land on the map than some 130 square points goes without a name."""
SAME_SPOT_PT = 2.5
"""A capital nearer than this to a place that the map names is the same dot, and goes without its name."""
_PRIORITY = 66.0
"""Of a name that no map may be without, among the labels: above bases and straits, below what the map is about."""
_TURNS = 5
"""Times that all labels are placed together with such names; each takes as long as placing the labels alone."""
_OWN_LINE = 1.0
"""Weight of lines that the map is about; others may be crossed sooner."""
_TEXT_IN_BOX_PT = np.array([1.0, 1.5, -1.0, -1.5])
_NEVER = 10
"""As many such names are not worth the name of one place that the map is about."""
_INSIDE_PT = 2.0
"""From the edge of a country to the end of its name's leader, at least."""
_LARGEST_PT = 12.5
_SPACING = {"en": 0.16, "ja": 0.3, "ko": 0.22}


@dataclass(frozen=True)
class _Name:
    """The name of a country, in spaced letters on its land or beside it."""

    code: str
    text: str
    box: Bounds
    size: float
    land_cells: int


@dataclass
class SteeringNames:
    """The names of countries and capitals that found room on a map, and those that it should not be without."""

    countries: list[_Name] = field(default_factory=list)
    led: list[Placed] = field(default_factory=list)
    """Names of countries that were placed among the labels, most on leaders."""
    capitals: list[Placed] = field(default_factory=list)
    missing: list[Label] = field(default_factory=list)


def place_with_names(content: Content, labels: list[Label]) -> tuple[list[Placed], list[Label], SteeringNames]:
    """Place the labels of a map, then the names of countries and capitals; what is placed becomes an obstacle.

    Returns
    -------
    placed : list of Placed
        Labels, without the names.
    left_out : list of Label
    names : SteeringNames
    """
    free, numbers = content.obstacle_map, content.numbers.copy()

    def attempt(together: list[Label]) -> _Attempt:
        content.obstacle_map = free.copy()
        content.numbers.restore(numbers)
        placed, left_out = place_or_number([*labels, *together], content.obstacle_map, content.numbers)
        names = _find(content, {label.key for label in together})
        made = _Attempt(placed, left_out, names, content.obstacle_map, content.numbers.copy(), together)
        return replace(made, lacking=_lacking(made, labels))

    best = attempt([])
    wanted = {label.key: label for label in best.names.missing}
    for turn in range(_TURNS if wanted else 0):
        made = attempt([_anchored(content, label, turn) for label in wanted.values()])
        best = min(best, made, key=lambda one: (one.lacking, one.crossed, one.cost))
        wanted |= {label.key: label for label in made.names.missing}
    content.obstacle_map = best.obstacle_map
    content.numbers.restore(best.numbers)
    best.names.capitals += [item for item in best.placed if item.label.topic == "capitals"]
    best.names.led = [item for item in best.placed if item.label.topic == "countries"]
    others = [item for item in best.placed if item.label.topic not in ("capitals", "countries")]
    return others, [label for label in best.left_out if label.topic not in NEVER_NUMBERED], best.names


@dataclass(frozen=True)
class _Attempt:
    """What came of placing all labels together with some names."""

    placed: list[Placed]
    left_out: list[Label]
    names: SteeringNames
    obstacle_map: ObstacleMap
    numbers: Numbers
    together: list[Label]
    lacking: int = 0
    """Labels of the map's subject that did not find room, and names that the map should not be without."""

    @property
    def crossed(self) -> int:
        """How many labels the map's own lines run through."""
        own = self.obstacle_map.segments[np.array(self.obstacle_map.weights) >= _OWN_LINE]
        boxes = np.array([item.box for item in self.placed]).reshape(-1, 4) + _TEXT_IN_BOX_PT
        return int(run_through(own, boxes).any(axis=1).sum())

    @property
    def cost(self) -> float:
        """Of all labels together."""
        return sum(item.cost for item in self.placed)


def _lacking(made: _Attempt, labels: list[Label]) -> int:
    shown = {(item.label.key, item.label.x, item.label.y) for item in made.placed if not item.label.number}
    lost = [label for label in labels if label.priority >= SUBJECT and (label.key, label.x, label.y) not in shown]
    unnamed = [label for label in made.together if (label.key, label.x, label.y) not in shown]
    added = sum(label.priority < SUBJECT and label.topic not in NEVER_NUMBERED for label in made.left_out)
    return (
        len(unnamed) + len(made.names.missing) + _NEVER * added + sum(_NEVER if label.required else 1 for label in lost)
    )


def _anchored(content: Content, label: Label, turn: int) -> Label:
    """Return the name of a country with its point at another spot of its land at each turn, so that leaders differ."""
    territory = content.obstacle_map.territory
    if label.topic != "countries" or territory is None or not turn:
        return label
    cells = territory.cells(label.key)
    inside = cells[territory.inland_pt(label.key) > _INSIDE_PT]
    if not len(inside):
        return label
    chosen = inside[[0]]
    for _ in range(turn):  # each as far as can be from those before
        away = np.hypot(*np.moveaxis(inside[:, None] - np.vstack([[(label.x, label.y)], chosen]), -1, 0)).min(axis=1)
        chosen = np.vstack([chosen, inside[away.argmax()]])
    return replace(label, x=float(chosen[-1, 0]), y=float(chosen[-1, 1]))


def _find(content: Content, named: set[str]) -> SteeringNames:
    """Find room for the names of countries and capitals that are not among the labels."""
    found = SteeringNames()
    _find_capitals(content, named, found)
    _find_countries(content, named, found)
    return found


def _find_capitals(content: Content, named: set[str], found: SteeringNames) -> None:
    """Name the capitals where room is left; one that the map names already is left as it is."""
    if not content.spec.capitals:
        return
    theme, page = content.theme, content.sheet.page
    labels = []
    there = {place.id: place for place in places.all_places()}  # a theatre may leave ours out
    for capital in (there[own] for own in CAPITALS if own in there):
        x, y = (float(v) for v in page.locate(capital.lon, capital.lat))
        known = any(np.hypot(x - a, y - b) < SAME_SPOT_PT for a, b in content.labelled)
        if known or capital.id in named or not page.shows((x, y), 6):
            continue
        names = content.place_names(capital)
        label = content.adjust.apply(
            content.sized(Label(names, x, y, LEAST_PT, gap_pt=4.0, color=theme.quiet, key=capital.id, topic="capitals"))
        )
        labels += [label] if label else []
    placed, without = place([label for label in labels if not label.fixed], content.obstacle_map)
    placed += [pinned(label, content.obstacle_map.frame) for label in labels if label.fixed]
    found.capitals = placed
    for item in placed:
        x, y = item.label.x, item.label.y
        content.obstacle_map.obstacles += [item.box, (x - 2.6, y - 2.6, x + 2.6, y + 2.6)]
    found.missing += [_required(label) for label in without if label.key in CORE_CAPITALS]


def _required(label: Label) -> Label:
    """Return a name as a label that is placed with all others."""
    return replace(label, leader=True, required=True, priority=_PRIORITY)


def _find_countries(content: Content, named: set[str], found: SteeringNames) -> None:
    """Find the places of the countries' names, in spaced letters, each where it lies most on its own land."""
    territory = content.obstacle_map.territory
    if not content.spec.countries or territory is None:
        return
    lang = content.spec.lang
    told = words.of("countries", lang)
    every = {code: territory.cells(code) for code in territory.codes}
    cells = {code: some for code, some in every.items() if told.get(code, "") and len(some) >= LEAST_CELLS}
    for code in sorted(cells.keys() - named, key=lambda code: (-len(cells[code]), code)):
        foreign = np.concatenate([np.empty((0, 2)), *(some for other, some in every.items() if other != code)])
        name = told[code].upper() if lang == "en" else told[code]
        asked = content.adjust.find(code, told[code])
        if asked and asked.hide:
            continue
        inland = territory.inland_pt(code)
        area = Area(cells[code][np.argsort(-inland, kind="stable")], foreign, frozenset({code}))
        size = float(np.clip(7.5 + len(cells[code]) ** 0.5 / 24, LEAST_PT, _LARGEST_PT))
        for smaller in dict.fromkeys((size, LEAST_PT)):
            extent = _extent(name, smaller, lang)
            box = content.placed_by_hand(asked, area.cells[0], extent) or spot(area, extent, content.obstacle_map)
            if box:
                found.countries.append(_Name(code, told[code], box, smaller, len(cells[code])))
                content.obstacle_map.obstacles.append(box)
                break
        else:
            if code in CORE:
                x, y = (float(v) for v in area.cells[0])
                ink = content.theme.country
                label = Label((name,), x, y, LEAST_PT, gap_pt=2.0, color=ink, key=code, topic="countries")
                found.missing.append(_required(label))


def draw_names(content: Content, names: SteeringNames) -> None:
    """Write the names of countries and capitals where they found room."""
    sheet, theme, lang = content.sheet, content.theme, content.spec.lang
    for item in names.capitals:
        with sheet.about("capitals", item.label.lines[0]):
            size = 4.2 * content.text_scale
            sheet.marker(item.label.x, item.label.y, "square", size, theme.page, theme.quiet, z=10.2, width=1.0)
        draw_label(sheet, item, theme.halo)
    for item in names.led:
        draw_label(sheet, item, theme.halo)
    for name in names.countries:
        x0, y0, x1, _ = name.box
        written = name.text.upper() if lang == "en" else name.text
        with sheet.about("countries", name.text, id=name.code):
            sheet.text(
                (x0 + x1) / 2, y0 + 0.22 * name.size, written, name.size, theme.country, align="center",
                z=18, spacing=_SPACING[lang], halo=theme.halo if name.land_cells < 4000 else None,
            )  # fmt: skip


def _extent(name: str, size: float, lang: str) -> tuple[float, float]:
    return fonts.width_pt(name, size, _SPACING[lang]) + 4.0, size * 1.15
