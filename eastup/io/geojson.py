"""What GDAL leaves out of GeoJSON: the ids of features, and rings as d3 winds them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

Winding: TypeAlias = Literal["rfc", "d3"]

_BEGIN = '{ "type": "Feature", '
_winding: ContextVar[Winding] = ContextVar("winding", default="rfc")


@contextmanager
def wound(winding: Winding) -> Iterator[None]:
    """Write the areas of the block's GeoJSON with their rings wound in this way.

    Parameters
    ----------
    winding : {"rfc", "d3"}
        ``rfc``: outer rings counterclockwise, as RFC 7946 wants it. ``d3``: clockwise, as d3-geo has it on its sphere,
        which takes the other for all of the earth but the area.
    """
    token = _winding.set(winding)
    try:
        yield
    finally:
        _winding.reset(token)


def finish(path: Path, frame: gpd.GeoDataFrame) -> None:
    """Give the features of a file that GDAL wrote, one a line, their ids as members, and their rings the winding.

    Parameters
    ----------
    path : Path
        The file, changed in its place.
    frame : GeoDataFrame
        What it holds. Ids come from its column ``id`` where they are all there and unique; the property stays.
    """
    named = "id" in frame.columns and frame["id"].notna().all() and frame["id"].is_unique
    reverse = _winding.get() == "d3"
    if not (named or reverse):
        return
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        if line.startswith(_BEGIN):
            lines[number] = _finished(line, named, reverse)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


def _finished(line: str, named: bool, reverse: bool) -> str:
    text, comma = (line[:-1], ",") if line.endswith(",") else (line, "")
    feature = json.loads(text)
    if reverse and feature["geometry"] is not None:
        _reverse(feature["geometry"])
        text = json.dumps(feature, ensure_ascii=False).replace('{"type": "Feature", ', _BEGIN, 1)
    if named:
        text = f'{_BEGIN}"id": {json.dumps(feature["properties"]["id"], ensure_ascii=False)}, {text[len(_BEGIN) :]}'
    return text + comma


def _reverse(geometry: dict[str, object]) -> None:
    """Reverse the rings of a geometry's areas."""
    parts, kind = geometry.get("geometries"), geometry["type"]
    if isinstance(parts, list):
        for part in parts:
            _reverse(part)
    rings = geometry.get("coordinates")
    if isinstance(rings, list) and kind in {"Polygon", "MultiPolygon"}:
        for polygon in [rings] if kind == "Polygon" else rings:
            for ring in polygon:
                ring.reverse()
