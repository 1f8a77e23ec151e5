"""A view in cartopy's axes: the same plane, to less than a millimetre, whatever the projection and the way up."""

from __future__ import annotations

import sys

import matplotlib as mpl
import numpy as np
import pytest
import shapely

from eastup import layers
from eastup.errors import InputError
from eastup.view import View

ccrs = pytest.importorskip("cartopy.crs")
mpl.use("Agg")

VIEWS = [
    View(up=up, projection=projection, center=center)
    for projection in ("oblique-mercator", "equal-area", "equidistant")
    for up, center in ((90.0, None), (0.0, None), (217.0, (135.0, 20.0)))
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: f"{v.projection}-{v.up:g}")
def test_it_projects_as_the_view_does(view):
    lon, lat = map(np.ravel, np.meshgrid(np.arange(100.0, 165.0, 5.0), np.arange(-15.0, 60.0, 5.0)))
    there = view.cartopy().transform_points(ccrs.PlateCarree(), lon, lat)
    x, y = view.forward(lon, lat)
    assert np.abs(there[:, 0] - x).max() < 1e-3
    assert np.abs(there[:, 1] - y).max() < 1e-3
    back = ccrs.PlateCarree().transform_points(view.cartopy(), x, y)
    assert np.abs(back[:, :2] - np.column_stack([lon, lat])).max() < 1e-7  # its own laea is exact to 2e-8


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: f"{v.projection}-{v.up:g}")
def test_its_bounds_hold_the_area_of_use(view):
    west, east, south, north = view.cartopy().bounds
    x, y = view.forward(*view.center)
    assert west < x < east
    assert south < y < north
    assert min(east - west, north - south) > 8e6
    assert max(east - west, north - south) < 16e6


def test_a_figure_of_cartopy_shows_layers_where_they_are(tmp_path):
    import matplotlib.pyplot as plt

    view, straits = View(up=90), layers.load("straits")
    figure = plt.figure(figsize=(6, 4))
    axes = figure.add_subplot(projection=view.cartopy())
    axes.set_extent((120, 145, 20, 46), crs=ccrs.PlateCarree())
    [collection] = [axes.add_geometries(straits.geometry, ccrs.PlateCarree(), facecolor="none", edgecolor="black")]
    axes.gridlines()
    (point,) = axes.plot([127.77], [26.36], "o", transform=ccrs.PlateCarree())
    figure.savefig(tmp_path / "straits.png", dpi=50)
    # Where the point was drawn on the page, in the view's metres.
    drawn = point.get_transform().transform([(127.77, 26.36)])
    page = axes.transData.inverted().transform(drawn)[0]
    assert np.abs(page - np.ravel(view.forward(127.77, 26.36))).max() < 1.0
    extent = shapely.box(*np.array(axes.get_extent())[[0, 2, 1, 3]])
    assert extent.contains(shapely.Point(page))
    assert collection is not None
    plt.close(figure)


def test_where_cartopy_is_missing_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "cartopy.crs", None)
    monkeypatch.setitem(sys.modules, "cartopy", None)
    with pytest.raises(InputError, match=r"cartopy is not installed; pip install cartopy"):
        View().cartopy()
