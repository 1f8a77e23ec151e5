"""A map of coverage for a slide: how many hubs reach each place, and which straits and stretches none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import ListedColormap

from eastup import geodesy
from eastup.charts.mapframe import (
    EXTENT,
    FRAME,
    PIXEL_PT,
    SEA_PIXEL_PT,
    Ground,
    draw_hubs,
    draw_land,
    draw_line,
    draw_north,
)
from eastup.charts.slide import HEIGHT_PT, MARGIN, WIDTH_PT, Slide
from eastup.coverage import along
from eastup.coverage.grid import projected
from eastup.coverage.shares import ask, chain_lines, straits
from eastup.draw.text import wrap_name
from eastup.draw.theme import LIGHT
from eastup.view.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure

    from eastup.coverage.metric import Ways
    from eastup.coverage.reach import SomeReach
    from eastup.places import SomePlaces

_RAMP = ("#f2f4f5", "#d6e6f2", "#adcfe6", "#7db4d8", "#4f95c4", "#2e75aa", "#1d568a", "#123c67")
_OPEN = "#c8281e"
_WORDS = {
    "en": {
        "title": "Within reach: {0}", "below": "{0} hubs by air; how many of them reach each place",
        "below_sea": "{0} hubs by ship, round land; how many of them reach each place",
        "foot_sea": "Shortest ways over water that keep off the coast. Land © OpenStreetMap contributors (ODbL).",
        "hubs": "Hubs in reach", "strait": "Strait", "line": "Chain",
        "straits": "{0} of {1} straits are covered whole", "chain": "{0} of the chain is covered, {1} by two hubs",
        "open": "Not reached", "hub": "Hub", "north": "N", "more": "and {0} more",
        "foot": "Geodesics on WGS 84; what lies exactly at the reach counts. Land © OpenStreetMap contributors (ODbL).",
    },
    "ja": {
        "title": "到達圏: {0}", "below": "{0}拠点からの空路。各地点に届く拠点の数",
        "below_sea": "{0}拠点からの航路（陸地を回避）。各地点に届く拠点の数",
        "foot_sea": "沿岸を離れて水上を通る最短経路。陸地 © OpenStreetMap contributors (ODbL)", "hubs": "届く拠点の数",
        "strait": "海峡", "line": "列島線",
        "straits": "海峡{1}か所のうち{0}か所が全幅で圏内", "chain": "列島線の{0}が圏内、{1}が2拠点以上の圏内",
        "open": "圏外", "hub": "拠点", "north": "北", "more": "ほか{0}か所",
        "foot": "WGS 84楕円体上の測地線。境界上は圏内とする。陸地 © OpenStreetMap contributors (ODbL)",
    },
    "ko": {
        "title": "도달 범위: {0}", "below": "거점 {0}곳의 직선거리. 각 지점에 닿는 거점의 수",
        "below_sea": "거점 {0}곳의 항로 (육지 우회). 각 지점에 닿는 거점의 수",
        "foot_sea": "해안에서 떨어져 물 위를 지나는 최단 경로. 육지 © OpenStreetMap contributors (ODbL)",
        "hubs": "닿는 거점의 수",
        "strait": "해협", "line": "도련선",
        "straits": "해협 {1}곳 중 {0}곳이 전 폭에서 범위 안",
        "chain": "도련선의 {0}가 범위 안, {1}가 거점 두 곳 이상의 범위 안",
        "open": "범위 밖", "hub": "거점", "north": "북", "more": "외 {0}곳",
        "foot": "WGS 84 타원체의 측지선. 경계 위는 범위 안으로 본다. 육지 © OpenStreetMap contributors (ODbL)",
    },
}  # fmt: skip


def reach(
    hubs: SomePlaces | None = None,
    *,
    radius: SomeReach | None = None,
    hours: SomeReach | None = None,
    speed: str | float | None = None,
    mode: str = "air",
    closed: Iterable[str] | str = (),
    without: Any = (),
    chain: str = "",
    view: View | None = None,
    extent: tuple[float, float, float, float] = EXTENT,
    lang: str = "en",
) -> Figure:
    """Draw how many hubs reach each place of a map.

    Parameters
    ----------
    hubs, radius, hours, speed, mode, closed, without, chain : see `eastup.coverage.shares`
    view : View, optional
        East-Up where None.
    extent : west, south, east, north, degrees
    lang : {'en', 'ja', 'ko'}
    """
    asked = ask(hubs, radius, hours, speed, mode, closed, without)
    words, page = _WORDS[lang], Ground(view or View(up=90.0), extent)
    slide = Slide()
    km = asked.reach_km
    length = f"{km:,.0f} km · {km / geodesy.KM_PER_NMI:,.0f} nmi"
    if hours is not None:
        length = f"{length} ({km / _kmh(speed):g} h, {speed})"
    by_ship = "_sea" if mode == "sea" else ""
    slide.title(words["title"].format(length), words[f"below{by_ship}"].format(len(asked.hubs)))
    most = _draw_counts(slide, page, asked.ways, km, PIXEL_PT if mode == "air" else SEA_PIXEL_PT)
    draw_land(slide, page)
    gates, (whole, _) = straits(asked.ways), chain_lines(asked.ways, chain)
    on_chain = along.cut(whole, asked.ways, km)
    draw_line(slide, page, whole.stretch(0.0, whole.length_km), LIGHT.ink, 0.9, dashed=True)
    for start, end in on_chain.gaps():
        draw_line(slide, page, whole.stretch(start, end), _OPEN, 1.6)
    pieces = [along.cut(gate, asked.ways, km) for gate in gates]
    for gate, cut in zip(gates, pieces, strict=True):
        draw_line(slide, page, gate.stretch(0.0, gate.length_km), LIGHT.ink, 2.2)
        for start, end in cut.gaps():
            draw_line(slide, page, gate.stretch(start, end), _OPEN, 3.0)
    draw_hubs(slide, page, [hub.in_language(lang) for hub in asked.hubs])
    x0, y0, x1, y1 = FRAME
    slide.box(x0, y0, x1 - x0, y1 - y0, None, LIGHT.quiet, 0.8)
    draw_north(slide, page, words["north"])
    still_open = [in_language(c.line.id, c.line.name, lang) for c in pieces if c.gaps()]
    facts = [
        words["straits"].format(len(gates) - len(still_open), len(gates)),
        words["chain"].format(*(f"{on_chain.covered_km(k) / whole.length_km:.0%}" for k in (1, 2))),
    ]
    _draw_panel(slide, words, most, facts, still_open)
    slide.text(MARGIN, 22, words[f"foot{by_ship}"], 8.5, LIGHT.quiet)
    return slide.finished()


def _draw_counts(slide: Slide, page: Ground, ways: Ways, km: float, pixel_pt: float) -> int:
    grid = projected(page.view.crs, page.bounds, page.metres * pixel_pt)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    count = np.zeros(lon.shape)
    for reached in ways.reached(km, lon[good], lat[good]):
        count[good] += reached
    step, last = _step(int(count.max())), len(_RAMP) - 1
    x0, y0, x1, y1 = FRAME
    slide.axes.imshow(
        np.ceil(count / step), extent=(x0, x1, y0, y1), cmap=ListedColormap(_RAMP), vmin=-0.5, vmax=last + 0.5,
        interpolation="nearest", aspect="auto", zorder=0,
    )  # fmt: skip
    slide.axes.set_xlim(0, WIDTH_PT)
    slide.axes.set_ylim(0, HEIGHT_PT)
    return int(count.max())


def _step(most: int) -> int:
    """Return how many counts share a colour."""
    return max(1, -(-most // (len(_RAMP) - 1)))


def _draw_panel(slide: Slide, words: dict[str, str], most: int, facts: list[str], still_open: list[str]) -> None:
    x, y, width = FRAME[2] + 18.0, FRAME[3] - 12.0, WIDTH_PT - MARGIN - FRAME[2] - 18.0
    slide.text(x, y, words["hubs"], 11)
    y -= 22
    step = _step(most)
    for number in range(-(-most // step) + 1):
        slide.box(x, y - 3, 22, 12, _RAMP[number], LIGHT.quiet, 0.4)
        first, last = max(0, (number - 1) * step + 1), min(number * step, most)
        slide.text(x + 30, y, f"{first}" if first == last else f"{first}-{last}", 10)
        y -= 15
    y -= 6
    slide.dot(x + 11, y + 3, 6, LIGHT.ink)
    slide.text(x + 30, y, words["hub"], 10)
    y -= 16
    for key, color, width_pt in (("strait", LIGHT.ink, 2.6), ("line", LIGHT.ink, 0.9), ("open", _OPEN, 3.0)):
        ends = [(x, x + 22)] if key != "line" else [(x, x + 6), (x + 8, x + 14), (x + 16, x + 22)]
        for left, right in ends:
            slide.line(left, y + 3, right, y + 3, color, width_pt)
        slide.text(x + 30, y, words[key], 10)
        y -= 16
    y -= 10
    for fact in facts:
        for part in wrap_name(fact, 11, width):
            slide.text(x, y, part, 11)
            y -= 15
        y -= 4
    y -= 6
    room = max(1, int((y - FRAME[1]) / 13))
    for name in still_open if len(still_open) <= room else still_open[: room - 1]:
        slide.text(x, y, name, 9.5, _OPEN)
        y -= 13
    if len(still_open) > room:
        slide.text(x, y, words["more"].format(len(still_open) - room + 1), 9.5, _OPEN)


def in_language(identity: str, name: str, lang: str) -> str:
    """Return the name of a place of the layers in a language."""
    from eastup.places import resolve

    return resolve(identity).in_language(lang).name if lang != "en" else name


def _kmh(speed: str | float | None) -> float:
    from eastup.distance import speed_kmh

    return speed_kmh(speed) or 1.0
