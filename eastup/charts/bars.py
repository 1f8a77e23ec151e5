"""Hubs as ranked bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup import words
from eastup.charts.captions import changes, measured, scenario_of, what, word
from eastup.charts.slide import MARGIN, WIDTH_PT, Look, Slide
from eastup.draw import color, fonts
from eastup.geodesy.units import KM_PER_UNIT
from eastup.hubs import rear_ids
from eastup.io import provenance

if TYPE_CHECKING:
    from eastup.tyranny import Ranking

MOST_HUBS = 24
_TOP, _BOTTOM = 458.0, 58.0


def bars(ranking: Ranking, lang: str = "en", unit: str = "km", theme: str = "light", marking: str = "") -> Slide:
    """Draw the mean distance of each hub as a bar, the shortest first, with its farthest target.

    Parameters
    ----------
    ranking : Ranking
        Where it holds both modes, hubs stand in the order of the sea.
    lang : {'en', 'ja', 'ko'}
    unit : {'km', 'nmi', 'mi'}
    theme : {'light', 'dark', 'print'}
    marking : str
        A marking line on top and at the foot, such as ``UNCLASSIFIED``.
    """
    scenario = scenario_of(ranking)
    table, modes = ranking.table, [matrix.mode for matrix in scenario.after]
    hubs = {hub.id: hub.in_language(lang).name for hub in scenario.after[0].hubs}
    goals = {goal.name: goal.in_language(lang).name for goal in scenario.after[0].targets}
    order = list(table.loc[table["mode"] == modes[-1], "hub_id"])[:MOST_HUBS]
    groups = [group for group in ("forward", "rear") if any((hub in rear_ids()) == (group == "rear") for hub in order)]
    sub = [_rear_words(ranking, lang)] if len(groups) > 1 else []
    if len(hubs) > MOST_HUBS:
        sub.append(word("most", lang, MOST_HUBS, len(hubs)))
    title = word("bars", lang, what(scenario.after[0], lang))
    page = Slide(Look(lang, theme, marking), title, words.of("charts", lang).join([*sub, *changes(ranking, lang)]))
    page.keep_made(provenance.of_table(table))
    rows = {mode: table[table["mode"] == mode].set_index("hub_id") for mode in modes}
    bars = [
        _Bar(goals[row["farthest"]], float(row["mean_km"]), float(row["max_km"]))
        for row in (rows[mode].loc[hub] for hub in order for mode in modes)
    ]
    scale = _Scale.fitted([hubs[hub] for hub in order], bars, len(modes))
    for place, hub in enumerate(order):
        middle = _TOP - scale.pitch * (place + 0.5)
        page.write(scale.left - 10, middle, hubs[hub], scale.size, align="right", middle=True)
        shades = page.palette.rear if hub in rear_ids() else page.palette.forward
        for number, mode in enumerate(modes):
            y = middle + scale.thick * (0.0 if len(modes) == 1 else 0.5 - number)
            bar = bars[place * len(modes) + number]
            face = shades[number if len(modes) > 1 else 1]
            with page.about("bars", f"{hubs[hub]}, {word(mode, lang)}", mean_km=round(bar.mean_km, 1)):
                _draw_bar(page, scale, y, face, bar, KM_PER_UNIT[unit])
    page.rule(scale.left, _TOP - scale.pitch * len(order), scale.left, _TOP, page.theme.ink, 0.8)
    x = scale.left
    with page.about("legend"):
        for group in groups:
            shades = page.palette.rear if group == "rear" else page.palette.forward
            for number, mode in enumerate(modes):
                page.box(x, 36, 14, 10, shades[number if len(modes) > 1 else 1])
                text = f"{word(group, lang)}, {word(mode, lang)}"
                page.write(x + 19, 41, text, 11, middle=True)
                x += 19 + fonts.width_pt(text, 11) + 22
        page.write(x + 8, 41, word("legend", lang, unit=unit), 11, page.theme.quiet, middle=True)
    page.foot(measured(modes, lang))
    return page.finished()


@dataclass(frozen=True)
class _Bar:
    """How far a hub is from its targets."""

    farthest: str
    mean_km: float
    max_km: float


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
    per_km: float
    """Points."""

    @property
    def small(self) -> float:
        """Size of what stands at a bar."""
        return min(self.size, self.thick * 0.86)

    @classmethod
    def fitted(cls, hubs: list[str], bars: list[_Bar], modes: int) -> _Scale:
        """Return the scale at which each bar, with what stands behind it, fits the page."""
        pitch = min((_TOP - _BOTTOM) / len(hubs), 44.0)
        thick = pitch * (0.72 if modes == 1 else 0.43)
        size = min(12.0, pitch * 0.62)
        left = MARGIN + max(fonts.width_pt(hub, size) for hub in hubs) + 12
        small = min(size, thick * 0.86)
        room = WIDTH_PT - MARGIN - left - 8
        per_km = min(
            (
                (room - fonts.width_pt(f"{bar.farthest} 00,000", small)) / bar.max_km
                for bar in bars
                if 0 < bar.max_km < np.inf
            ),
            default=1.0,
        )
        return cls(left, pitch, thick, size, per_km)


def _draw_bar(page: Slide, scale: _Scale, y: float, face: str, bar: _Bar, km: float) -> None:
    """Draw one bar with its mean, a dot at the farthest target, and its name; lengths are told in units of ``km``."""
    left, small = scale.left, scale.small
    if not np.isfinite(bar.mean_km):
        text = f"{word('none', page.look.lang)}: {bar.farthest}"
        page.write(left + 6, y, text, small, page.theme.quiet, middle=True)
        return
    mean, end = left + bar.mean_km * scale.per_km, left + bar.max_km * scale.per_km
    label = f"{bar.mean_km / km:,.0f}"
    inside = mean - left > fonts.width_pt(label, small) + 10
    after = mean if inside else mean + fonts.width_pt(label, small) + 10
    page.box(left, y - scale.thick * 0.47, mean - left, scale.thick * 0.94, face)
    if end > after:
        page.rule(after, y, end, y, face, 1.4)
    page.marker(end, y, "circle", 5.0, face, page.theme.page, z=12, width=0.3)
    ink = color.readable(face, (page.theme.page, page.theme.ink)) if inside else page.theme.ink
    page.write(mean + (-5 if inside else 5), y, label, small, ink, align="right" if inside else "left", middle=True)
    text = f"{bar.farthest} {bar.max_km / km:,.0f}"
    page.write(max(end, after) + 7, y, text, small * 0.95, page.theme.quiet, middle=True)


def _rear_words(ranking: Ranking, lang: str) -> str:
    """Say how much farther the rear hubs lie, in each mode."""
    parts = []
    for mode, table in ranking.table.groupby("mode", sort=False):
        rear = table["hub_id"].isin(rear_ids())
        times = table.loc[rear, "mean_km"].mean() / table.loc[~rear, "mean_km"].mean()
        if np.isfinite(times):
            parts.append(word("factor", lang, f"{times:.1f}", word(str(mode), lang)))
    return word("times", lang, ", ".join(parts)) if parts else ""
