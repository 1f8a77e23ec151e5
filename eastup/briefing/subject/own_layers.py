"""Further layers of a map, ours or a reader's own: points, lines and areas, told apart by a column where asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from eastup import layers
from eastup.briefing.furniture.legend import LegendItem
from eastup.briefing.subject import own_points, shapes
from eastup.briefing.subject.content import origin_of
from eastup.briefing.words import word
from eastup.draw import fonts
from eastup.draw.color import legible, mixed
from eastup.draw.labels.label import Label
from eastup.draw.labels.numbers import ADDED, ASKED
from eastup.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from eastup.briefing.spec.tables import LayerStyle
    from eastup.briefing.subject.content import Content
    from eastup.geodesy.ellipsoid import FloatArray

_LEAST_MARK_PT = 2.5
_AMONG_DOTS, _OVER_MARKS = 10.5, 13.2
"""Heights of marks: those of a crowd lie below the marks of the map's own places, a few that are asked for above."""
_CROWD, _SAME_SPOT_PT = 3, 2.5
"""Points from which on a crowd, each nearer to the next than this, shares one number."""
_FEW_VALUES, _CLASSES = 7, 5
"""A column of numbers with more values than these is divided into classes."""


@dataclass(frozen=True)
class _Look:
    """Colour, size and text of each feature of a layer, in its order."""

    colors: list[str]
    categories: list[str]
    sizes: list[float]
    names: list[tuple[str, ...]]
    entries: list[tuple[str, str]]
    """Words and colour of each entry of the legend; none where all features look the same."""
    detail: str
    """What the legend says of the sizes."""


@dataclass(frozen=True)
class _Spot:
    """A point of a layer on the page."""

    x: float
    y: float
    names: tuple[str, ...]
    facts: dict[str, object]
    color: str
    size: float


def draw_layer(content: Content, style: LayerStyle) -> None:
    """Draw a further layer: points with labels, lines and areas."""
    sheet, page = content.sheet, content.sheet.page
    stem = layers.label(style.source)
    topic = stem.partition(":")[0]
    frame = own_points.features(style)
    look = _look(content, style, frame)
    spots: list[_Spot] = []
    kinds: set[str] = set()
    beyond = 0
    looks = zip(look.colors, look.categories, look.sizes, look.names, strict=True)
    for row, (color, category, size, names) in zip(frame.to_dict("records"), looks, strict=True):
        facts = {"id": str(row["id"]), "category": category, **origin_of(row)}
        others = []
        for part in shapely.get_parts(row["geometry"]):
            kinds.add(part.geom_type)
            if part.geom_type != "Point":
                others.append(part)
                continue
            x, y = (float(v) for v in page.locate(part.x, part.y))
            shown = page.shows((x, y), 2)
            spots += [_Spot(x, y, names, facts, color, size)] if shown else []
            beyond += not shown
        with sheet.about(topic, names[0], **facts):
            _draw_others(content, others, style, color, names)
    detail = _draw_points(content, spots, style, topic)
    if beyond:
        content.outside.append(f"{beyond} of {stem}")
    _tell(content, style, look, kinds, (stem, "\n".join(filter(None, (detail, look.detail)))))


def _look(content: Content, style: LayerStyle, frame: gpd.GeoDataFrame) -> _Look:
    """Return how each feature looks, by the columns that a layer's style names."""
    color = style.color or content.theme.user
    rows = frame.to_dict("records")
    if style.label_by:
        column = _column(frame, style.label_by, style.source)
        texts = [_written(value) for value in column]
        names: list[tuple[str, ...]] = [
            (fonts.in_font(text or content.names(row)[0], style.source),) for text, row in zip(texts, rows, strict=True)
        ]
    else:
        names = [tuple(fonts.in_font(n, f"{style.source}, {n}") for n in content.names(row)) for row in rows]
    colors, entries = [color] * len(rows), list[tuple[str, str]]()
    categories = [""] * len(rows)
    if style.color_by:
        categories = [_written(value) for value in _column(frame, style.color_by, style.source)]
        colors, entries = _colors(content, style, _column(frame, style.color_by, style.source))
    sizes, detail = [style.size] * len(rows), ""
    if style.size_by:
        values = pd.to_numeric(_column(frame, style.size_by, style.source), errors="coerce").to_numpy(float)
        if not (values > 0).any():
            raise InputError(f"the column {style.size_by} holds no number above zero", where=style.source)
        most = float(np.nanmax(values))
        share = np.sqrt(np.clip(np.nan_to_num(values), 0.0, None) / most)
        sizes = [max(_LEAST_MARK_PT, style.size * float(s)) for s in share]
        detail = word("size_by", content.spec.lang, style.size_by, f"{most:,.10g}")
    return _Look(colors, categories, sizes, names, entries, detail)


def _column(frame: gpd.GeoDataFrame, name: str, source: str) -> pd.Series:
    """Return a column of a layer by its name."""
    known = [str(c) for c in frame.columns if c != frame.geometry.name]
    if name not in known:
        raise UnknownNameError("column", name, known, where=source)
    column: pd.Series = frame[name]
    return column


def _written(value: object) -> str:
    """Write a value of a column."""
    if value is None or value is pd.NA or value != value:
        return ""
    return (
        f"{value:,.10g}" if isinstance(value, int | float | np.number) and not isinstance(value, bool) else str(value)
    )


def _colors(content: Content, style: LayerStyle, column: pd.Series) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the colour of each feature, and the entries of the legend."""
    theme, none = content.theme, content.theme.host_base
    numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    if numeric and column.nunique() > _FEW_VALUES and not style.colors:
        values = column.to_numpy(float)
        limits = np.unique(np.nanquantile(values, np.linspace(0, 1, _CLASSES + 1)))
        shades = [mixed(style.color or theme.user, s, theme.page) for s in np.linspace(0.3, 1.0, len(limits) - 1)]
        index = np.clip(np.searchsorted(limits, values, side="right") - 1, 0, len(shades) - 1)
        entries = [(f"{a:,.6g} – {b:,.6g}", shade) for a, b, shade in zip(limits[:-1], limits[1:], shades, strict=True)]
        return [none if np.isnan(v) else shades[i] for v, i in zip(values, index, strict=True)], entries
    texts = [_written(value) for value in column]
    distinct = list(dict.fromkeys(text for text in texts if text))
    for name in style.colors:
        if name not in distinct:
            raise UnknownNameError("value", name, distinct, where=f"{style.source}, column {style.color_by}")
    free = [shade for shade in theme.hubs if shade not in style.colors.values()]
    missing = [text for text in distinct if text not in style.colors]
    if len(missing) > len(free):
        hint = f"give colors for the most important, or a column with up to {len(free)} values"
        raise InputError(
            f"{len(missing)} values of {style.color_by} can't be told apart", where=style.source, hint=hint
        )
    chosen = {**style.colors, **dict(zip(missing, free, strict=False))}
    colors = [chosen.get(text, none) for text in texts]
    entries = [(text, chosen[text]) for text in distinct] + ([("–", none)] if "" in texts else [])
    return colors, entries


def _draw_points(content: Content, spots: list[_Spot], style: LayerStyle, topic: str) -> str:
    """Draw the points of a layer and ask for their labels; return what the legend says of unnamed ones."""
    naming = content.naming if style.labels else "dots"
    smaller = 1.0
    if naming == "dots":  # of thousands, each so small that the crowd can be seen
        crowded = style.size * (own_points.MOST_NAMED / max(len(spots), 1)) ** 0.25
        smaller = min(style.size, max(2.0, crowded)) / style.size
    crowds = _crowds(spots) if naming != "dots" and content.enlarged is None else {}
    height = _AMONG_DOTS if len(spots) > own_points.MOST_NAMED else _OVER_MARKS
    for index, spot in enumerate(spots):
        size = spot.size * smaller
        with content.sheet.about(topic, spot.names[0], **spot.facts):
            edge = 0.7 * smaller
            content.sheet.marker(
                spot.x, spot.y, style.marker, size, spot.color, content.theme.page, z=height, width=edge
            )
        if naming == "dots":
            continue
        content.obstacle_map.add_mark(spot.x, spot.y, size * 0.55)
        if content.enlarged is not None and shapely.contains_xy(content.enlarged, spot.x, spot.y):
            continue  # the inset names it
        ink = legible(spot.color, content.theme.page, content.theme.ink)
        crowd = crowds.get(index, [])
        if crowd and crowd[0] != index:
            continue  # one number stands for them all
        names = (", ".join(spots[n].names[0] for n in crowd),) if crowd else spot.names
        label = Label(
            names, spot.x, spot.y, 8.8, priority=ASKED if style.labels == "names" else ADDED, gap_pt=size / 2 + 1.8,
            color=ink, leader=True, key=str(spot.facts["id"]),
        )  # fmt: skip
        if naming == "numbers" or crowd:
            content.numbered(label)
        else:
            content.label(label)
    unnamed = naming == "dots" and style.labels
    return word("unnamed", content.spec.lang, f"{len(spots):,}") if unnamed else ""


def _crowds(spots: list[_Spot]) -> dict[int, list[int]]:
    """Return for each point that shares its spot with others, so that none can be told, all that stand there."""
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    if len(spots) < _CROWD:
        return {}
    pairs = cKDTree([(spot.x, spot.y) for spot in spots]).sparse_distance_matrix(
        cKDTree([(spot.x, spot.y) for spot in spots]), _SAME_SPOT_PT
    )
    _, group = connected_components(pairs)
    members: dict[int, list[int]] = {}
    for index, number in enumerate(group.tolist()):
        members.setdefault(number, []).append(index)
    return {index: some for some in members.values() if len(some) >= _CROWD for index in some}


def _draw_others(
    content: Content, parts: list[BaseGeometry], style: LayerStyle, color: str, names: tuple[str, ...]
) -> None:
    """Draw the lines and areas of a feature, and name it once: along its longest line, or in its largest area."""
    lines, polygons = [], []
    dashes = (5.0, 3.0) if style.edge == "dashed" else ()
    for part in parts:
        if part.geom_type == "LineString":
            lines.append(content.geodesic(shapely.get_coordinates(part)))
            content.sheet.line(lines[-1], color, style.width, z=9, dashes=dashes)
        elif part.geom_type == "Polygon":
            rings = [content.geodesic(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part)]
            polygon = content.sheet.page.area(rings[0], rings[1:])
            shapes.paint(content, polygon, color, style.fill, style.edge, width=style.width)
            content.obstacle_map.add_polyline(rings[0], weight=0.6)
            shown = shapely.get_parts(shapely.clip_by_rect(polygon, *content.sheet.page.frame))
            polygons += [one for one in shown if one.geom_type == "Polygon" and not one.is_empty]
    if not style.labels or style.labels == "dots" or not names[0]:
        return
    color = legible(color, content.theme.page, content.theme.ink)
    if lines:
        content.along(max(lines, key=_span), names[0], 8.8, color)
    if polygons:
        largest = max(polygons, key=lambda polygon: polygon.area)
        label = Label(names, *shapes.middle_of(largest), 8.8, priority=40, gap_pt=2.0, color=color, leader=True)
        content.named_areas.append((largest, replace(label, shores_pt=None)))


def _span(xy: FloatArray) -> float:
    return float(np.hypot(*np.diff(xy, axis=0).T).sum())


def _tell(content: Content, style: LayerStyle, look: _Look, kinds: set[str], told: tuple[str, str]) -> None:
    """Add a layer's entries to the legend: one, or one for each value that its features are told apart by."""
    stem, detail = told
    title = content.spec.text(style.title) or word("user", content.spec.lang, stem)
    color = style.color or content.theme.user

    def sample_of(shade: str) -> Callable[[float, float], None]:
        if kinds & {"Polygon"} and not kinds & {"Point"}:
            return lambda x, y: shapes.paint(
                content, shapely.box(x, y - 5, x + 22, y + 5), shade, style.fill, style.edge, clip=False
            )
        if kinds & {"LineString"} and not kinds & {"Point"}:
            dashes = (5.0, 3.0) if style.edge == "dashed" else ()
            return lambda x, y: content.sheet.line(
                np.array([(x, y), (x + 22, y)]), shade, style.width, z=10, clip=False, dashes=dashes
            )
        return content.dot(shade, content.theme.page, 6, style.marker)

    if not look.entries:
        content.legend.append(LegendItem(sample_of(color), title, detail, name=stem))
        return
    content.legend.append(LegendItem(lambda x, y: None, title, detail, indent_pt=0.0, name=stem))
    for text, shade in look.entries:
        content.legend.append(LegendItem(sample_of(shade), text, name=f"{stem}: {text}"))
