"""How coverage grows with the reach: straits and chain covered by one, two and three hubs, as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np

from eastup import words
from eastup.charts.asked import read
from eastup.charts.reach import lost_words
from eastup.charts.slide import HEIGHT_PT, LEAST_PT, MARGIN, WIDTH_PT, Slide
from eastup.coverage.shares import LEVELS
from eastup.coverage.shares import curve as counted_by_reach
from eastup.draw import fonts
from eastup.errors import InputError
from eastup.geodesy.units import speed_text
from eastup.io import provenance

if TYPE_CHECKING:
    from eastup.charts.asked import Asked
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.hubs.question import Question
    from eastup.places import SomePlaces

_TOP, _FOOT, _GAP = HEIGHT_PT - 112.0, 96.0, 76.0
_FEW = 12
"""Points of a curve up to which each is marked."""


def curve(
    hubs: SomePlaces | Question | None = None,
    **given: Unpack[Asked],
) -> Slide:
    """Draw how many straits, and how much of the chain, at least one, two and three hubs cover at each reach.

    Parameters
    ----------
    hubs, **given : see `eastup.coverage.curve` and `eastup.charts.slide.Styled`
        Where hubs are lost or straits closed, dashed curves show it before.

    Raises
    ------
    InputError
        If only one reach is given: it makes no curve.
    """
    look, question = read(hubs, given, reaches=False)
    unit = look.unit
    if len(question.reaches_km) == 1:
        hint = "give more, such as --radius 300nmi --radius 600nmi"
        raise InputError("a curve needs at least two reaches", hint=hint)
    table, told = counted_by_reach(question), words.of("charts.curve", look.lang)
    before = counted_by_reach(question.before()) if question.changed else None
    per_unit, mode = look.km_per_unit, question.mode
    kmh = question.kmh
    reach, straits = table["radius_km"].to_numpy() / per_unit, int(table["straits"].iloc[0])
    counted = len(question.hubs)
    most = int(table["straits_1"].iloc[-1])
    first = reach[int(np.argmax(table["straits_1"].to_numpy() == most))]
    text = f"{reach[-1] if not most else first:,.0f} {unit}"
    title = told["title"].format(most, straits, text) if most else told["none"].format(text)
    below = [told[mode].format(counted), *lost_words(question, look.lang)]
    slide = Slide(look, title, words.of("charts", look.lang).join(below))
    slide.keep_made(provenance.of_table(table))
    width = (WIDTH_PT - 2 * MARGIN - _GAP - 60.0) / 2
    chain = [("chain", 1.0)] if table["chain_1_share"].notna().any() else []  # a theatre may have none
    for number, (name, whole) in enumerate((("straits", float(straits)), *chain)):
        left = MARGIN + 34.0 + number * (width + _GAP)
        slide.write(left, _TOP + 14.0, told[name].format(straits), 12)
        _draw_grid(slide, left, width, reach, whole)
        for level in reversed(LEVELS):
            column = f"straits_{level}" if name == "straits" else f"chain_{level}_share"
            ink = slide.palette.levels[level - 1]
            for topic, values in (("before", before), ("curves", table)):
                if values is None:
                    continue
                heights = _FOOT + (_TOP - _FOOT) * values[column].to_numpy(float) / whole
                xy = np.column_stack([left + width * reach / reach[-1], heights])
                with slide.about(
                    topic, f"{told[name].format(straits)}, {told[f'level_{level}']}", of=name, level=level
                ):
                    if topic == "before":
                        slide.line(xy, ink, 1.4, z=10.5, clip=False, dashes=(4.0, 3.0))
                        continue
                    slide.curve(xy, ink, 2.6)
                    for x, y in xy if len(xy) <= _FEW else ():
                        slide.marker(x, y, "circle", 5.0, ink, slide.theme.page, z=12, width=0.4)
        if kmh:
            for mark in _marks(reach):
                at = left + width * mark / reach[-1]
                hours = f"{mark * per_unit / kmh:.2g} {told['h']}"
                slide.write(at, _FOOT - 31, hours, LEAST_PT, slide.theme.quiet, align="center")
    levels = tuple(told[f"level_{level}"] for level in LEVELS)
    axis = f"{told['reach']}, {unit}" + (f" · {speed_text(kmh)}" if kmh else "")
    _draw_key(slide, levels, axis, told["before"] if question.changed else "")
    slide.foot(told["foot_sea" if mode == "sea" else "foot"])
    return slide.finished()


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


def _draw_key(slide: Slide, levels: tuple[str, ...], axis: str, before: str) -> None:
    """Draw the key of the curves at the foot, and say what the axis counts."""
    x = MARGIN + 34.0
    with slide.about("legend"):
        for level, text in zip(LEVELS, levels, strict=True):
            slide.rule(x, 45, x + 22, 45, slide.palette.levels[level - 1], 3.0)
            slide.write(x + 28, 45, text, 11, middle=True)
            x += 28 + fonts.width_pt(text, LEAST_PT) + 26
        if before:
            ends = np.array([(x, 45), (x + 22, 45)])
            slide.line(ends, slide.palette.levels[0], 1.4, z=10, clip=False, dashes=(4.0, 3.0))
            slide.write(x + 28, 45, before, LEAST_PT, middle=True)
        slide.write(WIDTH_PT - MARGIN, 45, axis, 11, slide.theme.quiet, align="right", middle=True)
