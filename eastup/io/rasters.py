"""Runs rasterio with the PROJ data that belong to it.

Where ``PROJ_LIB`` or ``PROJ_DATA`` is set, as PostGIS and OSGeo4W leave it behind, rasterio takes those data whenever
its environment starts, and then knows no CRS if they are of another version.

GDAL writes into memory where the file is not a large one: on a disk that is full libtiff prints lines of its own.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def environment(**options: object) -> Iterator[None]:
    """Run the block in an environment of rasterio with its own PROJ data.

    Parameters
    ----------
    **options
        GDAL's options, as ``rasterio.Env`` takes them.
    """
    import rasterio
    from rasterio.env import set_proj_data_search_path

    with rasterio.Env(**options):
        if own := _own_proj_data():
            set_proj_data_search_path(own)
        yield


_IN_MEMORY_BYTES = 2**28
"""Twice this lets twice as much memory be taken by what does not compress."""


@contextmanager
def draft(path: Path, n_bytes: int, *, keep: bool = True) -> Iterator[str]:
    """Give a name that GDAL can write a GeoTIFF to, and put what is there at a path when the block ends well.

    Parameters
    ----------
    path : Path
        In a folder of its own.
    n_bytes : int
        How large the raster is, not compressed. It is written into memory unless it is larger than 256 MiB.
    keep : bool
        Whether it is wanted when the block ends; without it nothing need come to the path.
    """
    from rasterio.io import MemoryFile

    if n_bytes > _IN_MEMORY_BYTES:
        yield str(path)
        return
    with MemoryFile(ext=path.suffix) as memory:
        yield memory.name
        if keep:
            memory.seek(0)
            path.write_bytes(memory.read())


@cache
def _own_proj_data() -> str | None:
    """Return the folder within rasterio, or None where, as in conda, the environment says rightly where it is."""
    from rasterio.env import PROJDataFinder

    found = PROJDataFinder().search_wheel()
    return str(found) if found else None
