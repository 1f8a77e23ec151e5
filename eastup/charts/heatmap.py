"""A heat map of hubs and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup import words
from eastup.charts.captions import case_of, changes, measured, word
from eastup.charts.slide import MARGIN, WIDTH_PT, Slide, by_own_settings
from eastup.draw import fonts
from eastup.draw.text import fits, wrap_name
from eastup.draw.theme import LIGHT
from eastup.errors import InputError
from eastup.geodesy.units import KM_PER_UNIT
from eastup.hubs import rear_ids

if TYPE_CHECKING:
    from collections.abc import Collection

    from matplotlib.figure import Figure

    from eastup.places import Place
    from eastup.tyranny import Nearest, Ranking
    from eastup.tyranny.case import Grid

MOST_HUBS = 18
MOST_TARGETS = 60

_REAR_GAP = 10.0
_SHADES = ("#143a5e", "#2a639a", "#5b93c4", "#9dc3de", "#d3e4ef", "#f3f5f4")
_LIMITS = {"km": (250, 500, 1000, 2000, 4000), "nmi": (125, 250, 500, 1000, 2000), "mi": (150, 300, 600, 1200, 2400)}


@by_own_settings
def heat(
    answer: Nearest | Ranking,
    lang: str = "en",
    unit: str = "km",
    mode: str | None = None,
    targets: Collection[str] | None = None,
) -> Figure:
    """Draw the distance of every hub to every target, both from north to south, with the nearest hub of each marked.

    Parameters
    ----------
    answer : Nearest or Ranking
    lang : {'en', 'ja', 'ko'}
    unit : {'km', 'nmi', 'mi'}
    mode : {'air', 'sea'}, optional
        Which of the modes that the answer holds; the first where it is not given.
    targets : collection of str, optional
        Ids of those to show; all where it is not given. Up to 31 rows are set in 11 pt.
    """
    case = case_of(answer)
    grid = next((g for g in case.after if mode is None or g.mode == mode), None)
    if grid is None:
        raise InputError(f"the answer holds nothing by {mode}", cure="ask with this mode, or with mode 'both'")
    every = len(grid.targets)
    if targets is not None:
        kept = [j for j, target in enumerate(grid.targets) if target.id in targets]
        if not kept:
            raise InputError("none of these targets is in the answer", cure="give ids of its targets")
        grid = grid.to(kept)
    if len(grid.targets) > MOST_TARGETS:
        raise InputError(
            f"a heat map holds {MOST_TARGETS} targets, not {len(grid.targets)}", cure="give fewer with --to"
        )
    chosen = sorted(_most_telling(grid), key=lambda i: _north_first(grid.hubs[i]))
    rear = [grid.hubs[i].id in rear_ids() for i in chosen]
    chosen = [
        *(i for i, r in zip(chosen, rear, strict=True) if not r),
        *(i for i, r in zip(chosen, rear, strict=True) if r),
    ]
    ahead = len(rear) - sum(rear)
    rows = sorted(range(len(grid.targets)), key=lambda j: _north_first(grid.targets[j]))
    page = Slide()
    sub = [word("by", lang, word(grid.mode, lang), unit=unit), _served(grid, lang, unit)]
    if len(grid.targets) < every:
        sub.append(word("some", lang, len(grid.targets), every))
    if len(grid.hubs) > MOST_HUBS:
        sub.append(word("first", lang, MOST_HUBS, len(grid.hubs)))
    of_straits = all(t.layer == "straits" for t in grid.targets)
    told = words.of("charts", lang).join([*sub, *changes(answer, lang)])
    page.title(word("heat_straits" if of_straits else "heat", lang), told)
    names = [grid.targets[j].in_language(lang).name for j in rows]
    bottom, top = 41.0, 422.0
    pitch = min((top - bottom) / len(rows), 26.0)
    size = min(12.0, pitch * (0.9 if len(rows) > 20 else 0.6))  # figures have no descenders
    left = MARGIN + max(fonts.width_pt(n, size) for n in names) + 8
    gap = _REAR_GAP if 0 < ahead < len(chosen) else 0.0
    wide = min((WIDTH_PT - MARGIN - left - gap) / len(chosen), 90.0)
    starts = [left + wide * k + (gap if k >= ahead else 0.0) for k in range(len(chosen))]
    heads = [grid.hubs[i].in_language(lang).name for i in chosen]
    head_size = next((z for z in np.arange(9.5, 4.0, -0.25) if all(fits(h, z, wide - 4) for h in heads)), 4.0)
    for start, head in zip(starts, heads, strict=True):
        for number, text in enumerate(reversed(wrap_name(head, head_size, wide - 4))):
            page.text(start + wide / 2, top + 6 + number * head_size * 1.2, text, head_size, align="center")
    for group, first, last in (("forward", 0, ahead), ("rear", ahead, len(chosen))):
        if first < last and gap:
            middle = (starts[first] + starts[last - 1] + wide) / 2
            page.text(middle, top + 44, word(group, lang), 11, LIGHT.quiet, align="center")
            page.line(starts[first] + 1, top + 40, starts[last - 1] + wide - 1, top + 40, LIGHT.hairline, 0.9)
    nearest = grid.km.argmin(axis=0)
    limits = _LIMITS[unit]
    ringed = []
    for line, j in enumerate(rows):
        y = top - pitch * (line + 1)
        page.text(left - 6, y + pitch / 2, names[line], size, align="right", middle=True)
        for start, i in zip(starts, chosen, strict=True):
            value = grid.km[i, j] / KM_PER_UNIT[unit]
            shade = int(np.searchsorted(limits, value, side="right"))
            color = _SHADES[shade] if np.isfinite(value) else LIGHT.page
            page.box(start + 0.4, y + 0.4, wide - 0.8, pitch - 0.8, color)
            ink = LIGHT.page if shade <= 1 else LIGHT.quiet if shade == len(limits) else LIGHT.ink
            label = f"{value:,.0f}" if np.isfinite(value) else "–"
            fitted = min(size, size * (wide - 4) / max(fonts.width_pt(label, size), 1.0))
            page.text(start + wide / 2, y + pitch / 2, label, fitted, ink, align="center", middle=True)
            if i == nearest[j] and np.isfinite(value):
                ringed.append((start, y))
    for start, y in ringed:  # over all cells, so that no neighbour covers a ring
        page.box(start + 0.6, y + 0.6, wide - 1.2, pitch - 1.2, None, edge=LIGHT.edca_base, line=2.0)
    x = left
    steps = [
        word("below", lang, f"{limits[0]:,}"),
        *(f"{a:,}–{b:,}" for a, b in zip(limits[:-1], limits[1:], strict=True)),
    ]
    for color, text in zip(_SHADES, [*steps, word("above", lang, f"{limits[-1]:,}")], strict=True):
        page.box(x, 25, 16, 10, color, edge=LIGHT.hairline, line=0.5)
        page.text(x + 21, 30, text, 11, middle=True)
        x += 21 + fonts.width_pt(text, 11) + 14
    page.box(x, 25, 16, 10, None, edge=LIGHT.edca_base, line=2.0)
    page.text(x + 21, 30, word("nearest", lang), 11, middle=True)
    page.text(MARGIN, 10, measured([grid.mode], lang), 9, LIGHT.quiet)
    return page.finished()


def _most_telling(grid: Grid) -> list[int]:
    """Return the numbers of the hubs to show: those that are nearest to a target first, then by their mean."""
    nearest = np.bincount(grid.km.argmin(axis=0), minlength=len(grid.hubs))
    sums = np.where(np.isinf(grid.km), 1e6, grid.km).sum(axis=1)
    return [int(i) for i in np.lexsort((sums, -nearest))[:MOST_HUBS]]


def _served(grid: Grid, lang: str, unit: str) -> str:
    """Say which target's nearest hub is farthest."""
    least = grid.km.min(axis=0)
    goal = int(least.argmax())
    if np.isinf(least[goal]):
        return f"{word('none', lang)}: {grid.targets[goal].in_language(lang).name}."
    hub = grid.hubs[int(grid.km[:, goal].argmin())].in_language(lang).name
    length = f"{least[goal] / KM_PER_UNIT[unit]:,.0f}"
    return word("served", lang, grid.targets[goal].in_language(lang).name, length, hub, unit=unit)


def _north_first(place: Place) -> tuple[float, str]:
    return -place.lat, place.id
