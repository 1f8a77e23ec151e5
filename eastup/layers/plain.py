"""Layers as rows of plain values: for whoever needs names, points and other cells, and no frame.

Our own layers are read straight from their files, without pandas and shapely, which takes a thirtieth of the time. They
are the rows of `eastup.layers.load`, cell by cell. Whatever is of another form, or has something of the user's over it,
is loaded in the usual way.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from eastup.io.data import intact, kept
from eastup.layers import overlay, reading
from eastup.layers.load import load, shipped_file

if TYPE_CHECKING:
    from pathlib import Path

    import shapely

    from eastup.layers.query import Row
    from eastup.layers.reading.geojson import Json

Position = tuple[float, float]
"""Longitude and latitude, degrees."""


@dataclass(frozen=True)
class Outline:
    """A point or a line by its positions, with what `eastup.places` asks of a shape of shapely."""

    geom_type: str
    parts: tuple[tuple[Position, ...], ...]
    """A point in one part of one position; a line in its parts."""
    is_empty = False

    @property
    def x(self) -> float:
        """Longitude of a point, degrees."""
        return self.parts[0][0][0]

    @property
    def y(self) -> float:
        """Latitude of a point, degrees."""
        return self.parts[0][0][1]

    def shape(self) -> shapely.Geometry:
        """Return it as a shape of shapely."""
        import shapely

        if self.geom_type == "Point":
            return shapely.Point(self.x, self.y)
        lines = [shapely.LineString(part) for part in self.parts]
        return shapely.MultiLineString(lines) if self.geom_type == "MultiLineString" else lines[0]


@dataclass(frozen=True)
class Rows:
    """The rows of a layer."""

    columns: tuple[str, ...]
    """Names of all columns but the geometry."""
    records: tuple[Row, ...]
    """Cells by column, and under ``geometry`` an `Outline` or a shape of shapely; see `shape_of`."""
    drawn: bool
    """Whether shapes are of shapely."""


def rows(layer: str) -> Rows:
    """Return the rows of a layer by its name, ours or one of a theatre.

    Raises
    ------
    UnknownNameError
        If there is no such layer.
    """
    path = shipped_file(layer) if overlay.current() is None else None
    if path is not None and (found := _of_file(path)) is not None:
        return found
    frame = reading.of_frame(load(layer))
    return Rows(tuple(map(str, frame.columns.drop("geometry"))), tuple(frame.to_dict("records")), drawn=True)


def ours(layer: str) -> Rows:
    """Return the rows of a layer as it ships with eastup, whatever lies over it."""
    with overlay.using(None):
        return rows(layer)


def shape_of(row: Row) -> shapely.Geometry:
    """Return the shape of a row of a layer."""
    geometry: Outline | shapely.Geometry = row["geometry"]
    return geometry.shape() if isinstance(geometry, Outline) else geometry


@kept("layers")
def _of_file(path: Path) -> Rows | None:
    """Read a layer of ours; None where it is not of points and lines with ids and names."""
    if path.suffix != ".geojson":
        return None
    with intact(path):
        document = json.loads(path.read_bytes())
    features = document.get("features") if isinstance(document, dict) else None
    if not features or not isinstance(features, list) or "crs" in document:
        return None
    found: list[dict[str, object]] = []
    for feature in features:
        outline = _outline(feature.get("geometry")) if isinstance(feature, dict) and "id" not in feature else None
        cells = feature.get("properties") if outline is not None else None
        if not isinstance(cells, dict) or "geometry" in cells or not (_named(cells, "id") and _named(cells, "name")):
            return None
        found.append({**cells, "geometry": outline})
    columns = [column for column in dict.fromkeys(key for row in found for key in row) if column != "geometry"]
    for column in columns:
        _of_one_type(found, column)
    return Rows(
        tuple(columns), tuple({column: row[column] for column in (*columns, "geometry")} for row in found), False
    )


def _named(cells: dict[str, Json], key: str) -> bool:
    text = cells.get(key)
    return isinstance(text, str) and text != "" and text == text.strip()


def _of_one_type(found: list[dict[str, object]], column: str) -> None:
    """Give each row the column, and make its numbers of one kind, as a frame has them."""
    values = [row.get(column) for row in found]
    numbers = all(v is None or _is_number(v) for v in values)
    of_floats = (
        numbers and any(v is None or isinstance(v, float) for v in values) and any(v is not None for v in values)
    )
    for row, value in zip(found, values, strict=True):
        row[column] = float(value) if of_floats and _is_number(value) else value


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _outline(geometry: Json) -> Outline | None:
    if not isinstance(geometry, dict):
        return None
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    nested = {"Point": [[coordinates]], "LineString": [coordinates], "MultiLineString": coordinates}
    parts = nested.get(kind) if isinstance(kind, str) else None
    if not isinstance(parts, list) or not parts:
        return None
    made = [_positions(part) for part in parts]
    least = 1 if kind == "Point" else 2
    outlines = tuple(part for part in made if part is not None and len(part) >= least)
    return Outline(str(kind), outlines) if len(outlines) == len(parts) else None


def _positions(part: Json) -> tuple[Position, ...] | None:
    found: list[Position] = []
    for position in part if isinstance(part, list) else [None]:
        if not isinstance(position, list) or len(position) != 2:
            return None
        lon, lat = position
        if not (_is_number(lon) and _is_number(lat) and -360 <= lon <= 360 and -90 <= lat <= 90):
            return None
        found.append((float(lon), float(lat)))
    return tuple(found)
