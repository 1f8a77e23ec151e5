"""How coverage grows with the reach: straits and chain covered by one, two and three hubs, as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np

from eastup import words
from eastup.charts import direct
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

_TOP, _FOOT, _FIGURES = HEIGHT_PT - 112.0, 96.0, 40.0
_AXIS_PT = 45.0
"""Baseline of what an axis counts, and of the key where there is one."""
_NAME_OFF_PT = 16.0
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
    below = [
        told[mode].format(counted),
        *lost_words(question, look.lang),
        *([told["before"]] if question.changed else []),
    ]
    slide = Slide(look, title, words.of("charts", look.lang).join(below))
    slide.keep_made(provenance.of_table(table))
    most_hubs = len(question.before().hubs) if question.changed else counted
    drawn = [level for level in LEVELS if level <= most_hubs]
    called = {level: told[f"level_{level}"] for level in drawn}
    room = _NAME_OFF_PT + max(fonts.width_pt(name, LEAST_PT) for name in called.values())
    width = (WIDTH_PT - 2 * MARGIN - 2 * (room + _FIGURES)) / 2
    chain = [("chain", 1.0)] if table["chain_1_share"].notna().any() else []  # a theatre may have none
    axis = f"{told['reach']}, {unit}" + (f" · {speed_text(kmh)}" if kmh else "")
    places = []
    for number, (name, whole) in enumerate((("straits", float(straits)), *chain)):
        left = MARGIN + _FIGURES + number * (width + room + _FIGURES)
        slide.write(left, _TOP + 14.0, told[name].format(straits), 12)
        _draw_grid(slide, left, width, reach, whole)
        paths: list[list[FloatArray]] = []
        for level in reversed(drawn):
            column = f"straits_{level}" if name == "straits" else f"chain_{level}_share"
            ink = slide.palette.levels[level - 1]
            paths.append([])
            for topic, values in (("curves", table), ("before", before)):
                if values is None:
                    continue
                heights = _FOOT + (_TOP - _FOOT) * values[column].to_numpy(float) / whole
                xy = np.column_stack([left + width * reach / reach[-1], heights])
                paths[-1].append(xy)
                with slide.about(topic, f"{told[name].format(straits)}, {called[level]}", of=name, level=level):
                    if topic == "before":
                        slide.line(xy, ink, 1.4, z=10.5, clip=False, dashes=(4.0, 3.0))
                        continue
                    slide.curve(xy, ink, 2.6)
                    for x, y in xy if len(xy) <= _FEW else ():
                        slide.marker(x, y, "circle", 5.0, ink, slide.theme.page, z=12, width=0.4)
        frame = (left + 2.0, _FOOT + 2.0, left + width + room, _TOP + 8.0)
        told_lines = _joined(paths, [called[level] for level in reversed(drawn)], look.lang)
        places.append((told_lines, direct.named(list(told_lines.values()), list(told_lines), LEAST_PT, frame)))
        if kmh:
            for mark in _marks(reach):
                at = left + width * mark / reach[-1]
                hours = f"{mark * per_unit / kmh:.2g} {told['h']}"
                slide.write(at, _FOOT - 31, hours, LEAST_PT, slide.theme.quiet, align="center")
    keyed = not all(found for _, found in places)
    if keyed:
        _draw_key(slide, called)
    for number, (names, found) in enumerate(places):
        if not keyed:
            _draw_names(slide, list(names), found or [])
        if not keyed or number:
            right = MARGIN + _FIGURES + number * (width + room + _FIGURES) + width
            slide.write(right, _AXIS_PT, axis, LEAST_PT, slide.theme.quiet, align="right", middle=True)
    slide.foot(told["foot_sea" if mode == "sea" else "foot"])
    return slide.finished()


def _marks(reach: FloatArray) -> list[float]:
    """Return round lengths along the axis."""
    step = next((s for s in (50, 100, 200, 250, 500, 1000, 2000, 5000) if reach[-1] / s <= 7), 10_000)
    return [float(mark) for mark in np.arange(0, reach[-1] + 1e-9, step)]


def _count_step(whole: float) -> float:
    """Return a round step that marks an axis of counts seven times at most."""
    return next((step for step in (1.0, 2.0, 5.0, 10.0, 20.0, 50.0) if whole / step <= 7), 100.0)


def _draw_grid(slide: Slide, left: float, width: float, reach: FloatArray, whole: float) -> None:
    """Draw the lines and figures of one plot."""
    rule, theme = slide.palette.rule, slide.theme
    with slide.about("axes"):
        for mark in _marks(reach):
            x = left + width * mark / reach[-1]
            slide.rule(x, _FOOT, x, _TOP, rule, 0.8)
            slide.write(x, _FOOT - 16, f"{mark:,.0f}", 11, align="center")
        steps = np.linspace(0.0, 1.0, 6) if whole == 1.0 else np.arange(0.0, whole + 1e-9, _count_step(whole)) / whole
        for step in steps:
            y = _FOOT + (_TOP - _FOOT) * step
            slide.rule(left, y, left + width, y, rule, 0.8)
            figure = f"{step:.0%}" if whole == 1.0 else f"{step * whole:.0f}"
            slide.write(left - 6, y, figure, 11, align="right", middle=True)
        slide.rule(left, _FOOT, left + width, _FOOT, theme.ink, 0.9)


def _joined(paths: list[list[FloatArray]], names: list[str], lang: str) -> dict[str, list[FloatArray]]:
    """Return the lines of each name; curves that run as one all the way have one name together."""
    alike: list[tuple[list[str], list[FloatArray]]] = []
    for lines, name in zip(paths, names, strict=True):
        if alike and np.array_equal(alike[-1][1], lines):
            alike[-1][0].insert(0, name)
        else:
            alike.append(([name], lines))
    comma = words.of("answers", lang)["between.comma"]
    return {comma.join(together): lines for together, lines in alike}


def _draw_names(slide: Slide, names: list[str], places: list[direct.Named]) -> None:
    """Write the name of each curve at it."""
    for name, place in zip(names, places, strict=True):
        with slide.about("names", name):
            if place.leader is not None:
                slide.line(place.leader, slide.theme.quiet, 0.7, z=10, clip=False)
            slide.write(place.x, place.y, name, LEAST_PT, halo=slide.theme.page, angle=place.angle, z=13)


def _draw_key(slide: Slide, called: dict[int, str]) -> None:
    """Draw a key of the curves at the foot, where their names find no room at them."""
    x = MARGIN + _FIGURES
    with slide.about("legend"):
        for level, text in called.items():
            slide.rule(x, _AXIS_PT, x + 22, _AXIS_PT, slide.palette.levels[level - 1], 3.0)
            slide.write(x + 28, _AXIS_PT, text, LEAST_PT, middle=True)
            x += 28 + fonts.width_pt(text, LEAST_PT) + 26
