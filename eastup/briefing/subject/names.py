"""Names that a reader steers by: countries on their land or beside it, and capitals.

They take the room that the labels of the map's subject leave. Where that is too little for one that no map of the
region may be without, all labels are placed once more, together with it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from eastup import places, words
from eastup.briefing.subject.content import origin_of_place
from eastup.briefing.subject.spots import Area, Spots, placed_at, spots
from eastup.draw import fonts
from eastup.draw.boxes import run_through
from eastup.draw.labels.label import Label, draw_label, pinned
from eastup.draw.labels.numbers import NEVER_NUMBERED, SUBJECT, place_or_number
from eastup.draw.labels.placement import Known, place
from eastup.draw.theme import LEAST_PT
from eastup.layers.sets import CAPITALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eastup.briefing.spec.tables import Adjust
    from eastup.briefing.subject.content import Content
    from eastup.draw.labels.label import ObstacleMap, Placed
    from eastup.draw.labels.numbers import Numbers
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

CORE = frozenset({"JPN", "KOR", "PRK", "TWN", "PHL", "CHN", "RUS"})
"""Countries without whose name no map goes that shows enough of them."""
CORE_CAPITALS = frozenset({"tokyo", "seoul"})
LEAST_CELLS = 60
"""A country with less land on the map than some 130 square points goes without a name."""
LEAST_LETTER_CELLS = 1
"""Of a country that a letter stands for."""
_SMALL_CELLS = 400
"""A country with more land than some 900 square points has room for its name on it."""
_ROOM_PT, _ONE_IN = 12.0, 5
"""How far about it a small country's name may stand, and of how many of its cells one is enough to tell where."""
_NARROW_PT = 200.0
"""One of several maps that is narrower has room for letters alone, which the page explains."""
LEAST_CORE_CELLS = 30
"""One of those that no map goes without is named from some 70 square points on, where room is left."""
MARK_PT = 2.6
"""Half of what the mark of a capital takes."""
SAME_SPOT_PT = 2.5
"""A capital nearer than this to a place that the map names is the same dot, and goes without its name."""
_PRIORITY = 66.0
"""Of a name that no map may be without, among the labels: above bases and straits, below what the map is about."""
_OTHERWISE = ((58.0, 5), (66.0, 3), (58.0, 2))
"""Priorities of such names, and spots beside the first that their leaders may start at, that are tried too where lines
run through more labels than without the names: in a crowd a little of difference finds other places."""
_TURNS = 3
"""Times that all labels are placed together with such names, at most: those that it drives out may be such names."""
_ANCHORS = 6
"""Spots of a country that its name's leader may start at."""
_INSIDE_SHARE = 0.7
"""Of its land, the farthest inland, that they are among."""
_OWN_LINE = 1.0
"""Weight of lines that the map is about; others may be crossed sooner."""
_TEXT_IN_BOX_PT = np.array([1.0, 1.5, -1.0, -1.5])
_NEVER = 10
"""As many such names are not worth the name of one place that the map is about."""
_LARGEST_PT = 12.5
_BESIDE, _MAIN_SHARE = 1.6, 0.25
"""Cells no farther apart than this, in steps from one to the next, are one land; and the least of a main land."""
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
    welcome: list[Label] = field(default_factory=list)
    """Names of small countries that take no other label's room."""


@contextmanager
def room_kept(content: Content) -> Iterator[None]:
    """Keep texts along lines off small countries that no map may be without, whose names need the room about them.

    What such a text says, as the length of a route, the legend says too.
    """
    territory, about = content.obstacle_map.territory, content.obstacle_map
    before = len(about.obstacles)
    kept = []
    if content.spec.countries and territory is not None:
        for cells in (territory.cells(code) for code in sorted(CORE & set(territory.codes))):
            if LEAST_CORE_CELLS <= len(cells) <= _SMALL_CELLS:
                kept += [(x - _ROOM_PT, y - _ROOM_PT, x + _ROOM_PT, y + _ROOM_PT) for x, y in cells[::_ONE_IN].tolist()]
    about.obstacles += kept
    yield
    del about.obstacles[before : before + len(kept)]


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
    grounds, known = _grounds(content, free), Known()
    by_hand = SteeringNames()
    for ground in (ground for ground in grounds if ground.by_hand):
        _find_country(content, ground, by_hand, len(free.obstacles))
    grounds = [ground for ground in grounds if not ground.by_hand]

    def attempt(together: list[Label]) -> _Attempt:
        content.obstacle_map = free.copy()
        content.numbers.restore(numbers)
        placed, left_out = place_or_number([*labels, *together], content.obstacle_map, content.numbers, known)
        names = _find(content, {label.key for label in together}, grounds, len(free.obstacles))
        made = _Attempt(placed, left_out, names, content.obstacle_map, content.numbers.copy(), together)
        return replace(made, lacking=_lacking(made, labels))

    alone = best = attempt([])
    wanted = {label.key: label for label in best.names.missing}
    for _ in range(_TURNS):
        before = len(wanted)
        made = attempt(list(wanted.values())) if wanted else best
        best = min(best, made, key=_Attempt.rank)
        wanted |= {label.key: label for label in made.names.missing}
        if len(wanted) == before:
            break
    for priority, more in _OTHERWISE:
        if best.crossed > alone.crossed or best.lacking:  # more than the names themselves need
            varied = [replace(n, priority=priority, anchors=n.anchors[:more]) for n in wanted.values()]
            best = min(best, attempt(varied), key=_Attempt.rank)
    content.obstacle_map = best.obstacle_map
    content.numbers.restore(best.numbers)
    best.names.countries += by_hand.countries
    best.names.capitals += [item for item in best.placed if item.label.topic == "capitals"]
    best.names.led = [item for item in best.placed if item.label.topic == "countries"]
    for item in place(best.names.welcome, content.obstacle_map)[0]:
        content.obstacle_map.write(item.box)
        best.names.led.append(item)
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

    def rank(self) -> tuple[int, int, float]:
        """Return by what one is better than another: the least."""
        return self.lacking, self.crossed, self.cost

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
    named = {item.label.key for item in made.placed if item.label.topic in NEVER_NUMBERED}
    unnamed = [label for label in made.together if label.key not in named]
    added = sum(label.priority < SUBJECT and label.topic not in NEVER_NUMBERED for label in made.left_out)
    return (
        len(unnamed) + len(made.names.missing) + _NEVER * added + sum(_NEVER if label.required else 1 for label in lost)
    )


def _find(content: Content, named: set[str], grounds: list[_Ground], before: int) -> SteeringNames:
    """Find room for the names of countries and capitals that are not among the labels.

    The grounds of countries know of the first ``before`` obstacles of the map.
    """
    found = SteeringNames()
    _find_capitals(content, named, found)
    for ground in grounds:
        if ground.code not in named:
            _find_country(content, ground, found, before)
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
        known = known or (capital.id not in CORE_CAPITALS and content.obstacle_map.covered(x, y, MARK_PT))
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
        content.obstacle_map.write(item.box)
        content.obstacle_map.add_box(x, y, MARK_PT)
    found.missing += [_required(label) for label in without if label.key in CORE_CAPITALS]


def _required(label: Label) -> Label:
    """Return a name as a label that is placed with all others."""
    return replace(label, leader=True, required=True, priority=_PRIORITY)


@dataclass(frozen=True)
class _Ground:
    """Where the name of a country may stand before there are labels: in spaced letters, by size."""

    code: str
    text: str
    cells: FloatArray
    """Middles of the cells of its land, the farthest inland first."""
    sizes: tuple[float, ...]
    """Of the name, the largest first."""
    look: Callable[[float], Spots]
    """Finds the boxes for a size."""
    by_hand: bool = False
    """Whether a reader has put it somewhere: there it stands, and labels keep off it."""
    found: dict[float, Spots] = field(default_factory=dict)
    """What was found: most names find room in their largest size, and no other is looked for."""

    def spots(self, size: float) -> Spots:
        """Return the boxes that the name may take in a size."""
        if size not in self.found:
            self.found[size] = self.look(size)
        return self.found[size]


def _grounds(content: Content, free: ObstacleMap) -> list[_Ground]:
    """Return the grounds of the countries that the map may name, in the order in which they are named."""
    territory = free.territory
    if not content.spec.countries or territory is None:
        return []
    lang = content.spec.lang
    told, letters = words.of("countries", lang), _letters(content)
    every = {code: territory.cells(code) for code in territory.codes}
    cells = {
        code: some for code, some in every.items() if told.get(code, "") and len(some) >= _least_cells(code, letters)
    }
    found = []
    smallest_first = 1 if letters else -1  # a letter has room on large land, come what may
    for code in sorted(cells, key=lambda code: (smallest_first * len(cells[code]), code)):
        asked = content.adjust.find(code, told[code])
        if asked and asked.hide:
            continue
        text = letters.get(code) or content.adjust.worded(asked, told[code]).replace("\n", " ")
        foreign = np.concatenate([np.empty((0, 2)), *(some for other, some in every.items() if other != code)])
        own = cells[code][np.argsort(-territory.inland_pt(code), kind="stable")]
        if content.sheet.page.whole_globe:  # France is not named beside Guiana
            own = _main_land(own)
        area = Area(own, foreign, frozenset({code}))
        largest = LEAST_PT if letters else float(np.clip(7.5 + len(own) ** 0.5 / 24, LEAST_PT, _LARGEST_PT))

        def look(size: float, text: str = text, area: Area = area, asked: Adjust | None = asked) -> Spots:
            extent = _extent(text, size, lang)
            by_hand = content.placed_by_hand(asked, area.cells[0], extent)
            return placed_at(by_hand, area) if by_hand else spots(area, extent, free)

        by_hand = content.adjust.middle(asked, (0.0, 0.0)) is not None if asked else False
        found.append(_Ground(code, text, own, tuple(dict.fromkeys((largest, LEAST_PT))), look, by_hand))
    return found


def _letters(content: Content) -> dict[str, str]:
    """Return the letters that stand for countries on a narrow map, one of several; none where names have room."""
    x0, _, x1, _ = content.sheet.page.frame
    if content.inset or not content.several or x1 - x0 >= _NARROW_PT:
        return {}
    said = words.of("map", content.spec.lang)
    return {code: said[f"letter_{code}"] for code in sorted(CORE)}


def _least_cells(code: str, letters: dict[str, str]) -> float:
    """Return from how many cells on a country is named, or lettered."""
    if letters:
        return LEAST_LETTER_CELLS if code in letters else np.inf
    return LEAST_CORE_CELLS if code in CORE else LEAST_CELLS


def _main_land(cells: FloatArray) -> FloatArray:
    """Return the cells of a country's larger lands: those at least a quarter as large as the largest."""
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    tree = cKDTree(cells)
    step = float(np.median(np.asarray(tree.query(cells, k=2)[0])[:, 1]))
    _, part = connected_components(tree.sparse_distance_matrix(tree, _BESIDE * step))
    sizes = np.bincount(part)
    return np.asarray(cells[sizes[part] >= _MAIN_SHARE * sizes.max()])


def _find_country(content: Content, ground: _Ground, found: SteeringNames, before: int) -> None:
    """Find the place of a country's name where it lies most on its own land."""
    taken = np.array(content.obstacle_map.obstacles[before:], dtype=float).reshape(-1, 4)
    for size in ground.sizes:
        if box := ground.spots(size).first_clear(taken):
            found.countries.append(_Name(ground.code, ground.text, box, size, len(ground.cells)))
            content.obstacle_map.write(box)
            return
    if ground.code in CORE:
        lang, letters = content.spec.lang, _letters(content)
        name = letters.get(ground.code) or words.of("map", lang).get(f"short_{ground.code}", ground.text)
        name = name.upper() if lang == "en" else name
        (x, y), *others = _spread(ground.cells[: max(1, int(len(ground.cells) * _INSIDE_SHARE))])
        ink = content.theme.country
        label = Label((name,), x, y, LEAST_PT, gap_pt=2.0, color=ink, key=ground.code, topic="countries")
        label = replace(label, anchors=tuple(others), marked=False)
        if letters or len(ground.cells) >= LEAST_CORE_CELLS:
            found.missing.append(_required(label))
        else:
            found.welcome.append(replace(label, leader=True))


def _spread(cells: FloatArray) -> list[tuple[float, float]]:
    """Return the first of some spots and a few others, each as far as can be from those before."""
    chosen = cells[[0]]
    for _ in range(_ANCHORS - 1):
        away = np.hypot(*np.moveaxis(cells[:, None] - chosen, -1, 0)).min(axis=1)
        chosen = np.vstack([chosen, cells[away.argmax()]])
    return [(float(x), float(y)) for x, y in chosen]


def draw_names(content: Content, names: SteeringNames) -> None:
    """Write the names of countries and capitals where they found room."""
    sheet, theme, lang = content.sheet, content.theme, content.spec.lang
    if letters := _letters(content):
        shown = {*(item.label.key for item in names.led), *(name.code for name in names.countries)}
        content.letters |= {code: letter for code, letter in letters.items() if code in shown}
    for item in names.capitals:
        origin = origin_of_place(places.resolve(item.label.key))
        with sheet.about("capitals", item.label.lines[0], id=item.label.key, **origin):
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


def _extent(text: str, size: float, lang: str) -> tuple[float, float]:
    name = text.upper() if lang == "en" else text
    return fonts.width_pt(name, size, _SPACING[lang]) + (4.0 if len(name) > 1 else 1.0), size * 1.15
