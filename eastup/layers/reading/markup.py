"""Reads KML, KMZ and GPX: every folder, track and route; no entity, link or schema is followed."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import shapely

from eastup.errors import InputError
from eastup.layers.reading import encoding as encodings
from eastup.layers.reading import kmlstyle, safety

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from eastup.layers.reading.report import Account

Element: TypeAlias = "ElementTree.Element"

CRS = "EPSG:4326"
DEEPEST_FOLDER = 64
_DECLARED = re.compile(r"""<\?xml[^>]{0,80}encoding=["']([A-Za-z0-9._-]{1,40})["']""")
_FORBIDDEN = ("<!DOCTYPE", "<!ENTITY")
_CONTAINERS = {"kml", "Document", "Folder"}
_PLAIN_FIELDS = ("name", "description", "address", "phoneNumber", "Snippet")
_GPX_FIELDS = ("name", "cmt", "desc", "src", "time", "sym", "type", "number")


def check_plain(content: bytes, path: Path) -> None:
    """Refuse XML that defines entities or names a document type: neither belongs in these files.

    Raises
    ------
    InputError
        If it does.
    """
    for word in _FORBIDDEN:
        if any(word.encode(codec) in content for codec in ("ascii", "utf-16-le", "utf-16-be")):
            raise InputError(f"XML with {word} is not read", where=path, hint="save the file anew without it")


def read(path: Path, encoding: str | None, layer: str | None, account: Account) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Read the placemarks of all folders of a KML or KMZ file, or all that a GPX file holds.

    Parameters
    ----------
    path : Path
        ``.kml``, ``.kmz`` or ``.gpx``.
    encoding : str, optional
        Of the text, where the file does not say it rightly.
    layer : str, optional
        Only this folder, or ``waypoints``, ``routes`` or ``tracks``.
    account : Account
        Told what was read.

    Returns
    -------
    GeoDataFrame
        With a column ``folder`` where there are several; features may have no geometry.
    list of str
        ``feature 1`` and so on, in the order of the file.
    """
    if path.suffix.lower() == ".kmz":
        account.kind = "KMZ"
        roots = [_root(content, path, encoding, account) for content in _kml_members(path)]
        found = [row for root in roots for row in _placemarks(root, path, account)]
    elif path.suffix.lower() == ".gpx":
        account.kind = "GPX"
        found = list(_gpx(_root(safety.read_bytes(path), path, encoding, account), path))
    else:
        account.kind = "KML"
        found = list(_placemarks(_root(safety.read_bytes(path), path, encoding, account), path, account))
    if not found:
        raise InputError("the layer holds no features", where=path)
    return _frame(found, path, layer, account)


def _frame(
    found: list[tuple[str, dict[str, str], BaseGeometry | None]], path: Path, layer: str | None, account: Account
) -> tuple[gpd.GeoDataFrame, list[str]]:
    from eastup.errors import UnknownNameError

    folders = list(dict.fromkeys(folder for folder, _, _ in found))
    if layer is not None and layer not in folders:
        raise UnknownNameError("layer", layer, folders, where=path)
    places = [f"feature {number}" for number in range(1, len(found) + 1)]
    kept = [i for i, (folder, _, _) in enumerate(found) if layer in {None, folder}]
    rows = []
    for i in kept:
        folder, fields, _ = found[i]
        rows.append({**fields, "folder": folder} if len(folders) > 1 else fields)
    account.layers += [(f, sum(found[i][0] == f for i in kept)) for f in folders if layer in {None, f}]
    table = pd.DataFrame(rows, index=range(len(rows)))
    table = table.rename(columns={"geometry": "geometry_2"})
    return gpd.GeoDataFrame(table, geometry=[found[i][2] for i in kept], crs=CRS), [places[i] for i in kept]


def _kml_members(path: Path) -> Iterator[bytes]:
    with safety.open_archive(path) as archive:
        members = [m for m in archive.infolist() if m.filename.lower().endswith(".kml")]
        if not members:
            raise InputError("the archive holds no .kml", where=path)
        for member in members:
            yield safety.unpack(archive, member, path)


def _root(content: bytes, path: Path, encoding: str | None, account: Account) -> Element:
    text, account.encoding = _text(content, path, encoding)
    if any(word in text for word in _FORBIDDEN):
        check_plain(text.encode(), path)
    start = text.find("<")
    try:
        return ElementTree.fromstring(text[start:] if start > 0 else text)
    except ElementTree.ParseError as error:
        raise InputError(f"not XML that can be read ({error})", where=path) from None
    except ValueError as error:
        raise InputError(f"not XML that can be read ({error})", where=path) from None


def _text(content: bytes, path: Path, encoding: str | None) -> tuple[str, str]:
    declared = _DECLARED.search(content[:300].decode("latin-1"))
    if encoding is None and declared is not None and declared[1].lower() not in {"utf-8", "utf-16"}:
        try:
            return encodings.decode(content, path, declared[1])
        except InputError:
            pass  # it says what it is not
    return encodings.decode(content, path, encoding)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _placemarks(
    root: Element, path: Path, account: Account
) -> Iterator[tuple[str, dict[str, str], BaseGeometry | None]]:
    """Yield the folder, the fields and the geometry of each placemark, in the order of the file."""
    if _local(root) not in _CONTAINERS:
        raise InputError(f"not a KML file (it is <{_local(root)[:40]}>)", where=path)
    linked = number = 0
    styles = kmlstyle.shared(root)
    stack: list[tuple[Element, str, int]] = [(root, path.stem, 0)]
    while stack:
        element, folder, depth = stack.pop()
        kind = _local(element)
        if kind == "Placemark":
            number += 1
            fields = kmlstyle.colors(element, styles) | _kml_fields(element)
            yield folder, fields, _kml_geometry(element, f"{path}, feature {number}")
        elif kind == "NetworkLink":
            linked += 1
        elif kind in _CONTAINERS:
            if depth > DEEPEST_FOLDER:
                raise InputError("its folders are nested too deep", where=path)
            title = _child(element, "name")
            own = (title.text or "").strip() if title is not None else ""
            stack += [(child, own or folder, depth + 1) for child in reversed(element)]
    if linked:
        account.tell(f"{linked} link{'s' * (linked > 1)} to other files not followed")


def _kml_fields(placemark: Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    if own := placemark.get("id"):
        fields["id"] = own
    for child in placemark:
        kind = _local(child)
        if kind in _PLAIN_FIELDS and child.text and child.text.strip():
            fields[kind] = child.text.strip()
        elif kind in {"TimeStamp", "TimeSpan"}:
            fields |= {_local(c): c.text.strip() for c in child if c.text and c.text.strip()}
        elif kind == "ExtendedData":
            for item in child.iter():
                name = item.get("name")
                value = _child(item, "value") if _local(item) == "Data" else item
                if name and _local(item) in {"Data", "SimpleData"} and value is not None and value.text is not None:
                    fields[name] = value.text.strip()
    return fields


def _kml_geometry(element: Element, where: str) -> BaseGeometry | None:
    """Return the geometry of a placemark; several are one collection."""
    made = []
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        kind = _local(child)
        if kind in {"MultiGeometry", "MultiTrack"}:
            stack += list(reversed(child))
        elif kind in _KML_SHAPES:
            try:
                shape = _KML_SHAPES[kind](child)
            except (ValueError, IndexError, shapely.errors.ShapelyError) as error:
                raise InputError(f"not a {kind} ({str(error)[:100]})", where=where) from None
            if shape is not None:
                made.append(shape)
    if not made:
        return None
    return made[0] if len(made) == 1 else shapely.GeometryCollection(made)


def _coordinates(element: Element) -> list[tuple[float, ...]]:
    """Return the positions in an element's coordinates: ``lon,lat`` or ``lon,lat,height`` with spaces between."""
    member = _child(element, "coordinates")
    text = (member.text or "") if member is not None else ""
    tuples: list[list[str]] = []
    open_tuple = False
    for word in text.replace(",", " , ").split():
        if word == ",":
            open_tuple = bool(tuples)
        elif open_tuple:
            tuples[-1].append(word)
            open_tuple = False
        else:
            tuples.append([word])
    if any(len(t) < 2 for t in tuples):
        raise ValueError("a position is not lon,lat")
    return [tuple(float(v) for v in t[: 3 if all(len(u) > 2 for u in tuples) else 2]) for t in tuples]


def _kml_point(element: Element) -> BaseGeometry | None:
    xy = _coordinates(element)
    return shapely.Point(xy[0]) if xy else None


def _kml_line(element: Element) -> BaseGeometry | None:
    xy = _coordinates(element)
    return shapely.LineString(xy) if len(xy) > 1 else shapely.Point(xy[0]) if xy else None


def _kml_polygon(element: Element) -> BaseGeometry | None:
    shells, holes = [], []
    for child in element:
        rings = [_coordinates(ring) for ring in child if _local(ring) == "LinearRing"]
        if _local(child) == "outerBoundaryIs":
            shells += rings
        elif _local(child) == "innerBoundaryIs":
            holes += rings
    return shapely.Polygon(shells[0], [hole for hole in holes if hole]) if shells and shells[0] else None


def _kml_track(element: Element) -> BaseGeometry | None:
    xy = [tuple(map(float, (c.text or "").split()[:2])) for c in element if _local(c) == "coord" and c.text]
    return shapely.LineString(xy) if len(xy) > 1 else shapely.Point(xy[0]) if xy else None


def _kml_model(element: Element) -> BaseGeometry | None:
    location = _child(element, "Location")
    at = {_local(c): c.text or "" for c in location} if location is not None else {}
    return (
        shapely.Point(float(at["longitude"]), float(at["latitude"])) if {"longitude", "latitude"} <= set(at) else None
    )


_KML_SHAPES = {
    "Point": _kml_point,
    "LineString": _kml_line,
    "LinearRing": _kml_line,
    "Polygon": _kml_polygon,
    "Track": _kml_track,
    "Model": _kml_model,
}


def _gpx(root: Element, path: Path) -> Iterator[tuple[str, dict[str, str], BaseGeometry | None]]:
    """Yield the waypoints, routes and tracks of a GPX file."""
    if _local(root) != "gpx":
        raise InputError(f"not a GPX file (it is <{_local(root)[:40]}>)", where=path)
    folders = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
    for number, element in enumerate((e for e in root if _local(e) in folders), start=1):
        kind = _local(element)
        fields = {_local(c): c.text.strip() for c in element if _local(c) in _GPX_FIELDS and c.text and c.text.strip()}
        where = f"{path}, feature {number}"
        shape: BaseGeometry | None
        if kind == "wpt":
            shape = shapely.Point(_gpx_point(element, where))
        elif kind == "rte":
            shape = _gpx_line([_gpx_point(p, where) for p in element if _local(p) == "rtept"])
        else:
            segments = [s for s in element if _local(s) == "trkseg"]
            lines = [_gpx_line([_gpx_point(p, where) for p in s if _local(p) == "trkpt"]) for s in segments]
            kept = [line for line in lines if line is not None]
            shape = kept[0] if len(kept) == 1 else shapely.GeometryCollection(kept) if kept else None
        yield folders[kind], fields, shape


def _gpx_point(element: Element, where: str) -> tuple[float, float]:
    try:
        lon, lat = float(element.get("lon", "")), float(element.get("lat", ""))
    except ValueError:
        lon = lat = math.nan
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise InputError("a point has no lon and lat", where=where)
    return lon, lat


def _gpx_line(points: list[tuple[float, float]]) -> BaseGeometry | None:
    return shapely.LineString(points) if len(points) > 1 else shapely.Point(points[0]) if points else None
