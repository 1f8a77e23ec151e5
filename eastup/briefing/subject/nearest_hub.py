"""The nearest-hub map: the sea told apart by which hub is nearest by air, and a line from each strait to its hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy, places
from eastup.briefing.furniture.legend import LegendItem, Table
from eastup.briefing.subject.content import origin_of, origin_of_place, origin_of_way
from eastup.briefing.subject.straits import shores_pt
from eastup.briefing.words import word
from eastup.distance import uncertainty
from eastup.draw.color import exchanged, mixed, told_apart
from eastup.draw.hatching import PATTERNS, hatching, patterns
from eastup.draw.labels.label import Label
from eastup.geodesy.contours import polygons_of
from eastup.places.features import GATE_KM

if TYPE_CHECKING:
    from eastup.briefing.spec.tables import Nearest
    from eastup.briefing.subject.content import Content
    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme
    from eastup.layers.query import Row
    from eastup.places import Place

_STEP_PT = 4.0
_HATCH_PT, _HATCH_ALPHA = 0.45, 0.55
_BESIDE_PT = 1.0
"""Areas nearer than this are neighbours: their edges are drawn each by itself."""


def draw_nearest(content: Content, nearest: Nearest) -> None:
    """Draw the hubs with the part of the sea that each is nearest to, and tie each strait to its hub."""
    theme, sheet, lang = content.theme, content.sheet, content.spec.lang
    everyone = places.select(list(nearest.hubs))
    lost = {place.id for place in places.select(list(nearest.without))} if nearest.without else set()
    hubs = [hub for hub in everyone if hub.id not in lost]
    areas = cells(sheet.page, everyone)
    color_of, hatched = colors(areas, theme), hatches(areas) if theme.patterned else {}
    for hub, polygons in cells(sheet.page, hubs):
        with sheet.about("nearest", hub.in_language(lang).name, id=hub.id):
            sheet.area(polygons, color_of[hub.id], theme.hub_edge, 0.9, z=1.5, alpha=theme.hub_tint)
            for angle in hatched.get(hub.id, ()):
                lines = hatching(shapely.union_all(polygons), angle)
                sheet.lines(lines, theme.hub_edge, _HATCH_PT, z=1.6, alpha=_HATCH_ALPHA)
    rows = content.shown_straits
    before, after = _ranked(rows, everyone), _ranked(rows, hubs)
    listed: list[tuple[str, tuple[str, ...], str]] = []
    for row, (old, old_km, _), (hub, distance_km, is_open) in zip(rows, before, after, strict=True):
        x, y = sheet.page.locate(row["mid_lon"], row["mid_lat"])
        names = content.names(row)
        hub_name = hub.in_language(lang).name
        origin = origin_of_way(origin_of_place(hub), origin_of(row))
        with sheet.about("nearest", f"{names[0]} – {hub_name}", distance_km=round(distance_km, 3), **origin):
            xy = content.geodesic([(hub.lon, hub.lat), (row["mid_lon"], row["mid_lat"])])
            sheet.line(xy, theme.halo, 2.6, z=7.2, alpha=0.8, casing=True)
            sheet.line(xy, color_of[hub.id], 1.5, z=7.3)
            content.obstacle_map.add_polyline(xy, weight=2.0)
        changed = hub.id != old.id
        off_km, old_off_km = (float(np.hypot(one.precision_km or 0.0, GATE_KM)) for one in (hub, old))
        written = content.length(distance_km, nearest.units[:1], off_km) + (" ≈" if is_open else "")
        was = content.length(old_km, nearest.units[:1], old_off_km).split()[0]
        detail = f"{was} → {written}" if changed else written
        if not lost or changed:
            color = theme.lost if changed else theme.ink
            label = Label(
                (*names, detail),
                float(x),
                float(y),
                8.8,
                60,
                gap_pt=5,
                color=color,
                leader=True,
                shores_pt=shores_pt(content, row),
                key=row["id"],
            )
            content.label(label)
            right = (f"{hub_name} {detail}", hub_name) if not lost else (detail,)
            listed.append((names[0], right, color if changed else color_of[hub.id]))
    for hub in everyone:
        _draw_hub(content, hub, color_of[hub.id], hub.id in lost)
    if lost or not content.several:
        heading = word("changed", lang) if lost else word("nearest", lang)
        content.tables.append(Table(heading, [(a, b, theme.ink) for a, b, _ in listed]))

    def sample(x: float, y: float) -> None:
        sheet.area(
            [shapely.box(x, y - 5, x + 22, y + 5)],
            theme.hubs[0],
            theme.page,
            0,
            z=9.9,
            clip=False,
            alpha=theme.hub_tint,
        )
        sheet.line(np.array([(x + 2, y - 3), (x + 20, y + 3)]), theme.hubs[0], 1.5, z=10, clip=False)

    content.legend.insert(0, LegendItem(sample, word("nearest_legend", lang), name="nearest"))
    if any(is_open for _, _, is_open in after):

        def sign(x: float, y: float) -> None:
            sheet.text(x + 11, y - 3.5, "≈", 11.0, theme.ink, align="center", z=10)

        content.legend.insert(1, LegendItem(sign, word("nearest_open", lang), name="open"))


def _draw_hub(content: Content, hub: Place, color: str, lost: bool) -> None:
    theme, sheet = content.theme, content.sheet
    x, y = sheet.page.locate(hub.lon, hub.lat)
    if not sheet.page.shows((x, y), 2):
        return
    names = content.place_names(hub)
    with sheet.about("hubs", names[0], id=hub.id, lost=lost, **origin_of_place(hub)):
        if lost:
            sheet.marker(x, y, "cross", 8.0, theme.lost, theme.lost, z=13, width=2.2)
        else:
            sheet.marker(x, y, "square", 8.0, color, theme.ink, z=13.1, width=1.2)  # over a dot of its port
    content.obstacle_map.add_box(x, y, 4.6)
    lines = (*names, word("lost", content.spec.lang)) if lost else names
    text = theme.lost if lost else theme.ink
    content.label(
        Label(
            lines, float(x), float(y), 10.6, 90, gap_pt=6, color=text, leader=True, required=True, bold=True, key=hub.id
        )
    )


def _ranked(rows: list[Row], hubs: list[Place]) -> list[tuple[Place, float, bool]]:
    """Return for each strait its nearest hub, the distance to it (km), and whether another may be as near."""
    if not rows:
        return []
    lon, lat = (np.array([[row[key] for row in rows]]) for key in ("mid_lon", "mid_lat"))
    hub_lon, hub_lat = np.array([[h.lon] for h in hubs]), np.array([[h.lat] for h in hubs])
    distance = geodesy.distance_m(hub_lon, hub_lat, lon, lat)
    order = np.argsort(distance, axis=0, kind="stable")
    found = []
    for n, (best, *further) in enumerate(order.T):
        km = distance[[best, *further[:1]], n] / 1000.0
        precision = [hubs[i].precision_km or 0.0 for i in (best, *further[:1])]
        is_open = len(km) > 1 and km[1] - km[0] <= uncertainty.of_margin(km, precision, "air")
        found.append((hubs[best], float(km[0]), bool(is_open)))
    return found


def colors(areas: list[tuple[Place, list[shapely.Polygon]]], theme: Theme) -> dict[str, str]:
    """Return the colour of each hub, by its id: told from those of the areas beside its own, for all eyes.

    Areas with one between them count as neighbours too: they are if that hub is lost, and no hub changes its colour.
    """
    near = _beside(areas)
    beyond = {n: {far for m in near[n] for far in near[m]} - {n} for n in near}
    sea = mixed(theme.sea_shallow, 0.5, theme.sea_deep)
    hue_of = {mixed(hue, theme.hub_tint, sea): hue for hue in theme.hubs}
    given = told_apart({n: [*near[n], *beyond[n]] for n in near}, list(hue_of), once=True)
    given = exchanged(
        given, [{(n, m) for n in some for m in some[n] if n < m} for some in (near, beyond)], list(hue_of)
    )
    return {hub.id: hue_of[given[n]] for n, (hub, _) in enumerate(areas)}


def hatches(areas: list[tuple[Place, list[shapely.Polygon]]]) -> dict[str, tuple[float, ...]]:
    """Return the slants of the lines over each hub's area, by its id: others than those of the areas beside its own."""
    near = _beside(areas)
    beyond = {n: near[n] | {far for m in near[n] for far in near[m]} - {n} for n in near}
    given = patterns(beyond if max(map(len, beyond.values()), default=0) < len(PATTERNS) else near)
    return {hub.id: given[n] for n, (hub, _) in enumerate(areas)}


def _beside(areas: list[tuple[Place, list[shapely.Polygon]]]) -> dict[int, set[int]]:
    """Return which areas are neighbours of each."""
    shapes = [shapely.union_all(polygons) for _, polygons in areas]
    every = range(len(shapes))
    return {n: {m for m in every if m != n and shapely.distance(shapes[n], shapes[m]) < _BESIDE_PT} for n in every}


def cells(page: Page, hubs: list[Place]) -> list[tuple[Place, list[shapely.Polygon]]]:
    """Return for each hub the part of the frame to which it is nearest on the ellipsoid, as polygons in page points.

    Distances are measured on a grid of the page; the borders run where two are equal, between its points.
    """
    from contourpy import FillType, contour_generator

    xs, ys, lon, lat = page.grid(_STEP_PT)
    off = ~(np.isfinite(lon) & np.isfinite(lat))
    lon, lat = np.where(off, 0.0, lon), np.where(off, 0.0, lat)
    distance = np.stack([geodesy.distance_m(h.lon, h.lat, lon, lat) for h in hubs])
    found = []
    for number, hub in enumerate(hubs):
        others = np.delete(distance, number, axis=0)
        margin = distance[number] - others.min(axis=0) if len(others) else np.full(len(lon), -1.0)
        field = np.ma.masked_array(margin.reshape(len(ys), len(xs)), off.reshape(len(ys), len(xs)))
        contours = contour_generator(xs, ys, field, fill_type=FillType.OuterOffset).filled(-1e9, 0.0)
        found.append((hub, page.seen(polygons_of(*contours[:2]))))
    return found
