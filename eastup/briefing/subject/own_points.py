"""How the points of a reader's own layers are named: by name, by numbers with a key, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from eastup import layers, places
from eastup.briefing.furniture.legend import key_width
from eastup.layers.query import name_in

if TYPE_CHECKING:
    import geopandas as gpd

    from eastup.briefing.spec.spec import MapSpec
    from eastup.briefing.spec.tables import LayerStyle
    from eastup.draw.frame import Page
    from eastup.geodesy.ellipsoid import FloatArray

Naming = Literal["names", "numbers", "dots"]

MOST_NAMED = 24
"""More names than these, beside those of the map's subject, and a map of a slide is a thicket."""

_MOST_KEY_PT = 160.0
"""A wider key takes more of the map than the names are worth, unless they are asked for."""
_WIDEST_KEY_PT = 330.0


def features(style: LayerStyle, *, tell: bool = True) -> gpd.GeoDataFrame:
    """Return the features that a layer of a map shows, with their columns; tell of points that look misplaced."""
    layer, colon, _ = style.source.partition(":")
    if colon and layer in layers.names():
        found = places.select(style.source)
        rows = layers.load(layer).set_index("id", drop=False).loc[[place.id for place in found]]
        return rows.set_geometry(shapely.points([(place.lon, place.lat) for place in found]), crs=layers.CRS)
    own = tell and style.source not in layers.names()
    return places.user_layer(style.source) if own else layers.load(style.source)


def naming(spec: MapSpec, names: list[str], height_pt: float) -> Naming:
    """Say how some points are named on a map whose key of numbers may be as high as this.

    A layer that asks for a way of its own gets it; where layers differ, the one that shows least decides.
    """
    asked = [style.labels for style in spec.layers if isinstance(style.labels, str)]
    if asked:
        order: tuple[Naming, ...] = ("dots", "numbers", "names")
        way = next(way for way in order if way in asked)
        return way if way != "numbers" or key_width(names, height_pt) <= _WIDEST_KEY_PT else "dots"
    if len(names) <= MOST_NAMED:
        return "names"
    return "numbers" if height_pt and key_width(names, height_pt) <= _MOST_KEY_PT else "dots"


def naming_on(spec: MapSpec, page: Page) -> Naming:
    """Say how a map's own points are named on its page."""
    return naming(spec, names_of(spec), page.key[3] - page.key[1] if page.key else 0.0)


def positions_of(spec: MapSpec) -> FloatArray:
    """Return longitude and latitude of all points of a map's own layers that are to be named, ``(N, 2)`` degrees."""
    found = [np.empty((0, 2))]
    for style in spec.layers:
        if style.labels is not False:
            parts = shapely.get_parts(features(style, tell=False).geometry.to_numpy())
            found.append(shapely.get_coordinates(parts[shapely.get_type_id(parts) == shapely.GeometryType.POINT]))
    return np.vstack(found)


def names_of(spec: MapSpec) -> list[str]:
    """Return the names of all points of a map's own layers that are to be named."""
    found: list[str] = []
    for style in spec.layers:
        if style.labels is False:
            continue
        frame = features(style, tell=False)
        points = frame[shapely.get_type_id(frame.geometry.to_numpy()) == shapely.GeometryType.POINT]
        found += [name_in(row, spec.lang) for row in points.to_dict("records")]
    return found
