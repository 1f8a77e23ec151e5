"""A heat map of hubs and targets, with what a loss or a closure changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import numpy as np
import shapely

from eastup import words
from eastup.charts.captions import bare, changes, hours_said, measured, scenario_of, speeds_of, what, word
from eastup.charts.slide import HEIGHT_PT, LEAST_PT, MARGIN, WIDTH_PT, Look, Slide, Styled
from eastup.charts.values import Values
from eastup.draw import fonts
from eastup.draw.hatching import hatching
from eastup.draw.text import fits, wrap_name
from eastup.errors import InputError
from eastup.hubs import rear_ids
from eastup.io import provenance

if TYPE_CHECKING:
    from collections.abc import Collection

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place
    from eastup.tyranny import Nearest, Ranking
    from eastup.tyranny.scenario import DistanceMatrix, Scenario

MOST_HUBS = 18
"""Columns, with those of hubs that are lost."""
MOST_LOST = 3
MOST_TARGETS = 60
READABLE = 20
"""Rows that can be set in 11 pt under heads that stand upright."""

_GAP = 10.0
"""Between forward and rear hubs, and before those that are lost."""
_OF_ROW = 0.72
"""Size of the figures, of the height of a row: they stand about half as high as their cells."""
_HEADS_PT = 92.0
"""Most height of heads that stand upright."""
_CHANGE_PT = 104.0
"""Width of the column that says how the nearest hub's distance changes."""
_FOOT = 46.0


def heatmap(
    answer: Nearest | Ranking,
    *,
    mode: str | None = None,
    targets: Collection[str] | None = None,
    **styled: Unpack[Styled],
) -> Slide:
    """Draw the distance of every hub to every target, both from north to south, with the nearest hub of each marked.

    Where hubs are lost they stand hatched in columns of their own; a dashed ring marks the hub that was the nearest
    before, and the last column the change. Where a speed was given, cells tell hours.

    Parameters
    ----------
    answer : Nearest or Ranking
    mode : {'air', 'sea'}, optional
        Which of the modes that the answer holds; the first where it is not given.
    targets : collection of str, optional
        Ids of those to show; all where it is not given. Up to 20 rows are set in 11 pt; `parts` divides more.
    **styled : see `eastup.charts.slide.Styled`
    """
    look, scenario = Look(**styled), scenario_of(answer)
    number = next((n for n, g in enumerate(scenario.after) if mode is None or g.mode == mode), None)
    if number is None:
        raise InputError(f"the answer holds nothing by {mode}", hint="ask with this mode, or with mode 'both'")
    lang, matrix, before = look.lang, scenario.after[number], scenario.before[number]
    every = len(matrix.targets)
    if targets is not None:
        kept = [j for j, target in enumerate(matrix.targets) if target.id in targets]
        if not kept:
            raise InputError("none of these targets is in the answer", hint="give ids of its targets")
        matrix, before = matrix.to(kept), before.to(kept)
    if len(matrix.targets) > MOST_TARGETS:
        raise InputError(
            f"a heat map holds {MOST_TARGETS} targets, not {len(matrix.targets)}", hint="give fewer with --to"
        )
    kmh = speeds_of(answer).get(matrix.mode)
    values = Values(look, matrix.mode, kmh)
    sub = [values.said(matrix.mode), *changes(answer, lang), _served(matrix, values)]
    if len(matrix.targets) < every:
        sub.append(word("some", lang, len(matrix.targets), every))
    columns = _columns(matrix, before, scenario)
    if len(matrix.hubs) + len(scenario.lost) > len(columns):
        sub.append(word("first", lang, len(columns), len(matrix.hubs) + len(scenario.lost)))
    page = Slide(look, _title(scenario, number, lang), words.of("charts", lang).join(sub))
    page.keep_made(provenance.of_table(answer.table))
    rows = sorted(range(len(matrix.targets)), key=lambda j: _north_first(matrix.targets[j]))
    table = _Table.of(matrix.to(rows), before.to(rows), columns, values)
    names = [target.in_language(lang).name for target in table.targets]
    cells = _laid_out(names, columns, lang, table.changed)
    _draw_heads(page, cells, columns)
    _draw_cells(page, cells, table)
    with page.about("rows"):
        for line, name in enumerate(names):
            page.write(cells.starts[0] - 6, cells.middle(line), name, cells.size, align="right", middle=True)
    _draw_key(page, values, table.changed)
    told = [*hours_said({matrix.mode: kmh} if kmh else {}, lang), measured([matrix.mode], lang)]
    page.foot(words.of("charts", lang).join(told))
    return page.finished()


def heatmaps(answer: Nearest | Ranking, **styled: Unpack[Styled]) -> list[Slide]:
    """Draw a heat map as the slides on which it can be read, for each mode that the answer holds."""
    modes = [matrix.mode for matrix in scenario_of(answer).after]
    return [heatmap(answer, mode=mode, targets=part, **styled) for mode in modes for part in parts(answer)]


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
class _Column:
    """A hub with its column."""

    hub: Place
    group: str
    """``forward``, ``rear`` or ``lost``."""


@dataclass(frozen=True, eq=False)
class _Table:
    """What the cells of a heat map tell."""

    targets: tuple[Place, ...]
    columns: list[_Column]
    km: FloatArray
    """``(columns, targets)``."""
    nearest_km: FloatArray
    """Of all hubs that are left."""
    before_km: FloatArray
    """Of all hubs before."""
    values: Values
    changed: bool

    @classmethod
    def of(cls, matrix: DistanceMatrix, before: DistanceMatrix, columns: list[_Column], values: Values) -> _Table:
        """Gather the cells of some columns."""
        sides = [before if column.group == "lost" else matrix for column in columns]
        km = [side.km[side.hubs.index(column.hub)] for side, column in zip(sides, columns, strict=True)]
        changed = matrix.km.shape != before.km.shape or not np.array_equal(matrix.km, before.km)
        return cls(matrix.targets, columns, np.array(km), matrix.km.min(axis=0), before.km.min(axis=0), values, changed)

    def moved(self, target: int) -> bool:
        """Say whether the distance of the nearest hub is another than before."""
        return bool(self.nearest_km[target] != self.before_km[target])


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
    upright: bool
    """Whether the heads stand upright."""

    def middle(self, row: int) -> float:
        """Return the middle of a row."""
        return self.top - self.pitch * (row + 0.5)


def _columns(matrix: DistanceMatrix, before: DistanceMatrix, scenario: Scenario) -> list[_Column]:
    """Return the hubs to show: forward and rear, from north to south, and at last those that are lost."""
    served = np.bincount(before.km.argmin(axis=0), minlength=len(before.hubs))

    def telling(hub: Place) -> tuple[int, float]:
        at = before.hubs.index(hub)
        return -int(served[at]), float(before.km[at].sum())

    lost = sorted(scenario.lost, key=telling)[:MOST_LOST]
    chosen = sorted((matrix.hubs[i] for i in _most_telling(matrix, MOST_HUBS - len(lost))), key=_north_first)
    rear = rear_ids()
    return [
        *(_Column(hub, "forward") for hub in chosen if hub.id not in rear),
        *(_Column(hub, "rear") for hub in chosen if hub.id in rear),
        *(_Column(hub, "lost") for hub in lost),
    ]


def _laid_out(names: list[str], columns: list[_Column], lang: str, changed: bool) -> _Cells:
    """Return where the cells of some rows stand; gaps part forward hubs, rear hubs and those that are lost."""
    groups = [column.group for column in columns]
    gaps = np.cumsum([0.0, *(_GAP * (a != b) for a, b in zip(groups[:-1], groups[1:], strict=True))])
    head_room = HEIGHT_PT - 78.0 - (20.0 if len(set(groups)) > 1 else 0.0)
    for upright in (False, True):
        top = head_room - (_HEADS_PT if upright else 3 * 1.2 * LEAST_PT) - 6.0
        pitch = min((top - _FOOT) / len(names), 26.0)
        size = min(12.0, pitch * _OF_ROW)
        left = MARGIN + max(fonts.width_pt(name, size) for name in names) + 8
        room = WIDTH_PT - MARGIN - left - gaps[-1] - (_CHANGE_PT if changed else 0.0)
        wide = min(room / len(columns), 90.0)
        if upright or all(fits(_head(column, lang), LEAST_PT, wide - 4) for column in columns):
            break
    return _Cells(top, pitch, wide, [left + wide * k + gap for k, gap in enumerate(gaps)], size, upright)


def _head(column: _Column, lang: str) -> str:
    """Return a hub's name without what stands in brackets."""
    return bare(column.hub.in_language(lang).name)


def _draw_heads(page: Slide, cells: _Cells, columns: list[_Column]) -> None:
    """Write the names of the hubs over their columns, and over them which are forward, rear and lost."""
    lang, theme, pitch = page.look.lang, page.theme, 1.2 * LEAST_PT
    with page.about("columns"):
        for start, column in zip(cells.starts, columns, strict=True):
            middle, head = start + cells.wide / 2, _head(column, lang)
            ink = theme.quiet if column.group == "lost" else theme.ink
            lines = wrap_name(head, LEAST_PT, _HEADS_PT if cells.upright else cells.wide - 4)
            for number, text in enumerate(lines if cells.upright else reversed(lines)):
                if cells.upright:
                    size = min(LEAST_PT, LEAST_PT * _HEADS_PT / fonts.width_pt(text, LEAST_PT))
                    x = middle + (number - (len(lines) - 1) / 2) * pitch + 0.36 * LEAST_PT
                    page.write(x, cells.top + 6, text, size, ink, angle=90.0)
                else:
                    page.write(middle, cells.top + 6 + number * pitch, text, LEAST_PT, ink, align="center")
        groups = [column.group for column in columns]
        if len(set(groups)) < 2:
            return
        base = HEIGHT_PT - 78.0 - 14.0
        for group in dict.fromkeys(groups):
            first, last = groups.index(group), len(groups) - 1 - groups[::-1].index(group)
            left, right = cells.starts[first], cells.starts[last] + cells.wide
            name = word(group, lang)
            page.write((left + right) / 2, base + 4, name, LEAST_PT, theme.quiet, align="center")
            page.rule(left + 1, base, right - 1, base, theme.hairline, 0.9)


def _draw_cells(page: Slide, cells: _Cells, table: _Table) -> None:
    """Draw the distance of each hub to each target, shaded; ring the nearest hub of each, and dashed what was it."""
    ringed, dashed = [], []
    for j, target in enumerate(table.targets):
        y = cells.top - cells.pitch * (j + 1)
        for k, (start, column) in enumerate(zip(cells.starts, table.columns, strict=True)):
            name = f"{target.name} – {column.hub.name}"
            with page.about("cells", name, distance_km=round(float(table.km[k, j]), 1)):
                _draw_cell(page, cells, (start, y), table, (k, j))
            known = bool(np.isfinite(table.km[k, j]))
            if known and column.group != "lost" and table.km[k, j] == table.nearest_km[j]:
                ringed.append((start, y))
            elif known and table.changed and table.moved(j) and table.km[k, j] == table.before_km[j]:
                dashed.append((start, y))
        if table.changed and table.moved(j):
            text = f"{table.values.text(table.before_km[j])} → {table.values.text(table.nearest_km[j])}"
            page.write(WIDTH_PT - MARGIN, cells.middle(j), text, cells.size, align="right", middle=True)
    if table.changed:
        with page.about("columns"):
            lines = word("nearest_change", page.look.lang, unit=table.values.unit).split("\n")
            for number, text in enumerate(reversed(lines)):
                page.write(WIDTH_PT - MARGIN, cells.top + 6 + number * 13.2, text, LEAST_PT, align="right")
    for topic, spots, dashes in (("rings", ringed, ()), ("rings before", dashed, (4.0, 2.5))):
        with page.about(topic):
            for start, y in spots:  # over all cells, so that no neighbour covers a ring
                _ring(page, (start, y), cells, dashes)


def _draw_cell(page: Slide, cells: _Cells, corner: tuple[float, float], table: _Table, number: tuple[int, int]) -> None:
    """Draw one cell from its lower left corner; that of a hub that is lost is hatched."""
    (x, y), km = corner, float(table.km[number])
    lost, shades, limits = table.columns[number[0]].group == "lost", page.palette.shades, table.values.limits
    known = np.isfinite(km) and not lost
    ground = shades[int(np.searchsorted(limits, table.values.number(km), side="right"))] if known else page.theme.page
    page.box(x + 0.4, y + 0.4, cells.wide - 0.8, cells.pitch - 0.8, ground)
    label = table.values.text(km)
    size = min(cells.size, cells.size * (cells.wide - 4) / max(fonts.width_pt(label, cells.size), 1.0))
    ink = page.theme.quiet if lost else page.readable(ground)
    if lost:
        box = shapely.box(x + 0.4, y + 0.4, x + cells.wide - 0.4, y + cells.pitch - 0.4)
        page.lines(hatching(box), page.theme.hairline, 0.6, z=10.5, clip=False)
    page.write(
        x + cells.wide / 2, y + cells.pitch / 2, label, size, ink,
        align="center", middle=True, halo=page.theme.halo if lost else None,
    )  # fmt: skip


def _ring(page: Slide, corner: tuple[float, float], cells: _Cells, dashes: tuple[float, ...]) -> None:
    """Draw a ring about a cell, light about dark so that it is seen on all shades."""
    x0, y0 = corner[0] + 0.6, corner[1] + 0.6
    x1, y1 = x0 + cells.wide - 1.2, y0 + cells.pitch - 1.2
    if not dashes:
        for ink, width in ((page.theme.page, 3.4), (page.palette.ring, 2.0)):
            page.box(x0, y0, x1 - x0, y1 - y0, None, (ink, width))
        return
    outline = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
    page.line(outline, page.palette.ring, 2.0, z=11, clip=False, dashes=dashes)


def _draw_key(page: Slide, values: Values, changed: bool) -> None:
    """Draw the key of the shades and of the rings."""
    lang, limits = page.look.lang, [f"{limit:,g}" for limit in values.limits]
    texts = [
        word("below", lang, limits[0]),
        *(f"{a}–{b}" for a, b in zip(limits[:-1], limits[1:], strict=True)),
        f"{word('above', lang, limits[-1])} {values.unit}",
        word("nearest", lang),
        *([word("nearest_before", lang)] if changed else []),
    ]
    x = MARGIN
    gap = min(16.0, (WIDTH_PT - 2 * MARGIN - sum(21 + fonts.width_pt(t, LEAST_PT) for t in texts)) / len(texts))
    with page.about("legend"):
        for number, text in enumerate(texts):
            if number < len(page.palette.shades):
                page.box(x, 29, 16, 10, page.palette.shades[number], (page.theme.hairline, 0.5))
            else:
                outline = np.array([(x, 29), (x + 16, 29), (x + 16, 39), (x, 39), (x, 29)])
                dashes = () if number == len(page.palette.shades) else (4.0, 2.5)
                page.line(outline, page.palette.ring, 2.0, z=11, clip=False, dashes=dashes)
            page.write(x + 21, 34, text, LEAST_PT, middle=True)
            x += 21 + fonts.width_pt(text, LEAST_PT) + gap


def _title(scenario: Scenario, number: int, lang: str) -> str:
    """Say which hub is the nearest to most targets, or how many are worse served than before."""
    matrix, before = scenario.after[number], scenario.before[number]
    goals = what(matrix, lang)
    if scenario.changed:
        farther = int((matrix.km.min(axis=0) > before.km.min(axis=0)).sum())
        return word("heat_changed", lang, farther, len(matrix.targets), goals)
    counts = np.bincount(matrix.km.argmin(axis=0), minlength=len(matrix.hubs))
    hub = matrix.hubs[int(counts.argmax())].in_language(lang).name
    return word("heat", lang, hub, int(counts.max()), goals)


def _most_telling(matrix: DistanceMatrix, most: int) -> list[int]:
    """Return the numbers of the hubs to show: those that are nearest to a target first, then by their mean."""
    nearest = np.bincount(matrix.km.argmin(axis=0), minlength=len(matrix.hubs))
    sums = np.where(np.isinf(matrix.km), 1e6, matrix.km).sum(axis=1)
    return [int(i) for i in np.lexsort((sums, -nearest))[:most]]


def _served(matrix: DistanceMatrix, values: Values) -> str:
    """Say which target's nearest hub is farthest."""
    least, lang = matrix.km.min(axis=0), values.look.lang
    goal = int(least.argmax())
    if np.isinf(least[goal]):
        return f"{word('none', lang)}: {matrix.targets[goal].in_language(lang).name}."
    hub = matrix.hubs[int(matrix.km[:, goal].argmin())].in_language(lang).name
    length = values.text(least[goal])
    return word("served", lang, matrix.targets[goal].in_language(lang).name, length, hub, unit=values.unit)


def _north_first(place: Place) -> tuple[float, str]:
    return -place.lat, place.id
