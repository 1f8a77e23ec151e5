"""Ship-time bands: the sea coloured by how many days a ship needs from the nearest of some hubs, round land."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import shapely
from contourpy import FillType, LineType, contour_generator

from eastup import geodesy, places
from eastup.briefing.furniture.legend import LegendItem, Table
from eastup.briefing.subject.straits import closed_in
from eastup.briefing.words import aside, spaced, without_brackets, word
from eastup.coverage.isochrones import REGION
from eastup.coverage.metric import metric_of
from eastup.draw import fonts
from eastup.draw.theme import LEAST_PT
from eastup.geodesy.contours import overland, polygons_of, worn
from eastup.hubs.question import Question
from eastup.sea import routes as searoute

if TYPE_CHECKING:
    from eastup.briefing.spec.tables import ShipTime
    from eastup.briefing.subject.content import Content
    from eastup.coverage.metric import SeaMetric
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place

_STEP_PT = 4.0
_LABEL_PT, _ROCK_PT = 40.0, 14.0  # shorter lines are no place for a label; the shortest go round a rock
_HOURS = 24.0


def draw_ship_time(content: Content, asked: ShipTime) -> None:
    """Draw the bands, the hubs, and a table of days to the straits of the map."""
    theme, sheet, lang = content.theme, content.sheet, content.spec.lang
    hubs = places.select(list(asked.hubs))
    kmh, closed = geodesy.speed_kmh(asked.speed), closed_in(content.spec)
    by = cast("SeaMetric", metric_of(Question(tuple(hubs), mode="sea", closed=closed)))
    xs, ys, km = _field(content, by)
    whole = overland(km, _STEP_PT * sheet.page.metres_per_pt / 1000.0)
    filled = contour_generator(xs, ys, np.where(np.isfinite(whole), whole, 1e9), fill_type=FillType.OuterOffset)
    at_sea = contour_generator(xs, ys, np.ma.masked_invalid(km), line_type=LineType.Separate)
    many = len(asked.days)
    for number in reversed(range(many)):  # the widest first
        days = asked.days[number]
        text = _days(days, lang)
        reach_km = days * _HOURS * kmh
        areas = sheet.page.seen(polygons_of(*filled.filled(-1e9, reach_km)[:2]))
        with sheet.about("ship-time", text, days=days, radius_km=round(reach_km, 3)):
            sheet.area(areas, theme.band, theme.band, 0, z=1.5 + 0.01 * (many - number), alpha=theme.band_tint / many)
            drawn = sheet.page.seen([shapely.LineString(xy) for xy in cast("list[FloatArray]", at_sea.lines(reach_km))])
            pieces = [shapely.get_coordinates(line) for line in drawn]
            long = sorted((p for p in pieces if _length(p) > _ROCK_PT), key=lambda p: -_length(p))
            named = bool(long) and _length(long[0]) > _LABEL_PT
            for place, xy in enumerate(long):
                label = content.along(xy, text, 10.5, theme.band, on_line=True) if named and place == 0 else None
                content.obstacle_map.add_polyline(xy, weight=0.5)
                sheet.line(xy, theme.band, 1.3, z=2.2, gaps=label.boxes if label else [])
    names = [hub.in_language(lang).name for hub in hubs]
    for hub in content.translated(hubs):
        content.point_label(hub, priority=100, marker=7.5)

    content.legend.insert(0, _key(content, asked))
    content.legend.insert(
        0,
        LegendItem(
            content.dot(theme.ink, theme.page, 7.5),
            word(_of("ship_time", hubs), lang, ("、" if lang == "ja" else ", ").join(names)),
            name="ship_time",
        ),
    )
    if not content.several:
        content.tables.append(_table(content, hubs, closed, kmh))


def _field(content: Content, by: SeaMetric) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return x and y of a grid of the frame, and the distance by ship from the nearest hub; infinite off the sea."""
    xs, ys, lon, lat = content.sheet.page.grid(_STEP_PT)
    west, south, east, north = REGION
    content.ship_limit = bool((((lon - west) % 360.0 > east - west) | (lat < south) | (lat > north)).any())
    good = np.isfinite(lon) & np.isfinite(lat)
    km, cost_km = np.full(len(lon), np.inf), np.full(len(lon), np.inf)
    ways = by.nearest_ways(np.column_stack([lon[good], lat[good]]))
    km[good], cost_km[good] = ways.distance_km, ways.cost_km
    step_km = _STEP_PT * content.sheet.page.metres_per_pt / 1000.0
    shape = len(ys), len(xs)
    return xs, ys, worn(km.reshape(shape), cost_km.reshape(shape), step_km)


def _table(content: Content, hubs: list[Place], closed: tuple[str, ...], kmh: float) -> Table:
    """List the days to the straits of the map, by the routes themselves."""
    rows = {row["id"]: row for row in content.shown_straits}
    straits = [place for place in places.select("straits") if place.id in rows]
    km = np.nan_to_num(searoute.distances(hubs, straits, closed).distance_km, nan=np.inf).min(axis=0)
    lang, ink = content.spec.lang, content.theme.ink
    names = {
        one: told_closed(content.names(row)[0], lang) if one in closed else content.names(row)[0]
        for one, row in rows.items()
    }
    listed = [
        (
            names[straits[k].id],
            (f"{float(km[k]) / kmh / _HOURS:.1f}",),
            content.theme.lost if straits[k].id in closed else ink,
        )
        for k in np.argsort(km, kind="stable")
        if np.isfinite(km[k])
    ]
    return Table(word(_of("ship_days", hubs), lang), listed)


def told_closed(name: str, lang: str) -> str:
    """Return the name of a strait that is closed, in place of what its own brackets tell: a table may take but one."""
    return without_brackets(name) + aside("closed_word", lang)


def _key(content: Content, asked: ShipTime) -> LegendItem:
    """Return the key of the bands: a box for each, numbered as its outer edge is."""
    theme, sheet, many = content.theme, content.sheet, len(asked.days)
    texts = [f"{days:g}" for days in asked.days]
    wide = max(16.0, max(fonts.width_pt(text, LEAST_PT) for text in texts) + 6)

    def sample(x: float, y: float) -> None:
        for number, text in enumerate(texts):
            box = shapely.box(x + wide * number, y - 5, x + wide * (number + 1), y + 5)
            for _ in range(many - number):  # as on the map: the nearest band lies under all the others
                sheet.area([box], theme.band, theme.band, 0, z=9.8, clip=False, alpha=theme.band_tint / many)
            sheet.area([box], "none", theme.band, 0.7, z=9.9, clip=False)
            middle = x + wide * (number + 0.5)
            sheet.text(middle, y - 3.2, text, LEAST_PT, theme.ink, align="center", halo=theme.halo)

    words = word("ship_key", content.spec.lang, spaced(asked.speed))
    return LegendItem(sample, words, indent_pt=wide * many + 8, name="ship_key")


def _of(what: str, hubs: list[Place]) -> str:
    """Return the key of words about hubs: of one there is no nearest."""
    return f"{what}_one" if len(hubs) == 1 else what


def _days(days: float, lang: str) -> str:
    return word("day" if days == 1 else "days", lang, f"{days:g}")


def _length(xy: FloatArray) -> float:
    return float(np.hypot(*np.diff(xy, axis=0).T).sum())
