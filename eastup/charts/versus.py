"""A map of where the hubs of one group are nearer than those of its rivals, and where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import numpy as np
import shapely

from eastup import layers, words
from eastup.charts import mapframe
from eastup.charts.captions import changes, measured
from eastup.charts.mapframe import Mark
from eastup.charts.panel import Panel
from eastup.charts.slide import LEAST_PT, Look, Slide, Styled
from eastup.coverage.metric import metric_of
from eastup.draw.color import legible, mixed
from eastup.draw.labels.along import place_along
from eastup.errors import InputError
from eastup.hubs.question import Question
from eastup.io import provenance
from eastup.results import language
from eastup.tyranny.versus import said_group

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from eastup.draw.frame import Page
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.tyranny import Versus
    from eastup.view.view import View
    from eastup.words import Words

_CLOSE = 4
"""Targets of which the panel tells that the order hangs on least."""
_TINT = 0.34
_PIXEL_PT = 2.0
"""Divides the frame; distances rise so evenly that lines between such pixels are as good as their width."""
_NOWHERE_KM = 1e6
"""Stands for what no way leads to."""


def versus(
    answer: Versus,
    *,
    mode: str | None = None,
    view: View | None = None,
    extent: Bounds | None = None,
    **styled: Unpack[Styled],
) -> Slide:
    """Draw which group each place of a map is nearest to, and by how much each target is.

    Parameters
    ----------
    answer : Versus
    mode : {'air', 'sea'}, optional
        Which of the modes that the answer holds; the first where it is not given.
    view : View, optional
        East-Up where None, or as the maps of the theatre.
    extent : west, south, east, north, degrees, optional
        The first island chain where None, or what the maps of the theatre show.
    **styled : see `eastup.charts.slide.Styled`
    """
    look = Look(**styled)
    told, lang = words.of("charts.versus", look.lang), look.lang
    scenario = answer.scenario
    if scenario is None or not answer.groups:
        raise InputError("the answer holds no distances to draw", hint="draw what korea_versus gave")
    modes = [matrix.mode for matrix in scenario.after]
    mode = mode or modes[0]
    if mode not in modes:
        raise InputError(f"the answer holds nothing by {mode}", hint="ask with this mode, or with mode 'both'")
    table = answer.table[answer.table["mode"] == mode].reset_index(drop=True)
    rivals = [name for name in answer.groups if name != answer.home]
    called = {name: said_group(name, lang) for name in answer.groups}
    wins = {rival: _wins(table, rival) for rival in rivals}
    page = mapframe.fitted(view, extent)
    below = words.of("charts", lang).join([told[mode].format(home=called[answer.home]), *changes(answer, lang)])
    slide = Slide(look, _title(told, called, answer.home, wins), below, page)
    slide.keep_made(provenance.of_table(answer.table))

    fields = _distances(page, answer, mode)
    tints = {name: slide.theme.hubs[n] for n, name in enumerate(answer.groups)}
    spots = _draw_areas(slide, page, fields, {name: mixed(tints[name], _TINT, slide.theme.page) for name in fields})
    territory = mapframe.draw_land(slide, page)
    obstacle_map = mapframe.obstacles(page, territory)
    inks = {name: legible(tint, slide.theme.page, slide.theme.ink) for name, tint in tints.items()}
    for rival in rivals:
        text = told.say("even", called[answer.home], called[rival])
        for number, line in enumerate(mapframe.level_lines(page, fields[rival] - fields[answer.home])):
            with slide.about("frontiers", text, rival=rival):
                slide.line(line, inks[rival], 1.6, z=5, dashes=(5.0, 2.5))
            obstacle_map.add_polyline(line)
            found = None if number else place_along(line, text, LEAST_PT, obstacle_map, on_line=False)
            if found is not None:
                with slide.about("frontiers", text):
                    slide.text(
                        found.x, found.y, text, LEAST_PT, inks[rival],
                        align="center", halo=slide.theme.halo, angle=found.angle_deg,
                    )  # fmt: skip
    targets = _draw_targets(slide, page, answer, table, inks)
    used = {*answer.table["home_hub"], *answer.table["rival_hub"]}
    hubs = [Mark.of(hub, lang) for some in answer.groups.values() for hub in some if hub.name in used]
    mapframe.draw_marks(slide, page, [*_areas_named(page, spots, called, inks), *targets, *hubs], obstacle_map)
    mapframe.draw_frame(slide, page, told["north"])
    _draw_panel(slide, page, told, _Tally(answer.home, called, wins, inks, table))
    slide.foot(f"{measured([mode], lang)} {told['land']}")
    return slide.finished()


@dataclass(frozen=True)
class _Tally:
    """What the panel tells."""

    home: str
    called: Mapping[str, str]
    """Names of the groups, as the language has them."""
    wins: Mapping[str, tuple[int, int]]
    """By rival: to how many targets home is nearer, and of how many."""
    inks: Mapping[str, str]
    table: pd.DataFrame


def _wins(table: pd.DataFrame, rival: str) -> tuple[int, int]:
    """Return to how many targets home is nearer than a rival, and of how many."""
    rows = table[table["rival"] == rival]
    return int((rows["margin_km"] > 0).sum()), len(rows)


def _title(told: Words, called: Mapping[str, str], home: str, wins: Mapping[str, tuple[int, int]]) -> str:
    (first, (won, number)), *others = wins.items()
    start = told.say("first", called[home], called[first], won, number)
    return start + "".join(told.say("further", called[name], own) for name, (own, _) in others)


def _distances(page: Page, answer: Versus, mode: str) -> dict[str, FloatArray]:
    """Return how far each pixel of the frame is from the nearest hub of each group, km; by sea nothing on land."""
    grid = mapframe.lattice(page, _PIXEL_PT)
    lon, lat = grid.lonlat((slice(0, grid.height), slice(0, grid.width)))
    good = np.isfinite(lon) & np.isfinite(lat)
    closed = answer.scenario.question.closed if answer.scenario else ()
    found = {}
    for name, hubs in answer.groups.items():
        field = np.full(lon.shape, np.inf)
        if hubs:
            by = metric_of(Question(hubs, mode="sea", closed=closed) if mode == "sea" else Question(hubs))
            field[good] = by.nearest(lon[good], lat[good])[0]
        found[name] = np.where(np.isfinite(field), field, np.nan)
    return found


def _draw_areas(
    slide: Slide, page: Page, fields: Mapping[str, FloatArray], faces: Mapping[str, str]
) -> dict[str, FloatArray]:
    """Colour each place by the group that is nearest; return a point far inside the area of each."""
    stack = np.stack([np.where(np.isnan(field), _NOWHERE_KM, field) for field in fields.values()])
    with slide.about("sea"):
        slide.area([shapely.box(*page.frame)], slide.theme.page, slide.theme.page, 0, z=0)
    names, spots = list(fields), {}
    for number, own in enumerate(stack):
        lead = np.delete(stack, number, axis=0).min(axis=0) - own
        shapes = mapframe.positive(page, np.where(own < _NOWHERE_KM, lead, -1.0))
        if not shapes:
            continue
        with slide.about("nearest", names[number], group=names[number]):
            slide.area(shapes, faces[names[number]], slide.theme.hub_edge, 0.8, z=1)
        largest = max(shapes, key=lambda shape: shape.area)
        spots[names[number]] = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, 2.0))[0]
    return spots


def _areas_named(
    page: Page, spots: Mapping[str, FloatArray], called: Mapping[str, str], inks: Mapping[str, str]
) -> list[Mark]:
    """Return the names of the areas, that no colour need tell them."""
    found = []
    for name, xy in spots.items():
        lon, lat = page.view.inverse(*page.to_view(xy[None]).T)
        found.append(
            Mark(called[name], float(lon[0]), float(lat[0]), color=inks[name], bold=True, marked=False, shores_pt=None)
        )
    return found


def _draw_targets(slide: Slide, page: Page, answer: Versus, table: pd.DataFrame, inks: Mapping[str, str]) -> list[Mark]:
    """Draw the targets in the colour of the group that is nearest; return their names with the margin of home.

    It is that over the rival that is nearest: positive where home is nearer than all.
    """
    assert answer.scenario is not None
    gates = layers.load("straits").set_index("id").geometry
    rows = {str(row["target_id"]): row for row in table.sort_values("rival_km", ascending=False).to_dict("records")}
    marks = []
    for goal in answer.scenario.after[0].targets:
        row = rows.get(goal.id, {})
        ink, name = slide.theme.ink, goal.in_language(slide.look.lang).name
        if np.isfinite(row.get("margin_km", np.nan)):
            ink = inks[answer.home if row["margin_km"] > 0 else row["rival"]]
            name = f"{name} {_signed(slide.look, row['margin_km'])}"
        if goal.id in gates.index:
            with slide.about("straits", goal.in_language(slide.look.lang).name, id=goal.id):
                mapframe.draw_line(slide, page, gates[goal.id], ink, 3.0)
        of_shores = 12.0 if goal.id in gates.index else 0.0
        at_gate = goal.id in gates.index
        marks.append(Mark(name, goal.lon, goal.lat, goal.id, "square", ink, marked=not at_gate, shores_pt=of_shores))
    return marks


def _signed(look: Look, km: float) -> str:
    """Return a difference of lengths with its sign."""
    return f"{'+' if km > 0 else '−'}{look.figure(abs(km))}"


def _draw_panel(slide: Slide, page: Page, told: Words, tally: _Tally) -> None:
    """Write beside the map how often home is nearer, where the order hangs on least, and what the signs mean."""
    panel, look = Panel(slide, page), slide.look
    with slide.about("facts"):
        panel.head(told.say("head", home=tally.called[tally.home]))
        for rival, (won, number) in tally.wins.items():
            panel.bar(tally.called[rival], told.say("of", won, number), won / number, tally.inks[tally.home])
        panel.skip()
        near = tally.table[np.isfinite(tally.table["margin_km"])]
        near = near.iloc[np.argsort(near["margin_km"].abs().to_numpy(), kind="stable")].head(_CLOSE)
        panel.head(told["close"])
        for row in near.to_dict("records"):
            pair = tally.home, str(row["rival"])
            winner, other = pair if row["margin_km"] > 0 else pair[::-1]
            length = look.length(abs(row["margin_km"]))
            panel.say(
                told.say(
                    "by",
                    language.names_in([row["target"]], look.lang)[0],
                    tally.called[winner],
                    tally.called[other],
                    length,
                )
            )
            panel.skip(3.0)
    panel.skip(4.0)
    with slide.about("legend"):
        panel.sample(slide.theme.quiet, 1.6, told["line"], (5.0, 2.5))
        panel.sample(slide.theme.ink, 3.0, told.say("gate", unit=look.unit, home=tally.called[tally.home]))
        panel.sign("circle", slide.theme.ink, told["hub"])
