"""What is put onto a map in a view: frames, rings, a measure; and a frame shown at once."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import branca.colormap
import folium
import geopandas as gpd
import matplotlib
import numpy as np
import pandas as pd
import shapely

from eastup import geodesy, layers
from eastup.errors import InputError, UnknownNameError
from eastup.folium.map import Control, Map
from eastup.io.spatial import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.view import View

_STEP_DEG = 1.0
"""Longest piece of an edge: GeoJSON means it as straight in longitude and latitude, the page as straight on it."""
_MOST_COLUMNS = 12
_MISSING = "#9e9e9e"
_KINDS_OF_COLOR = 10


class Ring(folium.Polygon):
    """All points at a distance of a place, by geodesics on WGS 84.

    Parameters
    ----------
    location : (lat, lon), degrees
        Latitude first, as everywhere in folium.
    radius_km : float, kilometres
    style : mapping, optional
        What `folium.Polygon` takes: color, weight, fill, dash_array ...
    tooltip : str, optional
    """

    def __init__(
        self,
        location: Sequence[float],
        radius_km: float,
        style: dict[str, object] | None = None,
        tooltip: str | None = None,
    ) -> None:
        lat, lon = (float(v) for v in location)
        if not (-90 <= lat <= 90 and radius_km > 0):
            hint = "give latitude, longitude and a radius in kilometres"
            raise InputError(f"no ring of {radius_km:g} km about {lat:g}, {lon:g}", hint=hint)
        ring = geodesy.ring(lon, lat, 1000.0 * radius_km)
        ring[:, 0] = np.unwrap(ring[:, 0], period=360.0)
        options = {"fill": False, "weight": 1.5, "smooth_factor": 0.2, **(style or {})}
        told = tooltip or f"{radius_km:g} km"
        super().__init__(ring[:, ::-1].tolist(), tooltip=told, **options)  # type: ignore[arg-type]


class Measure(Control):
    """A button: what is clicked then is joined by geodesics, whose length is told in kilometres and nautical miles."""

    def __init__(self) -> None:
        super().__init__("addMeasure")


def layer(
    frame: gpd.GeoDataFrame | gpd.GeoSeries | pd.DataFrame,
    name: str | None = None,
    *,
    column: str | None = None,
    color: str = "#1f5a99",
    tooltip: Sequence[str] | bool = True,
) -> folium.GeoJson:
    """Return a frame as a layer for a map in a view (or any map of folium).

    Parameters
    ----------
    frame : GeoDataFrame, GeoSeries or DataFrame
        In any CRS; left as it is. Rows without geometry are left out. A DataFrame says in its columns where its rows
        are, as a file of such a table would.
    name : str, optional
        As `folium.LayerControl` shows it.
    column : str, optional
        The column that colours the features: numbers by a scale, all else by kind.
    color : str
        Of all features where no column is named.
    tooltip : sequence of str or bool
        The columns that a feature tells under the pointer; the first twelve where it is true.

    Raises
    ------
    InputError
        If the frame has no CRS or no geometry.
    UnknownNameError
        If it has no such column.
    """
    plain = _plain(frame)
    attributes = [str(c) for c in plain.columns.drop(plain.active_geometry_name)]
    told = attributes[:_MOST_COLUMNS] if tooltip is True else list(tooltip or ())
    for wanted in [*told, *([column] if column is not None else [])]:
        if wanted not in attributes:
            raise UnknownNameError("column", wanted, attributes)
    colors = scale(plain[column]).colors if column is not None else [color] * len(plain)
    texts = {name: plain[name].map(html.escape, na_action="ignore") for name in told if plain[name].dtype == object}
    features = plain.assign(**texts, **{_COLOR: colors})  # folium puts what is told into the page as HTML
    # With ids of their own, folium looks for none among the columns, of which it reads no name with a dot in it.
    features = features.reset_index(drop=True)
    return folium.GeoJson(
        json.loads(features.to_json(drop_id=False, to_wgs84=False)),
        name=name,
        style_function=_style,
        highlight_function=lambda _: {"weight": 4},
        marker=folium.CircleMarker(radius=5, fill=True, weight=1),
        smooth_factor=0.5,
        tooltip=folium.GeoJsonTooltip(told, aliases=[html.escape(each) for each in told])
        if told and len(plain)
        else None,
    )


def explore(
    frame: gpd.GeoDataFrame | gpd.GeoSeries | pd.DataFrame,
    column: str | None = None,
    *,
    view: View | None = None,
    name: str = "layer",
    color: str = "#1f5a99",
    tooltip: Sequence[str] | bool = True,
) -> Map:
    """Return an interactive map of a frame in a view, in the manner of ``GeoDataFrame.explore``.

    It opens on the frame, needs no network, and takes whatever folium can add to it. Parameters as in `layer`.

    Examples
    --------
    >>> import eastup
    >>> bases = eastup.layers.load("bases")
    >>> eastup.explore(bases, "country").save("bases.html")  # doctest: +SKIP
    """
    chart = Map(view)
    layer(frame, name, column=column, color=color, tooltip=tooltip).add_to(chart)
    plain = _plain(frame)
    if column is not None:
        _add_legend(chart, column, scale(plain[column]))
    points = shapely.get_coordinates(plain.geometry)
    if len(points):
        xmin, ymin, xmax, ymax = chart.view.fit(points, margin=0.05)
        least_m = 50_000.0  # about a single point
        aside, above = (max(0.0, least_m - side) / 2 for side in (xmax - xmin, ymax - ymin))
        chart.fit((xmin - aside, ymin - above, xmax + aside, ymax + above))
    return chart


@dataclass(frozen=True)
class Scale:
    """The colours of a column's values."""

    colors: list[str]
    """One a row."""
    numbers: branca.colormap.LinearColormap | None
    """The scale of numbers, if they are numbers."""
    kinds: dict[str, str]
    """The colour of each kind, if they are not."""


def scale(values: pd.Series) -> Scale:
    """Return colours for the values of a column; what is missing is grey."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        numbers = values.to_numpy(float, na_value=np.nan)
        known = numbers[np.isfinite(numbers)]
        if len(known) and known.min() < known.max():
            viridis = [matplotlib.colors.to_hex(c) for c in matplotlib.colormaps["viridis"](np.linspace(0, 1, 9))]
            colormap = branca.colormap.LinearColormap(viridis, vmin=float(known.min()), vmax=float(known.max()))
            return Scale([colormap(v)[:7] if np.isfinite(v) else _MISSING for v in numbers], colormap, {})
    texts = [None if pd.isna(v) else str(v) for v in values]
    names = sorted({text for text in texts if text is not None})
    palette = [matplotlib.colors.to_hex(c) for c in matplotlib.colormaps["tab10"].colors]  # type: ignore[attr-defined]
    kinds = {name: palette[i % _KINDS_OF_COLOR] for i, name in enumerate(names)}
    return Scale([_MISSING if text is None else kinds[text] for text in texts], None, kinds)


_COLOR = "__color"


def _style(feature: dict[str, dict[str, str]]) -> dict[str, object]:
    color = feature["properties"][_COLOR]
    return {"color": color, "fillColor": color, "weight": 1.5, "fillOpacity": 0.35}


def _plain(frame: gpd.GeoDataFrame | gpd.GeoSeries | pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a frame in degrees with the columns that JSON can hold."""
    if isinstance(frame, gpd.GeoSeries):
        frame = gpd.GeoDataFrame(geometry=frame)
    elif isinstance(frame, pd.DataFrame):
        frame = layers.of_places(frame)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        hint = "make a GeoDataFrame of it: geopandas.points_from_xy(lon, lat)"
        raise InputError(f"a {type(frame).__name__} without geometry can't be a layer", hint=hint)
    if frame.crs is None:
        raise InputError("the frame has no CRS", hint="say which: frame.set_crs('EPSG:4326')")
    geometry = frame.geometry.to_crs("EPSG:4326")
    seen = ~(geometry.isna() | geometry.is_empty).to_numpy()
    shapes = shapely.segmentize(geometry.to_numpy()[seen], _STEP_DEG)
    attributes = pd.DataFrame(frame.drop(columns=frame.active_geometry_name))[seen]
    others = {}
    for name in attributes.columns:
        cells = attributes[name]
        keep = pd.api.types.is_numeric_dtype(cells) or pd.api.types.is_bool_dtype(cells)
        others[str(name)] = cells if keep else cells.map(as_text).astype(object)
    return gpd.GeoDataFrame(pd.DataFrame(others, index=attributes.index), geometry=shapes, crs="EPSG:4326")


def _add_legend(chart: Map, column: str, found: Scale) -> None:
    if found.numbers is not None:
        found.numbers.caption = column
        found.numbers.add_to(chart)
        return
    Control("addLegend", column, list(found.kinds.items())).add_to(chart)
