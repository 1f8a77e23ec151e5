"""Hubs as ranked bars, with what a loss or a closure changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

import numpy as np

from eastup import words
from eastup.charts.captions import changes, hours_said, measured, scenario_of, speeds_of, what, word
from eastup.charts.slide import LEAST_PT, MARGIN, WIDTH_PT, Look, Slide, Styled
from eastup.draw import fonts
from eastup.hubs import rear_ids
from eastup.io import provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from eastup.tyranny import Ranking

MOST_HUBS = {1: 22, 2: 15}
"""Rows that hold text of 11 pt, by the number of modes."""
_TOP, _BOTTOM = 440.0, 58.0
_COUNT_PT = 92.0
"""Width of the column that says to how many targets a hub is the nearest."""
_TIME_PT = 96.0
"""Width of the column of mean times, where there is a speed: beside the mean they would hide the dot behind it."""
_TICK = 0.62
"""Height of the mark at the mean before, of a bar."""


def bars(ranking: Ranking, **styled: Unpack[Styled]) -> Slide:
    """Draw the mean distance of each hub as a bar, the shortest first, with its farthest target.

    Where hubs are lost or straits closed, a line marks the mean before, and the last column says to how many targets a
    hub was the nearest before and is now. Where a speed was given, a column has the mean times.

    Parameters
    ----------
    ranking : Ranking
        Where it holds both modes, hubs stand in the order of the sea.
    **styled : see `eastup.charts.slide.Styled`
    """
    look = Look(**styled)
    scenario, lang = scenario_of(ranking), look.lang
    table, modes = ranking.table, [matrix.mode for matrix in scenario.after]
    hubs = {hub.id: hub.in_language(lang).name for hub in scenario.after[0].hubs}
    goals = {goal.name: goal.in_language(lang).name for goal in scenario.after[0].targets}
    most = MOST_HUBS[len(modes)]
    order = list(table.loc[table["mode"] == modes[-1], "hub_id"])[:most]
    groups = [group for group in ("forward", "rear") if any((hub in rear_ids()) == (group == "rear") for hub in order)]
    sub = [*changes(ranking, lang), *([_rear_words(ranking, lang)] if len(groups) > 1 else [])]
    if len(hubs) > most:
        sub.append(word("most", lang, most, len(hubs)))
    rows = {mode: table[table["mode"] == mode].set_index("hub_id") for mode in modes}
    first = rows[modes[-1]].loc[order[0]]
    length = look.length(float(first["mean_km"]), modes[-1]) if np.isfinite(first["mean_km"]) else word("none", lang)
    mode = word(modes[-1], lang)
    title = word("bars", lang, hubs[order[0]], what(scenario.after[0], lang), length, mode)
    page = Slide(look, title, words.of("charts", lang).join(sub))
    page.keep_made(provenance.of_table(table))
    kmh = speeds_of(ranking)
    bars = [_Bar.of(rows[mode].loc[hub], goals, kmh.get(mode)) for hub in order for mode in modes]
    scale = _Scale.fitted(look, [hubs[hub] for hub in order], bars, len(modes))
    with page.about("columns"):
        heads = {WIDTH_PT - MARGIN: "nearest_to", **({scale.times: "mean_time"} if kmh else {})}
        for x, head in heads.items():
            page.write(x, _TOP + 7, word(head, lang), LEAST_PT, page.theme.quiet, align="right")
    for place, hub in enumerate(order):
        middle = _TOP - scale.pitch * (place + 0.5)
        page.write(scale.left - 10, middle, hubs[hub], scale.size, align="right", middle=True)
        shades = page.palette.rear if hub in rear_ids() else page.palette.forward
        for number, mode in enumerate(modes):
            y = middle + scale.thick * (0.0 if len(modes) == 1 else 0.5 - number)
            bar = bars[place * len(modes) + number]
            face = shades[number if len(modes) > 1 else 1]
            with page.about("bars", f"{hubs[hub]}, {word(mode, lang)}", mean_km=round(bar.mean_km, 1)):
                _draw_bar(page, scale, y, face, bar)
            page.write(WIDTH_PT - MARGIN, y, bar.count, scale.small, align="right", middle=True)
            page.write(scale.times, y, bar.time(look), scale.small, align="right", middle=True)
    page.rule(scale.left, _TOP - scale.pitch * len(order), scale.left, _TOP, page.theme.ink, 0.8)
    _draw_key(page, scale.left, groups, modes, any(bar.before_km is not None for bar in bars))
    page.foot(words.of("charts", lang).join([*hours_said(kmh, lang), measured(modes, lang)]))
    return page.finished()


@dataclass(frozen=True)
class _Bar:
    """How far a hub is from its targets."""

    farthest: str
    mean_km: float
    max_km: float
    count: str
    """To how many targets it is the nearest, and was."""
    mode: str = "air"
    kmh: float | None = None
    before_km: float | None = None
    """The mean before, where it was another."""

    @classmethod
    def of(cls, row: pd.Series, goals: Mapping[str, str], kmh: float | None) -> _Bar:
        """Read a row of a ranking."""
        now = f"{row['nearest_count']:.0f}"
        bar = cls(goals[row["farthest"]], float(row["mean_km"]), float(row["max_km"]), now, str(row["mode"]), kmh)
        if "mean_km_before" not in row.index:
            return bar
        before = f"{row['nearest_count_before']:.0f}"
        moved = abs(row["mean_km"] - row["mean_km_before"]) > 0.5
        return replace(
            bar,
            count=now if before == now else f"{before} → {now}",
            before_km=float(row["mean_km_before"]) if moved else None,
        )

    def told(self, look: Look, km: float) -> str:
        """Return a length of it, with the time that it takes where there is a speed."""
        text = look.figure(km, self.mode)
        return f"{text} · {look.hours(km / self.kmh)}" if self.kmh else text

    def time(self, look: Look) -> str:
        """Return the time of the mean; empty without a speed, or where no target is reached."""
        return look.hours(self.mean_km / self.kmh) if self.kmh and np.isfinite(self.mean_km) else ""


@dataclass(frozen=True)
class _Scale:
    """Where bars stand and how long they are."""

    left: float
    pitch: float
    """From one hub to the next, points."""
    thick: float
    """Of a bar, points."""
    size: float
    """Of the names of hubs."""
    small: float
    """Of what stands at a bar."""
    per_km: float
    """Points."""

    @property
    def times(self) -> float:
        """The right edge of the column of times."""
        return WIDTH_PT - MARGIN - _COUNT_PT

    @classmethod
    def fitted(cls, look: Look, hubs: list[str], bars: list[_Bar], modes: int) -> _Scale:
        """Return the scale at which each bar, with what stands behind it, fits the page."""
        pitch = min((_TOP - _BOTTOM) / len(hubs), 44.0)
        thick = pitch * (0.72 if modes == 1 else 0.43)
        size = min(12.0, max(LEAST_PT, pitch * 0.62))
        left = MARGIN + max(fonts.width_pt(hub, size) for hub in hubs) + 12
        small = min(size, max(LEAST_PT, thick * 0.86))
        timed = any(bar.kmh for bar in bars)
        room = WIDTH_PT - MARGIN - _COUNT_PT - _TIME_PT * timed - left - 8
        per_km = min(
            (
                (room - fonts.width_pt(f"{bar.farthest} {bar.told(look, bar.max_km)}", small) - 8) / bar.max_km
                for bar in bars
                if 0 < bar.max_km < np.inf
            ),
            default=1.0,
        )
        return cls(left, pitch, thick, size, small, per_km)


def _draw_bar(page: Slide, scale: _Scale, y: float, face: str, bar: _Bar) -> None:
    """Draw one bar with its mean, a dot at the farthest target, and its name."""
    left, small, look = scale.left, scale.small, page.look
    if not np.isfinite(bar.mean_km):
        text = f"{word('none', page.look.lang)}: {bar.farthest}"
        page.write(left + 6, y, text, small, page.theme.quiet, middle=True)
        return
    mean, end = left + bar.mean_km * scale.per_km, left + bar.max_km * scale.per_km
    label = look.figure(bar.mean_km, bar.mode)
    inside = mean - left > fonts.width_pt(label, small) + 10
    after = mean if inside else mean + fonts.width_pt(label, small) + 10
    page.box(left, y - scale.thick * 0.47, mean - left, scale.thick * 0.94, face)
    if end > after:
        page.rule(after, y, end, y, face, 1.4)
    if end >= after or not bar.mean_km:  # else it would stand in the figures
        page.marker(end, y, "circle", 5.0, face, page.theme.page, z=12, width=0.3)
    ink = page.readable(face) if inside else page.theme.ink
    page.write(mean + (-5 if inside else 5), y, label, small, ink, align="right" if inside else "left", middle=True)
    if bar.before_km is not None:
        was, half = left + bar.before_km * scale.per_km, scale.thick * _TICK
        for ink, width in ((page.theme.page, 4.0), (page.palette.ring, 2.0)):  # light about dark: it is seen on all
            page.rule(was, y - half, was, y + half, ink, width)
    text = f"{bar.farthest} {bar.told(look, bar.max_km)}"
    page.write(max(end, after) + 7, y, text, small, page.theme.quiet, middle=True)


def _draw_key(page: Slide, x: float, groups: list[str], modes: list[str], changed: bool) -> None:
    """Draw the key of the bars at the foot."""
    lang = page.look.lang
    with page.about("legend"):
        for group in groups:
            shades = page.palette.rear if group == "rear" else page.palette.forward
            for number, mode in enumerate(modes):
                page.box(x, 36, 14, 10, shades[number if len(modes) > 1 else 1])
                text = words.of("answers", lang)["between.comma"].join([word(group, lang), word(mode, lang)])
                page.write(x + 19, 41, text, LEAST_PT, middle=True)
                x += 19 + fonts.width_pt(text, LEAST_PT) + 18
        text = word("legend", lang, unit=page.look.unit)
        page.write(x + 4, 41, text, LEAST_PT, page.theme.quiet, middle=True)
        if changed:
            x += 4 + fonts.width_pt(text, LEAST_PT) + 18
            page.rule(x, 35, x, 47, page.palette.ring, 2.0)
            page.write(x + 7, 41, word("mean_before", lang), LEAST_PT, page.theme.quiet, middle=True)


def _rear_words(ranking: Ranking, lang: str) -> str:
    """Say how much farther the rear hubs lie, in each mode."""
    parts = []
    for mode, table in ranking.table.groupby("mode", sort=False):
        rear = table["hub_id"].isin(rear_ids())
        times = table.loc[rear, "mean_km"].mean() / table.loc[~rear, "mean_km"].mean()
        if np.isfinite(times):
            parts.append(word("factor", lang, f"{times:.1f}", word(str(mode), lang)))
    return word("times", lang, words.of("answers", lang)["between.comma"].join(parts)) if parts else ""
