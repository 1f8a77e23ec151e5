"""Writes a map for a GIS: a GeoTIFF of the picture, or a GeoPackage of its features with styles for QGIS.

Both are in the view's own CRS, so that they open turned as the map is. No file format holds the CRS of a turned
azimuthal view; there the CRS is that of the same view with north up, and a picture carries its turn in its transform.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from eastup.draw import qml
from eastup.draw.document import Area, Lines, Marker, Text
from eastup.errors import InputError
from eastup.io import provenance, rasters, spatial
from eastup.view.view import WORLD

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj

    from eastup.draw.document import Item, Sheet
    from eastup.draw.frame import Page
    from eastup.geodesy.ellipsoid import FloatArray

_PAGE_ONLY = frozenset(
    {"page", "header", "legend", "table", "compass", "scale", "locator", "logo", "marking", "sources", "remarks",
     "frame", "sea"}
)  # fmt: skip
"""Topics that belong to the paper, not to the ground."""
_KINDS = {Marker: "point", Lines: "line", Area: "area"}


def write_geotiff(sheet: Sheet, path: Path) -> None:
    """Write the picture of the map, without what surrounds it, as a GeoTIFF in the view's CRS."""
    import rasterio

    from eastup.draw import png

    page = only_page(sheet)
    dpi = float(sheet.facts.dpi)
    pixels = png.pixels_of(sheet, _of_map(sheet), dpi)
    scale = dpi / 72
    # Whole pixels: the box that they cover differs from the frame by less than one, and its place follows them.
    left, right = (round(v * scale) for v in (page.frame[0], page.frame[2]))
    top, bottom = (len(pixels) - round(v * scale) for v in (page.frame[3], page.frame[1]))
    cut = pixels[top:bottom, left:right, :3]
    corners = np.array([(left / scale, (len(pixels) - bottom) / scale), (right / scale, (len(pixels) - top) / scale)])
    (x0, y0), (x1, y1) = page.to_view(corners)
    crs, unturn = file_crs(page)
    step = np.diag([(x1 - x0) / cut.shape[1], (y0 - y1) / cut.shape[0]])
    with rasters.environment():
        profile = {
            "driver": "GTiff", "width": cut.shape[1], "height": cut.shape[0], "count": 3, "dtype": "uint8",
            "crs": rasterio.crs.CRS.from_wkt(crs.to_wkt("WKT2_2019")),
            "transform": rasterio.Affine(*np.column_stack([unturn @ step, unturn @ (x0, y1)]).ravel()),
            "compress": "deflate", "predictor": 2, "tiled": True, "photometric": "rgb",
        }  # fmt: skip
        with rasters.draft(path, cut.size) as draft, rasterio.open(draft, "w", **profile) as target:
            target.write(np.moveaxis(cut, -1, 0))
            target.update_tags(**provenance.tags(sheet.facts.record))


def crs_beside(sheet: Sheet) -> str:
    """Return what a file beside a GeoTIFF says of its CRS, where GDAL looks for what no key holds; empty if one does.

    GeoTIFF has no key for an oblique Mollweide.
    """
    page = only_page(sheet)
    if not page.whole_globe:
        return ""
    wkt = escape(file_crs(page)[0].to_wkt("WKT2_2019"))
    return f'<PAMDataset>\n  <SRS dataAxisToSRSAxisMapping="1,2">{wkt}</SRS>\n</PAMDataset>\n'


@dataclass(frozen=True)
class GisLayer:
    """A layer of a GeoPackage: its name, what it shows, and how QGIS draws it."""

    name: str
    kind: str
    """point, line, area or label."""
    style: str
    """The body of a QML document."""


def write_geopackage(sheet: Sheet, path: Path) -> list[GisLayer]:
    """Write what the map shows as layers of a GeoPackage in the view's CRS, each with a style for QGIS.

    Returns
    -------
    list of GisLayer
        The layers, the lowest first.
    """
    import geopandas as gpd

    page = only_page(sheet)
    wkt = file_crs(page)[0].to_wkt("WKT1_GDAL")
    path.unlink(missing_ok=True)  # GDAL would open the file as an old one
    layers: list[GisLayer] = []
    made: dict[str, str] | None = provenance.tags(sheet.facts.record) or None
    for (topic, kind), items in _by_layer(sheet).items():
        name = topic if kind == "label" or topic.startswith(("leader", "line")) else f"{topic}_{kind}s"
        rows = [_row(item, page) for item in items]
        rows = [row for row in rows if isinstance(row["geometry"], BaseGeometry) and not row["geometry"].is_empty]
        if not rows:
            continue
        frame = gpd.GeoDataFrame(rows, geometry="geometry")
        with spatial.fixed_clock():
            spatial.write_layer(frame, path, wkt, driver="GPKG", layer=name, dataset_metadata=made, **spatial.GPKG)
        layers.append(GisLayer(name, kind, qml.style(items, kind)))
    _write_styles(path, [(layer.name, "geom", qml.document(layer.style)) for layer in layers])
    return layers


def only_page(sheet: Sheet) -> Page:
    """Return the one map of a sheet; several have no one CRS."""
    if len(sheet.frames) > 1:
        raise InputError("a page with several maps has no one CRS", hint="write .png, .pdf, .svg or .pptx")
    return sheet.frames[0]


def _of_map(sheet: Sheet) -> list[Item]:
    """Return what is drawn on the map, without its insets: they are maps of their own, at another scale."""
    return [item for item in sheet.in_order() if item.page.level == 0 and item.topic != "insets"]


def file_crs(page: Page) -> tuple[pyproj.CRS, FloatArray]:
    """Return the CRS that files carry, and the matrix that takes the view's metres to it."""
    view = page.view
    if view.projection in {"oblique-mercator", WORLD}:  # they are turned by their own parameters
        return view.crs, np.eye(2)
    cos, sin = np.cos(np.radians(view.up)), np.sin(np.radians(view.up))
    return view.base_crs, np.array([[cos, sin], [-sin, cos]])


def _by_layer(sheet: Sheet) -> dict[tuple[str, str], list[Item]]:
    """Gather the items of the map by topic and kind of geometry."""
    layers: dict[tuple[str, str], list[Item]] = {}
    for item in _of_map(sheet):
        if item.topic in _PAGE_ONLY or (isinstance(item, Lines) and item.casing):
            continue
        if isinstance(item, Text):
            if item.topic != "graticule":
                layers.setdefault(("labels", "label"), []).append(item)
        elif type(item) in _KINDS:
            topic = "leaders" if item.topic == "labels" else item.topic
            layers.setdefault((topic, _KINDS[type(item)]), []).append(item)
    return layers


def _row(item: Item, page: Page) -> dict[str, object]:
    """Return the attributes and the geometry, in the view's metres, of an item."""
    row: dict[str, object] = {"name": item.name, qml.CATEGORY: qml.category_of(item)}
    row |= {key: value for key, value in item.facts.items() if isinstance(value, str | int | float | bool)}
    if isinstance(item, Text):
        row = {"text": item.text, "size_pt": item.size, "color": item.color, "turn_deg": _turn_deg(item, page)}
        row["map_turn_deg"] = (_unturned_deg(page) - item.angle) % 360
        row["halo"] = item.halo or "transparent"
        row |= {"quadrant": {"right": 0, "center": 1, "left": 2}[item.align]}
        geometry: shapely.Geometry = shapely.Point(item.x, item.y)
    elif isinstance(item, Marker):
        geometry = shapely.Point(item.x, item.y)
        row |= {"fill": item.face, "stroke": item.edge}
    elif isinstance(item, Lines):
        parts = [part[np.isfinite(part).all(axis=1)] for part in item.parts]
        geometry = shapely.MultiLineString([part for part in parts if len(part) > 1])
        row |= {"stroke": item.color}
        if item.clip_box:
            geometry = shapely.clip_by_rect(geometry, *item.clip_box)
    elif isinstance(item, Area):
        geometry = shapely.MultiPolygon(list(item.polygons))
        row |= {"fill": item.face}
        if item.clip_box:
            geometry = shapely.clip_by_rect(shapely.make_valid(geometry), *item.clip_box)
    else:
        return row | {"geometry": None}
    _, unturn = file_crs(page)
    return row | {"geometry": _several(shapely.transform(geometry, lambda xy: page.to_view(xy) @ unturn.T))}


def _several(geometry: shapely.Geometry) -> shapely.Geometry:
    """Make lines and areas multi-part, so that a layer holds one type of geometry."""
    parts = shapely.get_parts(geometry)
    kinds = shapely.get_type_id(parts)
    if len(parts) and kinds[0] == shapely.GeometryType.LINESTRING:
        lines: shapely.Geometry = shapely.multilinestrings(parts[kinds == kinds[0]])
        return lines
    polygons = parts[kinds == shapely.GeometryType.POLYGON]
    several: shapely.Geometry = shapely.multipolygons(polygons) if len(polygons) else geometry
    return several


def _turn_deg(item: Text, page: Page) -> float:
    """Return how far a text along a line is turned, degrees clockwise, in the CRS of the file."""
    return ((_unturned_deg(page) if item.angle else 0.0) - item.angle) % 360


def _unturned_deg(page: Page) -> float:
    """Return by how much the CRS of the file is turned back from the map, degrees."""
    return page.view.up if file_crs(page)[0] is page.view.base_crs else 0.0


def _write_styles(path: Path, styles: list[tuple[str, str, str]]) -> None:
    """Add the table in which QGIS keeps the styles of a GeoPackage's layers."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), "
            "f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), "
            "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
            "update_time DATETIME)"
        )
        connection.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, useAsDefault, owner) VALUES ('', '', ?, ?, 'eastup', ?, 1, '')",
            styles,
        )
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES ('layer_styles', "
            "'attributes', 'layer_styles', '2000-01-01T00:00:00.000Z')"
        )
