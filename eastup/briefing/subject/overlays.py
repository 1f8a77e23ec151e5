"""What a specification lays over a map: lines from a place, the triangle, rings, routes and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy, places
from eastup.briefing.furniture.legend import LegendItem, Table
from eastup.briefing.subject.content import origin_of_place, origin_of_way
from eastup.briefing.subject.names import room_kept
from eastup.briefing.subject.straits import closed_in
from eastup.briefing.words import aside, spaced, word
from eastup.distance import uncertainty
from eastup.draw.labels.label import Label
from eastup.draw.theme import LEAST_PT
from eastup.errors import InputError

if TYPE_CHECKING:
    from eastup.briefing.spec.tables import Annotation, Lines, Rings, Route, Triangle
    from eastup.briefing.subject.content import Content
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place

_HOURS_PER_DAY = 24.0
_TAIL_PT = 11.0
"""Of a callout beside its place: a shorter tail is not seen."""

_AIR_DASHES = (7.0, 2.2, 1.6, 2.2)
"""Of ways by air: a dash and a dot, unlike the chain in grey too."""


def draw_lines(content: Content, lines: Lines) -> None:
    """Draw the lines from one place, with the distance at the far end in each unit."""
    theme, sheet, lang = content.theme, content.sheet, content.spec.lang
    origin = places.resolve(lines.origin)
    (origin_named,) = content.translated([origin])
    listed = not (content.several or content.spec.show_straits)  # where there are no widths of straits to list
    units = content.units(lines.units)
    rows, shown = [], False
    triangle = content.spec.triangle
    corners = {places.resolve(v).id for v in triangle.vertices} if triangle else set()  # whose sides tell their length
    beside = (triangle.units if triangle else units)[:1]  # of lengths along lines, as sides have theirs
    for target in places.select(list(lines.targets)):
        ends = _ends_shown(content, origin, target)
        if not any(ends):
            continue  # a line from nowhere to nowhere tells nothing
        xy = content.geodesic([(origin.lon, origin.lat), (target.lon, target.lat)])
        distance_km = float(geodesy.distance_m(origin.lon, origin.lat, target.lon, target.lat)) / 1000
        shown |= content.shows(xy)
        name = f"{origin_named.name} – {target.in_language(lang).name}"
        sourced = origin_of_way(origin_of_place(origin), origin_of_place(target))
        with sheet.about("lines", name, distance_km=round(distance_km, 3), **sourced):
            sheet.line(xy, theme.line, 0.9, z=7.5, cap="round")
        content.obstacle_map.add_polyline(xy, weight=2.0)
        off_km = uncertainty.of_way(origin, target, distance_km, "air")
        values = content.length(distance_km, units, off_km), content.length(distance_km, units[:1], off_km)
        rows.append((distance_km, target.in_language(lang).name, values))
        detail = content.length(distance_km, units[:1] if listed else units, off_km)
        content.point_label(target, detail=detail, priority=90)
        if ends == (True, False) and not {origin.id, target.id} <= corners:
            far = content.length(distance_km, beside, off_km)
            content.along(xy, f"{target.in_language(lang).name} {far}", LEAST_PT, theme.ink, far=True)
    if listed:
        colored = [(name, values, theme.ink) for _, name, values in sorted(rows)]
        content.tables.append(Table(word("distances", lang, origin_named.name), colored))
    content.point_label(origin_named, priority=100, marker=6.5)

    def sample(x: float, y: float) -> None:
        sheet.line(np.array([(x, y), (x + 22, y)]), theme.line, 0.9, z=10, clip=False)

    if shown:
        content.legend.insert(0, LegendItem(sample, word("lines", lang, origin_named.name), name="lines"))


def _ends_shown(content: Content, a: Place, b: Place) -> tuple[bool, bool]:
    """Say which ends of a line are on the map; on an inset both are taken to be, which shows a part of another."""
    page = content.sheet.page
    if content.inset:
        return True, True
    a_shown, b_shown = (page.shows(page.locate(place.lon, place.lat), 2) for place in (a, b))
    return a_shown, b_shown


def draw_triangle(content: Content, triangle: Triangle) -> None:
    """Draw the triangle with the length written along each side."""
    theme, sheet, lang = content.theme, content.sheet, content.spec.lang
    corners = [places.resolve(v) for v in triangle.vertices]
    sides = [(corners[i], corners[(i + 1) % 3]) for i in range(3)]
    ends = [_ends_shown(content, a, b) for a, b in sides]
    if not any(any(both) for both in ends):
        return  # a side that runs through says nothing of what it is a side of
    lines = [content.geodesic([(a.lon, a.lat), (b.lon, b.lat)]) for a, b in sides]
    with sheet.about("triangle", word("triangle", lang)):
        sheet.area([shapely.Polygon(np.vstack(lines))], theme.triangle, theme.triangle, 0, z=5, alpha=0.07)
    for xy in lines:
        content.obstacle_map.add_polyline(xy, heavy=True)
    for xy, (a, b), (a_shown, b_shown) in zip(lines, sides, ends, strict=True):
        distance_km = float(geodesy.distance_m(a.lon, a.lat, b.lon, b.lat)) / 1000
        name = f"{a.in_language(lang).name} – {b.in_language(lang).name}"
        sourced = origin_of_way(origin_of_place(a), origin_of_place(b))
        with sheet.about("triangle", name, distance_km=round(distance_km, 3), **sourced):
            sheet.line(xy, theme.triangle, 2.0, z=7, cap="round")
            length = content.length(distance_km, triangle.units, uncertainty.of_way(a, b, distance_km, "air"))
            if content.inset or not (a_shown or b_shown):  # where not the whole side is seen
                continue
            if not (a_shown and b_shown):
                length = f"{(b if a_shown else a).in_language(lang).name} {length}"
            content.along(xy if a_shown else xy[::-1], length, 9.6, theme.triangle, far=a_shown != b_shown)

    def sample(x: float, y: float) -> None:
        shape = shapely.Polygon([(x + 4, y - 4), (x + 20, y - 4), (x + 12, y + 6)])
        sheet.area([shape], theme.triangle, theme.triangle, 1.4, z=10, clip=False, alpha=0.55)

    if any(content.shows(xy) for xy in lines):
        content.legend.insert(0, LegendItem(sample, word("triangle", lang), name="triangle"))
    for corner in corners:
        content.point_label(corner, priority=85)


def draw_rings(content: Content, rings: Rings) -> None:
    """Draw circles of equal distance, each labelled along it."""
    theme, sheet, lang = content.theme, content.sheet, content.spec.lang
    center = places.resolve(rings.center).in_language(lang)
    color, shown = content.shade(rings.color or theme.ring), False
    content.point_label(center, priority=100, marker=6.5)
    for written in rings.radii:
        value, unit = geodesy.parse_length(written)
        radius_m = value * geodesy.KM_PER_UNIT[unit] * 1000
        around = geodesy.ring(center.lon, center.lat, radius_m)
        xy = sheet.page.locate(around[:, 0], around[:, 1])
        good = np.isfinite(xy).all(axis=1)
        text = f"{value:,.0f} {unit}"
        if content.spec.unit and content.spec.unit != unit:
            text = content.length(radius_m / 1000, (unit,))
        with sheet.about("rings", f"{center.name}, {text}", radius_km=radius_m / 1000):
            if good.all():
                shown |= content.shows(xy)
                content.obstacle_map.add_polyline(xy, weight=0.5)
                # the label stands in a gap of the ring; start where the ring is highest, so that it is read first
                start = int(np.argmin(xy[:-1, 1]))
                label = content.along(np.roll(xy[:-1], -start, axis=0), text, 9.2, color, on_line=True)
                gaps = label.boxes if label else []
                sheet.line(xy, theme.halo, 2.4, z=6.7, alpha=0.6, casing=True, gaps=gaps)
                sheet.line(xy, color, 1.2, z=6.8, gaps=gaps)

    def sample(x: float, y: float) -> None:
        turn = np.linspace(0, 2 * np.pi, 33)
        for radius in (3.0, 6.0):
            circle = np.column_stack([x + 12 + radius * np.cos(turn), y + radius * np.sin(turn)])
            sheet.line(circle, color, 1.0, z=10, clip=False)

    if shown:
        content.legend.insert(0, LegendItem(sample, word("rings", lang, center.name), name="rings"))


def ring_table(content: Content, rings: Rings) -> None:
    """List how far the straits and bases that are named on the map are from the middle of the rings."""
    spec, lang = content.spec, content.spec.lang
    center = places.resolve(rings.center)
    named = [*spec.straits, *spec.bases]
    rows = []
    for place in places.select(named) if named else []:
        distance_km = float(geodesy.distance_m(center.lon, center.lat, place.lon, place.lat)) / 1000
        if content.sheet.page.shows(content.sheet.page.locate(place.lon, place.lat), 2):
            off_km = uncertainty.of_way(center, place, distance_km, "air")
            values = content.length(distance_km, ("nmi", "km"), off_km), content.length(distance_km, ("nmi",), off_km)
            rows.append((distance_km, place.in_language(lang).name, values))
    colored = [(name, values, content.theme.ink) for _, name, values in sorted(rows)]
    content.tables.append(Table(word("distances", lang, center.in_language(lang).name), colored))


def draw_route(content: Content, route: Route, number: int) -> None:
    """Draw a way through several places, by air or by ship, with its length along it."""
    theme, sheet, lang = content.theme, content.sheet, content.spec.lang
    stops = [places.resolve(p) for p in route.points]
    color = content.shade(route.color or theme.route)
    by_sea = route.by == "sea"
    xy, length_km = _by_sea(content, stops, number) if by_sea else _by_air(content, stops)
    words = content.spec.text(route.label)
    name = words or " – ".join(p.in_language(lang).name for p in stops)
    dashes = () if by_sea else _AIR_DASHES
    off_km = uncertainty.of_stations(stops, length_km, route.by)
    length = content.length(length_km, route.units, off_km)
    if route.speed:
        length += " · " + _time(length_km / geodesy.speed_kmh(route.speed), spaced(route.speed), lang)
    with sheet.about("routes", name, length_km=round(length_km, 3), by=route.by):
        sheet.line(xy, theme.halo, 3.6, z=7.1, alpha=0.7, cap="round", casing=True)
        sheet.line(xy, color, 1.8, z=7.2, dashes=dashes)
        content.obstacle_map.add_polyline(xy, heavy=True)
        if not content.inset:
            with room_kept(content):
                content.along(xy, f"{words} {length}" if words else length, 9.0, color)
    for stop in stops:
        content.point_label(stop, priority=80)

    def sample(x: float, y: float) -> None:
        sheet.line(np.array([(x, y), (x + 22, y)]), color, 1.8, z=10, clip=False, dashes=dashes)

    by = aside("by_ship", lang) if by_sea else ""
    if content.shows(xy):
        content.legend.insert(0, LegendItem(sample, name + by, length, name=f"route-{number}"))


def _by_air(content: Content, stops: list[Place]) -> tuple[FloatArray, float]:
    """Return a way along geodesics on the page, and its length in kilometres."""
    legs = zip(stops[:-1], stops[1:], strict=True)
    length_km = sum(float(geodesy.distance_m(a.lon, a.lat, b.lon, b.lat)) for a, b in legs) / 1000
    return content.geodesic([(p.lon, p.lat) for p in stops]), length_km


def _by_sea(content: Content, stops: list[Place], number: int) -> tuple[FloatArray, float]:
    """Return a way of a ship on the page, and its length in kilometres."""
    from eastup.sea import routes

    closed = closed_in(content.spec)
    ways = [routes.route(a, b, closed=closed) for a, b in zip(stops[:-1], stops[1:], strict=True)]
    for way in ways:
        if not np.isfinite(way.distance_km):
            what = f"there is no way by ship from {way.origin.name} to {way.target.name}"
            why = f"{what}: {way.note}" if way.note else what
            raise InputError(why, where=f"routes[{number}]", hint='take other places, or by = "air"')
    corners = np.concatenate([way.corners for way in ways if len(way.corners)])
    corners = corners[np.append(True, (np.diff(corners, axis=0) != 0).any(axis=1))]
    return content.geodesic(corners), sum(way.distance_km for way in ways)


def _time(hours: float, speed: str, lang: str) -> str:
    """Say how long a way takes: in hours, or from two days on in days."""
    if hours < 2 * _HOURS_PER_DAY:
        return word("hours_at", lang, f"{hours:,.1f}", speed)
    return word("days_at", lang, f"{hours / _HOURS_PER_DAY:,.1f}", speed)


def draw_annotation(content: Content, remark: Annotation) -> None:
    """Write a remark beside what it speaks of, in a callout or where a reader puts it."""
    spot = places.resolve(remark.at)
    page = content.sheet.page
    x, y = (float(v) for v in page.locate(spot.lon, spot.lat))
    if not page.shows((x, y)):
        content.outside.append(content.spec.text(remark.text).replace("\n", " "))
        return
    lines = tuple(content.spec.text(remark.text).split("\n"))
    color = content.ink(remark.color or content.theme.ink)
    boxed = remark.style == "callout"
    fixed: tuple[float, float] | None = None
    if remark.to:
        to = places.resolve(remark.to)
        there = page.locate(to.lon, to.lat)
        fixed = float(there[0]), float(there[1])
    if remark.offset:
        right, up = remark.offset
        fixed = ((fixed or (x, y))[0] + right, (fixed or (x, y))[1] + up)
    label = Label(
        lines, x, y, remark.size, 95, gap_pt=_TAIL_PT if boxed else 6, color=color, name_lines=len(lines), leader=True,
        required=True, shores_pt=None, boxed=boxed, fixed=fixed,
    )  # fmt: skip
    content.label(label)
