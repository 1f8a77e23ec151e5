"""A compact file of polygons or lines: whole steps of 1e-5 degree (about a metre) from vertex to vertex, zipped.

The arrays of the ``.npz``: ``steps`` (N, 2) int32, the difference of each vertex from the one before, over the whole
file; ``rings`` int32, vertices in each ring or line; ``parts`` int32, rings in each polygon; ``kinds`` the distinct
attribute values; ``kind`` the attribute of each polygon or line, as an index into them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup.io.data import intact

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

_PER_DEGREE = 100_000


def save_polygons(path: Path, polygons: ArrayLike, kinds: ArrayLike) -> None:
    """Write polygons with one text attribute each; rings that collapse on the grid are left out."""
    import shapely

    snapped = shapely.set_precision(np.asarray(polygons), 1.0 / _PER_DEGREE)
    index = np.repeat(np.arange(len(snapped)), shapely.get_num_geometries(snapped))
    parts = shapely.get_parts(snapped)
    good = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    parts, kinds = parts[good], np.asarray(kinds)[index[good]]
    rings = shapely.get_rings(parts)
    _save(path, rings, kinds, parts=shapely.get_num_interior_rings(parts) + 1)


def save_lines(path: Path, lines: ArrayLike, kinds: ArrayLike) -> None:
    """Write lines with one text attribute each."""
    _save(path, np.asarray(lines), np.asarray(kinds), parts=np.ones(len(np.asarray(lines)), int))


def load(path: Path) -> tuple[NDArray[np.object_], NDArray[np.str_]]:
    """Return polygons (or lines, where no ring is closed) and the attribute of each."""
    import shapely

    with intact(path), path.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        xy = np.cumsum(arrays["steps"], axis=0, dtype=np.int64) / _PER_DEGREE
        ring_ends = np.concatenate([[0], np.cumsum(arrays["rings"])])
        part_ends = np.concatenate([[0], np.cumsum(arrays["parts"])])
        kinds = arrays["kinds"][arrays["kind"]]
        kind_of_shape = shapely.GeometryType.POLYGON if bool(arrays["closed"]) else shapely.GeometryType.LINESTRING
        offsets = (ring_ends, part_ends) if kind_of_shape == shapely.GeometryType.POLYGON else (ring_ends,)
        return shapely.from_ragged_array(kind_of_shape, xy, offsets), kinds


def kinds(path: Path) -> tuple[str, ...]:
    """Return the distinct attributes in a file, without its shapes."""
    with intact(path), path.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        return tuple(sorted(str(kind) for kind in arrays["kinds"] if kind))


def _save(path: Path, rings: NDArray[np.object_], kinds: ArrayLike, parts: ArrayLike) -> None:
    import shapely

    whole = np.rint(shapely.get_coordinates(rings) * _PER_DEGREE).astype(np.int64)
    distinct, kind = np.unique(kinds, return_inverse=True)
    np.savez_compressed(
        path,
        steps=np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int64)).astype(np.int32),
        rings=shapely.get_num_coordinates(rings).astype(np.int32),
        parts=np.asarray(parts, np.int32),
        kinds=distinct.astype(str),
        kind=kind.astype(np.int16),
        closed=np.array(bool(shapely.is_closed(rings).all())),
    )
