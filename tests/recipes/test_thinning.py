"""Fewer vertices where no ship comes, and as many as before where ships pass."""

import numpy as np
import pytest
import shapely

from geo.recipes.sea import region, thinning

KM = 1.0 / 111.2
SQUARE = shapely.box(130.0, 0.0, 131.0, 1.0)
WAVES = shapely.LineString([(130 + x, 1.0 + 0.3 * KM * np.sin(x * 400)) for x in np.arange(0, 1, 0.002)])
ROCK = shapely.Point(130.5, 0.98).buffer(0.3 * KM)
LAND = np.array([shapely.box(130.0, 1.003, 131.0, 1.1), shapely.Point(130.5, 0.98).buffer(0.2 * KM)], dtype=np.object_)
FAR_OFF = [thinning.Ports(np.array([[135.0, 5.0]]), 10.0)]
ROOMY = np.array([shapely.box(130.0, 0.0, 131.0, 0.9)], dtype=np.object_)


@pytest.fixture(scope="module")
def sea():
    """A sea with a wavy shore and a rock in the north, both 2 km and more from roomy water."""
    whole = shapely.Polygon([(130.0, 0.0), (131.0, 0.0), *shapely.get_coordinates(WAVES)[::-1]])
    return shapely.difference(whole, ROCK, grid_size=region.GRID_DEG)


def test_the_shore_far_from_roomy_water_is_coarse_and_its_rocks_are_gone(sea):
    thin = thinning.thinned(sea, ROOMY, LAND, FAR_OFF)
    assert len(thin.interiors) == 0
    assert shapely.get_num_coordinates(thin) < shapely.get_num_coordinates(sea) / 10
    assert shapely.hausdorff_distance(thin.exterior, sea.exterior) < thinning.COARSE_KM * KM


def test_the_approach_of_a_port_keeps_its_rocks_and_meets_no_land(sea):
    port = [thinning.Ports(np.array([[130.5, 1.0]]), 20.0)]
    thin = thinning.thinned(sea, ROOMY, LAND, port)
    approach = shapely.Point(130.5, 1.0).buffer(15 * KM)
    assert len(thin.interiors) == 1
    assert shapely.intersection(thin, shapely.intersection(shapely.union_all(LAND), approach)).area < 1e-12
    assert shapely.get_num_coordinates(thin) < shapely.get_num_coordinates(sea)


def test_the_shore_beside_roomy_water_stays_as_it_is(sea):
    beside = np.array([sea], dtype=np.object_)
    thin = thinning.thinned(sea, beside, LAND, FAR_OFF)
    assert len(thin.interiors) == 1
    assert shapely.hausdorff_distance(thin, sea) < 2 * region.GRID_DEG


def test_the_edge_of_the_clearance_is_the_coarser_the_farther_it_is_from_the_shore(sea):
    def edge(off_km):
        north = 1.0 - off_km * KM
        waves = [(130 + x, north + 0.3 * KM * np.sin(x * 400)) for x in np.arange(0, 1, 0.002)]
        return np.array([shapely.Polygon([(130.0, 0.3), (131.0, 0.3), *waves[::-1]])], dtype=np.object_)

    near, far = (shapely.get_num_coordinates(thinning.edges(edge(off), sea)).sum() for off in (0.8, 6.0))
    assert far < near / 5
