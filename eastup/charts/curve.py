"""How coverage grows with the reach: straits and chain covered by one, two and three hubs, as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from eastup import distance, geodesy, words
from eastup.charts.slide import HEIGHT_PT, MARGIN, WIDTH_PT, Slide, by_own_settings
from eastup.coverage.shares import LEVELS, curve
from eastup.draw.theme import LIGHT
from eastup.question import Given, Question

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from eastup.places import SomePlaces

_COLORS = {1: "#123c67", 2: "#2e75aa", 3: "#86b5d6"}
_TOP, _FOOT, _GAP = HEIGHT_PT - 112.0, 96.0, 76.0


@by_own_settings
def growth(
    hubs: SomePlaces | None = None,
    *,
    chain: str = "",
    lang: str = "en",
    unit: str = "km",
    **given: Unpack[Given],
) -> Figure:
    """Draw how many straits, and how much of the chain, at least one, two and three hubs cover at each reach.

    Parameters
    ----------
    lang : {'en', 'ja', 'ko'}
    unit : {'km', 'nmi', 'mi'}
    hubs, chain, **given : see `eastup.coverage.curve`
    """
    table, told, slide = curve(hubs, chain=chain, **given), words.of("charts.curve", lang), Slide()
    per_unit, mode = geodesy.KM_PER_UNIT[unit], given.get("mode", "air")
    kmh = distance.speed_kmh(given.get("speed"))
    reach, straits = table["radius_km"].to_numpy() / per_unit, int(table["straits"].iloc[0])
    counted = len(Question.of(hubs, reaches=False, **given).hubs)
    most = int(table["straits_1"].iloc[-1])
    first = reach[int(np.argmax(table["straits_1"].to_numpy() == most))]
    text = f"{reach[-1] if not most else first:,.0f} {unit}"
    slide.title(
        told["title"].format(most, straits, text) if most else told["none"].format(text), told[mode].format(counted)
    )
    width = (WIDTH_PT - 2 * MARGIN - _GAP - 60.0) / 2
    for number, (name, whole) in enumerate((("straits", float(straits)), ("chain", 1.0))):
        left = MARGIN + 34.0 + number * (width + _GAP)
        slide.text(left, _TOP + 14.0, told[name].format(straits), 12)
        _grid(slide, left, width, reach, whole, [f"{r:,.0f}" for r in _marks(reach)])
        for level in reversed(LEVELS):
            values = table[f"straits_{level}" if name == "straits" else f"chain_{level}_share"].to_numpy(float)
            x = left + width * reach / reach[-1]
            y = _FOOT + (_TOP - _FOOT) * values / whole
            style: Any = {"drawstyle": "steps-post"} if name == "straits" else {}
            slide.axes.plot(x, y, color=_COLORS[level], linewidth=2.6, solid_capstyle="butt", **style)
        if kmh:
            for mark in _marks(reach):
                at = left + width * mark / reach[-1]
                slide.text(at, _FOOT - 31, f"{mark * per_unit / kmh:.3g} {told['h']}", 10, LIGHT.quiet, align="center")
    _key(
        slide,
        tuple(told[f"level_{level}"] for level in LEVELS),
        f"{told['reach']}, {unit}" + (f" · {given.get('speed')}" if kmh else ""),
    )
    slide.text(MARGIN, 15, told["foot_sea" if mode == "sea" else "foot"], 9, LIGHT.quiet)
    return slide.finished()


def _marks(reach: Any) -> list[float]:
    """Return round lengths along the axis."""
    step = next((s for s in (50, 100, 200, 250, 500, 1000, 2000, 5000) if reach[-1] / s <= 7), 10_000)
    return [float(mark) for mark in np.arange(0, reach[-1] + 1e-9, step)]


def _grid(slide: Slide, left: float, width: float, reach: Any, whole: float, marks: list[str]) -> None:
    for mark, text in zip(_marks(reach), marks, strict=True):
        x = left + width * mark / reach[-1]
        slide.line(x, _FOOT, x, _TOP, "#e3e8ec", 0.8)
        slide.text(x, _FOOT - 16, text, 11, align="center")
    steps = np.linspace(0.0, 1.0, 6) if whole == 1.0 else np.arange(0.0, whole + 1e-9, 5.0) / whole
    for step in steps:
        y = _FOOT + (_TOP - _FOOT) * step
        slide.line(left, y, left + width, y, "#e3e8ec", 0.8)
        slide.text(
            left - 6, y, f"{step:.0%}" if whole == 1.0 else f"{step * whole:.0f}", 11, align="right", middle=True
        )
    slide.line(left, _FOOT, left + width, _FOOT, LIGHT.ink, 0.9)


def _key(slide: Slide, levels: tuple[str, ...], axis: str) -> None:
    x = MARGIN + 34.0
    for level, text in zip(LEVELS, levels, strict=True):
        slide.line(x, 45, x + 22, 45, _COLORS[level], 3.0)
        slide.text(x + 28, 45, text, 11, middle=True)
        x += 170.0
    slide.text(WIDTH_PT - MARGIN, 45, axis, 11, LIGHT.quiet, align="right", middle=True)
