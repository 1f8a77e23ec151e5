"""How coverage grows with the reach: straits and chain covered by one, two and three hubs, as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from eastup import distance, geodesy
from eastup.charts.slide import HEIGHT_PT, MARGIN, WIDTH_PT, Slide
from eastup.coverage.shares import LEVELS, curve
from eastup.draw.theme import LIGHT
from eastup.hubs import chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLORS = {1: "#123c67", 2: "#2e75aa", 3: "#86b5d6"}
_TOP, _FOOT, _GAP = HEIGHT_PT - 112.0, 96.0, 76.0
_LEVELS = {
    "en": ("by one hub", "by two", "by three"), "ja": ("1拠点以上", "2拠点以上", "3拠点以上"),
    "ko": ("거점 한 곳 이상", "두 곳 이상", "세 곳 이상"),
}  # fmt: skip
_WORDS = {
    "en": {
        "title": "{0} of {1} straits are covered within {2}", "none": "No strait is covered whole within {0}",
        "air": "{0} hubs by air", "sea": "{0} hubs by ship, round land",
        "straits": "Straits covered whole, of {0}", "chain": "Share of the chain that is covered",
        "reach": "Reach", "h": "h",
        "foot": "Geodesics on WGS 84; what lies exactly at the reach counts.",
        "foot_sea": "Shortest ways over water that keep off the coast.",
    },
    "ja": {
        "title": "{2}以内で海峡{1}か所のうち{0}か所が全幅で圏内", "none": "{0}以内に全幅で圏内の海峡はない",
        "air": "{0}拠点からの空路", "sea": "{0}拠点からの航路（陸地を回避）",
        "straits": "全幅で圏内の海峡（{0}か所のうち）", "chain": "列島線のうち圏内の割合",
        "reach": "到達距離", "h": "時間",
        "foot": "WGS 84楕円体上の測地線。境界上は圏内とする。", "foot_sea": "沿岸を離れて水上を通る最短経路。",
    },
    "ko": {
        "title": "{2} 이내에서 해협 {1}곳 중 {0}곳이 전 폭에서 범위 안",
        "none": "{0} 이내에 전 폭이 범위 안인 해협은 없음",
        "air": "거점 {0}곳에서 항공", "sea": "거점 {0}곳의 항로 (육지 우회)",
        "straits": "전 폭이 범위 안인 해협 ({0}곳 중)", "chain": "도련선에서 범위 안인 비율",
        "reach": "도달 거리", "h": "시간",
        "foot": "WGS 84 타원체의 측지선. 경계 위는 범위 안으로 본다.",
        "foot_sea": "해안에서 떨어져 물 위를 지나는 최단 경로.",
    },
}  # fmt: skip


def growth(*, lang: str = "en", unit: str = "km", **question: Any) -> Figure:
    """Draw how many straits, and how much of the chain, at least one, two and three hubs cover at each reach.

    Parameters
    ----------
    lang : {'en', 'ja', 'ko'}
    unit : {'km', 'nmi', 'mi'}
    **question : see `eastup.coverage.curve`
    """
    table, words, slide = curve(**question), _WORDS[lang], Slide()
    per_unit, mode = geodesy.KM_PER_UNIT[unit], question.get("mode", "air")
    kmh = distance.speed_kmh(question.get("speed"))
    reach, straits = table["radius_km"].to_numpy() / per_unit, int(table["straits"].iloc[0])
    hubs = len(chosen(question.get("hubs"), question.get("without", ())))
    most = int(table["straits_1"].iloc[-1])
    first = reach[int(np.argmax(table["straits_1"].to_numpy() == most))]
    text = f"{reach[-1] if not most else first:,.0f} {unit}"
    slide.title(
        words["title"].format(most, straits, text) if most else words["none"].format(text), words[mode].format(hubs)
    )
    width = (WIDTH_PT - 2 * MARGIN - _GAP - 60.0) / 2
    for number, (name, whole) in enumerate((("straits", float(straits)), ("chain", 1.0))):
        left = MARGIN + 34.0 + number * (width + _GAP)
        slide.text(left, _TOP + 14.0, words[name].format(straits), 12)
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
                slide.text(at, _FOOT - 31, f"{mark * per_unit / kmh:.3g} {words['h']}", 10, LIGHT.quiet, align="center")
    _key(slide, _LEVELS[lang], f"{words['reach']}, {unit}" + (f" · {question['speed']}" if kmh else ""))
    slide.text(MARGIN, 15, words["foot_sea" if mode == "sea" else "foot"], 9, LIGHT.quiet)
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
