"""Names that a reader steers by: countries on their land, and capitals, wherever room is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup import places, words
from eastup.draw import fonts
from eastup.draw.boxes import overlaps, run_through
from eastup.draw.labels.label import Label, draw_label
from eastup.draw.labels.placement import place
from eastup.draw.theme import LEAST_PT

if TYPE_CHECKING:
    from eastup.briefing.subject.content import Content
    from eastup.draw.boxes import BoolArray
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

CAPITALS = (
    "tokyo", "seoul", "pyongyang", "beijing", "taipei", "manila", "hanoi", "ulaanbaatar", "moscow", "washington",
)  # fmt: skip
"""Seats of government among our places."""
_LEAST_CELLS = 60
"""A country with less land on the map than some 130 square points goes without a name."""
_LARGEST_PT = 12.5
_SPACING = {"en": 0.16, "ja": 0.3, "ko": 0.22}
_MOST_TRIED = 500
_OFF_PT = 7.0
"""How far the name of a narrow country may stand off it, at sea."""
_ABROAD_SHARE = 0.04
_AT_SEA_COST, _LINE_COST = 14.0, 5.0


def draw_capitals(content: Content) -> None:
    """Mark the capitals and name them where room is left; one that the map names already is left as it is."""
    if not content.spec.capitals:
        return
    theme, sheet = content.theme, content.sheet
    labels = []
    for name in CAPITALS:
        spot = places.resolve(name)
        x, y = (float(v) for v in sheet.page.locate(spot.lon, spot.lat))
        known = any(np.hypot(x - a, y - b) < 4.0 for a, b in content.labelled)
        if known or not sheet.page.shows((x, y), 6):
            continue
        names = content.place_names(spot)
        labels.append(content.sized(Label(names, x, y, LEAST_PT, gap_pt=4.0, color=theme.quiet)))
    placed, _ = place(labels, content.obstacle_map)
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
    for code in sorted(cells, key=lambda code: -len(cells[code])):
        foreign = np.concatenate([np.empty((0, 2)), *(found for other, found in every.items() if other != code)])
        name = told[code].upper() if lang == "en" else told[code]
        size = float(np.clip(7.5 + len(cells[code]) ** 0.5 / 24, LEAST_PT, _LARGEST_PT))
        for smaller in dict.fromkeys((size, LEAST_PT)):
            spot = _spot(content, code, (cells[code], foreign), _extent(name, smaller, lang))
            if spot is None:
                continue
            x0, y0, x1, _ = spot
            with content.sheet.about("countries", told[code], id=code):
                content.sheet.text(
                    (x0 + x1) / 2, y0 + 0.22 * smaller, name, smaller, content.theme.country, align="center",
                    z=18, spacing=_SPACING[lang], halo=content.theme.halo if len(cells[code]) < 4000 else None,
                )  # fmt: skip
            content.obstacle_map.obstacles.append(spot)
            break


def _belongs(boxes: FloatArray, cells: FloatArray, foreign: FloatArray) -> BoolArray:
    """Say which boxes stand on or close to a country and nearer to it than to any other, given the middles of cells."""
    from scipy.spatial import cKDTree

    if not len(boxes):
        return np.zeros(0, dtype=bool)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    away, nearest = cKDTree(cells).query(middles)
    spots = cells[nearest]
    close = np.hypot(*(spots - np.clip(spots, boxes[:, :2], boxes[:, 2:])).T) <= _OFF_PT
    if len(foreign):
        close &= away < cKDTree(foreign).query(middles)[0]
    return np.asarray(close)


def _extent(name: str, size: float, lang: str) -> tuple[float, float]:
    return fonts.width_pt(name, size, _SPACING[lang]) + 4.0, size * 1.15


def _spot(
    content: Content, code: str, lands: tuple[FloatArray, FloatArray], extent: tuple[float, float]
) -> Bounds | None:
    """Return the box of a country's name: free, most of it on its own land and next to none abroad.

    ``lands`` are the middles of its cells and of those of all other countries.
    """
    cells, foreign = lands
    obstacle_map, territory = content.obstacle_map, content.obstacle_map.territory
    assert territory is not None
    inland = territory.inland_pt(code)
    order = np.argsort(-inland, kind="stable")
    middles = cells[order[:: max(1, len(order) // _MOST_TRIED)]]
    across, up = np.meshgrid((0.0, 0.5, -0.5, 0.9, -0.9), (0.0, 1.0, -1.0, 1.7, -1.7))
    shifts = np.column_stack([across.ravel(), up.ravel()]) * extent
    middles = (middles[None] + shifts[:, None]).reshape(-1, 2)
    half = np.array(extent) / 2
    boxes = np.hstack([middles - half, middles + half])
    x0, y0, x1, y1 = obstacle_map.frame
    boxes = boxes[(boxes[:, 0] >= x0) & (boxes[:, 1] >= y0) & (boxes[:, 2] <= x1) & (boxes[:, 3] <= y1)]
    taken = np.vstack([obstacle_map.obstacle_boxes, obstacle_map.text_boxes])
    boxes = boxes[~overlaps(boxes, taken).any(axis=1)]
    abroad = territory.elsewhere(boxes, frozenset({code}))
    at_sea = 1.0 - (territory.elsewhere(boxes, frozenset()) - abroad) - abroad
    fits = (abroad <= _ABROAD_SHARE) & _belongs(boxes, cells, foreign)
    boxes, at_sea = boxes[fits], at_sea[fits]
    if not len(boxes):
        return None
    crossed = np.minimum(run_through(obstacle_map.segments, boxes).sum(axis=1), 3)
    pole = cells[order[0]]
    away = np.hypot(*((boxes[:, :2] + boxes[:, 2:]) / 2 - pole).T)
    best = int((_AT_SEA_COST * at_sea + _LINE_COST * crossed + away / 25.0).argmin())
    a, b, c, d = (float(v) for v in boxes[best])
    return a, b, c, d
