"""Writes a map as a project of QGIS, beside the GeoPackage that holds its layers.

The project opens as the map does: in the view's own CRS, turned, with its frame, its layers in their order and in their
colours, its labels where the map has them, and its sources in the metadata. Where no file format holds the CRS of a
turned view, the canvas is turned instead.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from eastup.draw import gis, qml
from eastup.draw.document import Area, Picture, Text
from eastup.io import provenance

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj

    from eastup.draw.document import Sheet
    from eastup.draw.gis import GisLayer

_GEOMETRY = {"point": ("Point", 0), "label": ("Point", 0), "line": ("Line", 1), "area": ("Polygon", 2)}
_CLOCK = (2000, 1, 1, 0, 0, 0)
"""Zip files want a time, and the clock's would make each file another."""


def write(sheet: Sheet, path: Path, data: Path, data_name: str) -> None:
    """Write a project and its layers.

    Parameters
    ----------
    sheet : Sheet
        Of one map.
    path, data : Path
        Of the project (.qgz) and of the GeoPackage.
    data_name : str
        Of the GeoPackage, as the project looks for it beside itself.
    """
    layers = gis.write_geopackage(sheet, data)
    entry = zipfile.ZipInfo(f"{data_name.rpartition('.')[0]}.qgs", _CLOCK)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, _project(sheet, layers, f"./{data_name}"))


def _project(sheet: Sheet, layers: list[GisLayer], data: str) -> str:
    page = gis.only_page(sheet)
    crs, unturn = gis.file_crs(page)
    srs = _srs(crs)
    x0, y0, x1, y1 = page.bounds_m
    # The canvas keeps the middle and the larger side; on a turned one the sides are those of the page, not of the CRS.
    middle = unturn @ (np.array([x0 + x1, y0 + y1]) / 2)
    half = np.array([x1 - x0, y1 - y0]) / 2
    (xmin, ymin), (xmax, ymax) = middle - half, middle + half
    turned = 0.0 if np.array_equal(unturn, np.eye(2)) else (-page.view.up) % 360.0
    names = {layer.name: f"{layer.name}_eastup" for layer in layers}
    above_first = list(reversed(layers))
    tree = "".join(
        f'<layer-tree-layer id="{names[one.name]}" name={quoteattr(one.name)} checked="Qt::Checked" expanded="0" '
        f'providerKey="ogr" source={quoteattr(f"{data}|layername={one.name}")}/>'
        for one in above_first
    )
    order = "".join(f'<layer id="{names[one.name]}"/>' for one in above_first)
    written = "".join(_layer(one, names[one.name], (data, srs), turned) for one in layers)
    red, green, blue = bytes.fromhex(_background(sheet)[1:])
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="3.22.0" projectname={quoteattr(sheet.facts.title)}><homePath path=""/>'
        f"<title>{escape(sheet.facts.title)}</title><projectCrs>{srs}</projectCrs>"
        f'<layer-tree-group>{tree}<custom-order enabled="0"/></layer-tree-group>'
        '<mapcanvas name="theMapCanvas" annotationsVisible="1"><units>meters</units>'
        f"<extent><xmin>{xmin:.3f}</xmin><ymin>{ymin:.3f}</ymin><xmax>{xmax:.3f}</xmax><ymax>{ymax:.3f}</ymax></extent>"
        f"<rotation>{turned:g}</rotation><destinationsrs>{srs}</destinationsrs></mapcanvas>"
        '<ProjectViewSettings UseProjectScales="0"><Scales/>'  # what servers and scripts show where they are not told
        f'<DefaultViewExtent xmin="{xmin:.3f}" ymin="{ymin:.3f}" xmax="{xmax:.3f}" ymax="{ymax:.3f}">{srs}'
        "</DefaultViewExtent></ProjectViewSettings>"
        f"<projectlayers>{written}</projectlayers><layerorder>{order}</layerorder>"
        "<properties><Gui>"
        f'<CanvasColorRedPart type="int">{red}</CanvasColorRedPart><CanvasColorGreenPart type="int">{green}'
        f'</CanvasColorGreenPart><CanvasColorBluePart type="int">{blue}</CanvasColorBluePart></Gui>'
        '<Paths><Absolute type="bool">false</Absolute></Paths>'
        '<SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys></properties>'
        f"<projectMetadata>{_metadata(sheet)}</projectMetadata></qgis>\n"
    )


def _layer(layer: GisLayer, identity: str, where: tuple[str, str], turned: float) -> str:
    """Return a layer, given its file and CRS; on a turned canvas its labels are turned back."""
    (geometry, kind), (data, srs) = _GEOMETRY[layer.kind], where
    style = qml.labels("map_turn_deg") if layer.kind == "label" and turned else layer.style
    labels = ' labelsEnabled="1"' if layer.kind == "label" else ' labelsEnabled="0"'
    return (
        f'<maplayer type="vector" geometry="{geometry}" hasScaleBasedVisibilityFlag="0"{labels}>'
        f"<id>{identity}</id><datasource>{escape(f'{data}|layername={layer.name}')}</datasource>"
        f"<layername>{escape(layer.name)}</layername><srs>{srs}</srs>"
        f'<provider encoding="UTF-8">ogr</provider>{style}<layerGeometryType>{kind}</layerGeometryType>'
        "</maplayer>"
    )


def _srs(crs: pyproj.CRS) -> str:
    """Return a CRS as projects hold it."""
    wkt = escape(crs.to_wkt("WKT2_2019"))
    return (
        f'<spatialrefsys nativeFormat="Wkt"><wkt>{wkt}</wkt><proj4></proj4><srsid>0</srsid><srid>0</srid>'
        f"<authid></authid><description>{escape(crs.name)}</description><projectionacronym></projectionacronym>"
        "<ellipsoidacronym>EPSG:7030</ellipsoidacronym><geographicflag>false</geographicflag></spatialrefsys>"
    )


def _metadata(sheet: Sheet) -> str:
    """Return title, sources and what made the map, as QGIS shows them under the project's properties."""
    notes = [item.text for item in sheet.items if isinstance(item, Text) and item.topic == "sources"]
    record = sheet.facts.record
    made = "\n".join(f"{what}: {value}" for what, value in provenance.rows(record)) if record else ""
    return (
        "<identifier></identifier><parentidentifier></parentidentifier><language>"
        f"{sheet.facts.lang}</language><type>project</type><title>{escape(sheet.facts.title)}</title>"
        f"<abstract>{escape(chr(10).join([*notes, made]))}</abstract><author>eastup</author>"
        f"<rights>{escape(' '.join(notes))}</rights>"
    )


def _background(sheet: Sheet) -> str:
    """Return the colour of the sea, which the project has instead of a picture of its depths."""
    for item in sheet.items:
        if item.topic == "sea" and isinstance(item, Area):
            return item.face
        if item.topic == "sea" and isinstance(item, Picture):
            pixels = np.asarray(item.pixels, dtype=float)[..., :3]
            scale = 1.0 if pixels.max() > 1.5 else 255.0
            return "#" + "".join(f"{round(v * scale):02x}" for v in np.median(pixels.reshape(-1, 3), axis=0))
    return sheet.color
