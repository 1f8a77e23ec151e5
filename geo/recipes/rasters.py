"""Builds ``depth.tif`` (ETOPO1 heights and depths) and ``relief.tif`` (grey shaded relief)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import rasterio
from rasterio.transform import from_origin

if TYPE_CHECKING:
    from pathlib import Path

WEST, SOUTH, EAST, NORTH = 75.0, -50.0, 245.0, 68.0


def build(sources: Path, target: Path) -> None:
    """Write both rasters in EPSG:4326 with longitudes that run on across 180."""
    _depth(sources, target / "depth.tif")
    _relief(sources, target / "relief.tif")


def _depth(sources: Path, target: Path) -> None:
    [path] = sources.rglob("ETOPO1_0.1*")
    with rasterio.open(path) as source:
        grid, transform = source.read(1), source.transform
    step = transform.a
    # The grid is node-registered: its cells are centred on whole tenths, and 180 stands at both ends.
    lon = transform.c + step * (np.arange(grid.shape[1]) + 0.5)
    lat = transform.f + transform.e * (np.arange(grid.shape[0]) + 0.5)
    if lat[0] < lat[-1]:
        grid, lat = grid[::-1], lat[::-1]
    grid, lon = grid[:, :-1], np.round(lon[:-1], 6)
    lon = np.where(lon < WEST, lon + 360, lon)
    columns = np.argsort(lon, kind="stable")
    columns = columns[(lon[columns] >= WEST) & (lon[columns] <= EAST)]
    rows = np.flatnonzero((lat >= SOUTH - 1e-6) & (lat <= NORTH + 1e-6))
    crop = np.rint(grid[np.ix_(rows, columns)]).astype(np.int16)
    corner = from_origin(lon[columns[0]] - step / 2, lat[rows[0]] + step / 2, step, step)
    _write(target, crop, corner, predictor=2)


def _relief(sources: Path, target: Path) -> None:
    [path] = sources.rglob("shadedrelief.jpg")
    with rasterio.open(path) as source:
        grey = source.read().astype(float).mean(axis=0)
    _rows, columns = grey.shape
    step = 360.0 / columns
    first = round((WEST + 180.0) / step)
    width = round((EAST - WEST) / step)
    top = round((90.0 - NORTH) / step)
    crop = np.roll(grey, -first, axis=1)[top : top + round((NORTH - SOUTH) / step), :width]
    _write(
        target,
        np.rint(crop).astype(np.uint8),
        from_origin(WEST, NORTH, step, step),
        compress="JPEG",
        jpeg_quality=60,
    )


def _write(
    target: Path, data: np.ndarray, transform: rasterio.Affine, compress: str = "DEFLATE", **options: int
) -> None:
    profile = {
        "driver": "GTiff", "width": data.shape[1], "height": data.shape[0], "count": 1, "dtype": data.dtype,
        "crs": "EPSG:4326", "transform": transform, "tiled": True, "blockxsize": 256, "blockysize": 256,
        "compress": compress, **options,
    }  # fmt: skip
    if compress == "DEFLATE":
        profile["zlevel"] = 9
    with rasterio.open(target, "w", **profile) as sink:
        sink.write(data, 1)
    print(target.name, data.shape, target.stat().st_size)
