"""What GDAL leaves out of KML: a look from which east is up, one style for all features, and what balloons say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

HEADING_DEG = 90.0
"""East is up."""
_STYLE_ID = "eastup"
_COLOR = "ff20188f"
"""Of straits on maps, as KML has it: opacity, blue, green, red."""
_TINT = "4020188f"
_LEAST_RANGE_M, _MOST_RANGE_M = 20_000.0, 12_000_000.0
_EARTH_RADIUS_M = 6_371_008.8
_MOST_TOLD = 14
_FIRST_TOLD = ("distance_km", "distance_nmi", "mode", "azimuth_deg", "hours", "width_km", "note", "source", "as_of")
_NO_STYLE = re.compile(r"\s*<Style>.*?</Style>", flags=re.DOTALL)
_REST = re.compile(r"<(?:ExtendedData|Point|LineString|Polygon|MultiGeometry|LinearRing)\b")


def dress(path: Path, frame: gpd.GeoDataFrame) -> None:
    """Add to a file of KML that GDAL wrote how its features look, and from where.

    Parameters
    ----------
    path : Path
        The file, changed in its place.
    frame : GeoDataFrame
        What it holds, in any CRS.
    """
    head, *placemarks = path.read_text(encoding="utf-8").split("<Placemark")
    schema = re.search(r'<Schema name="[^"]*" id="([^"]*)"', head)
    added = _look(frame) + _style(frame, schema[1] if schema else "")
    head = re.sub(r"(<Document\b[^>]*>)", lambda match: match[1] + added, head, count=1)
    path.write_text("<Placemark".join([head, *map(_styled, placemarks)]), encoding="utf-8", newline="")


def _styled(placemark: str) -> str:
    """Have a placemark, told from behind its opening word, take the style of the document."""
    plain = _NO_STYLE.sub("", placemark, count=1)
    if (rest := _REST.search(plain)) is None:
        return plain
    return f"{plain[: rest.start()]}<styleUrl>#{_STYLE_ID}</styleUrl>\n\t{plain[rest.start() :]}"


def _look(frame: gpd.GeoDataFrame) -> str:
    """Return the look on all features: from above their middle, with east up; nothing where there are none."""
    shapes = frame.geometry.dropna()
    shapes = shapes[~shapes.is_empty]
    if not len(shapes):
        return ""
    bounds = (shapes if shapes.crs is None else shapes.to_crs("EPSG:4326")).bounds.to_numpy()
    lon, lat = np.radians(np.concatenate([bounds[:, :2], bounds[:, 2:]])).T
    on_sphere = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    middle = on_sphere.mean(axis=0)
    size = float(np.linalg.norm(middle))
    middle = on_sphere[0] if size < 1e-9 else middle / size
    farthest = float(np.arccos(np.clip(on_sphere @ middle, -1, 1)).max()) * _EARTH_RADIUS_M
    range_m = float(np.clip(2.5 * farthest, _LEAST_RANGE_M, _MOST_RANGE_M))
    at_lon, at_lat = np.degrees([np.arctan2(middle[1], middle[0]), np.arcsin(middle[2])])
    return (
        f"\n<LookAt><longitude>{at_lon:.4f}</longitude><latitude>{at_lat:.4f}</latitude><altitude>0</altitude>"
        f"<heading>{HEADING_DEG:g}</heading><tilt>0</tilt><range>{range_m:.0f}</range></LookAt>"
    )


def _style(frame: gpd.GeoDataFrame, schema: str) -> str:
    """Return the style of all features, with what a balloon says: their name, and a line for each of some columns."""
    columns = [str(c) for c in frame.columns.drop(frame.active_geometry_name) if frame[c].notna().any()]
    told = [c for c in _FIRST_TOLD if c in columns]
    told += [c for c in columns if c not in told and not c.startswith(("name", "id", "Name", "Description"))]
    lines = "".join(
        f"<tr><td>{escape(c)}</td><td>$[{escape(f'{schema}/{c}' if schema else c)}]</td></tr>"
        for c in told[:_MOST_TOLD]
    )
    balloon = escape(f"<h3>$[name]</h3><table>{lines}</table>")
    return (
        f'\n<Style id="{_STYLE_ID}">'
        f"<IconStyle><color>{_COLOR}</color><scale>0.9</scale></IconStyle><LabelStyle><scale>0.8</scale></LabelStyle>"
        f"<LineStyle><color>{_COLOR}</color><width>3</width></LineStyle><PolyStyle><color>{_TINT}</color></PolyStyle>"
        f"<BalloonStyle><text>{balloon}</text></BalloonStyle></Style>"
    )
