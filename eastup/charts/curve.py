"""How coverage grows with the reach: straits and chain covered by one, two and three hubs, as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np

from eastup import geodesy, words
from eastup.charts.slide import HEIGHT_PT, MARGIN, WIDTH_PT, Look, Slide
from eastup.coverage.shares import LEVELS, curve
from eastup.errors import InputError
from eastup.hubs.question import Given, Question
from eastup.io import provenance

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import SomePlaces

_TOP, _FOOT, _GAP = HEIGHT_PT - 112.0, 96.0, 76.0


def growth(
    hubs: SomePlaces | None = None,
    *,
    chain: str = "",
    lang: str = "en",
    unit: str = "km",
    theme: str = "light",
    marking: str = "",
    **given: Unpack[Given],
) -> Slide:
    """Draw how many straits, and how much of the chain, at least one, two and three hubs cover at each reach.

    Parameters
    ----------
    hubs, chain, **given : see `eastup.coverage.curve`
    lang : {'en', 'ja', 'ko'}
    unit : {'km', 'nmi', 'mi'}
    theme : {'light', 'dark', 'print'}
    marking : str
        A marking line on top and at the foot, such as ``UNCLASSIFIED``.

    Raises
    ------
    InputError
        If only one reach is given: it makes no curve.
    """
    table, told = curve(hubs, chain=chain, **given), words.of("charts.curve", lang)
    if len(table) < 2:
        hint = "give more, such as --radius 300nmi --radius 600nmi"
        raise InputError("a curve needs at least two reaches", hint=hint)
    per_unit, mode = geodesy.KM_PER_UNIT[unit], given.get("mode", "air")
    question = Question.of(hubs, reaches=False, **given)
    kmh = question.kmh
    reach, straits = table["radius_km"].to_numpy() / per_unit, int(table["straits"].iloc[0])
    counted = len(question.hubs)
    most = int(table["straits_1"].iloc[-1])
    first = reach[int(np.argmax(table["straits_1"].to_numpy() == most))]
    text = f"{reach[-1] if not most else first:,.0f} {unit}"
    title = told["title"].format(most, straits, text) if most else told["none"].format(text)
    slide = Slide(Look(lang, theme, marking), title, told[mode].format(counted))
    slide.keep_made(provenance.of_table(table))
    width = (WIDTH_PT - 2 * MARGIN - _GAP - 60.0) / 2
    for number, (name, whole) in enumerate((("straits", float(straits)), ("chain", 1.0))):
        left = MARGIN + 34.0 + number * (width + _GAP)
        slide.write(left, _TOP + 14.0, told[name].format(straits), 12)
        _draw_grid(slide, left, width, reach, whole)
        for level in reversed(LEVELS):
            values = table[f"straits_{level}" if name == "straits" else f"chain_{level}_share"].to_numpy(float)
            xy = np.column_stack([left + width * reach / reach[-1], _FOOT + (_TOP - _FOOT) * values / whole])
            with slide.about("curves", f"{told[name].format(straits)}, {told[f'level_{level}']}", of=name, level=level):
                slide.curve(_stepped(xy) if name == "straits" else xy, slide.palette.levels[level - 1], 2.6)
        if kmh:
            for mark in _marks(reach):
                at = left + width * mark / reach[-1]
                hours = f"{mark * per_unit / kmh:.2g} {told['h']}"
                slide.write(at, _FOOT - 31, hours, 10, slide.theme.quiet, align="center")
    levels = tuple(told[f"level_{level}"] for level in LEVELS)
    _draw_key(slide, levels, f"{told['reach']}, {unit}" + (f" · {given.get('speed')}" if kmh else ""))
    slide.foot(told["foot_sea" if mode == "sea" else "foot"])
    return slide.finished()


def _stepped(xy: FloatArray) -> FloatArray:
    """Return a line that holds each value up to the next point: a count does not grow between them."""
    return np.column_stack([np.repeat(xy[:, 0], 2)[1:], np.repeat(xy[:, 1], 2)[:-1]])


def _marks(reach: FloatArray) -> list[float]:
    """Return round lengths along the axis."""
    step = next((s for s in (50, 100, 200, 250, 500, 1000, 2000, 5000) if reach[-1] / s <= 7), 10_000)
    return [float(mark) for mark in np.arange(0, reach[-1] + 1e-9, step)]


def _draw_grid(slide: Slide, left: float, width: float, reach: FloatArray, whole: float) -> None:
    """Draw the lines and figures of one plot."""
    rule, theme = slide.palette.rule, slide.theme
    with slide.about("axes"):
        for mark in _marks(reach):
            x = left + width * mark / reach[-1]
            slide.rule(x, _FOOT, x, _TOP, rule, 0.8)
            slide.write(x, _FOOT - 16, f"{mark:,.0f}", 11, align="center")
        steps = np.linspace(0.0, 1.0, 6) if whole == 1.0 else np.arange(0.0, whole + 1e-9, 5.0) / whole
        for step in steps:
            y = _FOOT + (_TOP - _FOOT) * step
            slide.rule(left, y, left + width, y, rule, 0.8)
            figure = f"{step:.0%}" if whole == 1.0 else f"{step * whole:.0f}"
            slide.write(left - 6, y, figure, 11, align="right", middle=True)
        slide.rule(left, _FOOT, left + width, _FOOT, theme.ink, 0.9)


def _draw_key(slide: Slide, levels: tuple[str, ...], axis: str) -> None:
    x = MARGIN + 34.0
    with slide.about("legend"):
        for level, text in zip(LEVELS, levels, strict=True):
            slide.rule(x, 45, x + 22, 45, slide.palette.levels[level - 1], 3.0)
            slide.write(x + 28, 45, text, 11, middle=True)
            x += 170.0
        slide.write(WIDTH_PT - MARGIN, 45, axis, 11, slide.theme.quiet, align="right", middle=True)
