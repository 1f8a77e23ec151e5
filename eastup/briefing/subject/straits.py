"""The straits of a map: their gates, as wide as they are told to be, and which of them are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import layers, places
from eastup.briefing.furniture.legend import LegendItem, Table
from eastup.briefing.subject.cities import CLOSE_M_PER_PT
from eastup.briefing.subject.content import origin_of
from eastup.briefing.words import aside, word
from eastup.draw.labels.label import Label
from eastup.layers.overlay import own_ids
from eastup.layers.query import name_in
from eastup.layers.sets import DEFAULT_TARGETS
from eastup.positions import tally

if TYPE_CHECKING:
    from eastup.briefing.spec.spec import MapSpec
    from eastup.briefing.subject.content import Content
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.layers.query import Row

_SHORE_PT = 6.0
"""From the ends of a gate to the land behind them, which the scale may show late."""
_UNASKED = 34.0
"""Priority of a strait that a map names of itself: below all that it is asked to name."""
_MOST_WITH_WIDTH = 20
"""Straits on a map that none of its own are asked for, whose widths are told at each."""
_LEAST_GATE_PT = 7.0
_SPOT_PT = 8.0
"""Between the points of a gate that names of others stand farther from than from their own."""
_WIDTH_PT, _CLOSED_PT = 2.0, 3.2
_THINNEST_PT, _THICKEST_PT = 1.2, 6.0
"""Of a gate whose line is as thick as the strait is wide."""
_MOST_PASSED_PT = 9.0
"""Of the gate that is passed most often."""
_WIDEST_KM = 280.0
"""Straits as wide as this, or wider, have the thickest line."""


def closed_in(spec: MapSpec) -> tuple[str, ...]:
    """Return the straits that a map shows as closed, by id."""
    of_ships = spec.ship_time.closed if spec.ship_time else ()
    return tuple(dict.fromkeys([*spec.closed, *of_ships]))


def draw_straits(content: Content) -> None:
    """Draw each gate that the map shows, and label those that the specification names and those that are closed."""
    spec, sheet, theme, lang = content.spec, content.sheet, content.theme, content.spec.lang
    closed = closed_in(spec)
    straits = layers.load("straits").sort_values("order")
    if not spec.show_straits:
        straits = straits[straits["id"].isin(closed)]
    elif spec.straits:
        straits = straits[straits["id"].isin([*spec.straits, *closed, *own_ids("straits")])]
    if spec.passages:
        content.passages = tally.read(spec.passages)
    if content.passages and not spec.straits:
        counted = {*content.passages.by_strait, *(place.id for place in places.select(DEFAULT_TARGETS))}
        straits = straits[straits["id"].isin([*counted, *closed])]
    shut = []
    rows = straits.to_dict("records")
    content.shown_straits = [row for row in rows if _shown(content, row)]
    for row in rows:
        if _shown(content, row):
            x, y = (float(v) for v in sheet.page.locate(row["mid_lon"], row["mid_lat"]))
            _draw_strait(content, row, (x, y), row["id"] in closed)
        elif row["id"] in spec.straits:
            content.outside.append(name_in(row, lang))
        if row["id"] in closed:
            shut.append(name_in(row, lang))
    content.closed = shut
    if not content.shown_straits:
        return

    def sample(x: float, y: float) -> None:
        sheet.line(np.array([(x + 6, y - 3), (x + 16, y + 3)]), theme.strait, 2.0, z=10, clip=False)

    def shut_sample(x: float, y: float) -> None:
        sheet.line(np.array([(x + 4, y - 4), (x + 18, y + 4)]), theme.lost, _CLOSED_PT, z=10, clip=False)
        sheet.marker(x + 11, y, "cross", 8.0, theme.lost, theme.lost, z=10.1, width=2.0)

    if any(row["id"] not in closed for row in content.shown_straits):
        by_width = word("as_wide", lang) if _as_lines(spec) else ""
        if content.passages:
            by_width = word("as_often", lang)
        content.legend.append(LegendItem(sample, word("strait", lang), by_width, name="strait"))
    if shut:
        names = ("、" if lang == "ja" else ", ").join(shut)
        content.legend.append(LegendItem(shut_sample, word("closed", lang), names, name="closed"))
    if content.passages:
        content.tables.append(Table(word("passages", lang), _passages(content, content.passages)))
        return
    told = spec.nearest or spec.rings or spec.ship_time or (_with_width(spec) and _named(content))
    about = _named(content) or closed or _with_width(spec)  # where no strait is named, none asks how wide it is
    if about and not (told or content.several):  # not said twice
        content.tables.append(Table(word("widths", lang), _widths(content, closed)))


def _widths(content: Content, closed: tuple[str, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    """Return the rows of the table of widths, the widest first."""
    lang, theme = content.spec.lang, content.theme
    ranked = sorted(content.shown_straits, key=lambda row: -float(row["width_km"]))
    rows = []
    for row in ranked:
        shut = row["id"] in closed
        name = name_in(row, lang) + (aside("closed_word", lang) if shut else "")
        rows.append((name, content.lengths(float(row["width_km"])), theme.lost if shut else theme.strait))
    return rows


def _passages(content: Content, counted: tally.Tally) -> list[tuple[str, tuple[str, ...], str]]:
    """Return the rows of the table of passages, the most passed first; straits that none passed are left out."""
    lang, theme = content.spec.lang, content.theme
    passed = [row for row in content.shown_straits if counted.by_strait.get(row["id"])]
    ranked = sorted(passed, key=lambda row: -counted.by_strait[row["id"]])
    return [(name_in(row, lang), (f"{counted.by_strait[row['id']]:,}",), theme.strait) for row in ranked]


def _as_lines(spec: MapSpec) -> bool:
    return spec.strait_widths in ("line", "both")


def _draw_strait(content: Content, row: Row, at: tuple[float, float], closed: bool) -> None:
    spec, sheet, theme = content.spec, content.sheet, content.theme
    names, width_km = content.names(row), float(row["width_km"])
    thick = _CLOSED_PT if closed else _WIDTH_PT
    if _as_lines(spec):
        thick = _THINNEST_PT + (_THICKEST_PT - _THINNEST_PT) * min(width_km / _WIDEST_KM, 1.0)
    number = content.passages.by_strait.get(row["id"], 0) if content.passages else 0
    if content.passages and not closed:  # areas as the numbers: the thickness goes with the root
        share = (number / max(content.passages.by_strait.values())) ** 0.5
        thick = _THINNEST_PT + (_MOST_PASSED_PT - _THINNEST_PT) * share if number else _THINNEST_PT / 2
    color = theme.lost if closed else theme.strait
    kind = "closed" if closed else "open"
    with sheet.about("straits", names[0], id=row["id"], width_km=width_km, kind=kind, **origin_of(row)):
        for part in shapely.get_parts(row["geometry"]):
            ends = content.geodesic(shapely.get_coordinates(part))
            drawn = _at_least(ends, _LEAST_GATE_PT)
            sheet.line(drawn, theme.halo, thick + 1.6, z=8, casing=True)
            sheet.line(drawn, color, thick, z=8.1)
            content.obstacle_map.add_polyline(ends, heavy=True, reach_pt=max(thick, _WIDTH_PT) / 2 + 0.2)
            spots = shapely.get_coordinates(shapely.segmentize(shapely.LineString(drawn), _SPOT_PT))
            content.obstacle_map.marks += [(float(a), float(b), *at) for a, b in spots]
        if closed:
            sheet.marker(*at, "cross", 11.0, theme.halo, theme.halo, z=8.2, width=4.4)
            sheet.marker(*at, "cross", 10.0, color, color, z=8.3, width=2.4)
    content.obstacle_map.add_box(*at, 6.5 if closed else 3)
    detail = [content.length(width_km, ("km", "nmi"))] if _with_width(spec) else []
    if closed:
        detail.insert(0, word("closed_word", spec.lang))
    if content.passages:
        detail = [f"{number:,}"]
    asked = row["id"] in spec.straits
    if closed or number or (_named(content) and not spec.nearest and not content.passages):
        content.label(
            Label(
                (*names, *detail), *at, 8.8, priority=60 if asked or closed or number else _UNASKED,
                gap_pt=8 if closed else 5, color=color, leader=True, far=asked, key=row["id"],
                shores_pt=shores_pt(content, row), bold=closed, topic="labels" if asked or detail else "straits",
            )
        )  # fmt: skip


def _shown(content: Content, row: Row) -> bool:
    page = content.sheet.page
    return page.shows(page.locate(row["mid_lon"], row["mid_lat"]), 4)


def _with_width(spec: MapSpec) -> bool:
    """Say whether a strait's label tells its width."""
    return spec.strait_widths in (True, "label", "both")


def _named(content: Content) -> bool:
    """Say whether straits are labelled: those that are asked for, or where none are those of a close-up.

    So are a few on a wider map where the width at each is asked for; of more a table tells it.
    """
    spec, page = content.spec, content.sheet.page
    if spec.straits:
        return True
    if _with_width(spec):
        return len(content.shown_straits) <= _MOST_WITH_WIDTH
    return page.metres_per_pt < CLOSE_M_PER_PT and page.level == 0


def shores_pt(content: Content, row: Row) -> float:
    """Return how far the shores of a strait are from its middle, on the page."""
    return float(row["width_km"]) * 500.0 / content.sheet.page.metres_per_pt + _SHORE_PT


def _at_least(xy: FloatArray, length_pt: float) -> FloatArray:
    """Stretch a short line about its middle, so that a narrow strait's gate can still be seen."""
    length = float(np.hypot(*(xy[-1] - xy[0])))
    if length >= length_pt or length == 0:
        return xy
    middle = (xy[0] + xy[-1]) / 2
    return np.asarray(middle + (xy[[0, -1]] - middle) * (length_pt / length))
