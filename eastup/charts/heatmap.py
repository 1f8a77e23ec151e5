"""A heat map of hubs and targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup import words
from eastup.charts.captions import changes, measured, scenario_of, word
from eastup.charts.slide import MARGIN, WIDTH_PT, Look, Slide
from eastup.draw import color, fonts
from eastup.draw.text import fits, wrap_name
from eastup.errors import InputError
from eastup.geodesy.units import KM_PER_UNIT
from eastup.hubs import rear_ids
from eastup.io import provenance

if TYPE_CHECKING:
    from collections.abc import Collection

    from eastup.places import Place
    from eastup.tyranny import Nearest, Ranking
    from eastup.tyranny.scenario import DistanceMatrix

MOST_HUBS = 18
MOST_TARGETS = 60
READABLE = 24
"""Rows that can be set in 11 pt."""

_REAR_GAP = 10.0
_OF_ROW = 0.72
"""Size of the figures, of the height of a row: they stand about half as high as their cells."""
_LIMITS = {"km": (250, 500, 1000, 2000, 4000), "nmi": (125, 250, 500, 1000, 2000), "mi": (150, 300, 600, 1200, 2400)}


def heat(  # noqa: PLR0913 - public keywords, as of every chart
    answer: Nearest | Ranking,
    lang: str = "en",
    unit: str = "km",
    mode: str | None = None,
    targets: Collection[str] | None = None,
    theme: str = "light",
    marking: str = "",
) -> Slide:
    """Draw the distance of every hub to every target, both from north to south, with the nearest hub of each marked.

    Parameters
    ----------
    answer : Nearest or Ranking
    lang : {'en', 'ja', 'ko'}
    unit : {'km', 'nmi', 'mi'}
    mode : {'air', 'sea'}, optional
        Which of the modes that the answer holds; the first where it is not given.
    targets : collection of str, optional
        Ids of those to show; all where it is not given. Up to 24 rows are set in 11 pt; `parts` divides more.
    theme : {'light', 'dark', 'print'}
    marking : str
        A marking line on top and at the foot, such as ``UNCLASSIFIED``.
    """
    scenario = scenario_of(answer)
    matrix = next((g for g in scenario.after if mode is None or g.mode == mode), None)
    if matrix is None:
        raise InputError(f"the answer holds nothing by {mode}", hint="ask with this mode, or with mode 'both'")
    every = len(matrix.targets)
    if targets is not None:
        kept = [j for j, target in enumerate(matrix.targets) if target.id in targets]
        if not kept:
            raise InputError("none of these targets is in the answer", hint="give ids of its targets")
        matrix = matrix.to(kept)
    if len(matrix.targets) > MOST_TARGETS:
        raise InputError(
            f"a heat map holds {MOST_TARGETS} targets, not {len(matrix.targets)}", hint="give fewer with --to"
        )
    chosen = sorted(_most_telling(matrix), key=lambda i: _north_first(matrix.hubs[i]))
    rear = [matrix.hubs[i].id in rear_ids() for i in chosen]
    chosen = [
        *(i for i, r in zip(chosen, rear, strict=True) if not r),
        *(i for i, r in zip(chosen, rear, strict=True) if r),
    ]
    ahead = len(rear) - sum(rear)
    rows = sorted(range(len(matrix.targets)), key=lambda j: _north_first(matrix.targets[j]))
    sub = [word("by", lang, word(matrix.mode, lang), unit=unit), _served(matrix, lang, unit)]
    if len(matrix.targets) < every:
        sub.append(word("some", lang, len(matrix.targets), every))
    if len(matrix.hubs) > MOST_HUBS:
        sub.append(word("first", lang, MOST_HUBS, len(matrix.hubs)))
    of_straits = all(t.layer == "straits" for t in matrix.targets)
    told = words.of("charts", lang).join([*sub, *changes(answer, lang)])
    page = Slide(Look(lang, theme, marking), word("heat_straits" if of_straits else "heat", lang), told)
    page.keep_made(provenance.of_table(answer.table))
    names = [matrix.targets[j].in_language(lang).name for j in rows]
    cells = _laid_out(names, len(chosen), ahead)
    _draw_heads(page, cells, [matrix.hubs[i].in_language(lang).name for i in chosen], ahead)
    _draw_cells(page, cells, matrix.to(rows), chosen, unit)
    with page.about("rows"):
        for line, name in enumerate(names):
            middle = cells.top - cells.pitch * (line + 0.5)
            page.write(cells.starts[0] - 6, middle, name, cells.size, align="right", middle=True)
    _draw_key(page, cells.starts[0], _LIMITS[unit])
    page.foot(measured([matrix.mode], lang))
    return page.finished()


def parts(answer: Nearest | Ranking) -> list[list[str]]:
    """Divide the targets of a heat map, from north to south, into as few as can be read on a slide each.

    Returns
    -------
    list of list of str
        Their ids.
    """
    ordered = [goal.id for goal in sorted(scenario_of(answer).after[0].targets, key=_north_first)]
    count = max(1, -(-len(ordered) // READABLE))
    size = -(-len(ordered) // count)
    return [ordered[n : n + size] for n in range(0, len(ordered), size)]


@dataclass(frozen=True)
class _Cells:
    """Where the cells of a heat map stand, points."""

    top: float
    pitch: float
    """Height of a row."""
    wide: float
    """Width of a column."""
    starts: list[float]
    """Left edge of each column."""
    size: float
    """Of figures and the names of rows."""


def _laid_out(names: list[str], columns: int, ahead: int) -> _Cells:
    """Return where the cells of some rows stand; a gap parts the columns of the hubs ahead from the rear."""
    bottom, top = 44.0, 422.0
    pitch = min((top - bottom) / len(names), 26.0)
    size = min(12.0, pitch * _OF_ROW)
    left = MARGIN + max(fonts.width_pt(n, size) for n in names) + 8
    gap = _REAR_GAP if 0 < ahead < columns else 0.0
    wide = min((WIDTH_PT - MARGIN - left - gap) / columns, 90.0)
    starts = [left + wide * k + (gap if k >= ahead else 0.0) for k in range(columns)]
    return _Cells(top, pitch, wide, starts, size)


def _draw_heads(page: Slide, cells: _Cells, heads: list[str], ahead: int) -> None:
    """Write the names of the hubs over their columns, and over them which are forward and which rear."""
    room, top, lang = cells.wide - 4, cells.top, page.look.lang
    size = next((z for z in np.arange(9.5, 4.0, -0.25) if all(fits(h, z, room) for h in heads)), 4.0)
    with page.about("columns"):
        for start, head in zip(cells.starts, heads, strict=True):
            for number, text in enumerate(reversed(wrap_name(head, size, room))):
                page.write(start + cells.wide / 2, top + 6 + number * size * 1.2, text, size, align="center")
        if not 0 < ahead < len(heads):
            return
        for group, first, last in (("forward", 0, ahead), ("rear", ahead, len(heads))):
            left, right = cells.starts[first], cells.starts[last - 1] + cells.wide
            page.write((left + right) / 2, top + 44, word(group, lang), 11, page.theme.quiet, align="center")
            page.rule(left + 1, top + 40, right - 1, top + 40, page.theme.hairline, 0.9)


def _draw_cells(page: Slide, cells: _Cells, matrix: DistanceMatrix, chosen: list[int], unit: str) -> None:
    """Draw the distance of each chosen hub to each target, shaded, and ring the nearest hub of each target."""
    nearest, limits, shades = matrix.km.argmin(axis=0), _LIMITS[unit], page.palette.shades
    ringed = []
    for j, target in enumerate(matrix.targets):
        y = cells.top - cells.pitch * (j + 1)
        for start, i in zip(cells.starts, chosen, strict=True):
            value = matrix.km[i, j] / KM_PER_UNIT[unit]
            known = bool(np.isfinite(value))
            ground = shades[int(np.searchsorted(limits, value, side="right"))] if known else page.theme.page
            label = f"{value:,.0f}" if known else "–"
            fitted = min(cells.size, cells.size * (cells.wide - 4) / max(fonts.width_pt(label, cells.size), 1.0))
            ink = color.readable(ground, (page.theme.page, page.theme.ink))
            with page.about(
                "cells", f"{target.name} – {matrix.hubs[i].name}", distance_km=round(float(matrix.km[i, j]), 1)
            ):
                page.box(start + 0.4, y + 0.4, cells.wide - 0.8, cells.pitch - 0.8, ground)
                page.write(start + cells.wide / 2, y + cells.pitch / 2, label, fitted, ink, align="center", middle=True)
            if i == nearest[j] and known:
                ringed.append((start, y))
    with page.about("rings"):
        for start, y in ringed:  # over all cells, so that no neighbour covers a ring
            for ink, pen in ((page.theme.page, 3.4), (page.palette.ring, 2.0)):  # light about dark: it is seen on all
                page.box(start + 0.6, y + 0.6, cells.wide - 1.2, cells.pitch - 1.2, None, ink, pen)


def _draw_key(page: Slide, left: float, limits: tuple[int, ...]) -> None:
    """Draw the key of the shades and of the ring, shrunk to the page where its words are long."""
    lang = page.look.lang
    texts = [
        word("below", lang, f"{limits[0]:,}"),
        *(f"{a:,}–{b:,}" for a, b in zip(limits[:-1], limits[1:], strict=True)),
        word("above", lang, f"{limits[-1]:,}"),
        word("nearest", lang),
    ]
    room = (WIDTH_PT - MARGIN - left - 35 * len(texts)) / sum(fonts.width_pt(text, 11) for text in texts)
    size, x = 11 * min(room, 1.0), left
    with page.about("legend"):
        for shade, text in zip((*page.palette.shades, None), texts, strict=True):
            edge, width = (page.theme.hairline, 0.5) if shade else (page.palette.ring, 2.0)
            page.box(x, 31, 16, 10, shade, edge, width)
            page.write(x + 21, 36, text, size, middle=True)
            x += 21 + fonts.width_pt(text, size) + 14


def _most_telling(matrix: DistanceMatrix) -> list[int]:
    """Return the numbers of the hubs to show: those that are nearest to a target first, then by their mean."""
    nearest = np.bincount(matrix.km.argmin(axis=0), minlength=len(matrix.hubs))
    sums = np.where(np.isinf(matrix.km), 1e6, matrix.km).sum(axis=1)
    return [int(i) for i in np.lexsort((sums, -nearest))[:MOST_HUBS]]


def _served(matrix: DistanceMatrix, lang: str, unit: str) -> str:
    """Say which target's nearest hub is farthest."""
    least = matrix.km.min(axis=0)
    goal = int(least.argmax())
    if np.isinf(least[goal]):
        return f"{word('none', lang)}: {matrix.targets[goal].in_language(lang).name}."
    hub = matrix.hubs[int(matrix.km[:, goal].argmin())].in_language(lang).name
    length = f"{least[goal] / KM_PER_UNIT[unit]:,.0f}"
    return word("served", lang, matrix.targets[goal].in_language(lang).name, length, hub, unit=unit)


def _north_first(place: Place) -> tuple[float, str]:
    return -place.lat, place.id
