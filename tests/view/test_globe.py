"""The view of the whole globe: an oblique Mollweide with its centre in the middle and up at its upper end."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import geodesy
from eastup.errors import InputError
from eastup.view.suited import suited
from eastup.view.view import View

WORLD = np.stack(np.meshgrid(np.linspace(-179, 179, 40), np.linspace(-88, 88, 30)), -1).reshape(-1, 2)
globes = st.builds(
    View, up=st.floats(0, 360), center=st.tuples(st.floats(-180, 180), st.floats(-85, 85)),
    projection=st.just("mollweide"),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(globes)
def test_the_centre_is_in_the_middle_and_up_is_up(view):
    assert np.abs(view.forward(*view.center)).max() < 1.0
    x, y = view.forward(*geodesy.forward(*view.center, view.up, 10_000.0))
    assert np.degrees(np.arctan2(x, y)) == pytest.approx(0.0, abs=0.7)  # the axes of a sphere on those of WGS 84


@settings(max_examples=25, deadline=None)
@given(globes)
def test_all_of_the_globe_lies_within_its_rim_and_comes_back(view):
    xy = np.column_stack(view.forward(*WORLD.T))
    assert view.globe.holds(xy, -1.0).all()
    lon, lat = view.inverse(*xy.T)
    inside = view.globe.holds(xy, 1e3)  # on the rim itself a point has two places
    assert np.abs(lat - WORLD[:, 1])[inside].max() < 1e-6
    assert np.abs(geodesy.distance_m(lon, lat, *WORLD.T))[inside].max() < 1.0


def test_areas_are_true_within_a_hundredth():
    view = View(up=70.0, center=(140.0, 25.0), projection="mollweide")
    geod = pyproj.Geod(ellps="WGS84")
    for lon, lat in ((140, 25), (100, 60), (-150, -40), (20, 0)):
        ring = np.array([(lon, lat), (lon + 2, lat), (lon + 2, lat + 2), (lon, lat + 2)], float)
        dense = np.concatenate([np.linspace(a, b, 50) for a, b in zip(ring, np.roll(ring, -1, 0), strict=True)])
        x, y = view.forward(*dense.T)
        drawn = 0.5 * abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))))
        assert drawn == pytest.approx(abs(geod.polygon_area_perimeter(*dense.T)[0]), rel=0.01)


@pytest.mark.parametrize("form", ["proj", "wkt2", "projjson"])
def test_the_crs_is_a_real_one(form):
    view = View(up=90.0, center=(130.0, 20.0), projection="mollweide")
    crs = pyproj.CRS(view.export(form))
    told = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(WORLD[:, 0], WORLD[:, 1])
    assert np.allclose(told, view.forward(*WORLD.T), atol=1e-3)
    with pytest.raises(InputError, match="no wkt1-esri form"):
        view.export("wkt1-esri")


def test_what_is_wider_than_a_region_is_seen_on_the_globe():
    assert suited(90.0, (110.0, -20.0, 240.0, 60.0)).projection != "mollweide"
    assert suited(90.0, (60.0, -60.0, 300.0, 70.0)).center == (180.0, 5.0)
    whole = suited(0.0, (-180.0, -90.0, 180.0, 90.0))
    assert whole.projection == "mollweide"
    assert whole.center[0] == pytest.approx(View().center[0])  # all longitudes have no middle one
    assert suited(0.0, (-180.0, -90.0, 180.0, 90.0), center=(10.0, 5.0)).center == (10.0, 5.0)
