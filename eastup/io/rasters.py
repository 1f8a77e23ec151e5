"""Runs rasterio with the PROJ data that belong to it.

Where ``PROJ_LIB`` or ``PROJ_DATA`` is set, as PostGIS and OSGeo4W leave it behind, rasterio takes those data whenever
its environment starts, and then knows no CRS if they are of another version.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@cache
def _own_proj_data() -> str | None:
    """Return the folder within rasterio, or None where, as in conda, the environment says rightly where it is."""
    from rasterio.env import PROJDataFinder

    found = PROJDataFinder().search_wheel()
    return str(found) if found else None
