"""What is strange about the features of a file: doubled ids and names, the point 0, 0, one that lies elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.layers.reading.report import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd


_TOLD_AT_MOST = 5
"""Doublets that are told one by one."""


def suspicions(frame: gpd.GeoDataFrame, places: list[str]) -> Iterator[Note]:
    """Yield what the user should look at in a layer that was read.

    Parameters
    ----------
    frame : GeoDataFrame
        With ``id``, ``name`` and geometries in EPSG:4326.
    places : list of str
        Where each feature stands.
    """
    yield from _doubled([str(v) for v in frame["id"]], places, "id")
    yield from _doubled([str(v) for v in frame["name"]], places, "name")
    shapes = frame.geometry.to_numpy()
    points = shapely.get_type_id(shapes) == 0
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    null = points & (x == 0) & (y == 0)
    if null.any():
        yield Note("at 0, 0 in the Gulf of Guinea: is the position missing?", _those(places, null), about="origin")


def _doubled(values: Sequence[str], places: list[str], what: str) -> Iterator[Note]:
    first: dict[str, str] = {}
    again = 0
    for value, place in zip(values, places, strict=True):
        if value not in first:
            first[value] = place
            continue
        again += 1
        if again <= _TOLD_AT_MOST:
            shown = value if len(value) <= 40 else value[:37] + "..."
            yield Note(f"the {what} {shown!r} stands in {first[value]} already", (place,), about=what)
    if again > _TOLD_AT_MOST:
        yield Note(f"{again - _TOLD_AT_MOST} more rows or features have the {what} of another", about=what)


def _those(places: list[str], mask: np.ndarray) -> tuple[str, ...]:
    return tuple(places[i] for i in np.flatnonzero(mask))
