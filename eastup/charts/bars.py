"""Hubs as ranked bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup import words
from eastup.charts.captions import case_of, changes, measured, what, word
from eastup.charts.slide import MARGIN, WIDTH_PT, Slide, by_own_settings
from eastup.draw import fonts
from eastup.draw.theme import LIGHT
from eastup.geodesy.units import KM_PER_UNIT
from eastup.hubs import rear_ids

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from eastup.tyranny import Ranking

MOST_HUBS = 24

_REAR_COLOR = {"air": "#d9a566", "sea": "#a8661c"}
_FORWARD_COLOR = {"air": "#8fb6d6", "sea": LIGHT.triangle}


@by_own_settings
def bars(ranking: Ranking, lang: str = "en", unit: str = "km") -> Figure:
    """Draw hubs as bars of their mean distance, by rank, with a dot for the farthest target, in each mode.

    Parameters
    ----------
    ranking : Ranking
        Where it holds both modes, hubs stand in the order of the sea.
    lang : {'en', 'ja', 'ko'}
    unit : {'km', 'nmi', 'mi'}
    """
    case = case_of(ranking)
    table, modes = ranking.table, [grid.mode for grid in case.after]
    hubs = {hub.id: hub.in_language(lang).name for hub in case.after[0].hubs}
    goals = {goal.name: goal.in_language(lang).name for goal in case.after[0].targets}
    order = list(table.loc[table["mode"] == modes[-1], "hub_id"])[:MOST_HUBS]
    groups = [group for group in ("forward", "rear") if any((hub in rear_ids()) == (group == "rear") for hub in order)]
    page = Slide()
    sub = [_rear_words(ranking, lang)] if len(groups) > 1 else []
    if len(hubs) > MOST_HUBS:
        sub.append(word("most", lang, MOST_HUBS, len(hubs)))
    told = words.of("charts", lang).join([*sub, *changes(ranking, lang)])
    page.title(word("bars", lang, what(case.after[0], lang)), told)
    top, bottom = 462.0, 58.0
    pitch = min((top - bottom) / len(order), 44.0)
    thick = pitch * (0.72 if len(modes) == 1 else 0.43)
    size = min(12.0, pitch * 0.62)
    small = min(size, thick * 0.86)
    left = MARGIN + max(fonts.width_pt(hubs[h], size) for h in order) + 12
    rows = {mode: table[table["mode"] == mode].set_index("hub_id") for mode in modes}
    ends = np.concatenate([rows[mode]["max_km"].reindex(order).dropna() for mode in modes])
    longest = float(ends.max(initial=0.0)) or 1.0
    room = max(fonts.width_pt(f"{name} 00,000", small) for name in goals.values())
    per_km = (WIDTH_PT - MARGIN - left - room - 12) / longest
    for place, hub in enumerate(order):
        middle = top - pitch * (place + 0.5)
        page.text(left - 10, middle, hubs[hub], size, align="right", middle=True)
        for number, mode in enumerate(modes):
            row = rows[mode].loc[hub]
            y = middle - thick * (0.5 if len(modes) == 1 else number) + thick / 2
            color = (_REAR_COLOR if hub in rear_ids() else _FORWARD_COLOR)[mode if len(modes) > 1 else "sea"]
            if not np.isfinite(row["mean_km"]):
                page.text(left + 6, y, f"{word('none', lang)}: {goals[row['farthest']]}", small, LIGHT.quiet,
                          middle=True)  # fmt: skip
                continue
            mean, end = (left + float(row[name]) * per_km for name in ("mean_km", "max_km"))
            label = f"{row['mean_km'] / KM_PER_UNIT[unit]:,.0f}"
            inside = mean - left > fonts.width_pt(label, small) + 10
            after = mean if inside else mean + fonts.width_pt(label, small) + 10
            page.box(left, y - thick * 0.47, mean - left, thick * 0.94, color)
            if end > after:
                page.line(after, y, end, y, color, 1.4)
            page.dot(end, y, 5.0, color)
            ink = (LIGHT.page if mode == "sea" or len(modes) == 1 else LIGHT.ink) if inside else LIGHT.ink
            side = "right" if inside else "left"
            page.text(mean + (-5 if inside else 5), y, label, small, ink, align=side, middle=True)
            far = f"{goals[row['farthest']]} {row['max_km'] / KM_PER_UNIT[unit]:,.0f}"
            page.text(max(end, after) + 7, y, far, small * 0.95, LIGHT.quiet, middle=True)
    page.line(left, top - pitch * len(order), left, top, LIGHT.ink, 0.8)
    x = left
    for group in groups:
        for mode in modes:
            page.box(
                x,
                36,
                14,
                10,
                {"forward": _FORWARD_COLOR, "rear": _REAR_COLOR}[group][mode if len(modes) > 1 else "sea"],
            )
            text = f"{word(group, lang)}, {word(mode, lang)}"
            page.text(x + 19, 41, text, 11, middle=True)
            x += 19 + fonts.width_pt(text, 11) + 22
    page.text(x + 8, 41, word("legend", lang, unit=unit), 11, LIGHT.quiet, middle=True)
    page.text(MARGIN, 15, measured(modes, lang), 9, LIGHT.quiet)
    return page.finished()


def _rear_words(ranking: Ranking, lang: str) -> str:
    """Say how much farther the rear hubs lie, in each mode."""
    parts = []
    for mode, table in ranking.table.groupby("mode", sort=False):
        rear = table["hub_id"].isin(rear_ids())
        times = table.loc[rear, "mean_km"].mean() / table.loc[~rear, "mean_km"].mean()
        if np.isfinite(times):
            parts.append(word("factor", lang, f"{times:.1f}", word(str(mode), lang)))
    return word("times", lang, ", ".join(parts)) if parts else ""
