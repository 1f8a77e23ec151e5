"""Nearest-hub regions against the distances themselves."""

import numpy as np
import pyproj
import pytest
import shapely

from eastup import coverage, places
from eastup.errors import InputError

GEOD = pyproj.Geod(ellps="WGS84")
WAKE, KWAJALEIN = (166.6366, 19.2821), (167.7320, 8.7201)


def km_to(hubs, points):
    return (
        np.array(
            [GEOD.inv(np.full(len(points), x), np.full(len(points), y), points[:, 0], points[:, 1])[2] for x, y in hubs]
        )
        / 1000.0
    )


@pytest.mark.sample(extent=[(140, -10, -150, 40), (120, 20, 130, 30)])
@pytest.mark.parametrize(
    ("names", "extent"),
    [
        (["Kadena", "Yokosuka Naval Base", "Subic Bay", "Naval Base Guam", "Misawa Air Base"], (110, 0, 160, 50)),
        ([WAKE, KWAJALEIN, "Naval Base Guam", "node-pearl-harbor"], (140, -10, -150, 40)),
        (["Misawa Air Base", "node-san-diego"], (-180, 50, 180, 90)),
        (["Kadena"], (120, 20, 130, 30)),
    ],
)  # fmt: skip
def test_every_point_lies_in_the_region_of_its_nearest_hub_and_in_no_other(names, extent):
    regions = coverage.regions(names, extent)
    hubs = places.select(names)
    west, south, east, north = extent
    east += 360 * (east <= west)
    random = np.random.default_rng(3)
    points = np.column_stack([random.uniform(west, east, 3000), random.uniform(south, north, 3000)])
    points[:, 0] = (points[:, 0] + 180) % 360 - 180
    km = np.sort(km_to([(h.lon, h.lat) for h in hubs], points), axis=0)
    nearest = np.argmin(km_to([(h.lon, h.lat) for h in hubs], points), axis=0)
    clear = km[1] - km[0] > 0.02 if len(hubs) > 1 else np.full(len(points), True)
    holds = np.array([shapely.contains_xy(area, points) for area in regions.geometry])
    assert (holds[:, clear].sum(axis=0) == 1).all()
    owner = np.array(list(regions["id"]))[holds.argmax(axis=0)]
    np.testing.assert_array_equal(owner[clear], np.array([h.id for h in hubs])[nearest][clear])
    assert regions.geometry.is_valid.all()
    assert shapely.area(regions.geometry.to_numpy()).sum() == pytest.approx((east - west) * (north - south), rel=1e-9)


def test_borders_are_as_far_from_both_hubs():
    regions = coverage.regions(["Kadena", "Yokosuka Naval Base"], (120, 20, 150, 40))
    hubs = [(h.lon, h.lat) for h in places.select(["Kadena", "Yokosuka Naval Base"])]
    border = shapely.get_coordinates(shapely.intersection(*regions.geometry))
    inner = border[(border[:, 0] > 120) & (border[:, 0] < 150) & (border[:, 1] > 20) & (border[:, 1] < 40)]
    first, second = km_to(hubs, inner)
    assert len(inner) > 100
    assert np.abs(first - second).max() < 0.001


def test_two_hubs_at_one_place_have_no_border():
    with pytest.raises(InputError, match="one place"):
        coverage.regions([(130.0, 20.0), places.Place(id="other", name="Other", lon=130.0, lat=20.0)])
