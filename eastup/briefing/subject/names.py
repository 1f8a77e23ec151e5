"""Names that a reader steers by: countries on their land, and capitals, wherever room is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup import places, words
from eastup.briefing.subject.spots import Area, spot
from eastup.draw import fonts
from eastup.draw.labels.label import Label, draw_label, pinned
from eastup.draw.labels.placement import place
from eastup.draw.theme import LEAST_PT

if TYPE_CHECKING:
    from eastup.briefing.subject.content import Content

CAPITALS = (
    "tokyo", "seoul", "pyongyang", "beijing", "taipei", "manila", "hanoi", "ulaanbaatar", "moscow", "washington",
)  # fmt: skip
"""Seats of government among our places."""
CORE = frozenset({"JPN", "KOR", "PRK", "TWN", "PHL", "CHN", "RUS"})
"""Countries that are named on a leader where there is no room on them or beside them."""
_MOST_COST = 8.0
"""Of a country's name on a leader: one that lines cross, or whose leader cuts others, does more harm than good."""
_LEAST_CELLS = 60
"""A country with less land on the map than some 130 square points goes without a name."""
_LARGEST_PT = 12.5
_SPACING = {"en": 0.16, "ja": 0.3, "ko": 0.22}


def draw_capitals(content: Content) -> None:
    """Mark the capitals and name them where room is left; one that the map names already is left as it is."""
    if not content.spec.capitals:
        return
    theme, sheet = content.theme, content.sheet
    labels = []
    for name in CAPITALS:
        capital = places.resolve(name)
        x, y = (float(v) for v in sheet.page.locate(capital.lon, capital.lat))
        known = any(np.hypot(x - a, y - b) < 4.0 for a, b in content.labelled)
        if known or not sheet.page.shows((x, y), 6):
            continue
        names = content.place_names(capital)
        label = content.adjust.apply(
            content.sized(Label(names, x, y, LEAST_PT, gap_pt=4.0, color=theme.quiet, key=capital.id))
        )
        labels += [label] if label else []
    placed, _ = place([label for label in labels if not label.fixed], content.obstacle_map)
    placed += [pinned(label, content.obstacle_map.frame) for label in labels if label.fixed]
    for item in placed:
        x, y = item.label.x, item.label.y
        with sheet.about("capitals", item.label.lines[0]):
            sheet.marker(x, y, "square", 4.2 * content.text_scale, theme.page, theme.quiet, z=10.2, width=1.0)
        draw_label(sheet, item, theme.halo)
        content.obstacle_map.obstacles += [item.box, (x - 2.6, y - 2.6, x + 2.6, y + 2.6)]


def draw_countries(content: Content) -> None:
    """Write the names of the countries, in spaced letters, each where it lies most on its own land."""
    territory = content.obstacle_map.territory
    if not content.spec.countries or territory is None:
        return
    lang = content.spec.lang
    told = words.of("countries", lang)
    every = {code: territory.cells(code) for code in territory.codes}
    cells = {code: found for code, found in every.items() if told.get(code, "") and len(found) >= _LEAST_CELLS}
    led: list[Label] = []
    for code in sorted(cells, key=lambda code: -len(cells[code])):
        foreign = np.concatenate([np.empty((0, 2)), *(found for other, found in every.items() if other != code)])
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
            if box is None:
                continue
            x0, y0, x1, _ = box
            with content.sheet.about("countries", told[code], id=code):
                content.sheet.text(
                    (x0 + x1) / 2, y0 + 0.22 * smaller, name, smaller, content.theme.country, align="center",
                    z=18, spacing=_SPACING[lang], halo=content.theme.halo if len(cells[code]) < 4000 else None,
                )  # fmt: skip
            content.obstacle_map.obstacles.append(box)
            break
        else:
            if code in CORE:
                x, y = (float(v) for v in area.cells[0])
                ink = content.theme.country
                led.append(Label((name,), x, y, LEAST_PT, gap_pt=2.0, color=ink, leader=True, key=code))
    placed, _ = place(led, content.obstacle_map)
    for item in (item for item in placed if item.cost < _MOST_COST):
        draw_label(content.sheet, item, content.theme.halo)
        content.obstacle_map.obstacles += [item.box, *item.leader_boxes()]
        content.obstacle_map.leaders += [item.leader] if item.leader else []


def _extent(name: str, size: float, lang: str) -> tuple[float, float]:
    return fonts.width_pt(name, size, _SPACING[lang]) + 4.0, size * 1.15
