"""The recipe of the rasters, from small ones whose values say where they lie."""

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin

from geo.recipes import rasters

pytestmark = pytest.mark.filterwarnings("ignore:Dataset has no geotransform")  # the picture of the relief


def told(lon, lat):
    """A value that says which whole degree it lies at."""
    return (np.asarray(lon) % 360) * 100 + np.asarray(lat) + 90


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rasters")
    lon, lat = np.arange(-180, 181), np.arange(-90, 91)  # nodes of a degree; 180 stands at both ends
    grid = told(*np.meshgrid(lon, lat[::-1])).astype(np.float32)
    profile = {"driver": "GTiff", "width": 361, "height": 181, "count": 1, "dtype": "float32"}
    with rasterio.open(
        folder / "ETOPO1_0.1.tif", "w", transform=from_origin(-180.5, 90.5, 1, 1), crs="EPSG:4326", **profile
    ) as sink:
        sink.write(grid, 1)
    middles = np.arange(-179.5, 180)
    bright = np.repeat((120 + 100 * np.sin(np.radians(middles)))[None], 180, axis=0)
    Image.fromarray(np.rint(bright).astype(np.uint8)).convert("RGB").save(folder / "shadedrelief.jpg", quality=95)
    rasters.build(folder, folder)
    return folder


def test_depths_lie_where_they_did_with_longitudes_that_run_on(built):
    lon, lat = np.meshgrid(np.arange(rasters.WEST, rasters.EAST + 1), np.arange(rasters.SOUTH, rasters.NORTH + 1))
    with rasterio.open(built / "depth.tif") as made:
        assert made.bounds == (rasters.WEST - 0.5, rasters.SOUTH - 0.5, rasters.EAST + 0.5, rasters.NORTH + 0.5)
        found = np.array([v[0] for v in made.sample(zip(lon.ravel(), lat.ravel(), strict=True))])
    assert (found == told(lon, lat).astype(np.int16).ravel()).all()


def test_relief_lies_where_it_did(built):
    with rasterio.open(built / "relief.tif") as made:
        assert made.bounds == (rasters.WEST, rasters.SOUTH, rasters.EAST, rasters.NORTH)
        found = made.read(1).astype(float)
    lon = np.arange(rasters.WEST + 0.5, rasters.EAST)
    assert np.abs(found - (120 + 100 * np.sin(np.radians(lon)))).max() < 8  # two JPEGs
